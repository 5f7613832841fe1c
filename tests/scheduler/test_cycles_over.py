"""Cycles that are over: each owner is asked once, from the day after its end on their own calendar, while it is true."""

from datetime import UTC, date, datetime, timedelta

from company import ANA, BO
from domain.calendar import Schedule
from domain.cycles import Cycle
from domain.goals import Goal, State
from domain.today import GoalLeftOpen
from scheduler.last_look import still_wanted
from scheduler.quiet import QuietHours
from scheduler.today import say_todays

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday in Berlin."""
DAY = timedelta(days=1)
ENDS = NINE.date()


async def open_goals(database, *owners, ends=ENDS, state=State.ACTIVE):
    """Open a cycle that ends on that day, with a goal of each of these people."""
    async with database.transaction() as store:
        await store.cycles.open(Cycle(name="2026Q4", starts=date(2026, 9, 1), ends=ends))
        for number, owner in enumerate(owners, start=1):
            about = {"ref": f"G-{number}", "title": "Fast", "owner": owner.id, "state": state}
            goal = Goal(**about, starts=date(2026, 9, 1), due=ends)
            await store.goals.save(await store.cycles.placed(goal))


async def said(database, now):
    """What the messages of that morning ask, by person; said as far as it is still true."""
    await say_todays(database, Schedule(), QuietHours(database, None), since=None, now=now)
    async with database.transaction() as store:
        found = [one.notice for one in await store.outbox.claim("one", now=now)]
    return {one.to: one.items for one in found}


async def test_the_owner_is_asked_on_the_first_working_morning_after_the_end_and_never_again(company):
    await open_goals(company, ANA, BO)
    assert await said(company, NINE) == {}, "its last day is not over"

    asked = await said(company, NINE + DAY)

    assert asked == {
        person.id: (GoalLeftOpen(goal=number, title="Fast", cycle="2026Q4", ended_on=ENDS),)
        for number, person in enumerate((ANA, BO), start=1)
    }
    assert await said(company, NINE + 2 * DAY) == {}


async def test_drafts_and_proposals_are_not_asked_about(company):
    for state in (State.DRAFT, State.PROPOSED, State.CLOSED, State.DROPPED):
        async with company.transaction() as store:
            await store.goals.save(
                Goal(ref=state, title=state, owner=ANA.id, state=state, starts=date(2026, 9, 1), due=ENDS, cycle=1)
            )
    await open_goals(company)

    assert await said(company, NINE + DAY) == {}


async def test_what_was_closed_or_carried_over_meanwhile_is_not_asked(company):
    await open_goals(company, ANA, BO)
    await say_todays(company, Schedule(), QuietHours(company, None), since=None, now=NINE + DAY)
    async with company.transaction() as store:
        goal = await store.goals.get(1)
        await store.goals.save(goal.model_copy(update={"state": State.CLOSED}))

    async with company.transaction() as store:
        found = await store.outbox.claim("one", now=NINE + DAY)
        told = [one.notice.to for one in await still_wanted(store, found, schedule=Schedule(), now=NINE + DAY)]

    assert told == [BO.id]
