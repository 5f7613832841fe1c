"""The *Today* message, planned: once, at a working morning, with a last look, whatever the machine has been through."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from fake_slack import FRIDAY, prompt

from company import ANA, BO, EVERYONE, HANA, MIA, SAM
from domain.absences import Absence
from domain.calendar import Schedule
from domain.check_ins import CheckIn
from domain.feedback_requests import Request
from domain.notices import CheckInAskedAgain, CheckInClosed, CheckInPrompt, Today
from domain.today import CheckInReminder, FeedbackWaits
from domain.turns import Turn
from scheduler.last_look import still_wanted
from scheduler.quiet import QuietHours
from scheduler.today import say_todays
from storage.outbox import State

NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
"""Monday in Berlin."""
MONDAY = date(2026, 11, 23)
A_MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
REMINDER = CheckInReminder(period=FRIDAY)


@pytest.fixture
async def asked(company):
    """Everybody's prompt of Friday has gone out."""
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(one.id), NINE - 3 * DAY) for one in EVERYONE])
        for claimed in await store.outbox.claim("one", now=NINE):
            await store.outbox.record(claimed, State.SENT, now=NINE, channel="D", ts="1.1")
    return company


def say(database, *, since=None, now=NINE, quiet=None):
    return say_todays(database, Schedule(), quiet or QuietHours(database, None), since=since, now=now)


async def standing(database):
    async with database.reading() as store:
        found = [one async for one in store.outbox.standing("today", since=NINE - 3 * DAY)]
    return {(one.notice.to, one.notice.day): one.notice.items for one in found}


async def test_everybody_whose_morning_it_is_is_reminded_once(asked):
    assert await say(asked) == 4, "in Berlin at nine, in Tokyo at five in the afternoon"
    assert await say(asked, now=NINE + A_MINUTE) == 0
    assert await say(asked, since=NINE, now=NINE + 2 * A_MINUTE) == 0

    found = await standing(asked)
    assert found == {(one.id, MONDAY): (REMINDER,) for one in (ANA, BO, MIA, HANA)}
    async with asked.reading() as store:
        turn = await store.turns.of(ANA.id, FRIDAY)
    assert (turn.reminders, turn.reminded_on) == (1, MONDAY)


async def test_two_machines_say_it_once_and_count_it_once(asked):
    assert sum(await asyncio.gather(say(asked), say(asked), say(asked))) == 4
    async with asked.reading() as store:
        assert (await store.turns.of(ANA.id, FRIDAY)).reminders == 1


async def test_while_running_only_whose_nine_has_just_come(asked):
    assert await say(asked, since=NINE - A_MINUTE) == 3, "Tokyo had its morning long ago"


async def test_nothing_waiting_no_message(company):
    assert await say(company) == 0


async def test_feedback_and_promises_wait_beside_the_reminder(asked):
    async with asked.transaction() as store:
        request = Request(asker=BO.id, asked=ANA.id, about="the launch", asked_at=NINE - 6 * DAY)
        request = await store.feedback.add_request(request)

    await say(asked)

    waits = FeedbackWaits(request=request.id, asker=BO.id, expires_on=date(2026, 12, 1))
    assert (await standing(asked))[ANA.id, MONDAY] == (REMINDER, waits)
    async with asked.reading() as store:
        [after] = await store.feedback.requests_to(ANA.id)
    assert after.reminded_at == NINE


async def test_who_is_away_quiet_or_on_a_holiday_hears_nothing(asked):
    async with asked.transaction() as store:
        await store.absences.add(Absence(person=ANA.id, starts=MONDAY, ends=MONDAY), now=NINE)
        await store.people.save(MIA.model_copy(update={"country": "JP"}))
        await store.people.keep_quiet_hours({BO.id: (NINE - DAY, NINE + timedelta(hours=1))})
    assert await say(asked, since=NINE - A_MINUTE) == 0

    later = NINE + timedelta(hours=1)
    assert await say(asked, since=later - A_MINUTE, now=later) == 2, "Olu at nine, Bo once his do-not-disturb ends"


async def test_slack_is_asked_before_and_only_about_those_who_would_be_told(asked):
    told = []

    async def ask(people):
        told.append(set(people))
        return {ANA.id: (NINE - DAY, NINE + timedelta(hours=1)), "USTRANGER": None}

    async with asked.transaction() as store:
        await store.check_ins.save(CheckIn(person=BO.id, period=FRIDAY, went_well="x", answered_at=NINE))
    quiet = QuietHours(asked, ask)

    assert await say(asked, since=NINE - 11 * A_MINUTE, now=NINE - 10 * A_MINUTE, quiet=quiet) == 0
    assert await say(asked, since=NINE - A_MINUTE, quiet=quiet) == 1

    assert told == [{ANA.id, MIA.id}]


