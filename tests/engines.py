"""One dialect and one cache of compiled statements for all engines of a process.

A bot has one engine and compiles each statement once. Each test opens an engine of its own, and SQLAlchemy keeps what it
compiled with the engine: a third of a test's time went into compiling the same statements again.
"""

from typing import Any

from sqlalchemy.engine import Engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


class Sharing:
    """Makes engines as SQLAlchemy does; those of one kind of database share what was compiled."""

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}

    def create(self, address: Any, **options: Any) -> AsyncEngine:
        """Return a new engine. What it shares has met its database: a dialect learns from the first connection."""
        made = create_async_engine(address, **options)
        engine = made.sync_engine
        first = self._first.get(engine.dialect.name)
        if first is None or not hasattr(first.dialect, "default_isolation_level"):
            self._first[engine.dialect.name] = engine
            return made
        engine.dialect = engine.pool._dialect = first.dialect
        engine._compiled_cache = first._compiled_cache
        return made
