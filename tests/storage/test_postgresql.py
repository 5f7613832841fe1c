"""Connections to PostgreSQL whose other side is gone: noticed by the kernel, not handed out, left without waiting."""

import asyncio
import socket

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from faults.databases.proxy import Fate, before
from storage.database import ASK_AGAIN, Database, Unavailable, Unsure
from storage.postgresql import PROBES, UNANSWERED, Connection, watch

TEAM = "T0NORTHWIND"


@pytest.fixture
def address(postgresql_database):
    return postgresql_database.again()


@pytest.fixture
async def proxy(address):
    async with before(address) as standing:
        yield standing


@pytest.fixture
async def database(proxy):
    """A database behind the proxy, with two connections open and at rest."""
    opened = Database.open(proxy.url)
    async with opened.transaction(budget=20) as store:
        number = await store.workspaces.meet(TEAM)
    seen = opened.of(number)
    seen.budget = 20
    await asyncio.gather(ask(seen), ask(seen))
    yield seen
    await opened.close()


async def ask(database, *, once=None, **how):
    async with database.transaction(once=once, **how) as store:
        await asyncio.sleep(0)
        return await store.workspaces.meet(TEAM)


def test_the_kernel_looks_whether_anybody_is_there():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        watch(line)

        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        for name, value in {**PROBES, "TCP_USER_TIMEOUT": UNANSWERED}.items():
            assert line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name)) == value


def test_a_system_without_these_settings_is_taken_as_it_is(monkeypatch):
    monkeypatch.delattr(socket, "TCP_USER_TIMEOUT")
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as line:
        watch(line)

        assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1


async def test_connections_that_ended_at_rest_are_not_handed_out(database, proxy):
    proxy.cut()
    await asyncio.sleep(0.01)  # until the loop has heard of it

    await asyncio.gather(ask(database), ask(database), ask(database))


@pytest.fixture
def asked(monkeypatch):
    """What connections that were asked answered."""
    told, real = [], Connection.answers

    async def answers(self):
        told.append(await real(self))
        return told[-1]

    monkeypatch.setattr(Connection, "answers", answers)
    return told


async def test_where_one_is_dead_the_others_are_asked_before_they_are_used(database, proxy, asked):
    proxy.silence()
    with pytest.raises(Unavailable):
        await ask(database, budget=0.2)
    proxy.speak()

    assert await asyncio.gather(ask(database, budget=5), ask(database, budget=5)) == [database.workspace_id] * 2

    assert asked == [False]


async def test_one_that_answers_is_used_again(database, proxy, asked):
    proxy.slow = 0.3
    with pytest.raises(Unavailable):
        await ask(database, budget=0.2)
    proxy.slow = 0

    await asyncio.gather(ask(database), ask(database))
    await asyncio.gather(ask(database), ask(database))

    assert asked == [True]


async def test_one_that_ends_while_it_is_asked_is_made_anew(database, proxy, asked):
    proxy.silence()
    with pytest.raises(Unavailable):
        await ask(database, budget=0.2)
    dead = list(proxy._lines)
    proxy.speak()

    both = asyncio.gather(ask(database), ask(database))
    while not proxy._lines - set(dead):  # noqa: ASYNC110, until the first is made anew, and the second is asked
        await asyncio.sleep(0)
    for line in dead:
        line.cut()
    await both

    assert asked == [False]


async def test_where_no_answer_comes_in_time_nobody_knows(database, proxy, monkeypatch):
    monkeypatch.setattr("storage.database.COMMITS_WITHIN", 0.1)
    monkeypatch.setattr("storage.database.FIND_OUT", 0.0)
    proxy.lose_commit(TEAM, Fate.LOST_IN_SILENCE)

    with pytest.raises(Unsure):
        await ask(database, once="an-input", budget=2)


async def test_what_the_server_itself_refuses_at_commit_is_a_bug_and_no_doubt(database):
    with pytest.raises(IntegrityError):
        await break_a_promise_at_commit(database)


async def break_a_promise_at_commit(database):
    async with database.transaction(once="an-input") as store:
        for statement in (
            "CREATE TEMP TABLE once (id int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP",
            "INSERT INTO once VALUES (1), (1)",
        ):
            await store._connection.execute(text(statement))


async def test_a_rollback_is_not_waited_for(database, proxy, monkeypatch):
    monkeypatch.setattr("storage.postgresql.ROLLING_BACK", 0.05)

    async with asyncio.timeout(10):
        with pytest.raises(Unavailable):
            await change_my_mind(database, proxy)


async def change_my_mind(database, proxy):
    async with database.transaction() as store:
        await store.workspaces.only()
        proxy.silence()
        raise ValueError("changed my mind")


@pytest.mark.parametrize(
    ("fate", "once", "ends"),
    [
        pytest.param(Fate.LOST, None, Unsure, id="without a key nobody can ask"),
        pytest.param(Fate.COUNTED, None, Unsure, id="nor whether it counted"),
        pytest.param(Fate.LOST, "an-input", Unavailable, id="a key tells that it was lost"),
        pytest.param(Fate.COUNTED, "an-input", None, id="a key tells that it counted"),
    ],
)
async def test_what_became_of_a_commit(database, proxy, fate, once, ends):
    failed = []
    database.fails(lambda: failed.append(True))
    proxy.lose_commit(TEAM, fate)

    try:
        await ask(database, once=once)
        ended = None
    except Unavailable as trouble:
        ended = type(trouble)

    assert ended is ends
    assert failed == [True] * (ends is not None)


@pytest.mark.parametrize("fate", [Fate.COUNTED_BEFORE_AWAY, Fate.COUNTED_BEFORE_GONE])
async def test_it_is_asked_until_there_is_an_answer(database, proxy, monkeypatch, fate):
    real, pauses = asyncio.sleep, []

    async def sleep(seconds):
        if seconds == ASK_AGAIN:
            pauses.append(seconds)
            proxy.come_back()
        await real(0)

    proxy.lose_commit(TEAM, fate)
    monkeypatch.setattr("storage.database.asyncio.sleep", sleep)

    await ask(database, once="an-input")

    assert pauses
