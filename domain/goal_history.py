"""What happened to a goal: who did what, when and why, and what was changed from what to what.

Nothing of it is ever changed or taken away: a target that moved is shown beside the one it was.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.goals import Goal
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
