"""`cairn backup`, `cairn restore`, `cairn restored`: copies of the database, and nothing said twice after one was put back."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.ground import CannotDo, explained, now

THEIR_OWN = (
    "{what} is for SQLite. PostgreSQL has its own tools: docs/operating.md, *Backups*, has the commands. After putting "
    "one back type: cairn restored"
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The copy.", show_default=False, dir_okay=False)]


def backup(file: File) -> None:
    """Write a whole, checked copy of a SQLite database to FILE; the bot goes on meanwhile. It holds all that people wrote."""
    with explained():
        from storage import copies

        database = _sqlite("cairn backup")
        if not database.exists():
            raise CannotDo(f"There is no database at {database} yet, so there is nothing to copy.")
        try:
            copies.take(database, file)
        except FileExistsError:
            raise CannotDo(f"{file} is there already and stays as it is. Choose another name.") from None
        except (OSError, copies.NotACopy) as trouble:
            raise CannotDo(f"The copy could not be written: {trouble}. Nothing was left behind.") from None
    print(f"{file} holds a whole copy of {database.name}, {_size(file)}. Keep it where only you can read it.")


def restore(file: File) -> None:
    """Put a copy back in place of a SQLite database, while the bot is stopped. The database before is kept beside it.

    When the bot starts, everything that may have been said since is looked for in Slack before it is said.
    """
    with explained():
        from storage import copies
        from storage.only_one import CannotBeTheOne, only_one

        database = _sqlite("cairn restore")
        try:
            with only_one(f"sqlite:///{database}"):
                kept = copies.put_back(file, database, now=now())
                asyncio.run(_restored(f"sqlite:///{database}"))
        except (OSError, copies.NotACopy, CannotBeTheOne) as no:
            raise CannotDo(f"{no} Nothing was changed.") from None
    print(
        f"{database.name} is the copy {file.name} now." + (f" The one before is kept as {kept.name}." if kept else "")
    )
    print("Start the bot: it looks in Slack for what it may have said since, and repeats none of it.")


def restored() -> None:
    """Tell Cairn that its PostgreSQL database was just replaced by a backup, before the bot starts again."""
    with explained():
        from bot.settings import Settings

        count = asyncio.run(_restored(Settings.load().database_url))
    workspaces = "The workspace is" if count == 1 else f"All {count} workspaces are"
    print(
        f"{workspaces} marked. Start the bot: it looks in Slack for what it may have said since, and repeats none of it."
    )


def _sqlite(what: str) -> Path:
    """Return the file of the database in the settings. Raises CannotDo."""
    from bot.settings import Settings
    from storage.engine import with_driver

    address = with_driver(Settings.load().database_url)
    if address.get_backend_name() != "sqlite" or not address.database:
        raise CannotDo(THEIR_OWN.format(what=what))
    return Path(address.database)


async def _restored(url: str) -> int:
    """Bring the database to this version's schema and mark each workspace; return how many there are."""
    from storage.database import Database
    from storage.schema import migrate

    database = Database.open(url)
    try:
        await migrate(database.engine)
        async with database.transaction(budget=30) as store:
            numbers = await store.workspaces.numbers()
        for number in numbers:
            async with database.of(number).transaction(budget=30) as store:
                await store.workspaces.restored(now=now())
    finally:
        await database.close()
    return len(numbers)


def _size(file: Path) -> str:
    return f"{max(file.stat().st_size / 1_000_000, 0.1):.1f} MB"
