"""What the clocks of the world show: found by walking from moment to moment and reading them, never the other way round."""

import zoneinfo
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

FIRST, LAST = 2020, 2037
DAY, QUARTER = timedelta(days=1), timedelta(minutes=15)
"""All offsets of these years are whole quarters of an hour, so no hour is passed over."""
AROUND = timedelta(days=4)
SECOND = timedelta(seconds=1)


def names() -> list[str]:
    """Return every name of a zone that this machine knows."""
    return sorted(zoneinfo.available_timezones())


def source() -> str:
    """Return which edition of the time zones is read here, and whose it is."""
    for folder in zoneinfo.TZPATH:
        listed = Path(folder) / "tzdata.zi"
        if listed.is_file():
            with listed.open() as lines:
                return f"tzdata {lines.readline().split()[-1]} of the system"
    try:
        return f"tzdata {version('tzdata')}, the package"
    except PackageNotFoundError:
        return "tzdata of an unknown edition"


def changes(tz: ZoneInfo, *, first: int = FIRST, last: int = LAST, step: timedelta = DAY) -> tuple[datetime, ...]:
    """Return the moments (UTC) of these years at which the clocks of a zone are moved, to the second.

    `step` is how far apart they are read first; what is moved there and back within one step is not seen.
    """
    found, before = [], datetime(first, 1, 1, tzinfo=UTC)
    end, offset = datetime(last + 1, 1, 1, tzinfo=UTC), before.astimezone(tz).utcoffset()
    while before < end:
        after = before + step
        shown = after.astimezone(tz).utcoffset()
        if shown != offset:
            found.append(_moment(tz, before, after))
        before, offset = after, shown
    return tuple(one for one in found if one < end)


def _moment(tz: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first second of the new offset: known to lie in (before, after]."""
    offset = before.astimezone(tz).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if middle.astimezone(tz).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


class Shown:
    """What the clocks of a zone show in the days `around` a moment, a quarter of an hour at a time."""

    def __init__(self, tz: ZoneInfo, moment: datetime, around: timedelta = AROUND) -> None:
        start = moment - around
        start -= timedelta(minutes=start.minute % 15, seconds=start.second)
        quarters = (start + number * QUARTER for number in range(2 * around // QUARTER))
        self.moment, self._tz = moment, tz
        self._walked = [(one, one.astimezone(tz).replace(tzinfo=None)) for one in quarters]

    @cached_property
    def _first_shown(self) -> dict[datetime, datetime]:
        """When each local time is shown for the first time."""
        return {local: moment for moment, local in reversed(self._walked)}

    @property
    def moved(self) -> tuple[datetime, datetime]:
        """What the clocks would have shown at that moment, and what they show instead."""
        after = self.moment.astimezone(self._tz).replace(tzinfo=None)
        before = (self.moment - SECOND).astimezone(self._tz).replace(tzinfo=None) + SECOND
        return before, after

    @property
    def days(self) -> Iterator[date]:
        """The local days on both sides of it, with the day before and the day after."""
        first, last = (one.date() for one in sorted(self.moved))
        yield from (first + number * DAY for number in range(-1, (last - first).days + 2))

    def times_shown(self, local: datetime) -> int:
        """How often the clocks show this: mostly once."""
        return sum(shown == local for _, shown in self._walked)

    def when(self, local: datetime) -> datetime:
        """Return when somebody means who says this hour of this day, in UTC.

        The first time the clocks show it; where they are moved on over it, so much later as if they had not been.
        """
        if local in self._first_shown:
            return self._first_shown[local]
        for (moment, shown), (_, following) in pairwise(self._walked):
            if shown < local < following:
                return moment + (local - shown)
        raise AssertionError(f"{local} lies outside the days looked at")

    def morning(self, after: datetime) -> datetime:
        """Return nine o'clock of the next Monday to Friday after that moment."""
        day = after.astimezone(self._tz).date() + DAY
        while day.weekday() > 4:
            day += DAY
        return self.when(datetime.combine(day, time(9)))
