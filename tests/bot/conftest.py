"""What the tests of the operator's side share: a command line to type at."""

import asyncio

import pytest
from typer.testing import CliRunner

from bot.settings import names
from storage.database import Database


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A folder of its own, and no setting in the environment."""
    for name in names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cairn(bare):
    """Type a command: `cairn("import", "people", file)`. Its result has `exit_code`, `stdout` and `stderr`."""
    from bot.cli import cairn as commands

    def type_in(*words):
        result = CliRunner().invoke(commands, [str(word) for word in words], prog_name="cairn")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return type_in


@pytest.fixture
def northwind(bare, database_url, monkeypatch):
    """The settings name an empty database of each kind in turn; the fixture asks it: `northwind(lambda store: …)`."""
    return _asking(database_url, monkeypatch)


@pytest.fixture
def northwind_on_sqlite(bare, sqlite_url, monkeypatch):
    """The same on SQLite alone, for what is about its file."""
    return _asking(sqlite_url, monkeypatch)


def _asking(url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)

    def ask(question):
        async def asking():
            database = Database.open(url)
            async with database.transaction(budget=30) as store:
                number = await store.workspaces.only()
            async with database.of(number).transaction(budget=30) as store:
                answer = await question(store)
            await database.close()
            return answer

        return asyncio.run(asking())

    return ask
