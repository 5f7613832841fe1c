"""Check-ins: one answer a person and week, every revision kept, notes only for those who may read them."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from company import ANA, BO, EVERYONE, MIA, NOW, OLU
from domain.check_ins import CheckIn, GoalAnswer, Reading
from domain.goals import Confidence
from domain.permissions import may_read
from domain.priorities import Priority, Verdict
from domain.team_questions import Answer
from storage.sql import table
from storage.tables import CheckInRevisionRow

MANAGERS = {one.id: one.manager for one in EVERYONE}
PERIOD = date(2026, 11, 20)
LAST = date(2026, 11, 13)
SAID = CheckIn(
    person=ANA.id,
    period=PERIOD,
    went_well="the launch",
    next="rest",
    blockers="no access",
    goals=(
        GoalAnswer(goal=1, readings=(Reading(kpi=2, value=45.5),), confidence=Confidence.AT_RISK, note="slow"),
        GoalAnswer(goal=3, note="only a note"),
    ),
    answered_at=NOW,
)
MINE, MANAGER, ABOVE = (may_read(one, ANA, MANAGERS) for one in (ANA, MIA, OLU))


async def save(database, *check_ins: CheckIn) -> list[CheckIn]:
    async with database.transaction(budget=30) as store:
        return [await store.check_ins.save(one) for one in check_ins]


async def read(database, grant, since=LAST, until=PERIOD) -> list[CheckIn]:
    async with database.reading() as store:
        return await store.check_ins.read([grant], since=since, until=until)


async def test_an_answer_is_stored_whole(company):
    (saved,) = await save(company, SAID)

    async with company.reading() as store:
        assert await store.check_ins.mine(ANA.id, PERIOD) == saved
        assert await store.check_ins.mine(ANA.id, LAST) is None
        assert await store.check_ins.answered(ANA.id, PERIOD)
        assert not await store.check_ins.answered(BO.id, PERIOD)


async def test_an_edit_keeps_what_stood_there_and_is_unread_again(company):
    (first,) = await save(company, SAID)
    async with company.transaction() as store:
        assert await store.check_ins.mark_read(MANAGER, PERIOD, now=NOW)
    second = first.model_copy(update={"went_well": "the second launch", "revision": 2, "edited_at": NOW})
    await save(company, second)
    third = second.model_copy(update={"went_well": "the third launch", "revision": 3})
    await save(company, third)

    async with company.reading() as store:
        kept = table(CheckInRevisionRow)
        rows = (await store._connection.execute(select(kept).order_by(kept.c.revision))).all()
        assert await store.check_ins.mine(ANA.id, PERIOD) == third
    before = [CheckIn.model_validate_json(row.content) for row in rows]
    assert [(one.revision, one.went_well) for one in before] == [(1, "the launch"), (2, "the second launch")]
    assert before[0].read_at == NOW


async def test_a_revision_of_something_that_is_not_there_keeps_nothing(company):
    await save(company, SAID.model_copy(update={"id": 99}))

    async with company.reading() as store:
        assert await store.check_ins.mine(ANA.id, PERIOD) is None


async def test_the_database_takes_one_answer_a_person_and_week(company):
    await save(company, SAID)

    with pytest.raises(IntegrityError):
        await save(company, SAID)
    await save(company, SAID.model_copy(update={"person": BO.id}), SAID.model_copy(update={"period": LAST}))


async def test_eight_submissions_at_once_are_one_answer_with_eight_revisions(company):
    async def submit(number: int) -> CheckIn:
        async with company.transaction(budget=30) as store:
            await store.people.acting(ANA.id, lock=True)
            before = await store.check_ins.mine(ANA.id, PERIOD)
            facts = {"id": before.id, "revision": before.revision + 1} if before else {}
            return await store.check_ins.save(SAID.model_copy(update={"went_well": f"{number}"} | facts))

    saved = await asyncio.gather(*(submit(number) for number in range(8)))

    assert len({one.id for one in saved}) == 1
    assert sorted(one.revision for one in saved) == list(range(1, 9))
    assert len(await read(company, MINE)) == 1


async def test_eight_unlocked_submissions_at_once_leave_one_answer(company):
    outcomes = await asyncio.gather(*(save(company, SAID) for _ in range(8)), return_exceptions=True)

    assert sum(isinstance(one, IntegrityError) for one in outcomes) == 7
    assert len(await read(company, MINE)) == 1


async def test_author_and_manager_read_it_whole(company):
    saved = await save(company, SAID)

    assert await read(company, MINE) == await read(company, MANAGER) == saved


async def test_the_line_above_reads_status_numbers_and_blockers(company):
    await save(company, SAID)

    (seen,) = await read(company, ABOVE)

    assert (seen.went_well, seen.next, seen.blockers) == ("", "", "no access")
    line = SAID.goals[0]
    assert seen.goals == (GoalAnswer(goal=1, readings=line.readings, confidence=line.confidence),)


async def test_only_periods_asked_for_are_read_oldest_first(company):
    late = SAID.model_copy(update={"period": LAST, "answered_at": NOW + timedelta(days=1)})
    other = SAID.model_copy(update={"period": date(2026, 11, 6)})
    await save(company, late, SAID, other)

    assert [one.period for one in await read(company, MINE)] == [PERIOD, LAST]
    assert [one.period for one in await read(company, MINE, until=LAST)] == [LAST]


async def test_a_new_manager_reads_and_marks_only_what_came_after_the_change(company):
    change = NOW + timedelta(hours=1)
    await save(company, SAID, SAID.model_copy(update={"period": LAST, "answered_at": change}))
    new = MANAGER.model_copy(update={"since": change})

    assert [one.period for one in await read(company, new)] == [LAST]
    async with company.transaction() as store:
        assert [await store.check_ins.mark_read(new, week, now=NOW) for week in (PERIOD, LAST)] == [False, True]
        assert (await store.check_ins.mine(ANA.id, PERIOD)).read_at is None
        assert (await store.check_ins.mine(ANA.id, LAST)).read_at == NOW


@pytest.mark.parametrize(
    ("grant", "news"),
    [
        pytest.param(MANAGER, True, id="the manager"),
        pytest.param(ABOVE, False, id="the line above"),
        pytest.param(MINE, False, id="the author"),
    ],
)
async def test_it_counts_as_read_when_the_manager_has_read_it(company, grant, news):
    await save(company, SAID)
    async with company.transaction() as store:
        assert await store.check_ins.mark_read(grant, PERIOD, now=NOW) is news
        assert not await store.check_ins.mark_read(grant, PERIOD, now=NOW + timedelta(days=1))
        found = await store.check_ins.mine(ANA.id, PERIOD)
    assert (found.read_at, found.read_by) == ((NOW, MIA.id) if news else (None, None))


async def test_nobody_but_the_author_gets_the_pulse(company):
    (saved,) = await save(company, SAID.model_copy(update={"pulse": 2}))

    assert [one.pulse for one in await read(company, MINE)] == [2]
    assert await read(company, MANAGER) == [saved.model_copy(update={"pulse": None})]
    assert [one.pulse for one in await read(company, ABOVE)] == [None]


async def test_priorities_and_answers_are_read_like_notes(company):
    told = {
        "priorities": (Priority(text="ship it", verdict=Verdict.DONE),),
        "answers": (Answer(question=1, text="What helped?", answer="Bo"),),
    }
    (saved,) = await save(company, SAID.model_copy(update=told))

    assert await read(company, MINE) == await read(company, MANAGER) == [saved]
    (seen,) = await read(company, ABOVE)
    assert (seen.priorities, seen.answers) == ((), ())


async def test_own_answers_come_newest_first_and_after_a_week_oldest_first(company):
    weeks = [PERIOD - timedelta(days=7 * number) for number in range(5)]
    await save(company, *(SAID.model_copy(update={"period": week}) for week in weeks))
    await save(company, SAID.model_copy(update={"person": BO.id}))

    async with company.reading() as store:
        latest = await store.check_ins.latest(ANA.id, until=LAST, most=3)
        after = await store.check_ins.earliest_after(ANA.id, after=weeks[3], most=2)
    assert [one.period for one in latest] == weeks[1:4]
    assert [one.period for one in after] == [weeks[2], weeks[1]]
    assert {one.person for one in (*latest, *after)} == {ANA.id}


async def test_earlier_versions_are_the_authors_newest_first(company):
    (first,) = await save(company, SAID.model_copy(update={"pulse": 1}))
    (second,) = await save(company, first.model_copy(update={"revision": 2, "went_well": "b"}))
    await save(company, second.model_copy(update={"revision": 3}))

    async with company.reading() as store:
        assert await store.check_ins.versions(ANA.id, PERIOD) == [second, first]
        assert await store.check_ins.versions(BO.id, PERIOD) == []


async def test_who_answered_is_known_without_reading_the_answers(company):
    await save(company, SAID, SAID.model_copy(update={"person": BO.id, "period": LAST}))

    async with company.transaction() as store:
        assert await store.check_ins.who_answered(since=LAST) == {(ANA.id, PERIOD), (BO.id, LAST)}
        assert await store.check_ins.who_answered(since=PERIOD) == {(ANA.id, PERIOD)}
        assert (await store.organisation.counts(PERIOD, now=NOW)).now.answered == 1
        await store.people.retire([ANA.id])
        assert (await store.organisation.counts(PERIOD, now=NOW)).now.answered == 0


async def test_a_reader_knows_who_answered_as_far_as_their_right_reaches(company):
    older = SAID.model_copy(update={"period": LAST, "answered_at": NOW - timedelta(days=7)})
    await save(company, SAID, older, SAID.model_copy(update={"person": OLU.id}))
    new = MANAGER.model_copy(update={"since": NOW - timedelta(days=1)})
    blind = MANAGER.model_copy(update={"topics": frozenset()})

    async with company.reading() as store:
        answered_by = store.check_ins.answered_by
        assert (await answered_by([MANAGER], since=LAST)).keys() == {(ANA.id, LAST), (ANA.id, PERIOD)}
        assert (await answered_by([MANAGER], since=PERIOD)).keys() == {(ANA.id, PERIOD)}
        assert (await answered_by([new], since=LAST)).keys() == {(ANA.id, PERIOD)}
        assert await answered_by([blind], since=LAST) == {}
        assert await answered_by([], since=LAST) == {}


async def test_moments_come_back_in_utc_whatever_zone_they_went_in(company):
    tokyo = datetime(2026, 11, 20, 18, 30, tzinfo=UTC).astimezone(tz=None)
    (saved,) = await save(company, SAID.model_copy(update={"answered_at": tokyo}))

    (seen,) = await read(company, MINE)
    assert seen.answered_at == saved.answered_at
    assert seen.answered_at.tzinfo is UTC
    with pytest.raises(Exception, match="a moment needs its time zone"):
        await save(company, SAID.model_copy(update={"period": LAST, "answered_at": datetime(2026, 11, 20)}))
