"""Readings as they are stored: the latest counts, a corrected one stays and stands no more, a key is taken once."""

import asyncio
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from company import ANA, BO, NOW, SAM
from domain.goals import Goal, Kpi, KpiReading, State
from domain.readings_again import Seen

DAY = timedelta(days=1)
GOAL = Goal(
    ref="G-1", title="Reply soon", owner=ANA.id, state=State.ACTIVE, starts=date(2026, 7, 1), due=date(2026, 12, 31),
    kpis=(Kpi(name="First reply", unit="min", baseline=90, target=45), Kpi(name="Reopened", baseline=9, target=3)),
)  # fmt: skip


@pytest.fixture
async def stored(company) -> Goal:
    async with company.transaction() as store:
        return await store.goals.save(GOAL)


def reading(goal, value, *, days=0, kpi=0, key=None):
    return KpiReading(goal=goal.id, kpi=goal.kpis[kpi].id, value=value, at=NOW - days * DAY, by="", key=key)


async def values(store, goal):
    return [kpi.value for kpi in (await store.goals.get(goal.id)).kpis]


async def test_the_latest_of_many_counts_in_whatever_order_they_come(company, stored):
    async with company.transaction() as store:
        await store.readings.add(reading(stored, 50, days=1), reading(stored, 40), reading(stored, 60, days=2))
        await store.readings.add(reading(stored, 70, days=3), reading(stored, 7, days=3, kpi=1))
        await store.readings.add()

        assert await values(store, stored) == [40, 7]
        assert [one.value for one in await store.readings.of([stored])] == [70, 7, 60, 50, 40]


async def test_a_corrected_one_stays_and_stands_no_more(company, stored):
    wrong, right, other = reading(stored, 400), reading(stored, 40), reading(stored, 3, kpi=1)
    async with company.transaction() as store:
        await store.readings.add(wrong, other)
        await store.readings.correct([(wrong.kpi, NOW)], now=NOW + DAY)
        await store.readings.correct([], now=NOW)
        await store.readings.add(right)

        assert await values(store, stored) == [40, 3]
        assert await store.readings.of([stored]) == [other, right]
        assert await store.readings.seen([(wrong.kpi, NOW), (other.kpi, NOW), (wrong.kpi, NOW - DAY)]) == {
            (wrong.kpi, NOW): Seen(stands={40}, ever={40, 400}),
            (other.kpi, NOW): Seen(stands={3}, ever={3}),
        }
        assert await store.readings.seen([]) == {}


async def test_a_correction_of_an_older_one_leaves_the_latest(company, stored):
    async with company.transaction() as store:
        await store.readings.add(reading(stored, 50, days=1), reading(stored, 40))
        await store.readings.correct([(stored.kpis[0].id, NOW - DAY)], now=NOW)
        await store.readings.add(reading(stored, 55, days=1))

        assert (await values(store, stored))[0] == 40


async def test_a_key_leads_to_its_reading(company, stored):
    one = reading(stored, 40, key="crm-1")
    async with company.transaction() as store:
        await store.readings.add(one, reading(stored, 50, days=1))

        assert await store.readings.keyed(["crm-1", "crm-2"]) == {"crm-1": one}
        assert await store.readings.keyed([]) == {}


async def test_two_at_once_with_one_key_take_turns(company, stored):
    async def take(value):
        async with company.transaction(budget=30) as store:
            if not await store.readings.keyed(["crm-1"]):
                await asyncio.sleep(0)
                await store.readings.add(reading(stored, value, days=value, key="crm-1"))
                return 1
            return 0

    assert sum(await asyncio.gather(*(take(value) for value in range(1, 7)))) == 1


async def test_goals_are_found_by_their_refs_and_held(company, stored):
    async with company.transaction() as store:
        away = await store.goals.save(GOAL.model_copy(update={"ref": "G-sam", "owner": SAM.id, "kpis": ()}))
        await store.people.save(BO.model_copy(update={"active": False}))
        left = await store.goals.save(GOAL.model_copy(update={"ref": "G-bo", "owner": BO.id, "kpis": ()}))

        assert await store.goals.named(["G-1", "G-sam", "G-9"]) == {"G-1": stored, "G-sam": away}
        assert await store.goals.named([]) == {}
        zones = await store.readings.zones_of([stored, away, left])
    berlin = ZoneInfo("Europe/Berlin")
    assert zones == {ANA.id: berlin, SAM.id: ZoneInfo("America/New_York"), BO.id: berlin}


async def test_a_thousand_in_one_go_are_found_again(company, stored):
    many = [reading(stored, number, days=number, key=f"k-{number}") for number in range(1, 1001)]
    async with company.transaction(budget=30) as store:
        await store.readings.add(*many)

        assert len(await store.readings.seen((one.kpi, one.at) for one in many)) == 1000
        assert len(await store.readings.keyed([one.key for one in many])) == 1000
        assert (await values(store, stored))[0] == 1
