"""The schema: the migrations make what the tables say, on both databases, once, and never over something else."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import Unavailable
from storage.engine import PRAGMAS, open_engine
from storage.schema import NewerSchema, OlderSchema, latest, look, migrate, prepare, refuse_other
from storage.tables import Row


@pytest.fixture
async def migrated(database_url) -> AsyncIterator[AsyncEngine]:
    """A database of the latest version."""
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def empty_url(database_url, tmp_path) -> str:
    """The address of a database without a single table."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path / 'empty.db'}"
    engine = open_engine(database_url)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    return database_url


@pytest.fixture
async def empty(empty_url) -> AsyncIterator[AsyncEngine]:
    """A database without a single table."""
    engine = open_engine(empty_url)
    yield engine
    await engine.dispose()


async def set_version(engine: AsyncEngine, statement: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text(statement))


async def test_the_migrations_make_what_the_tables_say(migrated):
    def differences(connection: Connection) -> list:
        return compare_metadata(MigrationContext.configure(connection), Row.metadata)

    async with migrated.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_table_belongs_to_a_workspace_and_names_its_constraints(migrated):
    def facts(connection: Connection) -> dict:
        seen = inspect(connection)
        return {
            name: ({column["name"] for column in seen.get_columns(name)}, seen.get_foreign_keys(name))
            for name in seen.get_table_names()
        }

    async with migrated.connect() as connection:
        tables = await connection.run_sync(facts)
    for name, (columns, keys) in tables.items():
        if name not in {"workspaces", "alembic_version"}:
            assert "workspace_id" in columns, name
            assert all(key["name"] for key in keys), name


async def test_an_empty_database_is_set_up_and_a_fitting_one_left_alone(empty):
    assert await look(empty) == (None, True)

    await prepare(empty)
    await prepare(empty)
    await migrate(empty)

    assert await look(empty) == (latest(), False)


@pytest.mark.parametrize("step", [prepare, migrate], ids=["prepare", "migrate"])
async def test_several_that_start_at_once_set_it_up_once(empty_url, step, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "busy_timeout", 1)  # a listener's wait, used up: a migration has its own
    engines = [open_engine(empty_url) for _ in range(3)]

    await asyncio.gather(*(step(engine) for engine in engines))

    assert await look(engines[0]) == (latest(), False)
    for engine in engines:
        await engine.dispose()


async def test_a_database_of_another_program_or_an_older_version_is_refused_with_the_command_to_type(migrated):
    await set_version(migrated, "DELETE FROM alembic_version")

    with pytest.raises(OlderSchema, match="cairn migrate"):
        await prepare(migrated)


async def test_a_newer_schema_is_refused_with_its_version(migrated):
    await set_version(migrated, "UPDATE alembic_version SET version_num = '9999'")

    for step in (prepare, migrate):
        with pytest.raises(NewerSchema, match="schema 9999"):
            await step(migrated)


def test_this_programs_schema_is_not_refused():
    refuse_other(latest())


async def test_migrations_go_down_again_to_nothing(migrated):
    from alembic import command

    from storage.schema import _config

    def down(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    async with migrated.connect() as connection:
        await connection.run_sync(down)
        await connection.commit()
        left = await connection.run_sync(lambda one: inspect(one).get_table_names())
    assert left == ["alembic_version"]


async def test_a_database_that_is_gone_cannot_be_set_up():
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none")

    for step in (prepare, migrate):
        with pytest.raises(Unavailable):
            await step(engine)
    await engine.dispose()
