"""Who sets which goals, what may stand above them, and how somebody finds it.

- Everyone has goals of their own. Whoever leads people sets goals of a team; the people team those of the company, too.
- A goal of a team or the company is active at once and takes its numbers from its owner; those above its owner, and the
  people team, may change it. A changed one keeps its history.
- Above a goal stands an open one that everybody shares, or, above an individual one, another of the same owner.
"""

from collections.abc import Iterable, Sequence

from domain.goal_history import GoalEvent
from domain.goal_tree import in_tree_order
from domain.goals import OPEN, Goal, Level, State
from domain.people import Managers, Person, line_above
from domain.permissions import is_people_team
from domain.proposals import WHAT_BECAME_OF_IT, NotADraft
from domain.refusals import NotThere, Refusal
from domain.smart import ParentClosed
from domain.texts import clean

SHARED = frozenset({Level.COMPANY, Level.TEAM})
MOST_OFFERED = 100
"""So many options a list of Slack's takes; typing a word more narrows it."""


class NotYoursToSet(Refusal):
    """A level that is not for this person."""

    text = (
        "Goals of a team are set by those who lead people, goals of the company by the people team. Choose *mine*, or "
        "ask one of them."
    )
    field = "level"


class OwnerNotYours(Refusal):
    """An owner outside of one's own line."""

    text = (
        "Choose yourself or somebody who reports to you, directly or further down. Others are asked by the people team."
    )
    field = "owner"


class OwnGoalOfSomebodyElse(Refusal):
    """An individual goal for somebody else."""

    text = (
        "Everyone proposes their own goals. Set a goal of a team, then *Cascade* gives each person a draft of theirs."
    )
    field = "owner"


class ParentIsSmaller(Refusal):
    """A goal of a team or the company below somebody's own."""

    text = (
        "Relevant: a goal that everybody shares can't hang below somebody's own. Choose one of the company or a team."
    )
    field = "parent"


def levels_for(person: Person, *, leads: bool) -> tuple[Level, ...]:
    """Return whose goals this person sets. `leads` tells whether somebody reports to them."""
    if is_people_team(person):
        return (Level.INDIVIDUAL, Level.TEAM, Level.COMPANY)
    return (Level.INDIVIDUAL, Level.TEAM) if leads else (Level.INDIVIDUAL,)


def must_set(level: Level, by: Person, owner: str, *, leads: bool, managers: Managers) -> None:
    """Refuse a goal that is not for `by` to set. Raises NotYoursToSet, OwnerNotYours, OwnGoalOfSomebodyElse."""
    if level not in levels_for(by, leads=leads):
        raise NotYoursToSet
    if owner == by.id:
        return
    if level is Level.INDIVIDUAL:
        raise OwnGoalOfSomebodyElse
    if not is_people_team(by) and by.id not in line_above(owner, managers):
        raise OwnerNotYours


def may_change(goal: Goal, by: Person, *, leads: bool, managers: Managers) -> bool:
    """Tell whether `by` may change this goal of a team or the company, or cascade it."""
    if not by.active or goal.level not in SHARED or goal.state not in OPEN:
        return False
    if is_people_team(by):
        return True
    below = by.id in line_above(goal.owner, managers)
    return goal.level is Level.TEAM and (below or (leads and goal.owner == by.id))


def must_change(goal: Goal | None, by: Person, *, leads: bool, managers: Managers, command: str = "/goal") -> Goal:
    """Return the goal if `by` may change or cascade it now. Raises NotADraft where it ended, else NotThere."""
    if goal is None or not may_change(
        goal.model_copy(update={"state": State.ACTIVE}), by, leads=leads, managers=managers
    ):
        raise NotThere
    if goal.state not in OPEN:
        raise NotADraft(title=goal.title, what=WHAT_BECAME_OF_IT[goal.state], command=command)
    return goal


def must_stand_above(parent: Goal | None, owner: str, level: Level) -> Goal:
    """Return the goal that was chosen to stand above one of `owner`. Raises ParentClosed, ParentIsSmaller."""
    if parent is None or parent.state not in OPEN or not (parent.level in SHARED or parent.owner == owner):
        raise ParentClosed
    if level in SHARED and parent.level not in SHARED:
        raise ParentIsSmaller
    return parent


def offered(goals: Sequence[Goal], query: str) -> tuple[tuple[int, Goal], ...]:
    """Return the goals whose title or id holds every word of `query`, each with its depth, parents first."""
    wanted = clean(query).casefold().split()
    found = [
        (depth, goal)
        for depth, goal in in_tree_order(goals)
        if all(word in f"{goal.title} {goal.ref}".casefold() for word in wanted)
    ]
    return tuple(found[:MOST_OFFERED])


def changed_since(events: Iterable[GoalEvent], seen: int) -> tuple[GoalEvent, ...]:
    """Return what somebody changed of a goal after the first `seen` things that happened to it."""
    return tuple(event for event in list(events)[seen:] if event.changes)
