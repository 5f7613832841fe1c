"""When a goal is reached: all its KPIs stand at their targets, or it was closed with a green score.

A goal is reached once: by the number that brought the last of its KPIs to the target, as long as all stay there; else by
the day on which it was closed in green. A company or team goal is everybody's, an individual one never stands in public.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time

from domain.goal_scores import Band, band
from domain.goals import Goal, Kpi, KpiReading, Level, State

NOON = time(12, tzinfo=UTC)
"""A day without its hour stands for this one: it lies within that day nearly everywhere on Earth."""


def reached_at(goal: Goal, readings: Iterable[KpiReading]) -> datetime | None:
    """Return when the goal was reached (UTC), by all `readings` of it; None when it is not, or nobody can tell."""
    own = sorted((one for one in readings if one.goal == goal.id), key=lambda one: one.at)
    if goal.state not in {State.ACTIVE, State.CLOSED}:
        return None
    arrived = [_arrived(kpi, [one for one in own if one.kpi == kpi.id]) for kpi in goal.kpis]
    there = [one for one in arrived if one is not None]
    if there and len(there) == len(arrived):
        return max(there)
    if not closed_in_green(goal):
        return None
    if goal.ended_on:
        return datetime.combine(goal.ended_on, NOON)
    return own[-1].at if own and goal.kpis else None


def closed_in_green(goal: Goal) -> bool:
    """Tell whether the goal was closed with a score that counts as reached."""
    return goal.state is State.CLOSED and goal.score is not None and band(goal.score) is Band.GREEN


def celebrated_in_public(goal: Goal) -> bool:
    """Tell whether the channel hears of this goal once it is closed."""
    return goal.level is not Level.INDIVIDUAL and closed_in_green(goal)


def _arrived(kpi: Kpi, readings: Sequence[KpiReading]) -> datetime | None:
    """Return since when the KPI stands at its target without a break."""
    since = None
    for one in readings:
        there = kpi.model_copy(update={"value": one.value}).progress >= 1
        since = (since or one.at) if there else None
    return since
