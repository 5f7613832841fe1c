"""The promises everything stands on: one effect an input, one budget a request, a limit that holds."""

import asyncio
import threading
from datetime import timedelta

import pytest

from company import ANA, BO, NOW
from domain.kudos import NoKudosLeft, thank
from storage.database import AlreadyDone, Database, Unavailable, to_its_end

ALLOWANCE = 5


async def give(database: Database, *, once: str, reason: str = "the review") -> str:
    async with database.transaction(once=once, budget=30) as store:
        await store.people.named([ANA.id, BO.id], lock=ANA.id)
        given = await store.kudos.earlier(ANA.id, since=NOW - timedelta(days=4))
        kudos = thank(ANA.id, [BO.id], reason, left_this_week=ALLOWANCE - len(given), now=NOW)
        await store.kudos.add(kudos)
        return await store.remember_reply(f"Thanks for {reason}")


async def count(database: Database) -> int:
    async with database.reading() as store:
        return await store.kudos.count_received([BO.id], since=NOW - timedelta(days=4))


async def test_a_second_arrival_gets_the_first_reply_and_has_no_effect(company):
    first = await give(company, once="trigger-1")

    with pytest.raises(AlreadyDone) as again:
        await give(company, once="trigger-1", reason="something else")

    assert again.value.reply == first == "Thanks for the review"
    assert await count(company) == 1


async def test_ten_arrivals_at_once_have_one_effect_and_one_reply(company):
    outcomes = await asyncio.gather(*(give(company, once="trigger-1") for _ in range(10)), return_exceptions=True)

    done = [one for one in outcomes if isinstance(one, str)]
    repeated = [one.reply for one in outcomes if isinstance(one, AlreadyDone)]
    assert done == ["Thanks for the review"]
    assert repeated == done * 9
    assert await count(company) == 1


async def test_a_refused_input_leaves_no_key_behind(company):
    with pytest.raises(NoKudosLeft):
        async with company.transaction(once="trigger-1"):
            raise NoKudosLeft(left=0, allowance=5, needed=1)

    assert await give(company, once="trigger-1") == "Thanks for the review"


async def test_sixty_commands_at_once_store_the_allowance_and_not_one_more(company):
    outcomes = await asyncio.gather(*(give(company, once=f"t-{n}") for n in range(60)), return_exceptions=True)

    assert sum(isinstance(one, str) for one in outcomes) == ALLOWANCE
    assert sum(isinstance(one, NoKudosLeft) for one in outcomes) == 60 - ALLOWANCE
    assert await count(company) == ALLOWANCE


async def test_a_body_that_outlasts_its_budget_stores_nothing(company):
    with pytest.raises(Unavailable):
        async with company.transaction(once="trigger-1", budget=0.05) as store:
            await store.kudos.add(thank(ANA.id, [BO.id], "too slow", left_this_week=5, now=NOW))
            await asyncio.Event().wait()

    assert await count(company) == 0
    assert await give(company, once="trigger-1") == "Thanks for the review"


async def test_a_commit_is_never_cut_by_the_callers_deadline(company, monkeypatch):
    begun, released = asyncio.Event(), asyncio.Event()
    commit = _slow_commit(begun, released)
    monkeypatch.setattr("sqlalchemy.ext.asyncio.AsyncConnection.commit", commit)

    request = asyncio.create_task(give(company, once="trigger-1"))
    await begun.wait()
    request.cancel()
    await asyncio.sleep(0)
    request.cancel()
    released.set()
    with pytest.raises(asyncio.CancelledError):
        await request

    monkeypatch.undo()
    assert await count(company) == 1


def _slow_commit(begun: asyncio.Event, released: asyncio.Event):
    """The driver's own commit, after a wait: what a slow disk or network does."""
    from sqlalchemy.ext.asyncio import AsyncConnection

    real = AsyncConnection.commit

    async def commit(self):
        begun.set()
        await released.wait()
        await real(self)

    return commit


async def test_a_budget_that_ends_during_the_commit_does_not_undo_it(company, monkeypatch):
    begun, released = asyncio.Event(), asyncio.Event()
    monkeypatch.setattr("sqlalchemy.ext.asyncio.AsyncConnection.commit", _slow_commit(begun, released))

    async def request() -> None:
        async with company.transaction(budget=0.2) as store:
            await store.kudos.add(thank(ANA.id, [BO.id], "just in time", left_this_week=5, now=NOW))

    task = asyncio.create_task(request())
    await begun.wait()
    await asyncio.sleep(0.25)  # longer than the budget: the deadline must be off by now
    released.set()
    await task

    monkeypatch.undo()
    assert await count(company) == 1


async def test_work_that_must_end_raises_its_own_error_even_when_interrupted():
    async def fails() -> None:
        await asyncio.sleep(0)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        await to_its_end(fails())


async def test_a_database_that_is_gone_is_unavailable(tmp_path):
    database = Database.open(f"sqlite:///{tmp_path}/no/such/folder/cairn.db")

    with pytest.raises(Unavailable):
        async with database.transaction() as store:
            await store.people.get("UANA")
    await database.close()
    for thread in threading.enumerate():  # aiosqlite reports the failure from its thread; let it end in this loop
        if "connection_worker" in thread.name:
            await asyncio.to_thread(thread.join)


async def test_a_postgresql_that_is_gone_is_unavailable():
    database = Database.open("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(Unavailable):
        async with database.reading() as store:
            await store.people.get("UANA")
    await database.close()
