"""The bot was down for weeks: each person is asked for the open one, and the others are written down, once, never sent."""

from datetime import timedelta

import pytest
from fake_slack import FRIDAY, prompt

from company import ANA, BO, EVERYONE, LONG_AGO, MIA, NOW, OLU, SAM
from domain.calendar import WEEK, Schedule
from domain.check_ins import CheckIn
from domain.notices import CheckInPrompt
from domain.prompts import OVER
from domain.turns import Turn
from domain.unasked import NOT_RUNNING, UNASKED
from scheduler import unasked
from scheduler.closing import close_weeks
from scheduler.facts import gather
from scheduler.planner import plan_prompts
from scheduler.unasked import note_unasked
from storage.database import Unavailable
from storage.outbox import State

DOWN = 5
BEFORE = [FRIDAY - number * WEEK for number in range(DOWN, 0, -1)]
"""The periods between the last that was asked and the open one."""


@pytest.fixture
async def down_for_weeks(company):
    """All prompts of a period have gone out, and since then nothing was planned."""
    period = BEFORE[0] - WEEK
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(one.id, period), NOW - (DOWN + 1) * WEEK) for one in EVERYONE])
        for claimed in await store.outbox.claim("one", now=NOW, most=20):
            await store.outbox.record(claimed, State.SENT, now=NOW - (DOWN + 1) * WEEK, channel="D", ts="1.1")


@pytest.fixture
def expired(company):
    """What is noted: (person, period) with why."""

    async def expired():
        async with company.reading() as store:
            found = [one async for one in store.outbox.expired("check_in_prompt", since=LONG_AGO)]
        return {(one.to, one.period): why for one, why in found}

    return expired


@pytest.fixture
def turns(company):
    async def turns():
        async with company.reading() as store:
            return {slot: one.excused for slot, one in (await store.turns.since(BEFORE[0] - WEEK)).items()}

    return turns


async def change(company, person, **fields):
    async with company.transaction() as store:
        await store.people.save(person.model_copy(update=fields))


