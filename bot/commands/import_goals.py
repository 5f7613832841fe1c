"""`cairn import goals`: the tree from the company's goals down to everyone's."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.ground import explained, now, workspace
from bot.commands.importing import A_MINUTE, File, all_or_nothing, in_parts, tell

if TYPE_CHECKING:
    from rich.progress import Progress

    from domain.imports import Line


def goals(file: File) -> None:
    """Import goals, from the company's down to everyone's.

    The first line names the columns, in any order:
    **id, title, level, owner_slack_id, parent_id, kpi, unit, baseline, target, due, status,**
    and, if you like, **kind, direction, starts, cycle, contributors, milestones.**
    Levels are company, team and individual; statuses draft, proposed, active, closed and dropped.
    A further KPI of a goal stands on a line of its own, with the id of the goal and nothing else of it.
    All of the file is imported, or nothing; importing it twice changes nothing.
    """
    with explained():
        from bot.settings import Settings

        url = Settings.load().database_url
        at = now()
        with all_or_nothing(file) as progress:
            counts = asyncio.run(import_goals(url, file, today=at.date(), now=at, progress=progress))
    tell("Goals", *counts)


async def import_goals(
    url: str, file: Path, *, today: date, now: datetime, progress: "Progress"
) -> tuple[int, int, int]:
    """Import that file; return how many are new, changed and as before. Raises CannotImport, storing nothing."""
    from domain.goals_import import history, plan_goals

    lines = _read(file)
    async with workspace(url) as database, database.transaction(budget=A_MINUTE) as store:
        await store.goals.hold_tree()  # what somebody hangs elsewhere meanwhile could make a loop with the file
        known = {goal.ref: goal for goal in await store.goals.all()}
        cycles = await store.cycles.all()
        plan = plan_goals(lines, known, await store.people.imported(), cycles=cycles, today=today)
        for part in in_parts(progress, "New goals", plan.new):
            await store.goals.add_all([one.goal for one in part])
        for part in in_parts(progress, "Changed goals", plan.changed):
            await store.goals.change_all([one.goal for one in part])
        await store.goals.hang({one.goal.ref: one.parent for one in plan.new + plan.changed})
        await store.cycles.place_all()
        after = await store.goals.named([one.goal.ref for one in plan.new + plan.changed])
        await store.goal_history.record(*history(plan, known, after, cycles=cycles, now=now))
    return len(plan.new), len(plan.changed), plan.unchanged


def _read(file: Path) -> "list[Line]":
    from bot.csv_files import read_rows
    from domain.goals_import import COLUMNS, LONG, OPTIONAL
    from domain.imports import lines_of

    return lines_of(read_rows(file, COLUMNS), COLUMNS, optional=OPTIONAL, long=LONG)
