"""Every zone of the world, every time its clocks are moved, every half hour: everybody is asked once, at that hour."""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from multiprocessing import get_context
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.absences import Why
from domain.calendar import WEEK, Schedule
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import HORIZON, Facts, Planned, Slot, best_time, prompts_due
from faults.part import Run, Seen
from faults.zones.clocks import LAST, Shown, changes, names, source

NAME, TITLE, KINDS = "zones", "Every zone, every change of its clocks, every half hour", ("none",)
ABOUT = (
    "In every zone that the machine knows a person is asked on the days around each moment at which the clocks there are "
    "moved until 2037, at each of the 48 half hours. The rule of the planner is walked over that time, told what it has "
    "asked, and its last look before sending is taken too. What is right is found another way: by walking over the "
    "moments and reading the clocks. An hour that is left out is moved on with the clocks, one that comes twice counts "
    "the first time; what so falls on a weekend that nobody chose waits for Monday at nine."
)
HALF_HOURS = tuple(time(hour, minute) for hour in range(24) for minute in (0, 30))
SCHEDULES = {(weekday, at): Schedule(weekday=weekday, at=at) for weekday in range(7) for at in HALF_HOURS}
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LOOKS = (-26 * HOUR, *(minutes * MINUTE for minutes in (-61, -31, -1, 0, 1, 31, 61)), 26 * HOUR)
"""When the planner looks, from the moment that is right: before, when the hour might be taken for another, and after."""
ENROLLED = datetime(2000, 1, 1, tzinfo=UTC)
ORDINARY = datetime(2024, 2, 29, 12, tzinfo=UTC)
"""Looked at in zones whose clocks nobody moves."""
AT_ONCE = 40
"""Changes that one process takes at a time."""

Said = list[tuple[Slot, datetime]]
Change = tuple[tuple[str, ...], datetime]
"""Names of zones whose clocks are moved alike, and a moment at which they are."""


class Found(NamedTuple):
    """What came of some changes: how often what was seen, and in words what went wrong."""

    counts: Counter[str]
    wrong: list[str]


def alike(step: timedelta = timedelta(days=1)) -> Iterator[tuple[tuple[str, ...], tuple[datetime, ...]]]:
    """Yield the zones whose clocks show the same all these years, with the moments at which they are moved."""
    found: dict[tuple[object, ...], list[str]] = {}
    for name in names():
        tz = ZoneInfo(name)
        moments = changes(tz, step=step)
        offsets = [one.astimezone(tz).utcoffset() for one in (ORDINARY, *moments)]
        found.setdefault((moments, *offsets), []).append(name)
    for (moments, *_), zones in found.items():
        assert isinstance(moments, tuple)
        yield tuple(zones), moments


def looked_at(people: Sequence[Person], schedule: Schedule, period: date, right: datetime) -> Said:
    """Walk the planner and the sender over a due time; return what was said when. A week before, everybody was asked."""
    asked: dict[Slot, int] = {(one.id, period - WEEK): 1 for one in people}
    by_id, said = {one.id: one for one in people}, Said()
    for look, following in pairwise((*(right + one for one in LOOKS), None)):
        assert look is not None
        facts = Facts(asked=asked)
        found = prompts_due(people, schedule=schedule, now=look, until=look + HORIZON, facts=facts).due
        for slot, planned in found.items():
            if planned.due <= look or (following and planned.due < following):
                moment = _sent(by_id[slot[0]], slot, planned, schedule, max(look, planned.due))
                if moment:
                    said.append((slot, moment))
                    asked = asked | {slot: planned.number}
    return said


def _sent(person: Person, slot: Slot, planned: Planned, schedule: Schedule, now: datetime) -> datetime | None:
    """Return when it is said, if the last look lets it."""
    best = best_time(CheckInPrompt(to=person.id, period=slot[1]), person, schedule=schedule, now=now)
    return now if not isinstance(best, Why) and best <= now else None


def right_time(shown: Shown, day: date, at: time, tz: ZoneInfo) -> datetime:
    """Return when somebody there is to be asked on this day at this hour."""
    moment = shown.when(datetime.combine(day, at))
    local = moment.astimezone(tz).date()
    return moment if local == day or local.weekday() < 5 else shown.morning(moment)


