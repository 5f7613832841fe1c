"""One bot to a SQLite file: the operating system's own lock, which ends with its process however that ends.

Imports, `cairn outbox` and `cairn doctor` work beside the bot in short transactions and do not ask for it. PostgreSQL
takes any number of bots: there nothing is locked.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.engine import with_driver

ENDING = "-running"
"""Beside the database, as SQLite's own `-wal`; the file stays when the lock is gone, and means nothing then."""


class RunsAlready(Exception):
    """Another bot has this database; the text says what to do."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another `cairn run` works on {file.name} already. Stop it first, or use PostgreSQL for several at once. "
            "Imports, `cairn outbox` and `cairn doctor` work beside it."
        )


@contextmanager
def only_one(url: str) -> Iterator[None]:
    """Be the only bot on the database at `url` for a while. Raises RunsAlready, BadDatabaseUrl."""
    address = with_driver(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        yield
        return
    file = Path(address.database)
    with file.with_name(file.name + ENDING).open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunsAlready(file) from None
        yield
