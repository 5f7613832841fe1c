"""Millions of rows into a migrated database: COPY on PostgreSQL, one transaction without a journal on SQLite.

Nothing is checked on the way in, so what is poured must be right: references, ids that count on, dates as `Spelling` says.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import make_url

UNSAFE = ("journal_mode=off", "synchronous=off", "foreign_keys=off", "cache_size=-1000000", "temp_store=memory")
"""What a file may do without that is thrown away where filling it fails."""
OWN_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?"
NO_TRIGGERS = "SET session_replication_role = replica"
COUNT_ON = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"


class Rows(NamedTuple):
    """The rows of one table, in the order of its columns. `counted` tells that they bring ids of their own."""

    table: str
    columns: Sequence[str]
    rows: Iterable[tuple[Any, ...]]
    counted: bool = False


class Spelling(NamedTuple):
    """How a database takes days and moments."""

    day: Callable[[date], Any]
    moment: Callable[[datetime], Any]


def spelling(url: str) -> Spelling:
    """Return how this database takes them: SQLite as the text SQLAlchemy makes of them."""
    if _is_sqlite(url):
        return Spelling(date.isoformat, lambda at: at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f"))
    return Spelling(lambda day: day, lambda at: at)


async def pour(url: str, tables: Iterable[Rows]) -> None:
    """Put these rows into the database, a table after the other; planners know of them afterwards."""
    if _is_sqlite(url):
        _into_sqlite(str(make_url(url).database), tables)
    else:
        await _into_postgresql(url, tables)


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _into_sqlite(path: str, tables: Iterable[Rows]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in UNSAFE:
        connection.execute(f"PRAGMA {pragma}")
    sizes = connection.execute("SELECT tbl, idx, stat FROM sqlite_stat1").fetchall()
    for some in tables:
        indexes = connection.execute(OWN_INDEXES, (some.table,)).fetchall()
        connection.execute("BEGIN")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        places = ", ".join("?" * len(some.columns))
        insert = f"INSERT INTO {some.table} ({', '.join(some.columns)}) VALUES ({places})"
        connection.executemany(insert, some.rows)
        for _, again in indexes:
            connection.execute(again)
        connection.execute("COMMIT")
    connection.execute("DELETE FROM sqlite_stat1")  # what the schema said of an index went with it
    connection.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", sizes)
    connection.execute("PRAGMA journal_mode=wal")
    connection.close()


async def _into_postgresql(url: str, tables: Iterable[Rows]) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(NO_TRIGGERS)
        for some in tables:
            await connection.copy_records_to_table(some.table, columns=some.columns, records=some.rows)
            if some.counted:
                await connection.execute(COUNT_ON.format(table=some.table))
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
