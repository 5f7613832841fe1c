"""Whoever runs the bot: starts it again each time it has ended, and here kills it, too."""

import asyncio
import os
import random
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from faults.forms.victim import LOG, live
from faults.kills.world import processes
from tests.benchmarks.processes import HOST

MOMENT = 0.02
LONGEST_LIFE = 10.0
"""Seconds, for one that gets nothing done, since the database is away."""
SOON = 0.1
"""Seconds until a bot that could not start is started again."""
POINTS = ("before_commit", "after_store", "before_ack", "after_ack")
"""Where some of them die: around the commit and the answer."""
UNSTORED = '"event": "database unavailable"'
"""What the log says then."""
AT_A_POINT = 0.3
"""So many of all deaths are at one of these; the others are at any moment."""


@dataclass
class Keeper:
    """Keeps a bot running with these settings; `kills` and `starts` count.

    `within` so many passings the one is at which a bot dies that is to die at a point.
    """

    facts: dict[str, Any]
    folder: Path
    rng: random.Random
    kills: int = 0
    starts: int = 0
    ended_itself: int = 0
    at_points: bool = False
    within: int = 400
    _process: Any = None
    _running: asyncio.Task[None] | None = None
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        self._running = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        self.kill()
        if self._running:
            await self._running

    def refusals(self) -> int:
        """Return how often a bot said so far that the database had not taken something."""
        return (self.folder / LOG).read_text(encoding="utf-8").count(UNSTORED)

    def kill(self) -> None:
        """kill -9, now; it starts again by itself."""
        if self._process and self._process.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def answers(self) -> None:
        """Wait until somebody listens."""
        while True:
            with suppress(OSError):
                _reader, writer = await asyncio.open_connection(HOST, self.facts["port"])
                writer.close()
                return
            await asyncio.sleep(0.02)

    async def killing(self, lives: float, most: float, done: Callable[[], int], over: asyncio.Event) -> None:
        """Kill it again and again, `most` times, until it is over: in the mean it lives until so many more are done.

        Whoever lives after that may still be one that dies at a point; the next one does not.
        """
        loop = asyncio.get_running_loop()
        self.at_points, until = True, self.kills + most
        while self.kills < until and not over.is_set():
            await self.answers()
            enough, end = done() + self.rng.expovariate(1 / lives), loop.time() + LONGEST_LIFE
            while done() < enough and loop.time() < end and not over.is_set():  # noqa: ASYNC110, another process
                await asyncio.sleep(MOMENT * self.rng.random())
            if not over.is_set():
                self.kill()
        self.at_points = False

    async def _keep(self) -> None:
        while not self._over.is_set():
            point = self.rng.choice(POINTS) if self.at_points and self.rng.random() < AT_A_POINT else None
            arguments = (self.facts, self.folder, point, self.rng.randint(1, self.within))
            self._process = processes().Process(target=live, args=arguments, daemon=True)
            self._process.start()
            self.starts += 1
            await _ended(self._process.sentinel)
            self._process.join()
            if self._process.exitcode == -signal.SIGKILL:
                self.kills += 1
                continue
            self.ended_itself += 1
            with suppress(TimeoutError):
                async with asyncio.timeout(SOON):
                    await self._over.wait()


async def _ended(sentinel: int) -> None:
    """Wait until the process is gone."""
    loop, gone = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sentinel, gone.set)
    try:
        await gone.wait()
    finally:
        loop.remove_reader(sentinel)
