"""Whom to ask and when, written down: idempotent, by zone name, taken back when nobody wants it any more."""

from datetime import UTC, datetime, time, timedelta

import pytest
from fake_slack import FRIDAY, prompt

from company import ANA, BO, EVERYONE, HANA, LONG_AGO, NOW, SAM
from domain.calendar import Schedule
from domain.check_ins import CheckIn
from domain.people import Person
from scheduler.planner import plan_prompts
from storage.outbox import State

THURSDAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
NEXT = FRIDAY + timedelta(days=7)
LAST = FRIDAY - timedelta(days=7)


@pytest.fixture
def planned(company):
    """Plan, then return what is planned: (person, period) with its due time."""

    async def planned(now=THURSDAY, schedule=Schedule()):  # noqa: B008, a frozen value
        await plan_prompts(company, schedule, now=now)
        async with company.reading() as store:
            standing = [one async for one in store.outbox.standing("check_in_prompt", since=LONG_AGO)]
        planned = [one for one in standing if one.state is State.PLANNED]
        return {(one.notice.to, one.notice.period): one.due_at for one in planned}

    return planned


@pytest.fixture
async def asked_last_week(company):
    """Last week's prompts have all gone out."""
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(one.id, LAST), NOW - timedelta(days=7)) for one in EVERYONE])
        for claimed in await store.outbox.claim("one", now=NOW):
            await store.outbox.record(claimed, State.SENT, now=NOW, channel="D", ts="1.1")


async def change(company, person, **fields):
    async with company.transaction() as store:
        await store.people.save(person.model_copy(update=fields))


async def answer(company, person, period=FRIDAY):
    async with company.transaction() as store:
        await store.check_ins.save(CheckIn(person=person.id, period=period, went_well="x", answered_at=NOW))


@pytest.mark.usefixtures("asked_last_week")
class TestAWeekAfterTheLastPrompts:
    async def test_everyone_is_asked_at_ten_on_their_own_clock(self, planned):
        due = await planned()

        assert due[ANA.id, FRIDAY] == datetime(2026, 11, 20, 9, tzinfo=UTC)
        assert due[HANA.id, FRIDAY] == datetime(2026, 11, 20, 1, tzinfo=UTC)
        assert due[SAM.id, FRIDAY] == datetime(2026, 11, 20, 15, tzinfo=UTC)

    async def test_eight_days_ahead_hold_the_period_that_comes(self, planned):
        assert {period for _, period in await planned(NOW - timedelta(days=2))} == {FRIDAY}
        assert {period for _, period in await planned(NOW)} == {FRIDAY, NEXT}

    async def test_planning_twice_changes_nothing(self, company, planned):
        first = await planned()
        assert (await plan_prompts(company, Schedule(), now=THURSDAY)) == ([], [], [])
        assert await planned() == first

    async def test_a_person_who_moves_is_asked_by_the_new_clock(self, company, planned):
        await planned()
        await change(company, ANA, tz="America/New_York")

        assert (await planned())[ANA.id, FRIDAY] == datetime(2026, 11, 20, 15, tzinfo=UTC)

    async def test_a_changed_hour_moves_what_is_planned(self, planned):
        await planned()

        due = await planned(schedule=Schedule(at=time(15)))

        assert due[ANA.id, FRIDAY] == datetime(2026, 11, 20, 14, tzinfo=UTC)

    async def test_a_changed_day_moves_what_is_planned_and_back_again(self, planned):
        before = await planned()

        monday = await planned(schedule=Schedule(weekday=0))
        assert {period for _, period in monday} == {FRIDAY + timedelta(days=3)}

        assert await planned() == before

    async def test_a_day_that_moves_back_does_not_ask_twice_in_a_week(self, company, planned):
        """Asked last Friday; from Saturday on the day is Thursday."""
        saturday = NOW - timedelta(days=6)

        due = await planned(saturday, Schedule(weekday=3))

        assert {period for _, period in due} == {FRIDAY - timedelta(days=1)}

    async def test_somebody_who_left_is_not_asked(self, company, planned):
        await planned()
        await change(company, ANA, active=False)

        assert (ANA.id, FRIDAY) not in await planned()

    async def test_somebody_who_comes_back_is_asked_again(self, company, planned):
        await planned()
        await change(company, ANA, active=False)
        await planned()
        await change(company, ANA, active=True)

        assert (ANA.id, FRIDAY) in await planned()

    async def test_somebody_not_enrolled_is_not_asked(self, company, planned):
        await planned()
        await change(company, ANA, enrolled_at=None)

        assert (ANA.id, FRIDAY) not in await planned()

    async def test_somebody_who_answered_before_the_prompt_went_is_not_asked(self, company, planned):
        await planned()
        await answer(company, ANA)

        due = await planned()

        assert (ANA.id, FRIDAY) not in due
        assert (BO.id, FRIDAY) in due

    async def test_an_unknown_zone_counts_as_utc(self, company, planned):
        await change(company, ANA, tz="Mars/Olympus")

        assert (await planned())[ANA.id, FRIDAY] == datetime(2026, 11, 20, 10, tzinfo=UTC)


