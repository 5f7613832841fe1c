"""The line before the database: first come, first served, and a word at the door to whoever would wait in vain."""

import asyncio
import statistics
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LATEST = 32
"""So many of the latest tell how long one takes: their median, so that a single slow one turns nobody away."""


class Full(Exception):
    """The line is too long for the time there is."""


class Line:
    """A line before so many `places` where transactions run."""

    def __init__(self, places: int) -> None:
        self._places, self._free = places, asyncio.Semaphore(places)
        self._waiting = 0
        self._took: deque[float] = deque(maxlen=LATEST)

    @property
    def wait(self) -> float:
        """How many seconds somebody who comes now will wait, by what the latest took."""
        return self._waiting * statistics.median(self._took) / self._places if self._waiting and self._took else 0.0

    @asynccontextmanager
    async def place(self, within: float) -> AsyncIterator[None]:
        """Wait for a place and hold it. Raises Full at once where that would take more than `within` seconds."""
        if self.wait > within:
            raise Full
        await self._wait()
        began = time.monotonic()
        try:
            yield
        finally:
            self._took.append(time.monotonic() - began)
            self._free.release()

    async def _wait(self) -> None:
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
