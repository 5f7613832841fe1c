"""Nothing is asked once for each person or goal: a page for forty reports takes as many statements as one for two."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from datetime import timedelta

import pytest
from seeds import DUE, TODAY, goal

from company import ANA, BO, EVERYONE, HANA, LONG_AGO, MIA, NOW, SAM
from domain.blockers import Said
from domain.blockers_named import as_named
from domain.calendar import WEEK, Schedule, period_at, zone
from domain.check_ins import CheckIn, GoalAnswer
from domain.feedback import Feedback, Visibility
from domain.goal_history import GoalEvent, Happened
from domain.goal_rescoping import Rescope, Wanted
from domain.goal_warnings import Warned
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, Milestone, State
from domain.kudos import Kudos
from domain.people import Person
from domain.rules import Rules
from domain.turns import Turn
from handlers import goal_cards, goal_tree, home, status
from statements import asked
from storage.database import Database
from storage.store import Store

RULES = Rules()
MORE = [
    Person(id=f"UR{n:02}", name=f"Report {n}", manager=MIA.id, enrolled_at=LONG_AGO, manager_since=LONG_AGO)
    for n in range(38)
]
ABOUT_ALL = {"goal report", "Home of the people team"}
"""Pages that count everything there is."""
GROWING = "check_ins|check_in_turns|kudos|kudos_receivers|feedback|blockers|goals|kpis|kpi_readings|goal_events"
WHOLE = re.compile(rf"SCAN ({GROWING})\b|SEARCH ({GROWING})\b(?!.*_open).*\(workspace_id=\?\)")
"""How SQLite says that it looks at every row of a table that grows from year to year; few of them are open."""
Look = Callable[[Database], Awaitable[object]]


def team(wanted: str) -> Look:
    """`/team-status`, in one of its scopes."""

    async def look(company: Database) -> None:
        async with company.transaction() as store:
            found = await status._look(store, MIA.id, wanted, RULES, now=NOW)
            status._page(found, (), now=NOW)

    return look


async def report(company: Database) -> None:
    async with company.reading() as store:
        await store.goal_reports.report(everyone=True, now=NOW)


async def weeks(company: Database) -> None:
    async with company.reading() as store:
        await store.status.weeks(MIA, schedule=Schedule(), now=NOW, whole_line=True)


PAGES: dict[str, Look] = {
    "team status": team("team"),
    "last week": team("last"),
    "whole line": team("line"),
    "one person": team(ANA.id),
    "export": weeks,
    "Home": lambda company: home._draw(company, MIA.id, rules=RULES, now=NOW),
    "Home of the people team": lambda company: home._draw(company, HANA.id, rules=RULES, now=NOW),
    "goal tree": lambda company: goal_tree._tree(company, MIA.id, 0, None, once=None, now=NOW),
    "goals of a person": lambda company: goal_tree._person(company, MIA.id, ANA.id, 0, once=None, now=NOW),
    "goal card": lambda company: goal_cards.card(company, MIA.id, 1, now=NOW),
    "goal report": report,
}


async def a_busy_week(store: Store, person: Person, above: Goal) -> None:
    """Give somebody a bit of everything that a page tells of."""
    kpis, plan = (Kpi(name="Answers", baseline=0, target=9, value=1),), {"starts": LONG_AGO.date(), "due": DUE}
    milestones = (Milestone(title="Pilot", due=TODAY, share=0.5),)
    mine = Goal(ref=f"{person.id}-1", title="Late", owner=person.id, parent=above.id, kpis=kpis, **plan)
    told = {
        "state": State.ACTIVE,
        "contributors": (SAM.id,),
        "milestones": milestones,
        "confidence": Confidence.AT_RISK,
    }
    mine = await store.goals.save(mine.model_copy(update=told))
    new = await store.goals.save(goal(owner=person.id, ref=f"{person.id}-2", state=State.PROPOSED, parent=above.id))
    number, kpi = mine.id or 0, mine.kpis[0].id or 0
    await store.readings.add(KpiReading(goal=number, kpi=kpi, value=1, at=NOW - WEEK, by=person.id))
    about = {"at": NOW - WEEK, "by": person.id, "why": "The tool"}
    for which, what in ((mine, Happened.EXPLAINED), (new, Happened.PROPOSED)):
        await store.goal_history.record(GoalEvent(goal=which.id or 0, what=what, **about))
    await store.goal_rescopes.ask(Rescope(goal=number, wanted=Wanted(targets={kpi: 5}, due=DUE), **about), now=NOW)
    warned = Warned(goal=number, state=Confidence.OFF_TRACK, said_at=NOW - WEEK, manager=MIA.id, told_manager_at=NOW)
    await store.goal_warnings.warn([warned], now=NOW)
    await a_check_in(store, person, number)
    await store.kudos.add(Kudos(giver=SAM.id, receivers=(person.id,), reason=person.id, given_at=NOW - WEEK))
    said = {"behaviour": "You asked first", "given_at": NOW - WEEK, "visibility": Visibility.RECEIVER_AND_MANAGER}
    await store.feedback.add(Feedback(author=SAM.id, receiver=person.id, **said))


async def a_check_in(store: Store, person: Person, number: int) -> None:
    """Answer the last week with a blocker that was talked about; the week before was skipped."""
    period = period_at(NOW, Schedule(), zone(MIA.tz)) - WEEK
    lines = (GoalAnswer(goal=number, confidence=Confidence.AT_RISK),)
    one = CheckIn(person=person.id, period=period, goals=lines, blockers="No access", answered_at=NOW - WEEK)
    await store.check_ins.save(one)
    [blocker] = as_named(one, None, [], helper=None, now=NOW - WEEK)
    blocker = await store.blockers.save(blocker)
    replied = Said(author=MIA.id, text="I ask", at=NOW - timedelta(days=2))
    await store.blockers.add_reply(blocker.model_copy(update={"replies": (replied,)}))
    await store.turns.save(Turn(person=person.id, period=period - WEEK, skipped_at=NOW - 2 * WEEK))


async def counted(company: Database) -> dict[str, int]:
    """Return how many statements each page takes."""
    counts = {}
    for name, look in PAGES.items():
        with asked(company.engine.sync_engine) as statements:
            await look(company)
        counts[name] = len(statements)
    return counts


async def join(company: Database, people: Iterable[Person], above: Goal) -> None:
    async with company.transaction(budget=60) as store:
        await store.people.save_all(list(people))
        for person in people:
            await a_busy_week(store, person, above)


async def test_forty_reports_take_as_many_statements_as_two(company):
    async with company.transaction() as store:
        facts = {"level": Level.TEAM, "kpis": (), "confidence": Confidence.AT_RISK}
        above = await store.goals.save(goal(owner=MIA.id, **facts))
    await join(company, [ANA, BO], above)
    few = await counted(company)

    await join(company, MORE, above)

    more = {name: (few[name], count) for name, count in (await counted(company)).items() if count > few[name]}
    assert more == {}


@pytest.fixture
async def on_sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """The company on SQLite alone."""
    opened = Database.open(sqlite_url)
    async with opened.transaction() as store:
        number = await store.workspaces.meet("T0NORTHWIND", "Northwind")
    async with opened.of(number).transaction() as store:
        await store.people.save_all(EVERYONE)
    yield opened.of(number)
    await opened.close()


async def test_no_page_reads_all_that_was_ever_said(on_sqlite):
    """SQLite knows of no sizes but those it is told (`storage/sqlite_sizes.py`)."""
    async with on_sqlite.transaction() as store:
        above = await store.goals.save(goal(owner=MIA.id, level=Level.TEAM, kpis=()))
    await join(on_sqlite, [ANA, BO], above)
    slow = []
    for name in PAGES.keys() - ABOUT_ALL:
        with asked(on_sqlite.engine.sync_engine) as statements:
            await PAGES[name](on_sqlite)
        slow += [(name, step) for step in await planned(on_sqlite, statements) if WHOLE.search(step)]
    assert slow == []


async def planned(company: Database, statements: Iterable[str]) -> list[str]:
    """Return how SQLite goes about each of these questions."""
    steps: list[str] = []
    async with company.engine.connect() as connection:
        for one in statements:
            if one.lstrip().startswith(("SELECT", "WITH")):
                rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", (None,) * one.count("?"))
                steps += [row.detail for row in rows]
    return steps