def around(change: Change, days: Iterable[date] | None = None) -> Found:
    """Walk over each half hour of the days around one change, in all the zones that it is in."""
    zones, moment = change
    tz = ZoneInfo(zones[0])
    people = [Person(id=name, name=name, tz=name, enrolled_at=ENROLLED) for name in zones]
    shown, counts, wrong = Shown(tz, moment), Counter[str](), []
    for day in days or shown.days:
        for at in HALF_HOURS:
            right = right_time(shown, day, at, tz)
            said = looked_at(people, SCHEDULES[day.weekday(), at], day, right)
            counts.update(_kind(shown, datetime.combine(day, at), right, tz, len(zones)))
            bad = _wrong(people, said, day, right)
            wrong += [f"{name}, {day} {at:%H:%M}: {what}" for name, what in bad]
    return Found(counts, wrong)


def _kind(shown: Shown, local: datetime, right: datetime, tz: ZoneInfo, people: int) -> dict[str, int]:
    """Count a due time under what is special in it."""
    times = shown.times_shown(local)
    other_day = right.astimezone(tz).date() != local.date()
    return {
        "due": people,
        "left out": people * (times == 0),
        "twice": people * (times > 1),
        "other": people * other_day,
    }


def _wrong(people: Sequence[Person], said: Said, day: date, right: datetime) -> Iterator[tuple[str, str]]:
    """Yield who was not asked exactly once, for this day, at the right moment."""
    heard: dict[str, list[tuple[date, datetime]]] = {one.id: [] for one in people}
    for (person, period), moment in said:
        heard[person].append((period, moment))
    for person, all_said in heard.items():
        if all_said != [(day, right)]:
            what = ", ".join(f"for {period} at {moment:%Y-%m-%d %H:%M}" for period, moment in all_said)
            yield person, f"right is {right:%Y-%m-%d %H:%M} UTC, asked {what or 'never'}"


def together(some: Sequence[Change]) -> Found:
    """Walk over several changes."""
    counts, wrong = Counter[str](), []
    for change in some:
        found = around(change)
        counts.update(found.counts)
        wrong += found.wrong
    return Found(counts, wrong)


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Walk over all of them, on all processors."""
    clocks = await asyncio.to_thread(lambda: list(alike()))
    moved = [(zones, moment) for zones, moments in clocks for moment in moments]
    still = [(zones, ORDINARY) for zones, moments in clocks if not moments]
    count = sum(len(zones) for zones, _ in clocks)
    run.say(f"{count} zones, {sum(len(zones) for zones, _ in moved)} changes, {source()}")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("forkserver")) as pool:
        found, unmoved = await _all(pool, moved), await _all(pool, still)
    changed = sum(len(zones) for zones, _ in moved)
    what = f"{count} zones of {source()}: {changed} changes of the clocks until {LAST}, the days around, 48 half hours"
    yield _told(what, found)
    for kind, words in (
        ("left out", "of these, hours that the clocks leave out: moved on with them"),
        ("twice", "of these, hours that come twice: the first"),
        ("other", "of these, hours moved on into another day"),
    ):
        yield Seen(words, "some, each once", f"{found.counts[kind]:,}", found.counts[kind] > 0 and not found.wrong)
    yield _told(f"{sum(len(zones) for zones, _ in still)} zones whose clocks nobody moves, around a leap day", unmoved)


async def _all(pool: ProcessPoolExecutor, some: Sequence[Change]) -> Found:
    parts = [some[start :: -(-len(some) // AT_ONCE)] for start in range(-(-len(some) // AT_ONCE))]
    loop, counts, wrong = asyncio.get_running_loop(), Counter[str](), []
    for found in await asyncio.gather(*(loop.run_in_executor(pool, together, part) for part in parts)):
        counts.update(found.counts)
        wrong += found.wrong
    return Found(counts, wrong)


def _told(what: str, found: Found) -> Seen:
    due = found.counts["due"]
    seen = f"{due - len(found.wrong):,} so" + "".join(f"; {one}" for one in found.wrong[:3])
    return Seen(what, f"{due:,} due times: each once, at its hour on its day", seen, not found.wrong)
