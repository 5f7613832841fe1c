"""Northwind's first twelve weeks, from the Tuesday of the imports to this Friday morning, lived and not written down.

The people team imports people, goals and the teams' own questions; then everyone is asked each Friday, answers, thanks, tells and chats, as the
files beside this one say. The last prompt is due a few seconds after the end.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime, time
from functools import partial
from pathlib import Path

from rich.progress import Progress

from bot.app import CannotStart
from bot.commands.import_goals import import_goals
from bot.commands.import_people import import_people
from bot.commands.import_questions import import_questions
from bot.company import checking_in, clearing, files, goal_setting, talking, telling, thanking
from bot.company.life import Deed, Life
from bot.company.weeks import WEEKS
from domain.calendar import Schedule, instant, opens_at, zone
from domain.imports import CannotImport

HOME = zone("Europe/Berlin")
BEGINS, CLOSES_A_GOAL = "1 Tue 09:00", "11 Mon 09:10"


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
    yield from checking_in.answers(life, answered)
    yield from checking_in.rounds(life, files.rows("rounds"))
    yield from clearing.answers(life, files.rows("blockers"))
    yield from thanking.thanks(life, files.rows("kudos"))
    yield from thanking.recaps(life, HOME)
    yield from telling.feedback(life, files.rows("feedback"))
    yield from goal_setting.goals(life, files.rows("goals"))
    yield from talking.talk(life, files.rows("chatter"))
    yield from talking.letters(life, files.rows("direct"))
    yield from talking.leave(life, files.rows("leave"))
    at = life.weeks.moment(CLOSES_A_GOAL, HOME)
    yield Deed(at, "the second import of goals", partial(_import_goals, life, folder, url, "goals_closed.csv"))


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
    await _import_goals(life, folder, url, "goals.csv")
    questions = partial(import_questions, now=life.clock())
    await _take(questions, files.sheet("questions.csv", folder, life.weeks), url)


async def _import_goals(life: Life, folder: Path, url: str, name: str) -> None:
    now = life.clock()
    goals = partial(import_goals, today=now.astimezone(HOME).date(), now=now)
    await _take(goals, files.sheet(name, folder, life.weeks), url)


async def _take(importing: Callable[..., Awaitable[object]], sheet: Path, url: str) -> None:
    try:
        await importing(url, sheet, progress=Progress(disable=True))
    except CannotImport as wrong:
        raise CannotStart(f"The demo company could not be made: {sheet.name} was refused. {wrong}") from None
