"""The bot as `cairn run` starts it, in a process of its own, to be killed; a file decides whether its disk is full."""

import asyncio
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine

import storage.engine
from bot import logs
from bot.serving import serve
from bot.settings import Settings
from faults.kills import points

LOG, FULL = "bot.log", "full"
MOST_PAGES = 2**30
"""Pages a SQLite file may have where nothing is said."""
NO_MORE = 1
"""Fewer than there are: SQLite takes that for *not one more*."""


def live(facts: dict[str, Any], folder: Path, point: str | None, nth: int) -> None:
    """Serve until killed; what it says goes to a file in the folder."""
    log = (folder / LOG).open("a")
    os.dup2(log.fileno(), 2)
    logs.set_up(stream=log)
    if point:
        points.arm(point, nth)
    _with_a_disk_that_may_be_full(folder / FULL)
    asyncio.run(serve(Settings.load(None, **facts)))


def _with_a_disk_that_may_be_full(flag: Path) -> None:
    """Have each connection to SQLite refuse to let the file grow while the flag is there."""
    real = storage.engine._sqlite

    def limited(address: URL) -> AsyncEngine:
        made = real(address)

        @event.listens_for(made.sync_engine, "begin")
        def resize(connection: Any) -> None:
            pages = NO_MORE if flag.exists() else MOST_PAGES
            connection.connection.driver_connection._connection.execute(f"PRAGMA max_page_count={pages}")

        return made

    storage.engine._sqlite = limited


def hold(file: str, held: Any, over: Any) -> None:
    """Keep a SQLite file locked, as a foreign program could, until told that it is over."""
    connection = sqlite3.connect(file, timeout=60, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    held.set()
    over.wait()
    connection.execute("ROLLBACK")
    connection.close()
