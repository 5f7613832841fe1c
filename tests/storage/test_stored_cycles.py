"""Cycles as they are stored, and the goals that fall into them; goals that ended, to celebrate or to go on from."""

from datetime import UTC, date, datetime, timedelta

from company import ANA, NOW
from domain.cycles import Cycle, CycleGoals
from domain.goals import Goal, Level, State

QUARTER = Cycle(name="2027Q1", starts=date(2027, 1, 1), ends=date(2027, 3, 31))
HALF = Cycle(name="2027H1", starts=date(2027, 1, 1), ends=date(2027, 6, 30))


def goal(ref: str, due: date = QUARTER.ends, **facts) -> Goal:
    about = {"title": ref, "owner": ANA.id, "state": State.ACTIVE, "starts": date(2026, 7, 1), "due": due}
    return Goal(ref=ref, **about | facts)


async def test_goals_without_a_cycle_fall_into_theirs_once(company):
    async with company.transaction() as store:
        await store.cycles.hold()
        first = await store.goals.save(goal("G-1"))
        await store.goals.save(goal("G-2", state=State.CLOSED))
        await store.goals.save(goal("G-3", due=date(2028, 1, 1)))
        assert await store.cycles.open(HALF) == 1
        assert await store.cycles.open(QUARTER) == 0, "who has a cycle keeps it"
        half, quarter = sorted(await store.cycles.all(), key=lambda one: one.name)
        assert (await store.goals.get(first.id)).cycle == half.id
        assert (await store.cycles.placed(goal("G-4"))).cycle == quarter.id
        assert (await store.cycles.placed(goal("G-4", cycle=half.id))).cycle == half.id
        assert (await store.cycles.placed(goal("G-4", due=date(2028, 1, 1)))).cycle is None
        assert await store.cycles.with_goals() == (CycleGoals(cycle=quarter), CycleGoals(cycle=half, open=1))


async def test_what_was_closed_in_green_is_found_among_what_arrived(company):
    ended = {"state": State.CLOSED, "level": Level.TEAM, "ended_on": NOW.date()}
    async with company.transaction() as store:
        green = await store.goals.save(goal("G-1", score=0.7, **ended))
        await store.goals.save(goal("G-2", score=0.69, **ended))
        await store.goals.save(goal("G-3", score=0.9, **ended | {"state": State.DROPPED}))
        for question in (store.goals_reached.arrived, store.goals_reached.shared_and_read):
            assert [one.id for one in await question(since=NOW)] == [green.id]
            assert await question(since=NOW + timedelta(days=1)) == []
            assert await question(since=datetime(2026, 12, 1, tzinfo=UTC)) == []


async def test_open_goals_below_move_and_those_that_are_over_stay(company):
    async with company.transaction() as store:
        old, new = await store.goals.save(goal("G-1")), await store.goals.save(goal("G-2"))
        below = [
            await store.goals.save(goal(f"G-{number}", parent=old.id, state=state))
            for number, state in enumerate((State.ACTIVE, State.DRAFT, State.CLOSED), start=3)
        ]
        assert await store.goals.move_below(old.id, new.id) == [below[0].id, below[1].id]
        assert [(await store.goals.get(one.id)).parent for one in below] == [new.id, new.id, old.id]
        assert await store.goals.move_below(old.id, new.id) == []
