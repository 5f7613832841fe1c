"""kill -9 between any two steps: whoever comes next asks everybody once, and misses nobody, within 75 seconds."""

from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from company import NOW
from faults.points import SETTLING, SPEAKING
from faults.world import World

ASKED_BY_NOW = {"UANA": 1, "UBO": 1, "UMIA": 1, "UHANA": 1, "USAM": 0, "UOLU": 1}
"""At half past ten in Berlin: those there and in Tokyo for this week; in London, half past nine, the last one's is caught
up; where Sam is it is night."""


EACH = [one for one in SPEAKING if "plan" not in one and "claim" not in one]
"""What is passed with each message."""


@pytest.fixture
async def world(database_url, tmp_path):
    async with AsyncExitStack() as opening:
        yield await World.open(opening, database_url, tmp_path, now=NOW)


@pytest.mark.parametrize(("point", "nth"), [*((one, 1) for one in SPEAKING), *((one, 3) for one in EACH)])
async def test_while_it_speaks(world, point, nth):
    await world.die(point, nth=nth)

    await world.recover()

    assert world.prompts() == ASKED_BY_NOW
    assert await world.overdue() == 0


@pytest.mark.parametrize("point", SETTLING)
async def test_while_it_settles_a_doubt(world, point):
    world.emulator.faults.add("chat.postMessage", "accept_then_drop", times=1)
    world.emulator.faults.add("chat.postMessage", "drop", times=1)

    await world.die(point, passing=timedelta(seconds=2))
    await world.recover()

    assert world.prompts() == ASKED_BY_NOW
    assert await world.overdue() == 0
