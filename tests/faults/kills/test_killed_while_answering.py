"""kill -9 around the commit and the answer: sent again, each kind of input has its effect once."""

from contextlib import AsyncExitStack

import pytest

from company import NOW
from faults.kills.answer_cases import INPUTS
from faults.kills.answers import CASES, killed_while
from faults.kills.points import ANSWERING
from faults.kills.world import World

SOME = [
    ("sqlite", "command", "socket", "after_store"),
    ("sqlite", "form", "http", "after_ack"),
    ("postgresql", "click", "http", "before_commit"),
    ("postgresql", "event", "socket", "before_ack"),
]


@pytest.mark.parametrize(("database_url", "kind", "mode", "point"), SOME, indirect=["database_url"])
async def test_it_counts_once(database_url, tmp_path, kind, mode, point):
    async with AsyncExitStack() as opening:
        world = await World.open(opening, database_url, tmp_path, now=NOW)

        assert await killed_while(world, kind, mode, point) == INPUTS[kind].should_come


def test_the_long_run_has_all_kinds_ways_and_points():
    assert {kind for kind, _, _ in CASES} == set(INPUTS)
    assert {point for _, mode, point in CASES if mode == "socket"} == set(ANSWERING)
