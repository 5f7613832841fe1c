"""`cairn import readings`: numbers of KPIs, from a spreadsheet or another system's export."""

import asyncio
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.ground import explained, now, workspace
from bot.commands.importing import A_MINUTE, File, all_or_nothing, in_parts

if TYPE_CHECKING:
    from rich.progress import Progress

    from domain.imports import Line

Correct = Annotated[bool, typer.Option("--correct", help="Let numbers of the file replace others of the same moment.")]


def readings(file: File, correct: Correct = False) -> None:
    """Import readings of KPIs: how a number stood, and when.

    The first line names the columns, in any order: **goal, kpi, value, at**, and **key, note** if you like.
    A goal is named by its id, such as G-12; the KPI's name may be empty where the goal has one only.
    `at` is a date, or a moment with its time zone. Only active goals take readings, and none of the future.
    All of the file is imported, or nothing; importing it twice changes nothing.
    """
    with explained():
        from bot.settings import Settings

        url = Settings.load().database_url
        with all_or_nothing(file) as progress:
            became = asyncio.run(import_readings(url, file, correct=correct, now=now(), progress=progress))
    print(f"Readings: {became['taken']} new, {became['corrected']} corrected, {became['known']} as before.")


async def import_readings(url: str, file: Path, *, correct: bool, now: datetime, progress: "Progress") -> Counter[str]:
    """Import that file; return how many readings became what. Raises CannotImport, storing nothing."""
    from bot.readings import plan_readings
    from domain.readings import CannotTake
    from domain.readings_import import HOW, mistakes, told_in

    lines = _read(file)
    try:
        async with workspace(url) as database, database.transaction(budget=A_MINUTE) as store:
            plan = await plan_readings(store, told_in(lines, correct=correct), how=HOW, now=now)
            for part in in_parts(progress, "Readings", plan.new):
                await store.readings.add(*part)
            store.homes.news(goals={one.goal for one in plan.new}, now=now)
    except CannotTake as found:
        raise mistakes(lines, found) from None
    return Counter(map(str, plan.became))


def _read(file: Path) -> "list[Line]":
    from bot.csv_files import read_rows
    from domain.imports import lines_of
    from domain.readings_import import COLUMNS, OPTIONAL

    return lines_of(read_rows(file, (*COLUMNS, *OPTIONAL)), COLUMNS, optional=OPTIONAL)
