"""A clock that can be set, moved forward and sped up, so that a week passes in a moment."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """The emulator's time: aware UTC datetimes.

    `Clock()` shows the real time, `Clock(start)` runs from `start` on, `Clock(start, frozen=True)` stands still
    until it is moved.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._base = _aware(start) if start else datetime.now(UTC)
        self._mark = time.monotonic()
        self.rate = 0.0 if frozen else 1.0
        self._waiting: set[asyncio.Future[None]] = set()
        self._listeners: list[Callable[[], None]] = []

    def __call__(self) -> datetime:
        """Return the time the emulator has now."""
        return self.now()

    def now(self) -> datetime:
        """Return the time the emulator has now."""
        return self._base + timedelta(seconds=(time.monotonic() - self._mark) * self.rate)

    def set(self, moment: datetime) -> None:
        """Jump to `moment`, forwards or backwards."""
        self._restart(_aware(moment), self.rate)

    def forward(self, step: timedelta) -> None:
        """Jump ahead by `step`."""
        self._restart(self.now() + step, self.rate)

    def speed(self, rate: float) -> None:
        """Let `rate` emulated seconds pass in each real one; 0 stands still."""
        if rate < 0:
            raise ValueError("A clock cannot run backwards: give a speed of 0 or more.")
        self._restart(self.now(), rate)

    def on_move(self, listener: Callable[[], None]) -> None:
        """Call `listener` each time somebody sets, moves or speeds up the clock."""
        self._listeners.append(listener)

    async def wait_until(self, moment: datetime) -> None:
        """Return when this clock has reached `moment`, however it got there."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            moved = asyncio.get_running_loop().create_future()
            self._waiting.add(moved)
            try:
                async with asyncio.timeout(left / self.rate if self.rate else None):
                    await moved
            except TimeoutError:
                continue
            finally:
                self._waiting.discard(moved)

    def _restart(self, base: datetime, rate: float) -> None:
        self._base, self._mark, self.rate = base, time.monotonic(), rate
        for moved in self._waiting:
            if not moved.done():
                moved.set_result(None)
        for listener in self._listeners:
            listener()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("Give the clock a time with its zone, such as datetime(2026, 3, 2, tzinfo=UTC).")
    return moment.astimezone(UTC)
