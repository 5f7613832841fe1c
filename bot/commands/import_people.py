"""`cairn import people`: who takes part and who reports to whom."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.ground import explained, now, workspace
from bot.commands.importing import A_MINUTE, File, all_or_nothing, in_parts, tell

if TYPE_CHECKING:
    from rich.progress import Progress

    from domain.imports import Line


def people(file: File) -> None:
    """Import people and enroll them: who they are, their manager, team and role.

    The first line names the columns, in any order: **slack_id, email, name, manager_slack_id, team, role.**
    **country** may stand beside them (DE, or DE-BY): there nobody is asked on public holidays.
    An e-mail may stand for either id. Roles are employee, manager and admin (the people team).
    All of the file is imported, or nothing; importing it twice changes nothing.
    """
    with explained():
        from bot.settings import Settings

        url = Settings.load().database_url
        with all_or_nothing(file) as progress:
            counts = asyncio.run(import_people(url, file, now=now(), progress=progress))
    tell("People", *counts)


async def import_people(url: str, file: Path, *, now: datetime, progress: "Progress") -> tuple[int, int, int]:
    """Import that file; return how many are new, changed and as before. Raises CannotImport, storing nothing."""
    from domain.homes import concerned
    from domain.people_import import plan_people

    lines = _read(file)
    async with workspace(url) as database, database.transaction(budget=A_MINUTE) as store:
        before = await store.people.imported()
        plan = plan_people(lines, before, now=now)
        for part in in_parts(progress, "People", plan.new + plan.changed):
            await store.people.save_all(part)
        await store.homes.outdate(concerned(before, plan.new + plan.changed), now=now, urgent=True)
    return len(plan.new), len(plan.changed), plan.unchanged


def _read(file: Path) -> "list[Line]":
    from bot.csv_files import read_rows
    from domain.imports import lines_of
    from domain.people_import import COLUMNS, OPTIONAL

    return lines_of(read_rows(file, (*COLUMNS, *OPTIONAL)), COLUMNS, optional=OPTIONAL)
