"""SQLite without a thread for each statement: only what may wait goes to the connection's thread.

A statement takes microseconds, a hop to a thread and back ten times that, so statements run where they are asked for.
COMMIT (it waits for the disk), connecting and closing hop, as everything does with aiosqlite. Where a caller was cancelled
during a hop, what comes next queues behind it: nothing ever overtakes. BEGIN IMMEDIATE, which may have to wait for another
process for a second, is tried again and again instead, so that whoever has no time left waits no longer.
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import aiosqlite

BEGIN_WRITING = "BEGIN IMMEDIATE"
MAY_WAIT = frozenset({"Connection.commit", "Connection.close"})
"""Calls of sqlite3 that may wait, beside BEGIN_WRITING."""
PRIMARY = 0xFF
"""The part of an error's code that says what happened; the rest says how."""
TRY_AGAIN = 0.01
"""Seconds between two attempts to begin while another process is writing."""

T = TypeVar("T")


class Connection(aiosqlite.Connection):
    """A connection of aiosqlite whose statements run in the caller's thread."""

    _hops = 0
    _ended: "asyncio.Future[None] | None" = None

    async def _connect(self) -> "Connection":
        """Connect, or leave no thread behind that would tell a loop which is closed by then that it has ended."""
        try:
            await super()._connect()
        except sqlite3.Error:
            if self._ended:
                await self._ended
            raise
        return self

    def stop(self) -> "asyncio.Future[None] | None":
        """End the connection's thread; the future is done when it has."""
        self._ended = super().stop()
        return self._ended

    async def _execute(self, fn: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Do it here, or behind what the connection's thread is busy with (the name is aiosqlite's)."""
        if not (self._hops or fn.__qualname__ in MAY_WAIT):
            if self._connection is None:
                raise ValueError("no active connection")
            if args[:1] != (BEGIN_WRITING,):
                return fn(*args, **kwargs)
            return await self._begin(fn, *args)
        self._hops += 1
        hop = asyncio.ensure_future(super()._execute(fn, *args, **kwargs))  # type: ignore[no-untyped-call]
        hop.add_done_callback(self._landed)
        return await asyncio.shield(hop)

    async def _begin(self, begin: Callable[..., T], *args: Any) -> T:
        """Begin to write as soon as no other process does, or fail when the connection's `busy_timeout` is over."""
        [patience] = self._conn.execute("PRAGMA busy_timeout").fetchone()
        until = time.monotonic() + patience / 1000
        while True:
            try:
                return self._at_once(begin, *args, patience=patience)
            except sqlite3.OperationalError as trouble:
                if trouble.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
            await asyncio.sleep(TRY_AGAIN)

    def _at_once(self, begin: Callable[..., T], *args: Any, patience: int) -> T:
        self._conn.execute("PRAGMA busy_timeout=0")
        try:
            return begin(*args)
        finally:
            self._conn.execute(f"PRAGMA busy_timeout={patience}")

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