async def test_an_open_period_is_caught_up_once(company, planned):
    due = await planned(NOW)

    assert due[ANA.id, FRIDAY] == datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert (await plan_prompts(company, Schedule(), now=NOW)) == ([], [], [])


async def test_at_night_it_waits_for_the_next_working_morning(planned):
    due = await planned(NOW + timedelta(hours=12))

    assert due[ANA.id, FRIDAY] == datetime(2026, 11, 23, 8, tzinfo=UTC)


async def test_a_period_that_opened_before_somebody_was_enrolled_is_not_caught_up(company, planned):
    await change(company, ANA, enrolled_at=NOW - timedelta(minutes=5))

    due = await planned(NOW)

    assert (ANA.id, FRIDAY) not in due
    assert (ANA.id, NEXT) in due


async def test_a_prompt_that_never_went_expires_when_its_week_is_over(company, planned):
    await planned(NOW)

    week_later = NOW + timedelta(days=7)
    due = await planned(week_later)

    assert (ANA.id, FRIDAY) not in due
    assert (ANA.id, NEXT) in due
    async with company.reading() as store:
        counts = await store.outbox.counts()
    assert counts[State.EXPIRED] == len(EVERYONE)


async def test_what_has_gone_out_is_never_planned_again(company, planned):
    await planned(NOW)
    async with company.transaction() as store:
        claimed = await store.outbox.claim("one", now=NOW)
        for one in claimed:
            await store.outbox.record(one, State.SENT, now=NOW, channel="D", ts="1.1")
    await change(company, ANA, tz="Asia/Tokyo")

    assert (ANA.id, FRIDAY) not in await planned(NOW)


@pytest.mark.parametrize(
    ("now", "period", "due"),
    [
        pytest.param("2026-03-27", "2026-03-27", "2026-03-27T09:00", id="before the clocks go on"),
        pytest.param("2026-03-27", "2026-04-03", "2026-04-03T08:00", id="after they went on"),
        pytest.param("2026-10-23", "2026-10-30", "2026-10-30T09:00", id="after they went back"),
    ],
)
async def test_ten_stays_ten_when_the_clocks_change(planned, now, period, due):
    found = await planned(datetime.fromisoformat(now).replace(tzinfo=UTC))

    assert found[ANA.id, datetime.fromisoformat(period).date()] == datetime.fromisoformat(due).replace(tzinfo=UTC)


async def test_five_hundred_prompts_planned_twice_are_five_hundred(company):
    people = [Person(id=f"U{n:04}", name="x", tz=ANA.tz, enrolled_at=ANA.enrolled_at) for n in range(500)]
    async with company.transaction(budget=30) as store:
        await store.people.save_all([*people, *(one.model_copy(update={"enrolled_at": None}) for one in EVERYONE)])

    first = await plan_prompts(company, Schedule(), now=NOW)
    second = await plan_prompts(company, Schedule(), now=NOW + timedelta(minutes=1))

    assert (len(first.due), second) == (1000, ([], [], []))
    async with company.reading() as store:
        assert await store.outbox.counts() == {State.PLANNED: 1000}
