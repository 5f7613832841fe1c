"""What one reader sees of the tree of goals: which goals, how they add up, and what was written about them.

- Company and team goals are everybody's, individual ones their owner's, the manager's and the line's above. A draft is
  its owner's alone, and in no tree.
- The tree holds what is proposed or active, and what was closed below a goal that is still in it.
- Goals that are not the reader's to see count in a sum only where too many people stand behind it to tell whose they are.
- Which wish a proposal got is between owner and manager. Whoever became manager later reads whys from then on.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Generic, NamedTuple

from domain.goal_history import GoalEvent, Happened
from domain.goal_report import without_small_groups
from domain.goal_scores import shown
from domain.goal_status import expected, explain, status
from domain.goal_tree import COUNTED, InTree, RolledUp, T, roll_up
from domain.goals import Confidence, Goal, Level, State
from domain.people import Managers, Person
from domain.permissions import Grant, Topic, may_read
from domain.refusals import NothingToShow
from domain.values import Value

PLACES = {level: place for place, level in enumerate(Level)}
STANDING = frozenset({State.PROPOSED, State.ACTIVE})
MOST_SHARES = 6
"""So many shares of a mean are named; of more the lowest and the highest say enough."""
Grants = Mapping[str, Grant]


class Stand(Value):
    """How a goal stands for one reader: `progress` (0.0-1.0) and `status`, None where nothing says; `said` is the sum."""

    progress: float | None = None
    status: Confidence | None = None
    said: str = ""


def by_itself(goal: Goal, today: date) -> Stand:
    """Return how a goal stands by its own KPIs, whatever hangs below it."""
    if not goal.kpis:
        return Stand(said=explain(goal, today))
    return Stand(progress=goal.progress, status=status(goal, today), said=explain(goal, today))


class Row(NamedTuple, Generic[T]):
    """A goal in its place in the tree. `below` counts the goals right under it, which are shown where `opened`."""

    goal: T
    depth: int
    below: int
    opened: bool


def leave(reader: Person, owners: Iterable[Person], managers: Managers) -> dict[str, Grant]:
    """Return what `reader` may read of these owners, by owner; strangers to their line are not in it.

    `managers` are those of everybody, or of the line below the reader.
    """
    found = {}
    for owner in owners:
        with suppress(NothingToShow):
            found[owner.id] = may_read(reader, owner, managers)
    return found


def may_see(goal: InTree, reader: str, owners: Collection[str]) -> bool:
    """Tell whether the reader may see this goal; `owners` are those whose own goals they may see."""
    if goal.state is State.DRAFT:
        return goal.owner == reader
    return goal.level is not Level.INDIVIDUAL or goal.owner in owners


class Sight(Generic[T]):
    """The goals of a tree as one reader may see them, and what adds up for them.

    `owners` are those whose own goals `reader` may see. Goals or their branches: the sums are the same.
    """

    def __init__(self, goals: Sequence[T], reader: str, owners: Collection[str]) -> None:
        self.seen = {goal.id or 0: goal for goal in goals if may_see(goal, reader, owners)}
        counted = {goal.id or 0 for goal in without_small_groups(goals)} | self.seen.keys()
        self._counted = [goal for goal in goals if goal.id in counted]
        self._rolled = roll_up(self._counted)
        self._not_whole = {goal.parent for goal in self._counted if goal.state in COUNTED and goal.id not in self.seen}

    def in_tree(self) -> list[T]:
        """Return what the tree holds, company goals first, then by due date."""
        shown = [goal for goal in self.seen.values() if self._stands(goal)]
        return sorted(shown, key=lambda goal: (PLACES[goal.level], goal.due, goal.id))

    def right_below(self, number: int) -> list[T]:
        """Return the goals right under one, as the reader sees them, by due date; no dropped ones."""
        found = [goal for goal in self.seen.values() if goal.parent == number and goal.state in STANDING | COUNTED]
        return sorted(found, key=lambda goal: (goal.due, goal.id))

    def stand(self, goal: Goal, today: date) -> Stand:
        """Return how a goal stands, with the sum in words."""
        if goal.state is State.CLOSED:
            return Stand(progress=goal.score, said=_closed(goal))
        if goal.state is not State.ACTIVE:
            return Stand()
        rolled = self._rolled[goal.id or 0]
        mean = _mean(rolled, whole=goal.id not in self._not_whole)
        if rolled.own:
            said = f"{explain(goal, today)}; {mean}" if mean else explain(goal, today)
            return Stand(progress=rolled.progress, status=status(goal, today), said=said)
        if rolled.progress is None:
            return Stand(said="no KPI yet, and nothing below it that counts")
        said = f"{mean}; the plan for today is {_percent(expected(goal, today))}"
        return Stand(progress=rolled.progress, status=status(goal, today, progress=rolled.progress), said=said)

    def of_those_below(self, goal: InTree) -> str:
        """Return the mean of the goals below in words, "" where none counts."""
        rolled = self._rolled.get(goal.id or 0)
        return _mean(rolled, whole=goal.id not in self._not_whole) if rolled else ""

    def _stands(self, goal: T) -> bool:
        """Tell whether a goal is in the tree: a closed one is as long as one above it is open."""
        passed: set[int | None] = set()
        one: T | None = goal
        while one and one.state is State.CLOSED and one.id not in passed:
            passed.add(one.id)
            one = self.seen.get(one.parent or 0)
        return one is not None and one.state in STANDING


def _closed(goal: Goal) -> str:
    return "closed" if goal.score is None else f"closed at {shown(goal.score)}"


def _mean(rolled: RolledUp, *, whole: bool) -> str:
    """Return the sum of the goals below; their shares stand in it where the reader sees the `whole` of them."""
    mean = rolled.of_those_below
    if mean is None:
        return ""
    count = len(rolled.below)
    if count == 1:
        return f"the one goal below stands at {_percent(mean)}"
    told = f"the mean of the {count} goals below is {_percent(mean)}"
    if not whole:
        return told
    if count > MOST_SHARES:
        return f"{told}, from {_percent(min(rolled.below))} to {_percent(max(rolled.below))}"
    *most, last = (_percent(share) for share in rolled.below)
    return f"{told} ({', '.join(most)} and {last})"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def rows(goals: Sequence[T], opened: Collection[int]) -> tuple[Row[T], ...]:
    """Return the rows of the tree with these goals opened; what hangs below a closed one is left out."""
    known = {goal.id for goal in goals}
    under: dict[int | None, list[T]] = {}
    for goal in goals:
        under.setdefault(goal.parent if goal.parent in known else None, []).append(goal)
    found, waiting = [], [(0, goal) for goal in reversed(under.get(None, ()))]
    while waiting:  # what is folded is not walked through: of ten thousand goals twenty are shown
        depth, goal = waiting.pop()
        below = under.get(goal.id, [])
        is_open = bool(below) and goal.id in opened
        found.append(Row(goal=goal, depth=depth, below=len(below), opened=is_open))
        waiting.extend((depth + 1, child) for child in (reversed(below) if is_open else ()))
    return tuple(found)


def opened_at_first(goals: Sequence[InTree], *, most: int) -> list[int]:
    """Return what is opened before anybody chose: all of a tree that fits on a page, else the company's goals."""
    return [goal.id or 0 for goal in goals if len(goals) <= most or goal.level is Level.COMPANY]


def why_for(event: GoalEvent, goal: Goal, grant: Grant | None) -> str:
    """Return why something happened, as far as a reader with this grant about the goal's owner may know."""
    in_time = grant is not None and (grant.since is None or event.at >= grant.since)
    if event.what is Happened.SENT_BACK:
        return event.why if in_time and grant and grant.covers(Topic.CHECK_IN_NOTES) else ""
    return event.why if in_time or goal.level is not Level.INDIVIDUAL else ""


def newest_first(events: Sequence[GoalEvent], goal: Goal, grant: Grant | None) -> tuple[GoalEvent, ...]:
    """Return the history as this reader may know it, newest first."""
    return tuple(one.model_copy(update={"why": why_for(one, goal, grant)}) for one in reversed(events))
