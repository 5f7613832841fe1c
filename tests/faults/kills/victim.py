"""A bot in a process of its own, that dies where it is told to. Its clock is a file that the test moves."""

import asyncio
import inspect
import struct
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import Bot
from bot.settings import Settings
from faults.kills import points
from storage.database import Unavailable

ROUND = 0.02
"""Seconds between two rounds of the jobs that the timetable would run each few seconds."""
inspect.stack()
"""Bolt asks for this at its start, and it reads all source: once in the process that victims are copied from."""


class FileClock:
    """A clock that several processes read: eight bytes in a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(struct.unpack("d", self._file.read_bytes())[0], UTC)

    def set(self, now: datetime) -> None:
        """Have it be `now`."""
        whole = self._file.with_suffix(".next")
        whole.write_bytes(struct.pack("d", now.timestamp()))
        whole.replace(self._file)


def live(facts: dict[str, Any], clock: Path, point: str, nth: int, port: Any) -> None:
    """Run a bot until it is killed; `port` is told where it listens."""
    points.arm(point, nth)
    asyncio.run(_live(facts, FileClock(clock), port))


async def _live(facts: dict[str, Any], clock: FileClock, port: Any) -> None:
    bot = await Bot.start(Settings.load(None, **facts), clock=clock, budget=20)
    port.send(bot.port)
    while bot.timetable:
        bot.timetable.delivery.wake()
        with suppress(Unavailable):
            await bot.timetable.reconcile()
            await bot.timetable.sweep()
        await asyncio.sleep(ROUND)
