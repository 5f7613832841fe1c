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


@pytest.fixture
async def a_reader(connection, tmp_path):
    """Another process that is reading right now, so that our COMMIT has to wait for it."""
    await connection.execute("CREATE TABLE things (name TEXT)")
    await connection.commit()
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT * FROM things").fetchall()
    await connection.execute(BEGIN_WRITING)
    await connection.execute("INSERT INTO things VALUES ('ours')")
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


async def test_where_nobody_writes_a_writer_begins_at_once(connection):
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    await asyncio.sleep(0)
    assert begun.done()
    assert connection.in_transaction


async def test_the_patience_for_another_writer_stays(connection, another_process):
    await connection.execute("PRAGMA busy_timeout=4321")
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    await asyncio.sleep(0)
    another_process.rollback()
    await begun
    assert await (await connection.execute("PRAGMA busy_timeout")).fetchone() == (4321,)


async def test_waiting_for_another_writer_stops_nobody(connection, another_process):
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    assert not await turns(begun)

    another_process.rollback()
    await begun
    assert connection.in_transaction


async def test_whoever_has_no_time_left_waits_no_longer(connection, another_process):
    begun = asyncio.create_task(connection.execute(BEGIN_WRITING))
    await turns(begun)
    begun.cancel()

    assert await turns(asyncio.create_task(connection.rollback()))
    assert begun.cancelled()

    another_process.rollback()
    await connection.execute(BEGIN_WRITING)
    assert connection.in_transaction


async def test_who_waited_as_long_as_was_agreed_is_told_that_somebody_else_is_writing(connection, another_process):
    await connection.execute("PRAGMA busy_timeout=20")

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await connection.execute(BEGIN_WRITING)

    assert await (await connection.execute("PRAGMA busy_timeout")).fetchone() == (20,)


async def test_what_is_wrong_for_good_is_not_waited_for(connection):
    await connection.execute(BEGIN_WRITING)

    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        await connection.execute(BEGIN_WRITING)


async def test_nothing_overtakes_what_a_cancelled_caller_left_behind(connection, a_reader):
    committed = asyncio.create_task(connection.commit())
    await turns(committed)
    committed.cancel()
    rolled_back = asyncio.create_task(connection.rollback())
    assert not await turns(rolled_back)

    a_reader.rollback()
    await rolled_back
    assert committed.cancelled()
    assert not connection.in_transaction
    assert await (await connection.execute("SELECT name FROM things")).fetchall() == [("ours",)]


async def test_trouble_that_nobody_waits_for_any_more_is_no_report(connection, a_reader, caplog):
    await connection.execute("PRAGMA busy_timeout=1")
    committed = asyncio.create_task(connection.commit())
    await asyncio.sleep(0)
    committed.cancel()

    await connection.rollback()

    assert committed.cancelled()
    assert caplog.records == []


async def test_a_closed_connection_says_so():
    connection = await connect(":memory:")
    await connection.execute("SELECT 1")
    await connection.close()

    with pytest.raises(ValueError, match="no active connection"):
        await connection.execute("SELECT 1")


async def test_a_connection_that_was_never_made_leaves_nobody_who_would_speak_to_a_closed_loop(tmp_path):
    opened = connect(str(tmp_path / "nowhere" / "x.db"))

    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        await opened

    assert opened._ended.done()
