"""A bot that is killed every few moments and started again, week after week, while Slack answers badly."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from domain.people import Person
from emulator import Emulator
from faults.databases.server import Server
from faults.kills.crowd import WEEK, Asked, Ledger, week_of
from faults.kills.lives import Victim, until
from faults.kills.world import World
from scheduler.reconcile import SWEEP_AFTER

FIRST = date(2026, 1, 9)
ZONES = ("Europe/Athens", "Europe/Berlin", "Europe/London")
TICK = 0.01
"""Seconds of real time between two moves of the clock; all that was sent meanwhile is read before the next."""
BUSY, SLOW, QUIET = timedelta(seconds=0.25), timedelta(seconds=0.5), timedelta(seconds=5)
"""How far the clock moves: little while messages arrive, so that no call seems to take long, more while nothing comes.

Slow it is where there must be time for a second post before Slack takes the first one.
"""
GOES_ON, TAKES_LONG = 0.9, timedelta(minutes=10)
"""The next time zone's turn comes when so many of those before have been asked: the rest is settled meanwhile."""
SOMETIMES_EARLY, LONGEST_LIFE = 0.1, 1.0
"""How often a bot is killed before it is up; else it is after so many seconds at most, as long as there is to be more."""
LONGEST_START = LONGEST_WEEK = 30.0
SWEPT_WITHIN, FOUND_OUT_WITHIN = 120.0, 10.0
"""Seconds of real time: what is swept late is swept all the same, what is not swept after a week never is."""
BAD = {
    "accept_then_drop": (0.1, {}),
    "accept_then_error": (0.06, {"error": "fatal_error"}),
    "ratelimited": (0.11, {"retry_after": 1}),
    "late_accept": (0.05, {"seconds": 12}),
    "drop": (0.03, {}),
    "reset": (0.03, {}),
    "http_500": (0.03, {}),
}
"""What a post meets, and how often. A late one is there before the settle time is over."""
TOO_LATE = BAD | {"late_accept": (0.2, {"seconds": 150})}
"""Later than anybody waits."""
BAD_READING = {"lag": (0.2, {"seconds": 10}), "ratelimited": (0.1, {"retry_after": 1}), "http_500": (0.05, {})}


class Load(NamedTuple):
    """How much of it there is to be: `prompts` and `kills` at least, `restarts` of the database.

    A bot lives for `calls` at most. After a week's `patience` whoever was not asked will be missed.
    """

    people: int
    prompts: int
    kills: int
    restarts: int = 0
    calls: int = 120
    patience: timedelta = timedelta(hours=5)


@dataclass
class Count:
    """What was seen."""

    asked: list[Asked] = field(default_factory=list)
    kills: int = 0
    restarts: int = 0

    def missed(self, ledger: Ledger) -> int:
        """Of how many persons and weeks no prompt is there."""
        return sum(not ledger.standing(one) for one in self.asked)


