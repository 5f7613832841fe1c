"""What the planner writes besides due times: excuses, why something was taken back, and the number of a prompt."""

from datetime import UTC, datetime, timedelta

import pytest
from fake_slack import FRIDAY, prompt

from company import ANA, BO, LONG_AGO, NOW
from domain.absences import Absence
from domain.calendar import Schedule
from domain.prompts import MOVED, NOT_ASKED, OVER
from domain.turns import Turn
from scheduler import planner
from scheduler.planner import plan_prompts
from storage.outbox import State

THURSDAY = datetime(2026, 11, 19, 12, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.fixture
def plan_now(company):
    async def plan_now(now=THURSDAY, schedule=Schedule()):  # noqa: B008, a frozen value
        return await plan_prompts(company, schedule, now=now)

    return plan_now


@pytest.fixture
def away(company):
    """Somebody says they are away from Friday on for so many days."""

    async def away(person, days=8):
        absence = Absence(person=person.id, starts=FRIDAY, ends=FRIDAY + timedelta(days=days))
        async with company.transaction() as store:
            await store.absences.add(absence, now=NOW)

    return away


@pytest.fixture
def turn(company):
    async def turn(person):
        async with company.reading() as store:
            return await store.turns.of(person.id, FRIDAY)

    return turn


@pytest.fixture
def stands(row):
    """How the prompt of a person stands, and why."""

    async def stands(person, number=1):
        one = prompt(person.id).model_copy(update={"number": number})
        return await row(one, "state", "trouble", "settled_at")

    return stands


async def test_whoever_is_away_all_week_is_excused_once_with_the_reason(plan_now, away, turn, stands):
    await plan_now()
    await away(ANA)

    plan = await plan_now(THURSDAY + timedelta(hours=1))

    assert plan.excused == [Turn(person=ANA.id, period=FRIDAY, excused="away")]
    assert (await turn(ANA)).excused == "away"
    assert await stands(ANA) == (State.CANCELLED, "away", THURSDAY + timedelta(hours=1))
    assert (await stands(BO))[0] == State.PLANNED
    assert await plan_now(THURSDAY + timedelta(minutes=90)) == ([], [], [])


async def test_an_excuse_ends_with_its_reason_and_leaves_the_rest_of_the_turn(company, plan_now, away, turn, stands):
    kept = Turn(person=ANA.id, period=FRIDAY, moves=3, reminders=2)
    async with company.transaction() as store:
        await store.turns.save(kept)
    await away(ANA)
    assert (await plan_now()).excused == [kept.model_copy(update={"excused": "away"})]

    async with company.transaction() as store:
        await store.absences.clear(ANA.id, since=FRIDAY)
    plan = await plan_now()

    assert plan.excused == [kept]
    assert await turn(ANA) == kept
    assert (await stands(ANA))[0] == State.PLANNED


async def test_everybody_is_decided_on_however_many_at_a_time(monkeypatch, plan_now, away, turn):
    monkeypatch.setattr(planner, "DECIDED", 1)
    await away(ANA)
    await away(BO)

    plan = await plan_now()

    assert {one.person for one in plan.excused} == {ANA.id, BO.id}
    assert (await turn(ANA)).excused == (await turn(BO)).excused == "away"
    assert ANA.id not in {one.to for one, _ in plan.due if one.period == FRIDAY}


async def test_many_are_written_down_in_parts(monkeypatch, company, plan_now):
    monkeypatch.setattr(planner.parts, "__defaults__", (2,))

    plan = await plan_now()

    async with company.reading() as store:
        assert await store.outbox.counts() == {State.PLANNED: len(plan.due)}


async def test_what_is_taken_back_says_why_and_when(company, plan_now, stands):
    await plan_now()
    async with company.transaction() as store:
        await store.people.save(ANA.model_copy(update={"active": False}))

    at_one = THURSDAY + timedelta(hours=1)
    await plan_now(at_one, Schedule(weekday=0))

    assert await stands(ANA) == (State.CANCELLED, NOT_ASKED, at_one)
    assert await stands(BO) == (State.CANCELLED, MOVED, at_one)


async def test_what_is_over_expires_and_says_when(plan_now, stands):
    await plan_now()

    await plan_now(THURSDAY + 2 * WEEK)

    assert await stands(BO) == (State.EXPIRED, OVER, THURSDAY + 2 * WEEK)


async def test_whoever_puts_it_off_is_planned_the_next_prompt_and_loses_it_by_its_number(company, plan_now, stands):
    """The second prompt is planned; when the wish is gone it is the second one that is taken back."""
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(ANA.id), NOW)])
        (claimed,) = await store.outbox.claim("one", now=NOW)
        await store.outbox.record(claimed, State.SENT, now=NOW, channel="D", ts="1.1")
        later = Turn(person=ANA.id, period=FRIDAY, snoozes=1, snoozed_until=NOW + timedelta(hours=1))
        await store.turns.save(later)

    plan = await plan_now(NOW)
    again = prompt(ANA.id).model_copy(update={"number": 2})
    assert (again, NOW + timedelta(hours=1)) in plan.due

    async with company.transaction() as store:
        await store.turns.save(later.model_copy(update={"snoozed_until": None}))
    await plan_now(NOW)

    assert await stands(ANA, 2) == (State.CANCELLED, MOVED, NOW)
    assert (await stands(ANA))[0] == State.SENT


async def test_planning_reads_as_long_as_nobody_waits(company, monkeypatch):
    """A reader holds up nobody, so it gets more time than anybody else."""
    budgets = []
    real = type(company).reading

    def reading(self, **options):
        budgets.append(options)
        return real(self, **options)

    monkeypatch.setattr(type(company), "reading", reading)
    await plan_prompts(company, Schedule(), now=LONG_AGO)

    assert budgets
    assert all(one == {"budget": planner.READING} for one in budgets)
