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


class CannotBeTheOne(Exception):
    """The lock is not to be had; the text says why and what to do."""


class NoPlace(CannotBeTheOne):
    """There is nowhere to write."""

    def __init__(self, file: Path, why: str | None) -> None:
        super().__init__(f"{file} cannot be written ({why}). Make its folder, or correct DATABASE_URL.")


class RunsAlready(CannotBeTheOne):
    """Another bot has this database."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another `cairn run` works on {file.name} already. Stop it first, or use PostgreSQL for several at once. "
            "Imports, `cairn outbox` and `cairn doctor` work beside it."
        )


@contextmanager
def only_one(url: str) -> Iterator[None]:
    """Be the only bot on the database at `url` for a while. Raises CannotBeTheOne, BadDatabaseUrl."""
    address = with_driver(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        yield
        return
    file = Path(address.database)
    try:
        lock = file.with_name(file.name + ENDING).open("ab")
    except OSError as trouble:
        raise NoPlace(file, trouble.strerror) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunsAlready(file) from None
        yield
