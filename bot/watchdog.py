"""The end of a process in which nothing moves any more: whoever runs it starts a new one, and nothing is lost by that.

It is a thread, since what it watches may be a loop that is stuck. What was acknowledged is on disk, and what was being
said is looked for in Slack by whoever comes next.
"""

import os
import threading
from collections.abc import Callable
from typing import Self

import structlog

log = structlog.get_logger(__name__)
LOOKS = 5.0
"""Seconds between two looks."""
STUCK = 70
"""The exit code: an internal error, as sysexits.h has it."""


class Watchdog:
    """Ends the process once `silent` (seconds since something moved) is more than `limit`."""

    def __init__(
        self,
        silent: Callable[[], float],
        *,
        limit: float,
        looks: float = LOOKS,
        end: Callable[[int], object] = os._exit,
    ) -> None:
        self._silent, self._limit, self._looks, self._end = silent, limit, looks, end
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._looks):
            if (silent := self._silent()) > self._limit:
                log.critical("nothing moves any more, ending the process", seconds=round(silent))
                self._end(STUCK)
                return
