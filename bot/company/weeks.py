"""The twelve weeks as dates: week 1 ends with the first prompt, and the prompt of week 13 is due this morning.

The files of the story tell moments such as `3 Tue 11:20`: week, day and hour on the clock of whoever does it.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from domain.calendar import WEEK, instant

WEEKS = 12
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FRIDAY = DAYS.index("Fri")
MOMENT = re.compile(r"(?P<week>\d+) (?P<day>\w{3}) (?P<hour>\d\d):(?P<minute>\d\d)")
DELAY = re.compile(r"(?:(?P<days>\d+)d)?(?:(?P<hours>\d+)h)?(?:(?P<minutes>\d+)m)?")
IN_DAYS = re.compile(r"in (\d+) days")


class Weeks:
    """The calendar of the story; `today` is the Friday of week 13."""

    def __init__(self, today: date) -> None:
        self.today = today

    @classmethod
    def that_begin(cls, tuesday: date) -> Self:
        """Return the weeks of which that Tuesday is the first working day told of."""
        return cls(tuesday + timedelta(days=FRIDAY - DAYS.index("Tue")) + WEEKS * WEEK)

    def friday(self, week: int) -> date:
        """Return the date of the prompt of that week: the name of its period."""
        return self.today - (WEEKS + 1 - week) * WEEK

    def moment(self, told: str, tz: ZoneInfo) -> datetime:
        """Return when `3 Tue 11:20` was on the clocks of `tz`, in UTC. Raises ValueError."""
        found = MOMENT.fullmatch(told)
        if found is None:
            raise ValueError(f"{told!r} is no moment such as '3 Tue 11:20'")
        day = self.friday(int(found["week"])) + timedelta(days=DAYS.index(found["day"]) - FRIDAY)
        return instant(day, time(int(found["hour"]), int(found["minute"])), tz)

    def with_dates(self, text: str) -> str:
        """Return the text with a date in the place of each `in 116 days`, counted from the beginning."""
        start = self.friday(1) - timedelta(days=FRIDAY - DAYS.index("Tue"))
        return IN_DAYS.sub(lambda found: (start + timedelta(days=int(found[1]))).isoformat(), text)


def delay(told: str) -> timedelta:
    """Return how long `25m`, `3h` or `3d2h` are. Raises ValueError."""
    found = DELAY.fullmatch(told)
    if found is None or not told:
        raise ValueError(f"{told!r} is no delay such as '25m' or '3d2h'")
    return timedelta(**{unit: int(number) for unit, number in found.groupdict(default="0").items()})
