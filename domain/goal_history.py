"""What happened to a goal: who did what, when and why, and what was changed from what to what.

Nothing of it is ever changed or taken away: a target that moved is shown beside the one it was, and so is a number that
was read wrongly.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from domain.goals import Goal, Kind, KpiReading
from domain.numbers import show
from domain.values import Value


class Happened(StrEnum):
    """What happened to a goal."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    SENT_BACK = "sent back"
    SET = "set"
    CHANGED = "changed"
    EXPLAINED = "explained"
    HANDED_OVER = "handed over"
    CLOSED = "closed"
    DROPPED = "dropped"
    CARRIED_OVER = "carried over"
    IMPORTED = "imported"
    CORRECTED = "corrected"
    """A number of it. That is told by the readings themselves, see `corrections`."""


class Change(Value):
    """One fact of a goal before and after, in words as people read them; empty where there was none."""

    before: str = ""
    after: str = ""


class GoalEvent(Value):
    """Something that happened to `goal` at `at` (UTC), done `by` somebody (None: the operator, or Cairn itself)."""

    goal: int
    at: datetime
    by: str | None
    what: Happened
    why: str = ""
    changes: Mapping[str, Change] = {}


def changes_between(before: Goal, after: Goal) -> dict[str, Change]:
    """Return what differs between two states of one goal, by the name of the fact; nothing of its readings."""
    was, now = _facts(before), _facts(after)
    return {
        name: Change(before=was.get(name, ""), after=now.get(name, ""))
        for name in dict.fromkeys([*was, *now])
        if was.get(name, "") != now.get(name, "")
    }


def _facts(goal: Goal) -> dict[str, str]:
    facts = {
        "title": goal.title,
        "owner": goal.owner,
        "parent": str(goal.parent or ""),
        "due": goal.due.isoformat(),
        "contributors": " ".join(goal.contributors),
        "milestones": "; ".join(f"{one.due.isoformat()} {one.share:.0%} {one.title}" for one in goal.milestones),
    }
    for number, kpi in enumerate(goal.kpis):
        place = f"kpi {kpi.id or number}"
        facts[f"{place} name"] = kpi.name
        facts[f"{place} baseline"] = f"{show(kpi.baseline)} {kpi.unit}".rstrip()
        facts[f"{place} target"] = f"{show(kpi.target)} {kpi.unit}".rstrip()
    return {name: said for name, said in facts.items() if said}


def corrections(goal: Goal, readings: Sequence[KpiReading]) -> tuple[GoalEvent, ...]:
    """Return which numbers of a goal were set right, in no order: those of one moment, and those of one check-in.

    `readings` are all there ever were, oldest first. By nobody: a file or another system did.
    """
    after: dict[tuple[int, datetime | int], KpiReading] = {}
    found = []
    for one in reversed(readings):
        right = after.get((one.kpi, one.at if one.corrected_at else one.check_in or 0))
        if right and right.value != one.value:
            change = Change(before=_number(goal, one), after=_number(goal, right))
            said = {"goal": one.goal, "at": one.corrected_at or right.at, "by": right.by or None}
            changes = {f"kpi {one.kpi} {one.at.date().isoformat()}": change}
            found.append(GoalEvent(**said, what=Happened.CORRECTED, changes=changes))
        after[one.kpi, one.at] = one
        if one.check_in:
            after[one.kpi, one.check_in] = one
    return tuple(found)


def _number(goal: Goal, reading: KpiReading) -> str:
    """Return what was read as people read it."""
    kpi = next((one for one in goal.kpis if one.id == reading.kpi), None)
    if kpi and kpi.kind is Kind.YES_NO:
        return "done" if reading.value >= kpi.target else "not done"
    return f"{show(reading.value)} {kpi.unit if kpi else ''}".rstrip()
