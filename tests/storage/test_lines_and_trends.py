"""Who is in a line, and what check-ins say of goals, counted beside them; also for those from before it was counted."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text

from company import ANA, BO, HANA, LONG_AGO, MIA, NOW, OLU, SAM
from domain.blockers import Blocker
from domain.calendar import WEEK, Schedule
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence, Goal, Level, State
from domain.permissions import may_read
from domain.status import MOST_AT_ONCE, LineTooLong
from domain.weeks import AnsweredWeek, Sure

FRIDAY = date(2026, 11, 20)
BY_MIA = may_read(MIA, ANA, {ANA.id: MIA.id})


def told(person, period=FRIDAY, *confidence, **fields) -> CheckIn:
    lines = tuple(GoalAnswer(goal=number, confidence=one) for number, one in enumerate(confidence, 1))
    return CheckIn(**({"person": person.id, "period": period, "goals": lines, "answered_at": NOW} | fields))


async def test_a_line_holds_everyone_below_and_goes_on_below_who_left(company):
    async with company.transaction() as store:
        await store.people.save(SAM.model_copy(update={"manager": BO.id}))
        await store.people.save(BO.model_copy(update={"active": False}))

        assert list(await store.people.line_below(OLU.id)) == [ANA.id, MIA.id, SAM.id]
        assert list(await store.people.line_below(MIA.id)) == [ANA.id, SAM.id]
        assert await store.people.line_below(HANA.id) == {}


async def test_a_line_that_loops_ends(company):
    async with company.transaction() as store:
        await store.people.save(OLU.model_copy(update={"manager": ANA.id}))

        assert set(await store.people.line_below(OLU.id)) == {ANA.id, BO.id, MIA.id}


async def test_an_answer_is_counted_beside_its_words_and_again_when_it_changes(company):
    on, risk, off = Confidence
    async with company.transaction() as store:
        saved = await store.check_ins.save(told(ANA, FRIDAY, on, on, risk, None, late=True))
        first = await store.check_ins.answered_by([BY_MIA], since=FRIDAY)
        await store.check_ins.save(saved.model_copy(update={"goals": told(ANA, FRIDAY, off).goals, "revision": 2}))
        await store.check_ins.mark_read(BY_MIA, FRIDAY, now=NOW)
        second = await store.check_ins.answered_by([BY_MIA], since=FRIDAY)

    assert first == {(ANA.id, FRIDAY): AnsweredWeek(True, False, Sure(2, 1, 0))}
    assert second == {(ANA.id, FRIDAY): AnsweredWeek(True, True, Sure(0, 0, 1))}


async def test_blockers_are_counted_by_the_week_that_named_them_first_as_far_as_one_may_read(company):
    new = may_read(MIA, ANA.model_copy(update={"manager_since": NOW}), {ANA.id: MIA.id})
    about = {"person": ANA.id, "named_in": FRIDAY, "named_at": NOW, "text": "Stuck"}
    async with company.transaction() as store:
        await store.blockers.save(Blocker(**about, period=FRIDAY - WEEK, raised_at=NOW - WEEK))
        await store.blockers.save(Blocker(**about, period=FRIDAY, raised_at=NOW))
        await store.blockers.save(Blocker(**(about | {"person": BO.id}), period=FRIDAY, raised_at=NOW))

        counted = store.blockers.count_named
        assert await counted([BY_MIA], since=FRIDAY - WEEK) == {(ANA.id, FRIDAY - WEEK): 1, (ANA.id, FRIDAY): 1}
        assert await counted([new], since=FRIDAY - WEEK) == {(ANA.id, FRIDAY): 1}


async def test_goals_with_an_active_one_below_are_parents(company):
    about = {"owner": ANA.id, "starts": FRIDAY, "due": FRIDAY + timedelta(days=90), "state": State.ACTIVE}
    async with company.transaction() as store:
        team, lonely = [
            await store.goals.save(Goal(ref=f"T-{n}", title="Team", level=Level.TEAM, **about)) for n in (1, 2)
        ]
        await store.goals.save(Goal(ref="G-1", title="Own", parent=team.id, **about))
        dropped = about | {"state": State.DROPPED}
        await store.goals.save(Goal(ref="G-2", title="Gone", parent=lonely.id, **dropped))

        assert await store.goals.parents_among([team.id, lonely.id]) == {team.id}
        assert await store.goals.parents_among([]) == set()


async def test_check_ins_from_before_are_counted_by_the_migration(database):
    from alembic import command

    from storage.schema import _config

    def move(connection: Connection, there: str) -> None:
        config = _config()
        config.attributes["connection"] = connection
        (command.downgrade if there == "0003" else command.upgrade)(config, there)

    async with database.transaction() as store:
        await store.people.save(ANA.model_copy(update={"manager_since": LONG_AGO}))
        await store.check_ins.save(told(ANA, FRIDAY, *Confidence, Confidence.AT_RISK, None))
        await store.check_ins.save(told(ANA, FRIDAY - WEEK))
    async with database.engine.connect() as connection:
        await connection.run_sync(move, "0003")
        await connection.run_sync(move, "head")
        await connection.commit()
        rows = await connection.execute(text("SELECT on_track, at_risk, off_track FROM check_ins ORDER BY period"))
        assert [tuple(row) for row in rows] == [(0, 0, 0), (1, 2, 1)]


async def test_a_line_too_long_to_count_is_said_to_be(company):
    async with company.transaction() as store:
        line = [SAM.model_copy(update={"id": f"UX{n}", "manager": OLU.id}) for n in range(MOST_AT_ONCE - 3)]
        await store.people.save_all(line)
        status, _ = await store.status.team(OLU, schedule=Schedule(), now=NOW, whole_line=True)
        assert len(status.answered) == MOST_AT_ONCE  # with Mia and her two

        await store.people.save(SAM.model_copy(update={"id": "UONE", "manager": OLU.id}))
        with pytest.raises(LineTooLong, match="1001 people are in your line"):
            await store.status.team(OLU, schedule=Schedule(), now=NOW, whole_line=True)
