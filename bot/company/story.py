"""Northwind's first twelve weeks, from the Tuesday of the imports to this Friday morning, lived and not written down.

The people team imports people, goals and the teams' own questions, and opens two cycles; then everyone is asked each
Friday, answers, thanks, tells, chats, and keeps or misses goals, as the files beside this one say. The last prompt is due
a few seconds after the end.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from pathlib import Path

from rich.progress import Progress

from bot.app import CannotStart
from bot.commands.cycle import open_one
from bot.commands.import_goals import import_goals
from bot.commands.import_people import import_people
from bot.commands.import_questions import import_questions
from bot.commands.import_readings import import_readings
from bot.company import checking_in, clearing, files, goal_keeping, goal_setting, talking, telling, thanking
from bot.company.life import Deed, Life
from bot.company.weeks import WEEKS
from domain.calendar import Schedule, instant, opens_at, zone
from domain.imports import CannotImport

HOME = zone("Europe/Berlin")
BEGINS = "1 Tue 09:00"
MORNINGS = ("12 Wed 09:00", "12 Thu 09:00", "13 Tue 09:00", "13 Wed 09:00", "13 Thu 09:00", "13 Fri 09:00")
CYCLES = {"First sixteen weeks": ("in 0 days", "in 116 days"), "First half-year": ("in 0 days", "in 180 days")}
READINGS = "goal,kpi,value,at,note\n"


async def live(life: Life, folder: Path, url: str, *, told: Callable[[int], None]) -> None:
    """Live up to this morning; `told` hears which week it is. Raises CannotStart."""
    await _import(life, folder, url)
    deeds = sorted(_deeds(life, folder, url), key=lambda deed: deed.at)
    for week in range(1, WEEKS + 1):
        told(week)
        await life.live(_between(deeds, _monday(life, week), _monday(life, week + 1)))
        life.forget_whispers()
    midnight = instant(life.weeks.today, time(0), HOME)
    told(WEEKS)
    await life.live(_between(deeds, _monday(life, WEEKS + 1), midnight))
    life.everything_is_read()
    await life.live(deed for deed in deeds if deed.at >= midnight)
    life.forget_whispers()


def _monday(life: Life, week: int) -> datetime:
    return life.weeks.moment(f"{week} Mon 00:00", HOME)


def _between(deeds: list[Deed], start: datetime, end: datetime) -> Iterator[Deed]:
    return (deed for deed in deeds if start <= deed.at < end)


def _deeds(life: Life, folder: Path, url: str) -> Iterator[Deed]:
    answered = files.check_ins()
    yield from _prompts(life, answered)
    yield from _mornings(life)
    yield from checking_in.answers(life, answered)
    yield from checking_in.rounds(life, files.rows("rounds"))
    yield from clearing.answers(life, files.rows("blockers"))
    yield from thanking.thanks(life, files.rows("kudos"))
    yield from thanking.recaps(life, HOME)
    yield from telling.feedback(life, files.rows("feedback"))
    yield from goal_setting.goals(life, files.rows("goals"))
    yield from goal_keeping.deeds(life, files.rows("goals_kept"))
    yield from talking.talk(life, files.rows("chatter"))
    yield from talking.letters(life, files.rows("direct"))
    yield from talking.leave(life, files.rows("leave"))
    for row in files.rows("readings"):
        taking = partial(_import_readings, life, folder, url, row["readings"])
        yield Deed(life.weeks.moment(row["when"], HOME), f"the import of readings at {row['when']}", taking)


def _mornings(life: Life) -> Iterator[Deed]:
    """Yield the mornings of the last days, on which everybody is told what waits for them."""
    for told in MORNINGS:
        yield Deed(life.weeks.moment(told, HOME), f"the morning of {told}", life.plan)


def _prompts(life: Life, people: Iterable[str]) -> Iterator[Deed]:
    """Yield the moments at which the bot asks, in every zone; those of this Friday that are over already too."""
    zones = dict.fromkeys(map(life.zone_of, people))
    end = opens_at(life.weeks.today, Schedule(), HOME)
    for week in range(1, WEEKS + 2):
        for tz in zones:
            at = opens_at(life.weeks.friday(week), Schedule(), tz)
            if at < end:
                yield Deed(at, f"the prompt of week {week}", life.plan)


async def _import(life: Life, folder: Path, url: str) -> None:
    people = partial(import_people, now=life.clock())
    await _take(people, files.sheet("people.csv", folder, life.weeks), url)
    now = life.clock()
    goals = partial(import_goals, today=now.astimezone(HOME).date(), now=now)
    await _take(goals, files.sheet("goals.csv", folder, life.weeks), url)
    for name, span in CYCLES.items():
        await open_one(url, name, *map(date.fromisoformat, map(life.weeks.with_dates, span)))
    questions = partial(import_questions, now=life.clock())
    await _take(questions, files.sheet("questions.csv", folder, life.weeks), url)


async def _import_readings(life: Life, folder: Path, url: str, told: str) -> None:
    readings = partial(import_readings, correct=False, now=life.clock())
    await _take(readings, files.written("readings.csv", READINGS + told, folder, life.weeks), url)


async def _take(importing: Callable[..., Awaitable[object]], sheet: Path, url: str) -> None:
    try:
        await importing(url, sheet, progress=Progress(disable=True))
    except CannotImport as wrong:
        raise CannotStart(f"The demo company could not be made: {sheet.name} was refused. {wrong}") from None