@pytest.mark.usefixtures("down_for_weeks")
class TestAfterWeeks:
    async def test_each_week_is_noted_for_everybody_and_the_open_one_asked(self, company, expired, turns):
        await plan_prompts(company, Schedule(), now=NOW)

        west = {(one.id, FRIDAY - WEEK) for one in (OLU, SAM)}  # where last week's is still open
        assert set(await expired()) == {(one.id, period) for one in EVERYONE for period in BEFORE} - west
        assert set((await expired()).values()) == {NOT_RUNNING}
        assert await turns() == dict.fromkeys(await expired(), UNASKED)
        async with company.reading() as store:
            facts = await gather(store, NOW)
            listed = await store.outbox_care.in_state(State.EXPIRED, most=1)
        assert (ANA.id, FRIDAY) in facts.planned
        assert (listed[0].trouble, listed[0].wanted_at.date()) == (NOT_RUNNING, BEFORE[0])

    async def test_a_second_round_and_a_second_instance_note_nothing_more(self, company, expired):
        await plan_prompts(company, Schedule(), now=NOW)
        first = await expired()

        assert (await plan_prompts(company, Schedule(), now=NOW)) == ([], [], [])
        await plan_prompts(company, Schedule(), now=NOW + timedelta(minutes=1))
        assert await expired() == first

    async def test_nothing_of_it_is_ever_sent(self, company, delivery, chat, time):
        await plan_prompts(company, Schedule(), now=NOW)
        time.forward(seconds=2)
        await delivery.drain()

        prompts = [one for one in chat.said() if isinstance(one, CheckInPrompt)]
        assert {one.period for one in prompts} == {FRIDAY, FRIDAY - WEEK}
        assert len(prompts) == len({one.to for one in prompts}) > 3
        assert await close_weeks(company, Schedule(), since=None, now=NOW) == 0, "there is no message to close"

    async def test_what_was_answered_skipped_or_excused_stays_as_it_is(self, company, expired, turns):
        answered, skipped, excused = BEFORE[:3]
        async with company.transaction() as store:
            await store.check_ins.save(CheckIn(person=ANA.id, period=answered, went_well="x", answered_at=NOW))
            await store.turns.save(Turn(person=ANA.id, period=skipped, skipped_at=NOW))
            await store.turns.save(Turn(person=ANA.id, period=excused, excused="away"))

        await plan_prompts(company, Schedule(), now=NOW)

        assert {period for person, period in await expired() if person == ANA.id} == set(BEFORE[3:])
        after = await turns()
        assert (after.get((ANA.id, answered)), after[ANA.id, skipped], after[ANA.id, excused]) == (None, None, "away")

    async def test_it_is_held_against_nobody(self, company):
        async def shown():
            async with company.reading() as store:
                status, _ = await store.status.team(MIA, schedule=Schedule(), now=NOW)
            return {week.period: week.asked for week in status.weeks}

        assert set((await shown()).values()) == {2}

        await plan_prompts(company, Schedule(), now=NOW)

        assert {period: asked for period, asked in (await shown()).items() if asked == 0} == dict.fromkeys(BEFORE, 0)

    async def test_whoever_was_enrolled_meanwhile_missed_the_later_weeks_only(self, company, expired):
        await change(company, BO, enrolled_at=NOW - 2 * WEEK)

        await plan_prompts(company, Schedule(), now=NOW)

        assert {period for person, period in await expired() if person == BO.id} == {FRIDAY - WEEK}

    async def test_whoever_is_interrupted_goes_on_there(self, company, expired, monkeypatch):
        monkeypatch.setattr(unasked, "AT_ONCE", 4)
        whole, rounds = unasked._note, 0

        async def dies(*arguments):
            nonlocal rounds
            rounds += 1
            if rounds == 3:
                raise Unavailable("gone")
            return await whole(*arguments)

        monkeypatch.setattr(unasked, "_note", dies)
        with pytest.raises(Unavailable):
            await plan_prompts(company, Schedule(), now=NOW)
        assert len(await expired()) == 2, "six were looked at that had been asked"

        await plan_prompts(company, Schedule(), now=NOW)

        assert {period for person, period in await expired() if person == ANA.id} == set(BEFORE)

    async def test_another_weekday_since_then_is_noted_by_its_own_dates(self, company, expired):
        mondays = Schedule(weekday=0)

        await plan_prompts(company, mondays, now=NOW)

        monday = FRIDAY - timedelta(days=4)
        first = BEFORE[0] - timedelta(days=4) + WEEK  # three days after the last prompt would have been too soon
        assert {period for person, period in await expired() if person == ANA.id} == {
            first + number * WEEK for number in range((monday - first) // WEEK)
        }


async def test_before_the_first_prompt_nothing_is_missed(company, expired):
    await plan_prompts(company, Schedule(), now=NOW)

    assert await expired() == {}


async def test_a_planner_that_goes_on_reads_nothing_for_it(company):
    """No database is given at all."""
    await plan_prompts(company, Schedule(), now=NOW)
    async with company.reading() as store:
        facts = await gather(store, NOW)

    assert await note_unasked(None, EVERYONE, facts, Schedule(), now=NOW + timedelta(days=6)) == 0
    assert await note_unasked(None, [], facts, Schedule(), now=NOW + 9 * WEEK) == 0


async def test_a_prompt_that_was_planned_and_never_sent_is_no_failing_either(company, expired, turns):
    """Down for a week only: the prompts were planned, their week is over."""
    await plan_prompts(company, Schedule(), now=NOW)

    for minutes in (0, 1):
        await plan_prompts(company, Schedule(), now=NOW + WEEK + timedelta(minutes=minutes))

    assert (await expired())[ANA.id, FRIDAY] == OVER
    assert (await turns())[ANA.id, FRIDAY] == UNASKED
    assert await close_weeks(company, Schedule(), since=None, now=NOW + WEEK) == 0, "there is no message to close"


async def test_a_prompt_that_slack_refused_for_good_has_no_message_to_close(company):
    async with company.transaction() as store:
        await store.outbox.plan(
            [(prompt(ANA.id, FRIDAY - WEEK), NOW - WEEK), (prompt(BO.id, FRIDAY - WEEK), NOW - WEEK)]
        )
        for claimed in await store.outbox.claim("one", now=NOW):
            gone = claimed.notice.to == ANA.id
            there = {"trouble": "user_disabled"} if gone else {"channel": "D", "ts": "1.1"}
            await store.outbox.record(claimed, State.UNDELIVERABLE if gone else State.SENT, now=NOW, **there)

    assert await close_weeks(company, Schedule(), since=None, now=NOW) == 1


async def test_a_changed_day_does_not_take_an_expired_prompt_for_one_that_was_sent(company):
    """Down over Friday's week, and the day is now Monday: who was not asked at all is asked for the open week, and stays so."""
    await plan_prompts(company, Schedule(), now=NOW)
    mondays, then = Schedule(weekday=0), NOW + WEEK + timedelta(hours=5)
    night = then + timedelta(hours=9)

    for moment in (then + timedelta(hours=8), night):
        await plan_prompts(company, mondays, now=moment)
        async with company.reading() as store:
            planned = (await gather(store, moment)).planned
        assert (ANA.id, FRIDAY + timedelta(days=3)) in planned
