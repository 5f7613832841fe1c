"""How far goals were, week by week, by their readings: the history of one's goals on the Home tab.

- A week is told for today and each seventh day before it, from the start of the goal on.
- Before its first reading a KPI stood at its baseline; what it stands at today is its value, wherever that came from.
- It is told with the targets of today: a goal that was rescoped is measured by what it is to reach now.
- A goal that was never read has no way to show.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from domain.calendar import WEEK
from domain.goal_status import expected
from domain.goals import Goal
from domain.weeks import MOST_WEEKS

Stood = Mapping[int, Sequence[float | None]]
"""What each KPI, by its id, stood at on each of some days; None before its first reading."""


class GoalWeek(NamedTuple):
    """How far a goal was on a day, and how far its plan had it (both 0.0-1.0)."""

    day: date
    progress: float
    planned: float


class GoalWeeks(NamedTuple):
    """A goal and its weeks, oldest first."""

    goal: Goal
    weeks: tuple[GoalWeek, ...]


def days_until(today: date) -> tuple[date, ...]:
    """Return the days that are looked at, oldest first."""
    return tuple(today - number * WEEK for number in reversed(range(MOST_WEEKS)))


def goal_weeks(goal: Goal, stood: Stood, today: date) -> tuple[GoalWeek, ...]:
    """Return the weeks of a goal up to `today`; `stood` tells of each day of `days_until`."""
    if not any(value is not None for kpi in goal.kpis for value in stood.get(kpi.id or 0, ())):
        return ()
    days = days_until(today)
    earlier = [
        GoalWeek(day, _progress(goal, stood, place), expected(goal, day))
        for place, day in enumerate(days[:-1])
        if day >= goal.starts
    ]
    return (*earlier, GoalWeek(today, goal.progress, expected(goal, today)))


def _progress(goal: Goal, stood: Stood, place: int) -> float:
    nothing = (None,) * MOST_WEEKS
    kpis = [kpi.model_copy(update={"value": stood.get(kpi.id or 0, nothing)[place]}) for kpi in goal.kpis]
    return goal.model_copy(update={"kpis": tuple(kpis)}).progress
