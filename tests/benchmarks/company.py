"""The company that is measured: many employees with three goals each, a manager of ten and one of two hundred."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.manifest import manifest
from domain.calendar import WEEK, Schedule, period_at, zone
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence, Goal, Kpi, Level, State
from domain.people import Person, Role
from handlers.views import check_in_fields as view
from handlers.views.check_in_forms import FORM
from storage.database import Database
from storage.schema import migrate
from storage.store import Store
from tests.benchmarks.payloads import TEAM, form

EMPLOYEES = 1000
MANAGERS = {"UTEN": 10, "UHUNDREDS": 200}
GOALS_EACH = 3


def people(employees: int = EMPLOYEES) -> list[Person]:
    """Return everybody; the first ten report to the one manager, the next two hundred to the other."""
    since = datetime.now(UTC) - timedelta(days=300)
    facts: dict[str, Any] = {"tz": "Europe/Berlin", "enrolled_at": since, "manager_since": since}
    managers = [Person(id=id, name=f"Manager of {n}", role=Role.MANAGER, **facts) for id, n in MANAGERS.items()]
    line = [manager for manager, n in MANAGERS.items() for _ in range(n)]
    return managers + [
        Person(id=f"U{n:05}", name=f"Person {n}", manager=line[n] if n < len(line) else None, **facts)
        for n in range(employees)
    ]


def workspace(everybody: list[Person]) -> dict[str, Any]:
    """Return the same people as a local workspace has them, and the app."""
    rows = [{"id": one.id, "name": one.id.lower(), "real_name": one.name, "tz": one.tz} for one in everybody]
    app = {"id": "A0CAIRN", "name": "Cairn", "bot_user": "UCAIRN", "bot_id": "B0CAIRN", "manifest": manifest()}
    return {
        "team": {"id": TEAM, "name": "Bench", "domain": "bench", "tz": "Europe/Berlin"},
        "people": rows,
        "channels": [
            {"id": "CGENERAL", "name": "general", "members": "all", "apps": []},
            {"id": "CKUDOS", "name": "kudos", "members": "all", "apps": ["A0CAIRN"]},
        ],
        "apps": [app],
    }


def this_week() -> date:
    """Return the period that is open now."""
    return period_at(datetime.now(UTC), Schedule(), zone("Europe/Berlin"))


async def fill(url: str, everybody: list[Person]) -> None:
    """Migrate the database and put the company into it, with the answers of last week of whoever has a manager."""
    database = Database.open(url)
    await migrate(database.engine)
    async with database.transaction(budget=60) as store:
        number = await store.workspaces.meet(TEAM, "Bench")
    async with database.of(number).transaction(budget=120) as store:
        await store.people.save_all(everybody)
        await store.goals.add_all([goal for one in everybody for goal in _goals(one.id)])
        for person in everybody:
            if person.manager:
                await _answer(store, person.id)
    await database.close()


def _goals(owner: str) -> list[Goal]:
    return [
        Goal(
            ref=f"{owner}-{n}",
            title=f"Goal {n} of {owner}",
            level=Level.INDIVIDUAL,
            owner=owner,
            state=State.ACTIVE,
            starts=date.today() - timedelta(days=60),
            due=date.today() + timedelta(days=60),
            kpis=(Kpi(name="Tickets answered", unit="%", baseline=10, target=90),),
        )
        for n in range(GOALS_EACH)
    ]


async def _answer(store: Store, person: str) -> None:
    goals = await store.goals.of(person)
    answers = tuple(GoalAnswer(goal=goal.id or 0, confidence=Confidence.AT_RISK, note="slow") for goal in goals)
    week = this_week() - WEEK
    answered = datetime.now(UTC) - WEEK
    await store.check_ins.save(
        CheckIn(person=person, period=week, goals=answers, went_well="The review", blockers="", answered_at=answered)
    )


async def check_in_forms(url: str, persons: list[str]) -> list[str]:
    """Return a submitted check-in for each of these people, with a number and a note for every goal."""
    database = Database.open(url)
    async with database.transaction() as store:
        number = await store.workspaces.meet(TEAM, "Bench")
    async with database.of(number).reading(budget=60) as store:
        goals = {person: await store.goals.of(person) for person in persons}
    await database.close()
    return [form(FORM, person, _fields(goals[person]), {"period": this_week().isoformat()}) for person in persons]


def _fields(goals: list[Goal]) -> dict[str, Any]:
    said = {block: {"type": "plain_text_input", "value": "All fine so far"} for block in (view.WENT_WELL, view.NEXT)}
    for goal in goals:
        said |= {view.kpi_field(goal, kpi): {"type": "plain_text_input", "value": "42"} for kpi in goal.kpis}
        chosen = {"value": Confidence.ON_TRACK, "text": {"type": "plain_text", "text": "On track"}}
        said[view.confidence_field(goal)] = {"type": "static_select", "selected_option": chosen}
        said[view.note_field(goal)] = {"type": "plain_text_input", "value": "Two more to go"}
    return said
