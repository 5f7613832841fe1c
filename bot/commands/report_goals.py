"""`cairn report goals`: the tree of goals on one page."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.files import write
from bot.commands.ground import explained, now, workspace

if TYPE_CHECKING:
    from domain.goal_report import GoalReport

LONG_ENOUGH = 300
"""Seconds; it reads all check-ins of all years, beside whoever writes."""


class Format(StrEnum):
    """How the report is written."""

    HTML = "html"
    JSON = "json"


def goals(
    format: Annotated[Format, typer.Option(help="A page for the browser, or data for programs.")] = Format.HTML,
    everyone: Annotated[
        bool, typer.Option("--everyone", help="Individual goals too. Such a page is not to be passed on.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="A file to write to.", dir_okay=False, show_default="the terminal")
    ] = None,
) -> None:
    """Write the tree of goals: how each stands and why, how its numbers went, how much evidence names it.

    It holds company and team goals, which everyone may read.
    """
    with explained():
        from bot.goal_report import as_file
        from bot.settings import Settings

        made = asyncio.run(_report(Settings.load().database_url, everyone=everyone))
        write(as_file(made, format.value), out)


async def _report(url: str, *, everyone: bool) -> "GoalReport":
    async with workspace(url) as database, database.reading(budget=LONG_ENOUGH) as store:
        return await store.goal_reports.report(everyone=everyone, now=now())
