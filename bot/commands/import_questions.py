"""`cairn import questions`: what each team asks its own people in the check-in."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.ground import explained, now, workspace
from bot.commands.importing import A_MINUTE, File, all_or_nothing

if TYPE_CHECKING:
    from rich.progress import Progress

    from domain.imports import Line


def questions(file: File) -> None:
    """Import the questions that teams ask their own people in each check-in, five a team at most.

    The first line names the columns, in any order: **team, question.** A line is a question; they are asked in the order
    of the file. For each team in it, the file holds all questions: those it leaves out are asked no more.
    All of the file is imported, or nothing; importing it twice changes nothing.
    """
    with explained():
        from bot.settings import Settings

        url = Settings.load().database_url
        with all_or_nothing(file) as progress:
            new, retired, kept = asyncio.run(import_questions(url, file, now=now(), progress=progress))
    print(f"Questions: {new} new, {retired} taken out, {kept} as before.")


async def import_questions(url: str, file: Path, *, now: datetime, progress: "Progress") -> tuple[int, int, int]:
    """Import that file; return how many are new, taken out and as before. Raises CannotImport, storing nothing."""
    from domain.questions_import import plan_import

    lines = _read(file)
    async with workspace(url) as database, database.transaction(budget=A_MINUTE) as store:
        await store.questions.lock()
        teams = await store.questions.teams()
        plans = plan_import(lines, teams, await store.questions.current(teams))
        for plan in progress.track(plans, description="Teams"):
            await store.questions.change(plan, now=now)
    return sum(len(one.new) for one in plans), sum(len(one.retire) for one in plans), sum(one.kept for one in plans)


def _read(file: Path) -> "list[Line]":
    from bot.csv_files import read_rows
    from domain.imports import lines_of
    from domain.questions_import import COLUMNS

    return lines_of(read_rows(file, COLUMNS), COLUMNS)
