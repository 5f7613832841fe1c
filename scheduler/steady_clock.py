"""The time that the bot speaks by: the machine's clock, unless somebody sets it while the bot runs.

- A stopwatch that nobody can set runs beside it. Where the two part by more than five seconds, the stopwatch counts on
  from the time before, so that nothing is said too early, or twice, or hours late.
- Then Slack's own time is asked for. Where the machine's clock agrees with it, it counts again: it was put right, or the
  machine had slept.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

log = structlog.get_logger(__name__)
STEP = timedelta(seconds=5)
"""Clocks that are only kept right differ by less from one look to the next."""
AGREES = timedelta(seconds=30)
ASK_EACH, PATIENCE = 60.0, 5.0
"""Seconds between two questions, and for an answer."""

AskTime = Callable[[], Awaitable[datetime | None]]
"""Asks Slack what time it is (UTC); None where it does not say."""


class SteadyClock:
    """`clock()` is the time. `await clock.confirm()` before anything that must not come too early."""

    def __init__(
        self, clock: Callable[[], datetime], ask: AskTime, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock, self._ask, self._monotonic = clock, ask, monotonic
        self._trusted, self._at = clock(), monotonic()
        self._asked_at: float | None = None

    def __call__(self) -> datetime:
        """Return the time, in UTC."""
        shown, ran = self._clock(), timedelta(seconds=self._monotonic() - self._at)
        if abs(shown - self._trusted - ran) > STEP:
            return self._trusted + ran
        self._trust(shown)
        return shown

    async def confirm(self) -> None:
        """Find out which is right, where the machine's clock was set; at most one question a minute. Raises nothing."""
        shown, counted, now = self._clock(), self(), self._monotonic()
        if abs(shown - counted) <= STEP or self._asked_lately(now):
            return
        self._asked_at = now
        theirs = await self._answer()
        if theirs is not None and abs(theirs - self._clock()) <= AGREES:
            self._trust(self._clock())
            log.info("clock_was_set", seconds=round((shown - counted).total_seconds()))
        else:
            log.error("clock_is_wrong", seconds=round((shown - counted).total_seconds()), slack_says=str(theirs))

    async def _answer(self) -> datetime | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask()
        except Exception as trouble:  # noqa: BLE001, without an answer the stopwatch counts on
            log.warning("slack_does_not_say_the_time", error=type(trouble).__name__)
            return None

    def _asked_lately(self, now: float) -> bool:
        return self._asked_at is not None and now - self._asked_at < ASK_EACH

    def _trust(self, shown: datetime) -> None:
        self._trusted, self._at = shown, self._monotonic()
