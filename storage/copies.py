"""Copies of a SQLite database: taken while the bot writes, checked, and put back. PostgreSQL has its own tools for that."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

WAIT = 60.0
"""Seconds a copy waits for a writer."""
BESIDE = ("", "-wal", "-shm")
"""The files that make one database."""


class NotACopy(Exception):
    """The file is no whole database of Cairn; the text says why."""


def take(database: Path, copy: Path) -> None:
    """Write a whole copy of the database, also while others write. Raises FileExistsError, and sqlite3.Error.

    Nobody but the owner may read it. It stands under its name only when it is whole and checked.
    """
    if copy.exists():
        raise FileExistsError(copy)
    unfinished = copy.with_name(copy.name + ".part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        _copy(database, unfinished)
        check(unfinished)
        _to_disk(unfinished)
        os.link(unfinished, copy)  # unlike a rename it never takes the place of a file that came meanwhile
    finally:
        unfinished.unlink(missing_ok=True)


def check(copy: Path) -> None:
    """Look whether a file is a whole database of Cairn. Raises NotACopy."""
    if not copy.is_file():
        raise NotACopy(f"{copy.name} is not there.")
    try:
        with closing(_open(copy, "ro")) as database:
            found = [row[0] for row in database.execute("PRAGMA integrity_check")]
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as broken:
        raise NotACopy(f"{copy.name} cannot be read as a database ({broken}).") from None
    if found != ["ok"]:
        raise NotACopy(f"{copy.name} is damaged ({found[0]}).")
    if not {"alembic_version", "outbox"} <= tables:
        raise NotACopy(f"{copy.name} is a database, but not one of Cairn's.")


def put_back(copy: Path, database: Path, *, now: datetime) -> Path | None:
    """Have the copy take the place of the database; return where the one before is kept, None where there was none.

    Nobody else may have the database open. Raises NotACopy.
    """
    check(copy)
    fresh = database.with_name(database.name + ".restoring")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    _copy(copy, fresh)
    _to_disk(fresh)
    before = database.with_name(f"{database.name}.before-{now:%Y%m%d-%H%M%S}")
    kept = before if database.exists() else None
    for ending in BESIDE:
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(before.with_name(before.name + ending))
    fresh.rename(database)
    return kept


def _copy(source: Path, target: Path) -> None:
    with closing(_open(source, "ro")) as read, closing(_open(target, "rw")) as write:
        read.backup(write)


def _open(file: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=WAIT)


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
