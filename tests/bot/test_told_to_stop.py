"""Work that is given up as soon as somebody wants to stop."""

import asyncio

import pytest

from bot.stopping import unless


async def test_what_ends_first_gives_its_result():
    async def work():
        return "done"

    assert await unless(asyncio.Event(), work()) == "done"


async def test_what_fails_first_says_so():
    async def work():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await unless(asyncio.Event(), work())


async def test_what_is_given_up_has_the_time_to_tidy():
    stopping, tidied = asyncio.Event(), []

    async def work():
        stopping.set()
        try:
            await asyncio.Event().wait()
        finally:
            tidied.append(True)

    assert await unless(stopping, work()) is None
    assert tidied
