"""What the commands stand on: settings read, the database opened, and every no as one sentence with an exit code."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from storage.database import Database

WRONG_SETTINGS = 2
FAILED = 1


class CannotDo(Exception):
    """A command cannot do what it was asked; the text says why and what to do."""


@contextmanager
def explained() -> Iterator[None]:
    """Turn what is wrong with settings, database or request into one sentence on stderr and an exit code."""
    from bot.settings import SettingsError
    from bot.trouble import why_unavailable
    from domain.refusals import Refusal
    from storage.database import Unavailable
    from storage.engine import BadDatabaseUrl
    from storage.schema import NewerSchema, OlderSchema

    try:
        yield
    except SettingsError as wrong:
        raise stop(str(wrong), code=WRONG_SETTINGS) from None
    except BadDatabaseUrl as wrong:
        raise stop(f"DATABASE_URL cannot be used: {wrong}.", code=WRONG_SETTINGS) from None
    except Unavailable as trouble:
        raise stop(why_unavailable(trouble)) from None
    except (OlderSchema, NewerSchema, Refusal, CannotDo) as no:
        raise stop(str(no)) from None


def stop(sentence: str, *, code: int = FAILED) -> typer.Exit:
    """Say why on stderr, and return what to raise."""
    print(sentence, file=sys.stderr)
    return typer.Exit(code)


@asynccontextmanager
async def workspace(url: str) -> "AsyncIterator[Database]":
    """Open the database, set up if it is empty, seen from its one workspace. Raises CannotDo where there are several."""
    from storage.database import Database
    from storage.schema import prepare

    database = Database.open(url)
    try:
        await prepare(database.engine)
        async with database.transaction(budget=10) as store:
            number = await store.workspaces.only()
        if number is None:
            raise CannotDo("This database holds several workspaces, and this command works on one. Nothing was done.")
        yield database.of(number)
    finally:
        await database.close()


def now() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)
