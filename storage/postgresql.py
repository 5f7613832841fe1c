"""PostgreSQL's connections where the network or the server falls silent: every farewell has an end, and silence is noticed.

A connection whose other side is gone answers nothing, and says nothing of that. Statements are ended by whoever waits for
them (`storage/database.py`); here is what nobody waits for, or may not wait for long: rolling back, taking leave, and
finding out in time that a connection at rest is dead.
"""

import asyncio
import socket
import time
from contextlib import suppress
from typing import Any

import asyncpg
from sqlalchemy import event, exc
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.ext.asyncio import AsyncEngine

GOODBYE = 0.1
"""Seconds for taking leave; after them the connection is broken off, which says the same."""
ROLLBACK, ROLLING_BACK = "ROLLBACK;", 2.0
"""What asyncpg says to roll back, and the seconds it may take: a connection that is broken off is rolled back too."""
PROOF = 0.5
"""Seconds in which a doubted connection answers, or is made anew."""
PROBES = {"TCP_KEEPIDLE": 15, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}
"""Seconds at rest before the first probe, seconds between probes, and how many go unanswered: half a minute in all."""
UNANSWERED = 10_000
"""Milliseconds after which what was sent and never taken ends a connection; the kernel alone would try for 15 minutes."""


class Connection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg has no types
    """A connection of asyncpg that hangs on nothing."""

    def __init__(self, protocol: Any, transport: asyncio.Transport, *rest: Any) -> None:
        super().__init__(protocol, transport, *rest)
        self.answered_at = time.monotonic()
        watch(transport.get_extra_info("socket"))

    async def answers(self) -> bool:
        """Tell whether anybody is there."""
        try:
            async with asyncio.timeout(PROOF):
                await self.fetchval("SELECT 1")
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # a TimeoutError is an OSError
            return False
        self.answered_at = time.monotonic()
        return True

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> str:  # noqa: ASYNC109, asyncpg's own
        """Do as asyncpg does; a rollback is given up after a while."""
        limit = ROLLING_BACK if query == ROLLBACK else timeout
        said: str = await super().execute(query, *args, timeout=limit)
        return said

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109, a longer one helps nobody
        """Take leave, or break it off. asyncpg's own limit leaves out the waiting for a statement to be cancelled."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await super().close()


def watch(line: socket.socket | None) -> None:
    """Have the kernel notice when nobody is there any more, as far as it can; sockets of this machine need none of it."""
    if line is None or line.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in {**PROBES, "TCP_USER_TIMEOUT": UNANSWERED}.items():
        if hasattr(socket, name):  # not on every system
            line.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def notice_the_dead(engine: AsyncEngine) -> None:
    """Have `engine` hand out no connection that ended at rest (a server that restarts ends all), or that is doubted.

    Where somebody gave up waiting for one, the others at rest may be as dead, and each would cost somebody a form. They are
    asked before they are used, and not all made anew: a server that is merely slow has enough to do.
    """
    doubted_since = 0.0

    @event.listens_for(engine.sync_engine, "handle_error")
    def doubt(context: ExceptionContext) -> None:
        nonlocal doubted_since
        if isinstance(context.original_exception, asyncio.CancelledError):
            doubted_since = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def prove(connection: Any, _record: Any, _proxy: Any) -> None:
        ours: Connection = connection.driver_connection
        if ours.is_closed() or (ours.answered_at < doubted_since and not connection.run_async(Connection.answers)):
            raise exc.DisconnectionError
