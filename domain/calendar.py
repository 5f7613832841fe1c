"""Time: the week of a check-in, in each person's own zone.

- A *period* runs from one prompt to the next and is named by the date of the first.
- Every rule starts from a zone's name, never from an offset: offsets change under a person's feet.
- An hour that does not exist is moved on by the gap, one that comes twice counts once, the first time
  (`fold=0`, by way of UTC: PEP 495).
- An answer is late after two working days, whatever those are for the one who answers (`working_days.py`).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.values import Value

WEEK = timedelta(days=7)
WORKING_DAYS_TO_ANSWER = 2
LONGEST_LEAVE = 62
"""Days; an end that lies further off is none for a weekly check-in."""
WAKING_FROM, WAKING_UNTIL = time(8), time(19)
MORNING = time(9)
FRESH = timedelta(minutes=15)
"""So much later a prompt still counts as on time, whatever hour that is."""


class Schedule(Value):
    """When the workspace asks: `weekday` 0 is Monday, `at` is everyone's own local time.

    `country` is where public holidays are looked up for those without a country of their own (DE, DE-BY); none: there
    are none.
    """

    weekday: int = 4
    at: time = time(10)
    country: str | None = None


def weekday(day: date) -> bool:
    """Tell whether it is one of Monday to Friday."""
    return day.weekday() < 5


@lru_cache(maxsize=1_000)
def zone(name: str | None, fallback: str = "UTC") -> ZoneInfo:
    """Return the zone of that name; an unknown or missing one gives the fallback.

    Each is read once: `zoneinfo` itself keeps eight, and reads the file of a ninth again for each person who lives there.
    """
    for candidate in (name, fallback):
        try:
            return ZoneInfo(candidate or "")
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo("UTC")


def known_zone(name: str) -> bool:
    """Tell whether there is a zone of that name here."""
    return zone(name).key == name


def instant(day: date, at: time, tz: ZoneInfo) -> datetime:
    """Return the moment (UTC) when the clocks of `tz` show `at` on `day`."""
    return datetime.combine(day, at.replace(fold=0), tzinfo=tz).astimezone(UTC)


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """Return the moment (UTC) when `day` begins in `tz`."""
    return instant(day, time(0), tz)


def opens_at(period: date, schedule: Schedule, tz: ZoneInfo) -> datetime:
    """Return when the period opens for someone in `tz`: the due time of its prompt, in UTC."""
    return instant(period, schedule.at, tz)


def closes_at(period: date, schedule: Schedule, tz: ZoneInfo) -> datetime:
    """Return when the period closes for someone in `tz`: as the next one opens."""
    return opens_at(period + WEEK, schedule, tz)


def period_at(now: datetime, schedule: Schedule, tz: ZoneInfo) -> date:
    """Return the period that is open at `now` for someone in `tz`."""
    today = now.astimezone(tz).date()
    period = today - timedelta(days=(today.weekday() - schedule.weekday) % 7)
    return period if opens_at(period, schedule, tz) <= now else period - WEEK


def late_from(asked_on: date, tz: ZoneInfo, works: Callable[[date], bool] = weekday) -> datetime:
    """Return the moment from which an answer is late: the end of the second working day after the prompt's.

    The prompt's day is the period's own, unless it had to wait.
    """
    return midnight(working_day_after(asked_on, WORKING_DAYS_TO_ANSWER, works) + timedelta(days=1), tz)


def working_day_after(day: date, count: int, works: Callable[[date], bool] = weekday) -> date:
    """Return the `count`-th working day after `day`; two months off at a stretch count as work, so that it ends."""
    off = 0
    while count > 0:
        day += timedelta(days=1)
        off = 0 if works(day) else off + 1
        count -= off == 0 or off > LONGEST_LEAVE
    return day


def next_waking(due: datetime, now: datetime, tz: ZoneInfo) -> datetime:
    """Return when to say what was due: on time, or after a delay only inside the person's waking hours."""
    if now - due <= FRESH:
        return due
    local = now.astimezone(tz)
    if WAKING_FROM <= local.time() < WAKING_UNTIL:
        return due
    day = local.date() if local.time() < WAKING_FROM else local.date() + timedelta(days=1)
    return instant(day, MORNING, tz)


def week_start(now: datetime, tz: ZoneInfo) -> datetime:
    """Return the last Monday's midnight in `tz`, in UTC: from there the allowance of kudos counts."""
    today = now.astimezone(tz).date()
    return midnight(today - timedelta(days=today.weekday()), tz)
