"""How a KPI went, as a small line in SVG and as a sentence for whoever does not see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from domain.goal_report import Point
from domain.goals import Goal, Kpi
from domain.numbers import show

WIDTH, HEIGHT, EDGE = 132.0, 34.0, 4.0
"""Of the picture; the edge keeps the last dot whole."""
MOST_SAID = 10
"""Numbers that somebody can still follow when they are read aloud."""


@dataclass(frozen=True)
class Line:
    """A KPI's way: the points of its line in the picture, the height of its target, and all of it in words."""

    points: str
    last: tuple[float, float]
    target: float
    said: str


def sparkline(goal: Goal, kpi: Kpi, points: Sequence[Point], day: date) -> Line | None:
    """Return the line from the baseline on the first day to the latest reading; None before there is one."""
    if not points:
        return None
    start = Point(datetime.combine(goal.starts, time(), UTC), kpi.baseline)
    way = [start, *points] if start.at < points[0].at else list(points)
    until = max(datetime.combine(day, time.max, UTC), way[-1].at)
    values = [value for _, value in way]
    low, high = min(*values, kpi.baseline, kpi.target), max(*values, kpi.baseline, kpi.target)
    drawn = [(_across(at, way[0].at, until), _down(value, low, high)) for at, value in way]
    return Line(
        points=" ".join(f"{x:g},{y:g}" for x, y in drawn),
        last=drawn[-1],
        target=_down(kpi.target, low, high),
        said=f"{_in_words(values)}; target {show(kpi.target)}",
    )


def _across(at: datetime, first: datetime, until: datetime) -> float:
    whole = (until - first).total_seconds()
    return round(EDGE + (WIDTH - 2 * EDGE) * ((at - first).total_seconds() / whole if whole else 1.0), 1)


def _down(value: float, low: float, high: float) -> float:
    """Return how far below the upper rim a value is drawn; a target differs from its baseline, so `high` > `low`."""
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value / (high - low) - low / (high - low)), 1)


def _in_words(values: Sequence[float]) -> str:
    """Return `40, then 36, 30 and 12`, the middle of a long way left out evenly."""
    last = len(values) - 1
    if last >= MOST_SAID:
        values = [values[round(number * last / (MOST_SAID - 1))] for number in range(MOST_SAID)]
    first, *further = (show(value) for value in values)
    return ", then ".join(filter(None, (first, ", ".join(further))))