@dataclass
class Loop:
    """One run. `order` names a naive order of things."""

    world: World
    ledger: Ledger
    crowd: Sequence[Person]
    load: Load
    dice: Random
    folder: Path
    server: Server | None = None
    order: str | None = None
    count: Count = field(default_factory=Count)
    _victim: Victim | None = None
    _killing: bool = True

    async def run(self, *, sweep: bool = False) -> None:
        """Ask week after week while one bot after the other is killed; then let things settle."""
        async with self._killed_again_and_again() if self.load.kills else self._living():
            while self._goes_on():
                period = FIRST + WEEK * (len(self.count.asked) // len(self.crowd))
                await asyncio.gather(self._week(period, SLOW if sweep else QUIET), self._crash_the_database())
                if sweep:
                    await self._sweep()
            if self.order:
                await self._find_out()
                return
        self.world.emulator.faults.clear()
        async with self._living():
            await self._sweep()

    def _goes_on(self) -> bool:
        return len(self.count.asked) < self.load.prompts or self.count.kills < self.load.kills

    async def _week(self, period: date, quiet: timedelta) -> None:
        """Let the week's prompts become due, one time zone after the other, until all are there."""
        wanted = week_of(self.crowd, period)
        self.count.asked += wanted
        start = wanted[0].due - timedelta(seconds=self.dice.uniform(0, 30))
        self.world.forward(max(start - self.world.clock(), timedelta()))
        end = wanted[-1].due + self.load.patience
        while (missing := sum(not self.ledger.standing(one) for one in wanted)) and self.world.clock() < end:
            self._skip_to_the_next_zone(wanted, missing)
            await self._moment(quiet)

    def _skip_to_the_next_zone(self, wanted: Sequence[Asked], missing: int) -> None:
        """Move on to its hour where there is little left to do before it, or that takes long."""
        now = self.world.clock()
        begun, later = [one for one in wanted if one.due <= now], [one.due for one in wanted if one.due > now]
        if begun and later:
            nearly_done = missing - len(later) <= len(begun) * (1 - GOES_ON)
            if nearly_done or now - begun[-1].due > min(TAKES_LONG, self.load.patience):
                self.world.forward(min(later) - now)

    async def _moment(self, quiet: timedelta = QUIET) -> None:
        """Let a moment pass, on both clocks."""
        before = self.ledger.calls
        await asyncio.sleep(TICK)
        if self._victim is None or self._victim.moved():
            self.world.forward(BUSY if self.ledger.calls > before else quiet)

    async def _sweep(self) -> None:
        """Let so much time pass that what came late is found; after that it must be over soon."""
        end = self.world.clock() + SWEEP_AFTER + timedelta(minutes=5)
        while self.world.clock() < end:
            await self._moment()
        rest = asyncio.get_running_loop().time() + SWEPT_WITHIN
        while next(self.ledger.doubled(), None) and asyncio.get_running_loop().time() < rest:
            await self._moment()

    async def _find_out(self) -> None:
        """Give what a naive order may do a second time the time to happen."""
        end = asyncio.get_running_loop().time() + FOUND_OUT_WITHIN
        while not (self.count.missed(self.ledger) or next(self.ledger.doubled(), None)):
            if asyncio.get_running_loop().time() > end:
                return
            await self._moment()

    @asynccontextmanager
    async def _living(self) -> AsyncIterator[Victim]:
        victim = self._victim = Victim(self.world, self.folder, self.order)
        try:
            yield victim
        finally:
            killed = await victim.kill()
            self._victim = None
            self.count.kills += killed and self._killing

    @asynccontextmanager
    async def _killed_again_and_again(self) -> AsyncIterator[None]:
        killer = asyncio.create_task(self._kill_them())
        try:
            yield
        finally:
            self._killing = False
            await killer

    async def _kill_them(self) -> None:
        while self._killing:
            async with self._living() as victim:
                await self._let_live(victim)

    async def _let_live(self, victim: Victim) -> None:
        """Wait for the moment at which to kill it: by chance, often while a call of it is under way."""
        calls, count, later = (
            self.world.emulator.calls,
            self.dice.randrange(self.load.calls),
            self.dice.uniform(0, 0.01),
        )
        if self.dice.random() < SOMETIMES_EARLY:
            await asyncio.sleep(20 * later)
            return
        await until(lambda: victim.up, LONGEST_START)
        end = len(calls) + count
        await until(lambda: len(calls) >= end or not self._killing, LONGEST_LIFE)
        await until(lambda: self._goes_on() or not self._killing, LONGEST_WEEK)
        await asyncio.sleep(later)

    async def _crash_the_database(self) -> None:
        if self.server and self.count.restarts < self.load.restarts * len(self.count.asked) / self.load.prompts:
            await asyncio.sleep(self.dice.uniform(0, 1))
            await asyncio.to_thread(self.server.restart)
            self.count.restarts += 1


def break_slack(emulator: Emulator, posts: Mapping[str, Any], dice: Random) -> None:
    """Have posts, and readings of history, answered badly from now on."""
    for method, kinds in (("chat.postMessage", posts), ("conversations.history", BAD_READING)):
        for kind, (chance, options) in kinds.items():
            seed = dice.randrange(2**32)
            emulator.faults.add(method, kind, times=None, probability=chance, seed=seed, **options)
