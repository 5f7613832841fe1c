"""Goals, their KPIs, and every reading of them."""

import asyncio
from datetime import date, timedelta

import pytest

from company import ANA, BO, EVERYONE, MIA, NOW, OLU
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, State
from domain.permissions import may_read

MANAGERS = {one.id: one.manager for one in EVERYONE}
GOAL = Goal(
    ref="G-1",
    title="Reply within the hour",
    owner=ANA.id,
    state=State.ACTIVE,
    starts=date(2026, 7, 1),
    due=date(2026, 12, 31),
    kpis=(Kpi(name="First reply", unit="min", baseline=90, target=45), Kpi(name="Reopened", baseline=9, target=3)),
)


def goal(ref: str, **fields) -> Goal:
    return GOAL.model_copy(update={"ref": ref, "kpis": ()} | fields)


@pytest.fixture
async def stored(company) -> Goal:
    async with company.transaction() as store:
        return await store.goals.save(GOAL)


async def refs(company, question) -> list[str]:
    async with company.reading() as store:
        return [one.ref for one in await question(store.goals)]


async def test_a_goal_is_stored_whole_and_changed_whole(company, stored):
    async with company.transaction() as store:
        assert await store.goals.get(stored.id) == stored
        first, second = stored.kpis
        new = Kpi(name="Praise", baseline=0, target=5)
        changed = stored.model_copy(
            update={"title": "Reply soon", "score": 0.5, "kpis": (first.model_copy(update={"target": 30}), second, new)}
        )
        saved = await store.goals.save(changed)
        assert await store.goals.get(stored.id) == saved
        assert [one.target for one in saved.kpis] == [30, 3, 5]
        assert await store.goals.get(99) is None
        assert await store.goals.locked(stored.id) == saved


async def test_a_reading_becomes_the_latest_unless_a_later_one_is_there(company, stored):
    kpi = stored.kpis[0].id
    later = KpiReading(goal=stored.id, kpi=kpi, value=60, at=NOW, by=ANA.id, note="n")
    earlier = later.model_copy(update={"value": 70, "at": NOW - timedelta(days=3)})
    async with company.transaction() as store:
        for one in (later, earlier):
            await store.readings.add(one)
        latest = (await store.goals.get(stored.id)).kpis
        assert await store.readings.of([stored]) == [earlier, later]
        assert await store.readings.of([]) == []
    assert (latest[0].value, latest[0].read_at, latest[1].value) == (60, NOW, None)


async def test_what_the_owner_believes_is_kept(company, stored):
    async with company.transaction() as store:
        await store.goals.believe({stored.id: Confidence.AT_RISK})
        assert (await store.goals.get(stored.id)).confidence is Confidence.AT_RISK


async def test_goals_of_a_person_stand_by_due_date_in_the_states_asked_for(company):
    async with company.transaction() as store:
        for one in (
            goal("G-late", due=date(2027, 1, 1)),
            goal("G-soon"),
            goal("G-draft", state=State.DRAFT),
            goal("G-closed", state=State.CLOSED, starts=date(2026, 1, 1)),
            goal("G-bo", owner=BO.id),
            goal("T-1", owner=ANA.id, level=Level.TEAM),
            goal("T-2", owner=MIA.id, level=Level.TEAM, state=State.CLOSED),
        ):
            await store.goals.save(one)
    mine, above = may_read(ANA, ANA, MANAGERS), may_read(OLU, ANA, MANAGERS)
    blind = above.model_copy(update={"topics": frozenset()})

    assert await refs(company, lambda goals: goals.of(ANA.id)) == ["G-soon", "G-late"]
    assert await refs(company, lambda goals: goals.of(ANA.id, [State.DRAFT])) == ["G-draft"]
    assert await refs(company, lambda goals: goals.open_to([above])) == ["G-soon", "G-late"]
    assert await refs(company, lambda goals: goals.open_to([blind])) == []
    assert await refs(company, lambda goals: goals.about(mine)) == ["G-closed", "G-late", "G-soon", "T-1"]
    assert await refs(company, lambda goals: goals.about(blind)) == ["T-1"]
    assert await refs(company, lambda goals: goals.shared()) == ["T-1"]
    assert await refs(company, lambda goals: goals.shared(closed=True)) == ["T-1", "T-2"]
    assert len(await refs(company, lambda goals: goals.all())) == 7


async def test_an_import_adds_changes_and_hangs_many_at_once(company, stored):
    async with company.transaction() as store:
        await store.goals.add_all([goal("C-1", level=Level.COMPANY, kpis=GOAL.kpis[:1]), goal("T-1", level=Level.TEAM)])
        new = Kpi(name="Praise", baseline=0, target=5)
        await store.goals.change_all([stored.model_copy(update={"title": "New", "kpis": (stored.kpis[0], new)})])
        await store.goals.hang({"G-1": "T-1", "T-1": "C-1", "C-1": None})
        tree = {one.ref: one for one in await store.goals.all()}
        for nothing in (store.goals.add_all([]), store.goals.change_all([]), store.goals.hang({})):
            await nothing

    assert tree["G-1"].parent == tree["T-1"].id
    assert tree["T-1"].parent == tree["C-1"].id
    assert tree["C-1"].kpis[0].name == "First reply"
    assert tree["G-1"].title == "New"
    assert [one.name for one in tree["G-1"].kpis] == ["First reply", "Reopened", "Praise"]


async def test_decisions_are_counted_in_rounds(company, stored):
    async with company.transaction() as store:
        assert await store.goals.round_of(stored) == 1
        assert await store.goals.decide(stored, State.DRAFT) == 1
        assert await store.goals.decide(stored, State.ACTIVE) == 2
        assert await store.goals.round_of(stored) == 3
        assert (await store.goals.get(stored.id)).state is State.ACTIVE


async def test_a_new_ref_is_one_nobody_uses(company, stored):
    async with company.transaction() as store:
        await store.goals.save(goal(f"G-{stored.id + 2}"))
        assert await store.goals.next_ref() == f"G-{stored.id + 3}"


async def test_goals_made_at_once_get_refs_of_their_own(company):
    async def make() -> str:
        async with company.transaction(budget=30) as store:
            return (await store.goals.save(goal(await store.goals.next_ref()))).ref

    assert len(set(await asyncio.gather(*(make() for _ in range(8))))) == 8
