"""How the measures of a goal look: each KPI with its sum and its way so far, and the milestones with their days."""

from collections.abc import Sequence
from datetime import date

from domain.goal_scores import shown
from domain.goal_status import pace
from domain.goals import Goal, Kind, Kpi, KpiReading, Milestone, State
from domain.numbers import show
from handlers.views.blocks import words
from handlers.views.charts import short_day
from handlers.views.check_in_history import BARS

MOST_BARS = 24
"""So many fit on a line of a phone."""


def sparkline(values: Sequence[float]) -> str:
    """Return a bar a value, the lowest and the highest filling the height; of many, some evenly chosen."""
    if len(values) > MOST_BARS:
        last = len(values) - 1
        values = [values[round(number * last / (MOST_BARS - 1))] for number in range(MOST_BARS)]
    low, high = min(values), max(values)
    if low == high:
        return BARS[len(BARS) // 2] * len(values)
    top = len(BARS) - 1
    return "".join(BARS[round((value / 2 - low / 2) / (high / 2 - low / 2) * top)] for value in values)


def kpi_text(goal: Goal, kpi: Kpi, readings: Sequence[KpiReading], today: date) -> str:
    """Return a KPI: where it stands between start and target, and how it came there."""
    lines = [f"📏 *{words(kpi.name, 150)}*: {_where(kpi)}{_score(kpi)}"]
    several = len(goal.kpis) > 1 and goal.state is State.ACTIVE
    if several and (how := pace(goal, kpi, today)):
        lines.append(f"{how[0].upper()}{how[1:]}.")
    if readings:
        lines.append(_way(kpi, readings))
    return "\n".join(lines)


def _where(kpi: Kpi) -> str:
    if kpi.kind is Kind.YES_NO:
        return "done" if kpi.progress >= 1 else "not done yet"
    unit = f" {words(kpi.unit, 40)}" if kpi.unit else ""
    now = "no value yet" if kpi.value is None else f"{show(kpi.value)}{unit}"
    share = f"{max(kpi.progress, 0):.0%}".replace("%", " %") if abs(kpi.progress) < 100 else "far off"
    return f"{now} · from {show(kpi.baseline)} to {show(kpi.target)}{unit} · {share} of the way"


def _score(kpi: Kpi) -> str:
    return "" if kpi.score is None else f" · closed at {shown(kpi.score)}"


def _way(kpi: Kpi, readings: Sequence[KpiReading]) -> str:
    """Return the readings as bars and in words."""
    values = [kpi.baseline, *(one.value for one in readings)]
    first, last = readings[0], readings[-1]
    if len(readings) == 1:
        told = f"one reading, on {short_day(last.at.date())}"
    else:
        days = f"{short_day(first.at.date())} to {short_day(last.at.date())}"
        told = f"{len(readings)} readings, {days}: {show(first.value)} first, {show(last.value)} last"
    return f"`{sparkline(values)}` {told}"


def milestones_text(goal: Goal, today: date) -> str:
    """Return the steps on the way with their days, and which is next or late."""
    lines = [_step(goal, one, today) for one in goal.milestones[:20]]
    if len(goal.milestones) > len(lines):
        lines.append(f"And {len(goal.milestones) - len(lines)} more.")
    return "\n".join(["*Milestones*", *lines])


def _step(goal: Goal, one: Milestone, today: date) -> str:
    share = f"{one.share:.0%}".replace("%", " %")
    title = f"{words(one.title, 100)} ({share} of the way)"
    if one.done_on:
        return f"✅ {title} · done on {short_day(one.done_on)}"
    when = f"{short_day(one.due)} {one.due.year}"
    if goal.has_behind(one):
        return f"✅ {title} · for {when}"
    return f"⚠️ {title} · was due on {when}" if one.due < today else f"▫️ {title} · due on {when}"
