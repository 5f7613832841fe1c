"""Taking readings from outside, the same way from a file and over HTTP: what to store, all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime

from domain.readings import Told, read
from domain.readings_again import ReadingsPlan, plan
from storage.store import Store


async def plan_readings(store: Store, told: Sequence[Told], *, how: str, now: datetime) -> ReadingsPlan:
    """Return what to store, with the goals locked and what was wrong struck out already; `new` is left to be added.

    `how` says how a sender corrects. Raises CannotTake; then this transaction must not be kept.
    """
    keyed = await store.readings.keyed({one.key for one in told if one.key})
    goals = await store.goals.named({one.goal for one in told})
    zones = await store.readings.zones_of(goals.values())
    readings = read(told, goals, zones, now=now)
    seen = await store.readings.seen({(one.kpi, one.at) for one in readings})
    found = plan(readings, [one.correct for one in told], keyed=keyed, seen=seen, how=how)
    await store.readings.correct(found.wrong, now=now)
    return found
