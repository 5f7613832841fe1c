"""A workspace whose bot dies and comes again: a local Slack, a database, a clock that both sides and all processes read."""

import asyncio
import multiprocessing
import os
import signal
import sys
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from bot.app import Bot
from bot.settings import Settings
from company import EVERYONE, LONG_AGO
from emulator import Clock, Emulator, Workspace
from faults.kills.victim import FileClock, live
from running import workspace
from storage.database import Database

OUT_WITHIN = timedelta(seconds=75)
"""Within this time everything that a killed process left must be out."""
LONGEST = 30.0
"""Seconds of real time that a process may take to die; no test is about that."""
STEP = timedelta(seconds=5)


@cache
def processes() -> Any:
    """Return what starts victims: each is a copy of a process that has loaded everything already, and does nothing else.

    That process finds our modules by the environment alone.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["faults.kills.victim", "faults.kills.lives"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before
    return context


@dataclass
class World:
    """The workspace; `url` is the database's."""

    emulator: Emulator
    clock: FileClock
    url: str

    @classmethod
    async def open(cls, opening: AsyncExitStack, url: str, folder: Path, *, now: datetime) -> "World":
        """Open it with everyone enrolled, at `now`."""
        emulator = await opening.enter_async_context(
            Emulator(Workspace.from_mapping(workspace()), Clock(now, frozen=True))
        )
        world = cls(emulator, FileClock(folder / "clock"), url)
        world.clock.set(now)
        database = Database.open(url)
        async with database.transaction(budget=30) as store:
            number = await store.workspaces.meet("T0NORTHWIND", "Northwind")
        async with database.of(number).transaction(budget=30) as store:
            for person in EVERYONE:
                await store.people.save(person.model_copy(update={"enrolled_at": LONG_AGO}))
        await database.close()
        return world

    @property
    def facts(self) -> dict[str, Any]:
        """The settings of a bot that lives here, over HTTP."""
        app = self.emulator.app()
        return {
            "slack_bot_token": app.bot_token,
            "slack_signing_secret": app.signing_secret,
            "slack_api_url": self.emulator.api_url,
            "port": 0,
            "database_url": self.url,
            "kudos_channel": "CKUDOS",
            "messages_per_minute": 6000,
        }

    def forward(self, step: timedelta) -> None:
        """Let time pass for everybody."""
        self.emulator.clock.forward(step)
        self.clock.set(self.emulator.clock.now())

    async def die(self, point: str, *, nth: int = 1, passing: timedelta = timedelta()) -> None:
        """Run a bot until it is killed there; meanwhile so much time passes with each look."""
        port, theirs = processes().Pipe(duplex=False)
        process = processes().Process(target=live, args=(self.facts, self.clock._file, point, nth, theirs), daemon=True)
        process.start()
        theirs.close()
        async with asyncio.timeout(LONGEST):
            while process.is_alive():
                self.forward(passing)
                await asyncio.to_thread(process.join, 0.05)
        port.close()
        assert process.exitcode == -signal.SIGKILL, f"ended by itself with {process.exitcode}"

    async def recover(self, within: timedelta = OUT_WITHIN) -> None:
        """Run a bot that nobody kills, for so long."""
        bot = await Bot.start(Settings.load(None, **self.facts), clock=self.clock, budget=20)
        try:
            end = self.clock() + within
            while self.clock() < end:
                await bot.timetable.plan()
                await bot.timetable.reconcile()
                await bot.timetable.sweep()
                await bot.timetable.delivery.drain()
                self.forward(STEP)
        finally:
            await bot.stop()

    def prompts(self) -> dict[str, int]:
        """How many prompts each person sees."""
        return {
            person.id: sum("check-in" in str(one.get("text")).lower() for one in self.emulator.person(person.id).dm())
            for person in EVERYONE
        }

    async def overdue(self) -> int:
        """How much is due and not said."""
        database = Database.open(self.url)
        try:
            async with database.transaction(budget=30) as store:
                number = await store.workspaces.only()
            async with database.of(number or 0).reading(budget=30) as store:
                return await store.outbox.overdue(before=self.clock() - OUT_WITHIN)
        finally:
            await database.close()
