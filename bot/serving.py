"""`cairn run` and its process: one bot to a SQLite file, an end when told to, and an end when nothing moves any more."""

import asyncio
import gc

import structlog

from bot.app import SILENT, Bot, CannotStart
from bot.settings import Settings
from bot.stopping import told_to_stop, unless
from bot.watchdog import Watchdog
from storage.only_one import CannotBeTheOne, only_one

log = structlog.get_logger(__name__)
SELDOM = (10_000, 20, 50)
"""Things made before the garbage collector looks at the newest, and so many times more for the older ones."""


def settle_memory() -> None:
    """What is loaded by now stays: the garbage collector need not look through it again, 0.1 seconds at a time.

    It looks less often too: a page of two hundred people makes so many things for a moment that it looked through all there
    is in the middle of it, for a third of the page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM. Raises CannotStart, also where another bot serves the same SQLite file."""
    settings.must_reach_slack()
    stopping = told_to_stop()
    try:
        with only_one(settings.database_url):
            await _serve(settings, stopping)
    except CannotBeTheOne as why:
        raise CannotStart(str(why)) from None


async def _serve(settings: Settings, stopping: asyncio.Event) -> None:
    bot = await unless(stopping, Bot.start(settings))
    if bot is None:
        return
    settle_memory()
    log.info("cairn is running", team=bot.team, mode=settings.mode, port=bot.port)
    try:
        with Watchdog(bot.silent, limit=SILENT):
            await stopping.wait()
    finally:
        await bot.stop()
