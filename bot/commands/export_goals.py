"""`cairn export goals`: all goals as the file that `cairn import goals` takes."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.files import write
from bot.commands.ground import explained, workspace
from bot.commands.importing import A_MINUTE

if TYPE_CHECKING:
    from domain.goals import Goal


def goals(
    file: Annotated[Path | None, typer.Argument(metavar="FILE.csv", help="A file to write to.", dir_okay=False)] = None,
) -> None:
    """Write all goals, drafts and individual ones too, as a file that `cairn import goals` takes.

    To change many goals at once: export them, edit the file, import it. As it is, it changes nothing.
    """
    with explained():
        from bot.csv_files import as_csv
        from bot.settings import Settings
        from domain.goals_export import COLUMNS, further_kpis, rows

        found = asyncio.run(_all(Settings.load().database_url))
        write(as_csv(COLUMNS, rows(found)), file)
    if further := further_kpis(found):
        what = "1 goal has" if further == 1 else f"{further} goals have"
        typer.echo(
            f"{what} several KPIs, and the file tells of the first. An import leaves the others as they are.", err=True
        )


async def _all(url: str) -> "list[Goal]":
    async with workspace(url) as database, database.reading(budget=A_MINUTE) as store:
        return await store.goals.all()
