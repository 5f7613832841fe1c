"""Real trouble with a database, and its end: a file that somebody else has locked, a server that refuses connections."""

import sqlite3
from typing import Any, Protocol

import asyncpg
from sqlalchemy import event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine

CUT = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
"""It waits up to 5 s for each to end."""


class Trouble(Protocol):
    """What can happen to one database."""

    async def down(self) -> None:
        """Take no work from now on."""

    async def up(self) -> None:
        """Take work again."""

    async def cut(self) -> None:
        """Lose all connections at once; new ones are taken."""

    async def close(self) -> None:
        """Leave nothing open."""


class LockedFile:
    """SQLite: another process has the file locked, and keeps it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._path, self._rival = make_url(str(engine.url)).database, None

        @event.listens_for(engine.sync_engine, "connect")
        def impatient(connection: Any, _record: Any) -> None:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=0")  # a lock that is held is held: a second's wait shows no more
            cursor.execute("PRAGMA synchronous=OFF")  # nobody pulls the plug here
            cursor.close()

    async def down(self) -> None:
        """Lock it."""
        if self._rival is None:
            self._rival = sqlite3.connect(self._path, isolation_level=None)
            self._rival.execute("BEGIN IMMEDIATE")

    async def up(self) -> None:
        """Let it go."""
        if self._rival is not None:
            self._rival.close()
            self._rival = None

    async def cut(self) -> None:
        """Nothing: there is no connection to lose."""

    async def close(self) -> None:
        """Let it go."""
        await self.up()


class Refusing:
    """PostgreSQL: connections are ended, and no new ones taken."""

    def __init__(self, engine: AsyncEngine) -> None:
        address = make_url(engine.url.render_as_string(hide_password=False)).set(drivername="postgresql")
        self._name = address.database
        self._beside = address.set(database="postgres").render_as_string(hide_password=False)
        self._connection: asyncpg.Connection | None = None

    async def down(self) -> None:
        """Refuse everybody."""
        await self._execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS false')
        await self.cut()

    async def up(self) -> None:
        """Let them in again."""
        await self._execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS true')

    async def cut(self) -> None:
        """End all connections, and wait until the server has."""
        await (await self._open()).fetch(CUT, self._name)

    async def close(self) -> None:
        """End its own connection."""
        if self._connection:
            await self._connection.close()
            self._connection = None

    async def _execute(self, statement: str) -> None:
        await (await self._open()).execute(statement)

    async def _open(self) -> asyncpg.Connection:
        if self._connection is None:
            self._connection = await asyncpg.connect(self._beside)
        return self._connection


def trouble(engine: AsyncEngine) -> Trouble:
    """Return what can happen to this database."""
    return LockedFile(engine) if engine.dialect.name == "sqlite" else Refusing(engine)
