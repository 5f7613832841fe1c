"""Do not disturb: when a person wants no notifications, by their daily hours and by what they snoozed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from emulator.errors import JSON, Misuse
from emulator.state.objects import epoch
from emulator.state.workspace import Person

# What Slack gives as start and end where there is neither schedule nor snooze.
NEVER = 1
ONE_DAY = timedelta(days=1)


def is_quiet(person: Person, now: datetime) -> bool:
    """Whether the person is in do-not-disturb at `now`."""
    status = dnd_status(person, now)
    return bool(status["dnd_enabled"] and status["next_dnd_start_ts"] <= epoch(now) < status["next_dnd_end_ts"])


def dnd_status(person: Person, now: datetime) -> JSON:
    """Return what others see: the quiet hours that run now, or else the next ones.

    Others are not told of a snooze by name; the hours that run just end when it does.
    """
    start, end = _scheduled(person, now)
    if person.snooze_until > epoch(now):
        running = start if NEVER < start <= epoch(now) else epoch(now)
        end = max(end, person.snooze_until) if running == start else person.snooze_until
        start = running
    return {"dnd_enabled": start != NEVER, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


def clock_time(words: str) -> time:
    """Read "HH:MM"."""
    try:
        hours, minutes = words.split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        raise Misuse(f"Quiet hours are times such as 18:30, not {words!r}.") from None


def _scheduled(person: Person, now: datetime) -> tuple[int, int]:
    if not (person.dnd_from and person.dnd_to) or person.dnd_from == person.dnd_to:
        return NEVER, NEVER
    today = now.astimezone(ZoneInfo(person.tz)).date()
    return next((start, end) for start, end in _nights(person, today) if end > epoch(now))


def _nights(person: Person, today: date) -> Iterator[tuple[int, int]]:
    """Yield the quiet hours that begin from yesterday on; those over midnight end the day after."""
    first, last = clock_time(person.dnd_from), clock_time(person.dnd_to)
    for day in (today - ONE_DAY, today, today + ONE_DAY, today + 2 * ONE_DAY):
        until = day if first < last else day + ONE_DAY
        yield _moment(day, first, person.tz), _moment(until, last, person.tz)


def _moment(day: date, at: time, tz: str) -> int:
    return epoch(datetime.combine(day, at, ZoneInfo(tz)).astimezone(UTC))
