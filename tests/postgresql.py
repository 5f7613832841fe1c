"""One PostgreSQL database for many tests: emptying it takes a tenth of the time that making one takes."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import asyncpg

OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"
SHAPE = """
SELECT md5(
    (SELECT coalesce(string_agg(concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default), ','
                                ORDER BY table_name, column_name), '')
       FROM information_schema.columns WHERE table_schema = 'public')
    || (SELECT coalesce(string_agg(indexdef, ',' ORDER BY indexdef), '') FROM pg_indexes WHERE schemaname = 'public')
    || (SELECT coalesce(string_agg(setconfig::text, ','), '') FROM pg_db_role_setting)
)
"""
"""Columns, indexes and settings: a test that changed one of them gets a new database made for the next."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


class Emptied:
    """A database made from `template_cairn`, handed out empty again and again, to one test at a time.

    One connection to it is kept, in a loop of its own: a new one a test takes longer than the emptying.
    """

    def __init__(self, server: str, url: str) -> None:
        self._server, self._url, self._name = server, url, url.partition("?")[0].rpartition("/")[2]
        self._shape: str | None = None
        self._version: str | None = None
        self._connection: Any = None
        self._runner = asyncio.Runner()

    def again(self) -> str:
        """Return its address, with nothing in it and nobody connected."""
        return str(_beside(self._runner, self._empty()))

    def close(self) -> None:
        """Let go of it."""
        self._leave()
        self._runner.close()

    async def _empty(self) -> str:
        try:
            empty = self._connection is not None and await self._emptied()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # a test ended all connections, or the server
            empty = False
        if not empty:
            self._leave()
            await self._make()
        return self._url

    async def _make(self) -> None:
        connection = await asyncpg.connect(self._server)
        await connection.execute(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {self._name} TEMPLATE template_cairn STRATEGY FILE_COPY")
        await connection.close()
        self._connection = await asyncpg.connect(self._url)
        self._shape, self._version = await _shape(self._connection)

    def _leave(self) -> None:
        if self._connection:
            self._connection.terminate()
            self._connection = None

    async def _emptied(self) -> bool:
        """Delete every row and start the counters anew; False where the database is not what it was made as."""
        connection = self._connection
        await connection.execute(OTHERS, self._name)
        if await _shape(connection) != (self._shape, self._version):
            return False
        tables = [row[0] for row in await connection.fetch(TABLES)]
        counters = [row[0] for row in await connection.fetch(SEQUENCES)]
        deleting = [f'DELETE FROM "{table}"' for table in tables]
        counting = [f'ALTER SEQUENCE "{counter}" RESTART' for counter in counters]
        await connection.execute(";".join(["SET session_replication_role = replica", *deleting, *counting]))
        return True


def _beside(runner: asyncio.Runner, work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in the runner's loop, also while the tests' own loop is the one of this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(runner.run, work).result()


async def _shape(connection: Any) -> tuple[str | None, str | None]:
    """Return what the schema looks like, and its version if it says one."""
    versioned = await connection.fetchval("SELECT to_regclass('public.alembic_version')")
    version = await connection.fetchval("SELECT version_num FROM alembic_version") if versioned else None
    return await connection.fetchval(SHAPE), version
