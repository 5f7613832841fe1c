"""SQLite without a thread for each statement: only what may wait goes to the connection's thread.

A statement takes microseconds, a hop to a thread and back ten times that, so statements run where they are asked for.
BEGIN IMMEDIATE (another process may be writing), COMMIT (it waits for the disk), connecting and closing hop, as
everything does with aiosqlite. Where a caller was cancelled during a hop, what comes next queues behind it: nothing
ever overtakes.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import aiosqlite

BEGIN_WRITING = "BEGIN IMMEDIATE"
MAY_WAIT = frozenset({"Connection.commit", "Connection.close"})
"""Calls of sqlite3 that may wait, beside BEGIN_WRITING."""

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """A connection of aiosqlite whose statements run in the caller's thread."""

    _hops = 0

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do it here, or behind what the connection's thread is busy with (the name is aiosqlite's)."""
        if not (self._hops or fn.__qualname__ in MAY_WAIT or args[:1] == (BEGIN_WRITING,)):
            if self._connection is None:
                raise ValueError("no active connection")
            return fn(*args, **kwargs)
        self._hops += 1
        hop = asyncio.ensure_future(super()._execute(fn, *args, **kwargs))  # type: ignore[no-untyped-call]
        hop.add_done_callback(self._landed)
        return await asyncio.shield(hop)

    def _landed(self, hop: "asyncio.Future[Any]") -> None:
        self._hops -= 1
        if not hop.cancelled():
            hop.exception()  # looked at: asyncio reports what nobody waits for any more


def connect(path: str, **options: Any) -> Connection:
    """Return a connection to await; what SQLAlchemy calls in place of `aiosqlite.connect`."""
    ours = {"check_same_thread": False}  # two threads, never both at once: what hops is waited for, or queued behind
    connection = Connection(partial(sqlite3.connect, path, **{**options, **ours}), iter_chunk_size=64)
    connection._thread.daemon = True  # noqa: SLF001, as SQLAlchemy does: a process that ends waits for no connection
    return connection
