"""What befalls the database while people send forms: it crashes, is away, is locked, or its disk is full."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from faults.databases.proxy import Proxy
from faults.databases.server import Server
from faults.forms.victim import FULL, hold
from faults.kills.world import processes

FILL = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END$$;
CREATE TRIGGER no_room BEFORE INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION no_room()
"""
EMPTY = "DROP FUNCTION no_room CASCADE"


@dataclass(frozen=True)
class Troubles:
    """The troubles of one database at `url`: a PostgreSQL can crash, or a proxy before it goes away; None is SQLite."""

    url: str
    folder: Path
    server: Server | Proxy | None

    def away(self) -> AbstractAsyncContextManager[None]:
        """Have nothing stored meanwhile: PostgreSQL is down after a crash, SQLite locked by another process."""
        if isinstance(self.server, Proxy):
            return self._out_of_reach(self.server)
        return self._down(self.server) if self.server else self._locked()

    def full(self) -> AbstractAsyncContextManager[None]:
        """Have no room on the disk meanwhile.

        SQLite gets no more pages for its file, and says what it says then. PostgreSQL refuses each row of the outbox with
        what it says when a table cannot grow: an error of the same code, raised by a trigger, late in the transaction.
        """
        return self._filled() if self.server else self._paged()

    @asynccontextmanager
    async def _down(self, server: Server) -> AsyncIterator[None]:
        await asyncio.to_thread(server.crash)
        try:
            yield
        finally:
            await asyncio.to_thread(server.start)

    @asynccontextmanager
    async def _out_of_reach(self, proxy: Proxy) -> AsyncIterator[None]:
        proxy.go_away()
        try:
            yield
        finally:
            proxy.come_back()

    @asynccontextmanager
    async def _locked(self) -> AsyncIterator[None]:
        held, over = processes().Event(), processes().Event()
        holder = processes().Process(target=hold, args=(self.url.removeprefix("sqlite:///"), held, over), daemon=True)
        await asyncio.to_thread(holder.start)
        await asyncio.to_thread(held.wait)
        try:
            yield
        finally:
            over.set()
            await asyncio.to_thread(holder.join)

    @asynccontextmanager
    async def _paged(self) -> AsyncIterator[None]:
        (self.folder / FULL).touch()
        try:
            yield
        finally:
            (self.folder / FULL).unlink()

    @asynccontextmanager
    async def _filled(self) -> AsyncIterator[None]:
        await self._do(FILL)
        try:
            yield
        finally:
            await self._do(EMPTY)

    async def _do(self, statements: str) -> None:
        connection = await asyncpg.connect(self.url)
        try:
            await connection.execute(statements)
        finally:
            await connection.close()
