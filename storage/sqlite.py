"""SQLite without a thread for each statement: only what may wait goes to the connection's thread.

A statement takes microseconds and a hop to a thread and back ten times that, so statements run where they are asked
for. BEGIN IMMEDIATE (another process may be writing), COMMIT (it waits for the disk), connecting and closing hop as
aiosqlite does. Where a caller was cancelled during a hop, everything queues behind it: nothing ever overtakes.
"""

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import aiosqlite

BEGIN_WRITING = "BEGIN IMMEDIATE"
WAIT = frozenset({"Connection.commit", "Connection.close"})
"""Calls of sqlite3 that may wait for the disk or for another process."""

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """A connection of aiosqlite whose statements run in the caller's thread."""

    _hops = 0

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do it here, or behind what the connection's thread is busy with (the name is aiosqlite's)."""
        if not (self._hops or fn.__qualname__ in WAIT or args[:1] == (BEGIN_WRITING,)):
            if self._connection is None:
                raise ValueError("no active connection")
            return fn(*args, **kwargs)
        self._hops += 1
        done: T = await super()._execute(self._counted, fn, *args, **kwargs)  # type: ignore[no-untyped-call]
        return done

    def _counted(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        try:
            return fn(*args, **kwargs)
        finally:
            self._hops -= 1


def connect(path: str, **options: Any) -> Connection:
    """Return a connection to await; what SQLAlchemy calls in place of `aiosqlite.connect`."""
    connection = Connection(partial(sqlite3.connect, path, **options), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001, SQLAlchemy does the same to aiosqlite's
    return connection
