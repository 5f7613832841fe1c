"""Connections, set up and checked each time one is made, because their settings are per connection.

SQLite: WAL, `synchronous=FULL` (a commit costs 0.15 ms), foreign keys, a wait for the lock; BEGIN is ours, since the
driver's own comes too late for BEGIN IMMEDIATE. PostgreSQL: UTC, a durable commit, a statement time-out, few connections.
"""

from typing import Any

from sqlalchemy import event, make_url
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import postgresql, sqlite

READS_ONLY = "cairn_reads_only"
READING: dict[str, dict[str, Any]] = {
    "sqlite": {READS_ONLY: True},
    "postgresql": {"isolation_level": "REPEATABLE READ"},
}
"""What has each database read from one state, beside the writers."""
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 1200}
STATEMENT_TIMEOUT = 10_000
"""Milliseconds PostgreSQL works on one statement whose asker is gone; whoever is there has a shorter budget."""
CONNECTING = 2
"""Seconds to connect to PostgreSQL; a listener's budget ends the wait sooner."""
HIDE = True
"""An error's text may reach a log; the parameters of its statement are what people wrote."""
PATIENCE = 5.0
"""Seconds a pool would have somebody wait for a connection: longer than any listener's budget, which ends the wait."""
CONNECTIONS = 10
"""Kept open: one more for a moment would cost PostgreSQL a process, which is more than its turn takes."""
POOL = {"pool_size": CONNECTIONS, "max_overflow": 0, "pool_timeout": PATIENCE, "pool_pre_ping": False}


class BadDatabaseUrl(ValueError):
    """The address names no database Cairn can use."""


def with_driver(url: str) -> URL:
    """Return the address with the async driver. Raises BadDatabaseUrl with a clear sentence."""
    try:
        parsed = make_url(url)
    except Exception:  # noqa: BLE001, whatever is wrong with it, the answer is the same
        raise BadDatabaseUrl(
            "it is no database address; write sqlite:///cairn.db or postgresql://user@host/name"
        ) from None
    driver = DRIVERS.get(parsed.get_backend_name())
    if driver is None:
        raise BadDatabaseUrl(f"{parsed.get_backend_name()} is not supported; use sqlite:///… or postgresql://…")
    return parsed.set(drivername=driver)


def open_engine(url: str) -> AsyncEngine:
    """Return an engine for `url`; nothing is connected yet. Raises BadDatabaseUrl."""
    address = with_driver(url)
    return _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)


def _sqlite(address: URL) -> AsyncEngine:
    engine = create_async_engine(
        address,
        connect_args={"async_creator_fn": sqlite.connect},
        hide_parameters=HIDE,
        **POOL,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for name, wanted in PRAGMAS.items():
            cursor.execute(f"PRAGMA {name}={wanted}")
            cursor.execute(f"PRAGMA {name}")
            if cursor.fetchone()[0] != wanted:
                raise RuntimeError(f"SQLite did not accept {name}={wanted}; is the file on a network disk?")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get(READS_ONLY)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _postgresql(address: URL) -> AsyncEngine:
    settings = {
        "timezone": "UTC",
        "synchronous_commit": "on",
        "statement_timeout": str(STATEMENT_TIMEOUT),
        "idle_in_transaction_session_timeout": "10000",
        "application_name": "cairn",
        "random_page_cost": "1.1",  # a disk without a head: few answers by an index, not all of a week by its date
    }
    connecting = {"timeout": CONNECTING, "connection_class": postgresql.Connection, "server_settings": settings}
    engine = create_async_engine(address, connect_args=connecting, hide_parameters=HIDE, pool_use_lifo=True, **POOL)
    postgresql.notice_the_dead(engine)
    return engine
