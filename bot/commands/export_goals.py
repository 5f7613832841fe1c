"""`cairn export goals`: all goals as the file that `cairn import goals` takes."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.files import write
from bot.commands.ground import explained, workspace
from bot.commands.importing import A_MINUTE

if TYPE_CHECKING:
    from domain.cycles import Cycle
    from domain.goals import Goal


def goals(
    file: Annotated[Path | None, typer.Argument(metavar="FILE.csv", help="A file to write to.", dir_okay=False)] = None,
) -> None:
    """Write all goals with all their KPIs, drafts and individual ones too, as a file that `cairn import goals` takes.

    To change many goals at once: export them, edit the file, import it. As it is, it changes nothing.
    """
    with explained():
        from bot.csv_files import as_csv
        from bot.settings import Settings
        from domain.goals_export import COLUMNS, rows

        write(as_csv(COLUMNS, rows(*asyncio.run(_all(Settings.load().database_url)))), file)


async def _all(url: str) -> "tuple[list[Goal], list[Cycle]]":
    async with workspace(url) as database, database.reading(budget=A_MINUTE) as store:
        return await store.goals.all(), await store.cycles.all()
