"""Some forms through some kills, a database that goes away and a full disk; payloads that come up to five times."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from faults.databases.proxy import before
from faults.forms.deliveries import deliver
from faults.forms.forms import Sizes, storm
from faults.forms.office import office
from faults.forms.victim import LOG

SEED, PAYLOADS = 6, 100
SMALL = Sizes(forms=120, people=12, at_once=12, lives=25, kills=2, calm=0.2, trouble=0.3, troubles=1)
LONGEST = 120
"""Seconds that a machine may take for it; no test is about that."""
IMPATIENT = 0.05
"""Seconds before somebody presses again."""


@pytest.fixture
async def place(database_url, tmp_path):
    async with AsyncExitStack() as opening:
        url, proxy = database_url, None
        if "postgresql" in url:
            proxy = await opening.enter_async_context(before(url))
            url = proxy.url
        made = await opening.enter_async_context(office(url, tmp_path, seed=SEED, people=SMALL.people, server=proxy))
        made.keeper.within, made.crowd.habits.presses_again = 40, IMPATIENT
        yield made


async def test_what_was_acknowledged_is_stored_and_what_comes_again_is_done_once(place, tmp_path):
    async with asyncio.timeout(LONGEST):
        befallen = await storm(place, SMALL)
    books = await place.books()

    assert (books.lost, books.twice, books.stored_though_refused, books.untold) == ((), (), (), 0)
    assert books.acknowledged >= SMALL.forms
    assert place.keeper.kills >= SMALL.kills
    assert (befallen.away, befallen.full) == (1, 1)
    assert place.ledger.answers["refused"]

    async with asyncio.timeout(LONGEST):
        seen = await deliver(place, PAYLOADS)

    assert seen.wrong == ()
    assert (seen.bad, seen.differing) == (0, 0)
    assert '"event": "bug"' not in (tmp_path / LOG).read_text(encoding="utf-8")
