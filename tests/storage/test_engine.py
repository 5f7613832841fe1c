"""Connections: which addresses are taken, and how every connection is set up."""

import pytest
from sqlalchemy import text

from storage.engine import PRAGMAS, BadDatabaseUrl, open_engine, with_driver


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        pytest.param("sqlite:///cairn.db", "sqlite+aiosqlite", id="SQLite"),
        pytest.param("sqlite+aiosqlite:///cairn.db", "sqlite+aiosqlite", id="SQLite with its driver"),
        pytest.param("postgresql://u@h/n", "postgresql+asyncpg", id="PostgreSQL"),
        pytest.param("postgres://u@h/n", "postgresql+asyncpg", id="PostgreSQL as hosts write it"),
        pytest.param("postgresql+psycopg://u@h/n", "postgresql+asyncpg", id="PostgreSQL with another driver"),
    ],
)
def test_an_address_is_given_the_async_driver(url, driver):
    assert with_driver(url).drivername == driver


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("mysql://u@h/n", "mysql is not supported", id="another database"),
        pytest.param("cairn.db", "no database address", id="a file name"),
        pytest.param("", "no database address", id="nothing"),
        pytest.param("postgresql://u:secret@h:port/n", "no database address", id="a port that is none"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_repeating_it(url, words):
    with pytest.raises(BadDatabaseUrl, match=words) as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


async def test_every_connection_is_durable_and_checks_what_refers_to_what(database):
    async with database.engine.connect() as connection:
        if database.engine.dialect.name == "sqlite":
            for name, wanted in PRAGMAS.items():
                assert (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() == wanted
        else:
            for name, wanted in {"synchronous_commit": "on", "TimeZone": "UTC", "statement_timeout": "10s"}.items():
                assert (await connection.execute(text(f"SHOW {name}"))).scalar() == wanted


async def test_a_file_that_cannot_keep_promises_is_refused(sqlite_url, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "journal_mode", "sideways")
    engine = open_engine(sqlite_url)

    with pytest.raises(RuntimeError, match="did not accept journal_mode"):
        async with engine.connect():
            pass
    await engine.dispose()
