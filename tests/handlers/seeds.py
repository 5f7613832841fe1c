"""What handler tests put into the database before somebody looks."""

from datetime import date
from typing import Any

from company import ANA
from domain.goals import OPEN, Goal, Kpi, State
from storage.database import Database

TODAY = date(2026, 11, 20)
DUE = date(2027, 3, 31)
MEASURE = {"kpi": "First reply", "unit": "hours", "direction": "less", "baseline": "6", "target": "2"}
SMART = {"title": "Answer fast", **MEASURE, "due": DUE.isoformat()}
"""What somebody types into the form of a goal."""


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


async def goals_of(slack, person, states=OPEN):
    async with slack.database.reading() as store:
        return await store.goals.of(person.id, states)


async def new_form(slack, person, typed="/goal new"):
    reply = await person.command(typed)
    await slack.settle()
    assert reply.error is None
    return person.view


async def proposed(slack, person=ANA):
    """Have a goal proposed; return the manager and the card they got."""
    owner = slack.person(person.id)
    await new_form(slack, owner)
    sent = await owner.submit(SMART)
    assert sent.errors == {}
    await slack.settle()
    manager = slack.person(person.manager)
    return manager, manager.dm()[-1]
