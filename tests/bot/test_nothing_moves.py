"""A running bot whose ticker or delivery stands still: red after a minute, and then its process ends."""

import asyncio
import threading
from contextlib import asynccontextmanager
from types import SimpleNamespace

import aiohttp
import pytest

from bot.app import SILENT
from bot.watchdog import STUCK, Watchdog


@pytest.fixture
async def bot(slack_on_sqlite, monkeypatch):
    """A bot that reads its seconds from `bot.stopwatch`, which only a test moves, and ticks when a test says so."""
    await slack_on_sqlite.settle()
    running = slack_on_sqlite.bot
    running.timetable._ticker.pause()
    running.stopwatch = SimpleNamespace(now=1000.0)
    clock = SimpleNamespace(monotonic=lambda: running.stopwatch.now)
    for module in ("bot.app", "scheduler.timetable"):
        monkeypatch.setattr(f"{module}.time", clock)
    monkeypatch.setattr(running.timetable.delivery, "_monotonic", clock.monotonic)
    await tick(running)
    return running


async def tick(bot):
    """One tick, and the look that comes of it."""
    await bot.timetable._tick()
    await bot.timetable.delivery._safely()


@asynccontextmanager
async def stuck_delivery(bot):
    """A look that never ends, beside a ticker that ticks."""
    async with bot.timetable.delivery._stepping:
        yield bot.timetable._tick


@asynccontextmanager
async def dead_ticker(bot):
    """Looks that go on by themselves, as after each commit, and no tick."""
    yield bot.timetable.delivery._safely


async def health(bot):
    url = f"http://127.0.0.1:{bot.port}/healthz"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, (await answer.json())["trouble"]


@pytest.mark.parametrize("trouble", [dead_ticker, stuck_delivery])
async def test_it_is_red_after_a_minute_and_ends(bot, trouble):
    ends, ended, looked = [], threading.Event(), threading.Event()

    def silent():
        looked.set()
        return bot.silent()

    def end(code):
        ends.append(code)
        ended.set()

    async with trouble(bot) as what_still_moves:
        bot.stopwatch.now += SILENT
        await what_still_moves()
        assert await health(bot) == (200, [])
        with Watchdog(silent, limit=SILENT, looks=0.001, end=end):
            await asyncio.to_thread(looked.wait)
            assert ends == []

            bot.stopwatch.now += 1
            await what_still_moves()

            assert await health(bot) == (503, ["nothing was looked at for 61 seconds; restart the bot"])
            await asyncio.to_thread(ended.wait)
    assert ends == [STUCK]


async def test_it_is_green_as_long_as_both_move(bot):
    for _ in range(3):
        bot.stopwatch.now += SILENT
        await tick(bot)

    assert await health(bot) == (200, [])
