"""A delivery on a real database, with a pretended Slack and a time that the test moves."""

import pytest
from fake_slack import FakeSlack, Time
from sqlalchemy import select

from company import NOW
from domain.calendar import Schedule
from scheduler.delivery import Delivery
from scheduler.reconcile import reconcile
from storage.outbox_rows import O


@pytest.fixture
def time():
    return Time(NOW)


@pytest.fixture
async def chat(time):
    return FakeSlack(time)


@pytest.fixture
def another(company, chat, time):
    """Start one more instance of the delivery, as a process of its own would."""

    def start(**options):
        options = {"messages_per_minute": 6000, "messenger": chat, "database": company} | options
        return Delivery(clock=time, monotonic=time.monotonic, schedule=Schedule(), **options)

    return start


@pytest.fixture
async def delivery(another):
    return another()


@pytest.fixture
def look(company, chat, time):
    """One round of looking for what is uncertain."""

    async def look(delivery):
        return await reconcile(company, chat, owner=delivery.owner, clock=time, under_way=delivery.under_way)

    return look


@pytest.fixture
def put(company, time):
    async def put(*notices):
        async with company.transaction() as store:
            await store.outbox.put(*notices, now=time.now)

    return put


@pytest.fixture
def plan(company):
    async def plan(*notices):
        async with company.transaction() as store:
            await store.outbox.plan(notices)

    return plan


@pytest.fixture
def states(company):
    """What became of everything, by key."""

    async def states():
        async with company.reading() as store:
            return await store.outbox.counts()

    return states


@pytest.fixture
def state_of(company):
    async def state_of(notice):
        async with company.transaction() as store:
            return await store.outbox.state_of(notice.key)

    return state_of


@pytest.fixture
def row(company):
    """Some columns of the row of a notice; None where there is none."""

    async def row(notice, *names):
        async with company.reading() as store:
            found = await store.outbox._first(select(O).where(O.c.key == notice.key))
        return tuple(getattr(found, name) for name in names) if found else None

    return row
