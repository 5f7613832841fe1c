"""A small crowd at a database that is locked: nobody waits beyond the budget, refusals keep the text, nothing refused is stored."""

import asyncio

import pytest

from company import EVERYONE
from faults.crowds.crowd import Told, crowd, locked, stored
from faults.crowds.load import SLACK_WAITS, job
from running import PATIENCE, running
from storage.database import BUDGET
from storage.engine import PRAGMAS
from tests.benchmarks import client

MANY, SEED = 60, 7
SOON = 0.3
"""Seconds after which the locked database is given up here."""
LONG = 2 * BUDGET
"""Seconds that each of the latest took: with that a crowd has no hope."""
TAKING_PART = [one.id for one in EVERYONE if one.active]


@pytest.fixture
async def slack(database_url, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 1000 * PATIENCE)  # a locked file ends nothing before the budget does
    async with running(database_url, mode="http", settings={"kudos_allowance": 1000}) as everything:
        await everything.settle()
        yield everything


async def ask(slack, count: int = MANY) -> Told:
    """Have so many ask at once; return what they were told."""
    wishes = crowd(count, TAKING_PART, SEED, team="T0NORTHWIND")
    secret = slack.emulator.app().signing_secret
    seen = await client.run(job(wishes, count, [slack.bot.port], secret))
    return Told().add(wishes, seen["answers"])


async def test_a_crowd_at_a_locked_database_is_refused_and_nothing_of_it_is_stored(slack, database_url):
    slack.database.budget = SOON

    async with locked(database_url):
        told = await ask(slack)

    assert len(told.refused) == MANY
    assert told.wrong(await stored(database_url)) == []


async def test_who_would_wait_in_vain_is_told_at_once_and_the_others_are_stored(slack, database_url):
    line = slack.database._shared.line
    line._took.extend([LONG * line._places] * line._took.maxlen)

    turned_away = asyncio.Event()
    slack.database.fails(turned_away.set)

    async with locked(database_url):
        asked = asyncio.create_task(ask(slack))
        await turned_away.wait()
    told = await asked

    assert told.at_the_door
    assert told.acknowledged
    assert told.wrong(await stored(database_url)) == []


async def test_a_crowd_that_the_database_can_bear_is_stored(slack, database_url):
    told = await ask(slack)

    assert len(told.acknowledged) == MANY
    assert told.wrong(await stored(database_url)) == []


def test_the_budget_leaves_time_for_the_answer():
    assert BUDGET < SLACK_WAITS - 0.5
