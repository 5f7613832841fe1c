"""Rescoping: other targets, another due date or other milestones for an active goal, with the reason.

- Whether it is right is for the owner's manager to say. Until then the goal stands by what was agreed before, from then
  on by the new one; the history keeps both.
- Where there is no manager it holds at once.
- One wish waits at a time: a new one takes the place of the one before. Each is decided once.
- A target may move, not turn around: the other way is another goal.
- What somebody else changed of the plan meanwhile is never undone unseen: its owner looks at it before they wish.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from domain.goal_history import Change, GoalEvent
from domain.goals import Goal, Kpi, Milestone, State, TargetIsBaseline
from domain.milestones import keep_done, misplaced, written
from domain.numbers import show
from domain.permissions import Relation
from domain.proposals import WHAT_BECAME_OF_IT, DecidedAlready, NotTheirManager
from domain.refusals import NotThere, Refusal
from domain.smart import DueInThePast
from domain.values import Value

MOST_MOVED = 4
"""So many changes are named below a field; the card has them all."""


class Wanted(Value):
    """What a goal should be instead: targets by the id of their KPI, the day it is due, its milestones."""

    targets: Mapping[int, float] = {}
    due: date
    milestones: tuple[Milestone, ...] = ()


class Rescope(Value):
    """What `by` wishes for their goal at `at` (UTC), and what became of it; `agreed` is None while it waits.

    Decided without `decided_by`: another wish took its place. `wish` is what the manager asked for instead.
    """

    id: int | None = None
    goal: int
    by: str
    at: datetime
    why: str
    wanted: Wanted
    decided_at: datetime | None = None
    decided_by: str | None = None
    agreed: bool | None = None
    wish: str = ""


class Difference(Value):
    """One fact of a goal as it is and as it should be, in words."""

    name: str
    before: str
    after: str


class NothingDifferent(Refusal):
    """The form is as it was opened."""

    text = "Nothing is different yet. Change a target, the due date or the milestones, or close this form."
    field = "why"


class TargetTurnsAround(Refusal):
    """A target on the other side of the baseline."""

    text = (
        "This goal goes from {baseline} to {target}; that would turn it around. Stay on this side of {baseline}, or "
        "close the goal and set a new one."
    )


class DueBeforeStart(Refusal):
    """An end before the beginning."""

    text = "The goal began on {starts}. Choose a later day."
    field = "due"


class PlanMoved(Refusal):
    """Somebody else changed the plan while the form was open."""

    text = (
        "“{title}” was changed while this form was open: {what}. Sending it would undo that. Copy your text, close the form "
        "and open it again: it shows the goal as it is now."
    )
    field = "why"


class WishIsOld(Refusal):
    """Somebody else changed the plan after it was wished otherwise."""

    text = (
        "“{title}” was changed after this was wished, and agreeing would undo that. Choose *Ask for a change*, so that its "
        "owner looks at it as it is now."
    )


def target_field(kpi: Kpi) -> str:
    """Return the id of the field for a KPI's new target."""
    return f"target-{kpi.id}"


def rescoped(goal: Goal, wanted: Wanted) -> Goal:
    """Return the goal as it is wanted; milestones that are done stay done."""
    kpis = tuple(kpi.model_copy(update={"target": wanted.targets.get(kpi.id or 0, kpi.target)}) for kpi in goal.kpis)
    milestones = keep_done(wanted.milestones, goal.milestones)
    return goal.model_copy(update={"kpis": kpis, "due": wanted.due, "milestones": milestones})


