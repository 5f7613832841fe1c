"""What a part of `make faults` is given, and what it tells."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from faults.databases.server import Server
from storage.engine import open_engine
from storage.schema import migrate


@dataclass(frozen=True)
class Run:
    """One run of a part on one kind of database (sqlite, postgresql): `seed` decides what happens.

    `folder` is for its files, `server` the PostgreSQL that databases live in, where they do; `say` tells how far it is.
    """

    seed: int
    kind: str
    folder: Path
    server: Server | None
    say: Callable[[str], None]

    async def database(self, name: str) -> str:
        """Return the address of a new, empty database with the schema of this version."""
        if self.server:
            return await asyncio.to_thread(self.server.database, name)
        url = f"sqlite:///{self.folder / name}.db"
        engine = open_engine(url)
        await migrate(engine)
        await engine.dispose()
        return url


@dataclass(frozen=True)
class Seen:
    """A line of the report: what was done, what should come of it, what was seen, and whether these agree."""

    what: str
    wanted: str
    seen: str
    good: bool


Whole = Callable[[Run], AsyncIterator[Seen]]
"""Does a part whole, and yields what was seen, a line at a time. What it finds wrong it tells, and does not raise."""
