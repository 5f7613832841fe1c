"""SQLite in the caller's thread: fast, never in the way of the others, nothing overtakes."""

import asyncio
import sqlite3
import threading

import pytest

from storage.sqlite import BEGIN_WRITING, connect


@pytest.fixture
async def connection(tmp_path):
    opened = await connect(str(tmp_path / "x.db"))
    yield opened
    await opened.close()


@pytest.fixture
def another_process(tmp_path):
    """A connection that is writing right now."""
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute(BEGIN_WRITING)
    yield other
    other.close()


async def turns(task: "asyncio.Task") -> bool:
    """Let the loop turn a while; tell whether the task is done by then."""
    for _ in range(50):
        await asyncio.sleep(0)
    return task.done()


async def test_a_statement_runs_where_it_is_asked_for(connection):
    await connection.create_function("thread", 0, threading.get_ident)

    cursor = await connection.execute("SELECT thread()")

    assert await cursor.fetchone() == (threading.get_ident(),)


async def test_waiting_for_another_writer_stops_nobody(connection, another_process):
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    assert not await turns(begun)

    another_process.rollback()
    await begun
    assert connection.in_transaction


async def test_nothing_overtakes_what_a_cancelled_caller_left_behind(connection, another_process):
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    await turns(begun)
    begun.cancel()
    rolled_back = asyncio.create_task(connection.rollback())
    assert not await turns(rolled_back)

    another_process.rollback()
    await rolled_back
    assert begun.cancelled()
    assert not connection.in_transaction
    await connection.execute("SELECT 1")


async def test_trouble_that_nobody_waits_for_any_more_is_no_report(connection, another_process, caplog):
    await connection.execute("PRAGMA busy_timeout=1")
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    await asyncio.sleep(0)
    begun.cancel()

    await connection.rollback()

    assert begun.cancelled()
    assert caplog.records == []


async def test_a_closed_connection_says_so():
    connection = await connect(":memory:")
    await connection.execute("SELECT 1")
    await connection.close()

    with pytest.raises(ValueError, match="no active connection"):
        await connection.execute("SELECT 1")
