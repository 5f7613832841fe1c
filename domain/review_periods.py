"""The periods a review packet is asked for by a name: this half-year, the last one, this quarter, the last one.

What has begun ends today, since nothing can have happened after; what is over ends with its last day.
"""

from datetime import date, timedelta
from enum import StrEnum

QUARTER, HALF_YEAR = 3, 6
"""Months."""


class Named(StrEnum):
    """A period that everybody has a name for."""

    THIS_HALF = "this half-year"
    LAST_HALF = "last half-year"
    THIS_QUARTER = "this quarter"
    LAST_QUARTER = "last quarter"


def period(named: Named, today: date) -> tuple[date, date]:
    """Return the first and the last day of a period, as it is on that day."""
    months = HALF_YEAR if named in {Named.THIS_HALF, Named.LAST_HALF} else QUARTER
    start = _start(today, months)
    if named in {Named.THIS_HALF, Named.THIS_QUARTER}:
        return start, today
    end = start - timedelta(days=1)
    return _start(end, months), end


def _start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)
