"""A bot in a process of its own that lives until somebody kills it from outside, at whatever moment that is."""

import asyncio
import importlib
import logging
import multiprocessing
import os
import signal
import struct
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from bot.app import Bot
from bot.settings import Settings
from faults.kills.victim import FileClock
from faults.kills.world import World, processes
from scheduler import delivery
from scheduler.pace import Pace
from storage.database import Unavailable

ROUND, REST = 0.02, 0.01
"""Seconds between two rounds of the jobs, and between two looks of the delivery: a life is short, and time runs fast."""
BEAT, PULSE = 0.004, struct.Struct("q?")
"""Each so many seconds a bot writes how often its loop has come round, and whether it is up."""
PLAN_EACH, SWEEP_EACH = timedelta(minutes=1), timedelta(seconds=5)
REWRITES_A_MINUTE = 6000
LONGEST = 20.0
"""Seconds within which a killed process must be gone; no test is about that."""


class Life(NamedTuple):
    """What a process needs to be a bot: settings, a folder for its files, and a change of the order of things.

    In a hurry it does in each moment what its timetable would do each few seconds, for its life is short.
    """

    facts: dict[str, Any]
    clock: Path
    folder: Path
    order: str | None = None
    hurry: bool = True

    @property
    def pulse(self) -> Path:
        """Where it writes that it goes on (see PULSE)."""
        return self.folder / "pulse"

    @property
    def errors(self) -> Path:
        """Where errors are logged."""
        return self.folder / "errors.log"


def live(life: Life) -> None:
    """Run a bot, with the order of things changed by that function of `naive.py` if one is named."""
    _log_errors(life.errors)
    if life.order:
        getattr(importlib.import_module("faults.kills.naive"), life.order)()
    with suppress(Unavailable, OSError):  # killed with its database away, it would never have started
        asyncio.run(_live(life))


async def _live(life: Life) -> None:
    up, clock, starter = asyncio.Event(), FileClock(life.clock), multiprocessing.parent_process()
    tasks = [asyncio.create_task(_beat(life.pulse, up))]
    bot = await Bot.start(Settings.load(None, **life.facts), clock=clock, budget=20)
    up.set()
    tasks += [asyncio.create_task(_hurry(bot, clock))] if life.hurry else []
    while starter and starter.is_alive():  # nobody is left behind
        ended, _ = await asyncio.wait(tasks, timeout=1, return_when=asyncio.FIRST_COMPLETED)
        for one in ended:
            one.result()


async def _hurry(bot: Bot, clock: FileClock) -> None:
    timetable = bot.timetable
    delivery.REST = REST
    timetable.delivery._paces["rewrites"] = Pace(REWRITES_A_MINUTE)
    planned = swept = clock()
    while True:
        timetable.delivery.wake()
        with suppress(Unavailable):
            await timetable.reconcile()
            if clock() - swept >= SWEEP_EACH:
                swept = clock()
                await timetable.sweep()
        if clock() - planned >= PLAN_EACH:
            planned = clock()
            await timetable.plan()
        await asyncio.sleep(ROUND)


async def _beat(pulse: Path, up: asyncio.Event) -> None:
    with pulse.open("r+b", buffering=0) as file:
        for number in count(1):
            file.seek(0)
            file.write(PULSE.pack(number, up.is_set()))
            await asyncio.sleep(BEAT)


def _log_errors(path: Path) -> None:
    """Only what a bug would log, and not on the terminal."""
    logging.disable(logging.WARNING)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger("ERROR"),
        logger_factory=structlog.PrintLoggerFactory(path.open("a", buffering=1)),
    )


class Victim:
    """A process with a bot in it. `kill` ends it, as kill -9 does."""

    def __init__(self, world: World, folder: Path, order: str | None = None, *, hurry: bool = True) -> None:
        life = Life(world.facts, world.clock._file, folder, order, hurry)
        self._pulse, self._last = life.pulse, 0
        self._pulse.write_bytes(PULSE.pack(0, False))
        self._process = processes().Process(target=live, args=(life,), daemon=True)
        self._process.start()

    @property
    def alive(self) -> bool:
        """Whether it has not ended by itself."""
        return bool(self._process.is_alive())

    @property
    def up(self) -> bool:
        """Whether its bot has started, or it has ended by itself and never will."""
        return bool(PULSE.unpack(self._pulse.read_bytes())[1]) or not self.alive

    def moved(self) -> bool:
        """Whether its loop came round since the last look, or it is dead: else no time may pass for it.

        No machine is so slow that a minute of its bot's clock is a moment of ours; a busy one would look like that.
        """
        last, (self._last, _) = self._last, PULSE.unpack(self._pulse.read_bytes())
        return self._last != last or not self.alive

    async def kill(self) -> bool:
        """Kill it; return whether it was alive until then."""
        with suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        await asyncio.to_thread(self._process.join, LONGEST)
        return bool(self._process.exitcode == -signal.SIGKILL)


async def until(condition: Callable[[], bool], within: float, pause: float = 0.005) -> bool:
    """Wait for something of which nobody tells, at most so many seconds; return whether it came."""
    end = asyncio.get_running_loop().time() + within
    while not condition():
        if asyncio.get_running_loop().time() > end:
            return False
        await asyncio.sleep(pause)
    return True