async def claim(database, now=NINE):
    """Claim what is due, and look at it for the last time."""
    async with database.transaction() as store:
        found = await store.outbox.claim("one", now=now)
        return [one.notice for one in await still_wanted(store, found, schedule=Schedule(), now=now)]


async def states(database):
    async with database.reading() as store:
        return await store.outbox.counts()


async def test_what_is_done_meanwhile_is_not_said(company):
    waits = FeedbackWaits(request=9, asker=BO.id, expires_on=date(2026, 12, 1))
    async with company.transaction() as store:
        await store.todays.say([(Today(to=ANA.id, day=MONDAY, items=(REMINDER, waits)), NINE)])

    assert await claim(company) == [Today(to=ANA.id, day=MONDAY, items=(REMINDER,))]


async def test_where_all_is_done_nothing_is_said(company):
    async with company.transaction() as store:
        await store.turns.save(Turn(person=ANA.id, period=FRIDAY, skipped_at=NINE))
        await store.todays.say([(Today(to=ANA.id, day=MONDAY, items=(REMINDER,)), NINE)])

    assert await claim(company) == []
    assert await states(company) == {State.CANCELLED: 1}


async def test_who_has_left_is_told_nothing(company):
    async with company.transaction() as store:
        await store.people.save(SAM.model_copy(update={"active": False}))
        await store.todays.say([(Today(to=SAM.id, day=MONDAY, items=(REMINDER,)), NINE)])

    assert await claim(company) == []


@pytest.mark.parametrize("late", [timedelta(hours=11), DAY], ids=["in the evening", "a day later"])
async def test_what_could_not_be_said_on_its_day_is_said_the_next_morning(company, late):
    async with company.transaction() as store:
        await store.todays.say([(Today(to=ANA.id, day=MONDAY, items=(REMINDER,)), NINE)])

    assert await claim(company, NINE + late) == []

    moved = {(ANA.id, MONDAY): (REMINDER,), (ANA.id, MONDAY + (2 if late == DAY else 1) * DAY): (REMINDER,)}
    assert await standing(company) == moved
    assert await states(company) == {State.EXPIRED: 1, State.PLANNED: 1}


async def test_a_prompt_that_had_to_wait_is_noted_with_its_day(company):
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(ANA.id), NINE)])

    assert await claim(company) == [prompt(ANA.id)]
    async with company.reading() as store:
        assert (await store.turns.of(ANA.id, FRIDAY)).asked_on == MONDAY


async def test_a_prompt_finds_its_person_away_and_waits_or_is_excused(company):
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(ANA.id), NINE), (prompt(BO.id), NINE)])
        await store.absences.add(Absence(person=ANA.id, starts=FRIDAY, ends=MONDAY), now=NINE)
        await store.absences.add(Absence(person=BO.id, starts=FRIDAY, ends=date(2026, 12, 24)), now=NINE)

    assert await claim(company) == []

    assert await states(company) == {State.PLANNED: 1, State.CANCELLED: 1}
    async with company.reading() as store:
        assert (await store.turns.of(BO.id, FRIDAY)).excused == "away"
    assert await claim(company, NINE + DAY) == [prompt(ANA.id)]


async def test_the_cards_of_earlier_prompts_say_that_they_are_over(company):
    last, again = prompt(ANA.id, FRIDAY - 7 * DAY), CheckInPrompt(to=ANA.id, period=FRIDAY, number=2)
    async with company.transaction() as store:
        await store.outbox.put(last, prompt(BO.id), now=NINE - DAY)
        for claimed in await store.outbox.claim("one", now=NINE):
            await store.outbox.record(claimed, State.SENT, now=NINE, channel="D", ts="1.1")
        await store.turns.save(Turn(person=BO.id, period=FRIDAY, snoozed_until=NINE, snoozes=1))
        await store.outbox.plan([(prompt(ANA.id), NINE), (again.model_copy(update={"to": BO.id}), NINE)])
    assert len(await claim(company)) == 2

    async with company.reading() as store:
        closed = CheckInClosed(to=ANA.id, period=FRIDAY - 7 * DAY, prompt=1)
        assert await store.outbox.said(closed.key) == closed
        passed = CheckInAskedAgain(to=BO.id, period=FRIDAY, prompt=1)
        assert await store.outbox.said(passed.key) == passed
