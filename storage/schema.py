"""The schema and its versions: set up an empty database, refuse one that is older or newer than this program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import explained
from storage.engine import READS_ONLY
from storage.sqlite_sizes import tell_sizes

HERE = Path(__file__).parent / "migrations"
TURN = 600
"""Seconds a migration waits for SQLite's lock, while another one migrates or a command writes."""


class OlderSchema(Exception):
    """The database was made by an older version."""

    def __init__(self) -> None:
        super().__init__("The database has an older schema. Make a copy of it, then type: cairn migrate")


class NewerSchema(Exception):
    """The database was made by a newer version."""

    def __init__(self, version: str) -> None:
        super().__init__(
            f"The database has schema {version}, which this version of Cairn does not know. "
            "Install the version that made it, or a later one."
        )


@cache
def latest() -> str:
    """Return the version this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


async def prepare(engine: AsyncEngine) -> None:
    """Set up an empty database; leave a fitting one alone. Raises OlderSchema, NewerSchema, Unavailable."""
    version, empty = await look(engine)
    if version is None and empty:
        await migrate(engine)
    else:
        refuse_other(version)


def refuse_other(version: str | None) -> None:
    """Refuse a schema that is not this program's. Raises OlderSchema, NewerSchema."""
    if version is not None and version not in _known():
        raise NewerSchema(version)
    if version != latest():
        raise OlderSchema


async def migrate(engine: AsyncEngine) -> None:
    """Bring the database to the latest version, all in one transaction. Raises NewerSchema, Unavailable."""
    with explained():
        await _migrate(engine)


async def look(engine: AsyncEngine) -> tuple[str | None, bool]:
    """Return the version of the database and whether it is empty. Raises Unavailable."""
    with explained():
        async with engine.connect() as connection:
            await connection.execution_options(**{READS_ONLY: True})
            return await connection.run_sync(_look)


async def _migrate(engine: AsyncEngine) -> None:
    async with _waiting_for_its_turn(engine) as connection:
        version, _ = await connection.run_sync(_look)
        if version is not None and version not in _known():
            raise NewerSchema(version)
        await connection.run_sync(_upgrade)
        await connection.commit()


@asynccontextmanager
async def _waiting_for_its_turn(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Connect for work that may be long and must not give up: a listener's time-outs would end it half-way.

    Several may start at once: one migrates, the others wait and find nothing to do.
    """
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20261122)")
            yield connection
            return
        file: Any = (await connection.get_raw_connection()).driver_connection
        await file.execute(f"PRAGMA busy_timeout={1000 * TURN}")  # before SQLAlchemy's BEGIN IMMEDIATE
        try:
            yield connection
        finally:
            await connection.invalidate()  # the next one has the usual wait again


def _look(connection: Connection) -> tuple[str | None, bool]:
    version = MigrationContext.configure(connection).get_current_revision()
    return version, not inspect(connection).get_table_names()


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "sqlite":
        tell_sizes(connection)


@cache
def _known() -> frozenset[str]:
    return frozenset(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    return config
