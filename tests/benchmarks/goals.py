"""The tree of goals at size: 10,000 goals of 10,000 people, opened by the one who may see them all.

The roll-up is measured in this process, from the database to the sums. Page and card are measured as people meet them: from
the press until the window has been taken.
"""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.serving import settle_memory
from domain.goal_tree import roll_up
from domain.goals import Goal, Kpi, Level, State
from domain.people import Person
from handlers.views.goals import OPEN
from storage.database import Database
from tests.benchmarks import company, forms
from tests.benchmarks.figures import Bench, Figure, Size, times
from tests.benchmarks.payloads import TEAM

REPORTS = 10
"""People who report to each, down to the last ones."""
COMPANY, TEAMS = 3, 300
WARM_UP = 5
BUDGET = 120


def people(count: int) -> list[Person]:
    """Return a company in which the first one has everybody in their line."""
    since = datetime.now(UTC) - timedelta(days=300)
    facts: dict[str, Any] = {"tz": "Europe/Berlin", "enrolled_at": since, "manager_since": since}
    return [
        Person(id=_id(n), name=f"Goal setter {n}", manager=_id((n - 1) // REPORTS) if n else None, **facts)
        for n in range(count)
    ]


def _id(number: int) -> str:
    return f"UG{number:05}"


def goals(count: int) -> Iterator[tuple[Goal, str | None]]:
    """Yield each goal with the ref of the one above it: two of three hang below the first goal of the company."""
    teams = min(TEAMS, count // 10)
    for n in range(count):
        if n < COMPANY:
            yield _goal(n, Level.COMPANY, 0, kpis=0), None
        elif n < COMPANY + teams:
            yield _goal(n, Level.TEAM, n, kpis=n % 2), f"T-{(n % COMPANY) % 2}"
        else:
            yield _goal(n, Level.INDIVIDUAL, n, kpis=1 + n % 2), f"T-{COMPANY + n % teams}"


def _goal(number: int, level: Level, owner: int, *, kpis: int) -> Goal:
    today, days = date.today(), timedelta(days=60)
    return Goal(
        ref=f"T-{number}",
        title=f"Goal {number} of the tree",
        level=level,
        owner=_id(owner),
        state=State.ACTIVE,
        starts=today - days,
        due=today + days,
        kpis=tuple(Kpi(name="Answers", baseline=0, target=90, value=number % 90) for _ in range(kpis)),
    )


async def fill(url: str, count: int) -> None:
    """Put so many people and goals into a database that is migrated."""
    database = Database.open(url)
    async with database.transaction() as store:
        number = await store.workspaces.meet(TEAM, "Bench")
    async with database.of(number).transaction(budget=BUDGET) as store:
        await store.people.save_all(people(count))
        found = {goal.ref: (goal, above) for goal, above in goals(count)}
        await store.goals.add_all([goal for goal, _ in found.values()])
        await store.goals.hang({ref: above for ref, (_, above) in found.items()})
    if database.engine.dialect.name == "postgresql":
        async with database.engine.begin() as connection:  # as its autovacuum does within a minute of such an import
            await connection.exec_driver_sql("ANALYZE")
    await database.close()


async def figures(size: Size, database: str, url: str, settings: forms.Settings) -> list[Figure]:
    """Return the roll-up, the first page of the tree and the card of the biggest goal, on this database."""
    await fill(url, size.goals)
    chief, *others = people(size.goals)
    everybody = [*company.people(size.employees), chief, *others[:REPORTS]]
    async with forms.desk((size, database), url, settings, everybody, [chief.id]) as desk:
        found = [await _rolled_up(desk.bench, url, size.opened)]
        await desk.opened("goal tree", min(WARM_UP, size.opened))
        found.append(await desk.measured("goal tree opens", "goal tree", size.opened, desk.open))

        async def card(form: str, person: str) -> list[forms.Took]:
            await desk.open(form, person)
            return await desk.press(person, OPEN, _first(desk.slack.person(person).view))

        found.append(await desk.measured("goal card opens", "goal tree", size.opened, card))
        return [figure | {"goals": size.goals} for figure in found]


def _first(view: dict[str, Any]) -> str:
    """Return the block with the buttons of the first goal of the tree, the biggest one."""
    return next(str(block["block_id"]) for block in view["blocks"] if block["type"] == "actions")


async def _rolled_up(bench: Bench, url: str, count: int) -> Figure:
    """Read the whole tree and add it up, so many times, with the garbage collector set as the bot has it."""
    settle_memory()
    database, seconds = Database.open(url), []
    async with database.transaction() as store:
        number = await store.workspaces.meet(TEAM, "Bench")
    cpu = time.process_time()
    for _ in range(count):
        began = time.perf_counter()
        async with database.of(number).reading(budget=BUDGET) as store:
            roll_up(await store.goal_trees.whole())
        seconds.append(time.perf_counter() - began)
    cpu = time.process_time() - cpu
    await database.close()
    facts = {"requests": count, "good": count, "at_once": 1, "cpu_ms": 1000 * cpu / count}
    return bench.row("goals rolled up", **facts, **times(seconds, sum(seconds)))
