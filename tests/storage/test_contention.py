"""Two transactions in each other's way: PostgreSQL ends one, and that one is told that it may try again at once."""

import asyncio

import pytest
from sqlalchemy import text

from company import ANA, BO
from storage.database import Contended

HOLD = "UPDATE people SET email = 'held' WHERE id = :id"


@pytest.fixture
def rivals(company):
    """Two transactions that take the same two people in opposite orders."""
    taken = {ANA.id: asyncio.Event(), BO.id: asyncio.Event()}

    async def take(first, second):
        async with company.transaction() as store:
            await store._connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            await store._connection.execute(text(HOLD), {"id": first})
            taken[first].set()
            await taken[second].wait()
            await store._connection.execute(text(HOLD), {"id": second})

    return lambda: asyncio.gather(take(ANA.id, BO.id), take(BO.id, ANA.id), return_exceptions=True)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer
async def test_a_deadlock_ends_one_and_lets_the_other_through(rivals):
    ended = await rivals()

    assert sorted(type(one) for one in ended if one) == [Contended]
