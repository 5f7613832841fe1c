"""The line before the database, and the time a request has there."""

import asyncio
import time

import pytest

from storage.database import ARRIVED, Unavailable, answering
from storage.line import Full, Line


async def stand(line: Line, name: str, served: list[str], *, within: float = 60) -> None:
    """Wait for a place and leave it at once."""
    async with line.place(within):
        served.append(name)


async def waiting(line: Line, served: list[str], *names: str) -> list[asyncio.Task]:
    """Have these stand in line, one after another."""
    tasks = []
    for name in names:
        tasks.append(asyncio.create_task(stand(line, name, served)))
        await asyncio.sleep(0)
    return tasks


async def test_first_come_first_served():
    line, served = Line(1), []
    async with line.place(60):
        tasks = await waiting(line, served, "first", "second", "third")
        assert served == []
    tasks += await waiting(line, served, "late")
    await asyncio.gather(*tasks)

    assert served == ["first", "second", "third", "late"]


async def test_there_are_as_many_places_as_it_says():
    line, served = Line(2), []
    async with line.place(60):
        await stand(line, "beside", served)
        async with line.place(60):
            [task] = await waiting(line, served, "waits")
            assert served == ["beside"]
    await task


async def test_who_leaves_the_line_keeps_nobody_waiting():
    line, served = Line(1), []
    line._took.append(1.0)
    async with line.place(60):
        leaving, staying = await waiting(line, served, "leaves", "stays")
        assert line.wait == 2.0
        leaving.cancel()
        await asyncio.wait([leaving])
        assert line.wait == 1.0
    await staying
    assert served == ["stays"]


async def test_whoever_would_wait_too_long_is_told_at_the_door():
    line, served = Line(1), []
    line._took.append(1.0)
    async with line.place(60):
        tasks = await waiting(line, served, "one", "two")
        with pytest.raises(Full):
            await stand(line, "three", served, within=1.9)
        tasks.append(asyncio.create_task(stand(line, "three, with patience", served, within=2.1)))
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert served == ["one", "two", "three, with patience"]


async def test_a_single_slow_one_turns_nobody_away():
    line, served = Line(1), []
    line._took.extend([0.01, 30.0, 0.01])
    async with line.place(60):
        [task] = await waiting(line, served, "waits")
        assert line.wait == 0.01
    await task


async def test_where_nobody_waits_nobody_is_told_to_go():
    line, served = Line(1), []
    line._took.append(30.0)
    await stand(line, "comes alone", served, within=0.1)
    assert served == ["comes alone"]


async def test_all_that_a_request_does_shares_one_budget(company):
    with answering(time.monotonic() - company.budget), pytest.raises(Unavailable):
        async with company.transaction() as store:
            await store.people.all()
    with answering(time.monotonic() - company.budget), pytest.raises(Unavailable):
        async with company.reading() as store:
            await store.people.all()
    assert ARRIVED.get() is None
    async with company.transaction() as store:
        assert await store.people.all()
