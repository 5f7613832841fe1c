"""When a goal is reached: all its KPIs stand at their targets, or it was closed with a green score.

A goal is reached once: by the number that brought the last of its KPIs to the target, as long as all stay there.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain.goals import Goal, Kpi, KpiReading, State

GREEN_FROM = 0.7
"""From this score on a closed goal counts as reached, as the review says it in green."""


def reached_at(goal: Goal, readings: Iterable[KpiReading]) -> datetime | None:
    """Return when the goal was reached (UTC), by all `readings` of it; None when it is not, or nobody can tell."""
    own = sorted((one for one in readings if one.goal == goal.id), key=lambda one: one.at)
    if goal.state not in {State.ACTIVE, State.CLOSED} or not goal.kpis or not own:
        return None
    arrived = [_arrived(kpi, [one for one in own if one.kpi == kpi.id]) for kpi in goal.kpis]
    there = [one for one in arrived if one is not None]
    if len(there) == len(arrived):
        return max(there)
    green = goal.state is State.CLOSED and goal.score is not None and goal.score >= GREEN_FROM
    return own[-1].at if green else None


def _arrived(kpi: Kpi, readings: Sequence[KpiReading]) -> datetime | None:
    """Return since when the KPI stands at its target without a break."""
    since = None
    for one in readings:
        there = kpi.model_copy(update={"value": one.value}).progress >= 1
        since = (since or one.at) if there else None
    return since
