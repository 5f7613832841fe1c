"""`cairn migrate`: bring the database to the schema of this version."""

import asyncio

from bot.commands.ground import explained


def migrate() -> None:
    """Bring the database to the schema of this version, after an upgrade. Make a copy of it first.

    An empty database is set up by whichever command meets it first, so a new installation does not need this.
    """
    with explained():
        from bot.settings import Settings

        before, after = asyncio.run(_migrate(Settings.load().database_url))
    if before == after:
        print(f"The database has schema {after} already: nothing to do.")
    else:
        print(f"The database is at schema {after} now{f', before at {before}' if before else ''}.")


async def _migrate(url: str) -> tuple[str | None, str]:
    """Return the versions before and after."""
    from storage.engine import open_engine
    from storage.schema import latest, look, migrate

    engine = open_engine(url)
    try:
        before, _ = await look(engine)
        await migrate(engine)
    finally:
        await engine.dispose()
    return before, latest()
