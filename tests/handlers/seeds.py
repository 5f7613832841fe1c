"""What handler tests put into the database before somebody looks."""

from datetime import date
from typing import Any

from domain.goals import Goal, Kpi, State
from storage.database import Database

TODAY = date(2026, 11, 20)
DUE = date(2027, 3, 31)


def goal(number: int = 1, *, owner: str = "UANA", **facts: Any) -> Goal:
    """A goal half way in time, with one KPI from 6 to 2 hours that stands at 5."""
    about: dict[str, Any] = {
        "ref": f"G-{number}",
        "title": f"Goal {number}",
        "state": State.ACTIVE,
        "starts": date(2026, 7, 12),
        "due": DUE,
        "kpis": (Kpi(name="First reply", unit="hours", baseline=6, target=2, value=5),),
    }
    return Goal(owner=owner, **about | facts)


async def save(database: Database, *goals: Goal) -> list[Goal]:
    """Store them."""
    async with database.transaction() as store:
        return [await store.goals.save(goal) for goal in goals]


def shown(blocks: Any) -> str:
    """Everything a person reads in some blocks, buttons included."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return "\n".join([*own, *(shown(part) for part in blocks.values() if isinstance(part, dict | list))])
    return "\n".join(shown(part) for part in blocks) if isinstance(blocks, list) else ""