def wrong_with(goal: Goal, wanted: Wanted, today: date) -> tuple[Refusal, ...]:
    """Return all that stands against it, each at its field."""
    found: list[Refusal] = []
    for kpi in goal.kpis:
        target = wanted.targets.get(kpi.id or 0, kpi.target)
        if target == kpi.baseline:
            found.append(TargetIsBaseline(field=target_field(kpi)))
        elif (target < kpi.baseline) is not kpi.falls:
            facts = {"baseline": show(kpi.baseline), "target": show(kpi.target)}
            found.append(TargetTurnsAround(field=target_field(kpi), **facts))
    if wanted.due != goal.due and wanted.due < today:
        found.append(DueInThePast(due=_day(wanted.due), today=_day(today)))
    if wanted.due <= goal.starts:
        found.append(DueBeforeStart(starts=_day(goal.starts)))
    elif outside := misplaced(wanted.milestones, goal.starts, wanted.due):
        found.append(outside)
    if not found and not differences(goal, wanted):
        found.append(NothingDifferent())
    return tuple(found)


def differences(goal: Goal, wanted: Wanted) -> tuple[Difference, ...]:
    """Return what is wanted otherwise than it is, in the order of the form."""
    after = rescoped(goal, wanted)
    found = [
        Difference(name=f"{old.name}, target", before=_amount(old), after=_amount(new))
        for old, new in zip(goal.kpis, after.kpis, strict=True)
        if old.target != new.target
    ]
    if goal.due != after.due:
        found.append(Difference(name="due", before=_day(goal.due), after=_day(after.due)))
    before, now = written(goal.milestones), written(after.milestones)
    if before != now:
        found.append(Difference(name="milestones", before=before or "none", after=now or "none"))
    return tuple(found)


def plan_moved(events: Iterable[GoalEvent]) -> dict[str, Change]:
    """Return what these events changed of what a wish would change, too, by the name of the fact."""
    found: dict[str, Change] = {}
    for name, change in (one for event in events for one in event.changes.items()):
        if name in {"due", "milestones"} or name.endswith((" baseline", " target")):
            before = found[name].before if name in found else change.before
            found[name] = Change(before=before, after=change.after)
    return found


def _moved(name: str, change: Change, goal: Goal) -> str:
    """Return a change in words: `target of First reply 2 hours → 3 hours`."""
    if name == "milestones":
        return "other milestones"
    place, _, fact = name.rpartition(" ")
    kpi = next((one.name for one in goal.kpis if f"kpi {one.id}" == place), "")
    before, after = change.before, change.after
    if name == "due":
        before, after = (_day(date.fromisoformat(one)) for one in (before, after))
    return f"{fact} of {kpi} {before} → {after}" if kpi else f"{fact} {before} → {after}"


def must_be_seen(goal: Goal, since: Iterable[GoalEvent]) -> None:
    """Refuse a form from before somebody else changed the plan; `since` is what happened since. Raises PlanMoved."""
    if moved := plan_moved(since):
        told = [_moved(name, one, goal) for name, one in moved.items()][:MOST_MOVED]
        raise PlanMoved(title=goal.title, what="; ".join(told))


def must_still_fit(wish: Rescope, goal: Goal, events: Iterable[GoalEvent]) -> None:
    """Refuse to agree to what would undo a change that came after the wish. Raises WishIsOld."""
    if plan_moved(event for event in events if event.at > wish.at):
        raise WishIsOld(title=goal.title)


def must_decide(rescope: Rescope | None, goal: Goal | None, relation: Relation | None) -> tuple[Rescope, Goal]:
    """Return the wish and the goal that somebody with this relation to its owner may decide about now.

    Raises NotThere, NotTheirManager, DecidedAlready.
    """
    if rescope is None or goal is None:
        raise NotThere
    if relation is not Relation.MANAGER:
        raise NotTheirManager
    if rescope.decided_at:
        raise DecidedAlready(title=goal.title, what=_what_became(rescope))
    if goal.state is not State.ACTIVE:
        raise DecidedAlready(title=goal.title, what=WHAT_BECAME_OF_IT[goal.state])
    return rescope, goal


def _what_became(rescope: Rescope) -> str:
    if rescope.agreed is None:
        return "another wish of its owner's took the place of this one, with a message of its own"
    return "the change is agreed" if rescope.agreed else "another change was asked for"


def _amount(kpi: Kpi) -> str:
    return f"{show(kpi.target)} {kpi.unit}".rstrip()


def _day(when: date) -> str:
    return f"{when:%-d %B %Y}"
