"""How a goal stands: actual progress against the plan for the day, in plain arithmetic that is shown.

- The plan grows evenly from the start to the due date; with milestones it goes from one to the next, and each says which
  share of the way should lie behind one on its day. What is done or not, without milestones, is due at the end alone.
- Actual progress is the mean of the KPIs, (value - baseline) / (target - baseline), each held between 0 and 1.
- Status: the share of the plan that is done. From 0.9 on track, from 0.7 at risk, below off track.
- The owner's confidence stands beside it; where the two part, that is said (`parted`). Nothing here is learned.
"""

from datetime import date, timedelta
from math import ceil

from domain.goals import Confidence, Goal, Kind, Kpi
from domain.numbers import LARGEST, about, show

ON_TRACK_FROM, AT_RISK_FROM = 0.9, 0.7
"""Actual progress as a share of expected progress."""
SETTLING = 7
"""Days after the start of a goal in which its numbers prove nothing yet."""
A_HAIR = 1e-6
"""Days by which a sum of floats may miss."""


def expected(goal: Goal, today: date) -> float:
    """Return the progress (0.0-1.0) that the plan has for `today`: even between the start, the milestones and the end.

    What is done or not is never half done: without milestones nothing is expected of it before its due date.
    """
    if today >= goal.due:
        return 1.0
    if goal.kpis and not goal.milestones and all(kpi.kind is Kind.YES_NO for kpi in goal.kpis):
        return 0.0
    before, behind = goal.starts, 0.0
    for day, share in [*((one.due, one.share) for one in goal.milestones), (goal.due, 1.0)]:
        if today < day:
            passed = (today - before).days / (day - before).days if day > before else 1.0
            return behind + max(passed, 0.0) * (share - behind)
        before, behind = day, share
    return 1.0


def status(goal: Goal, today: date, *, progress: float | None = None) -> Confidence:
    """Return what the arithmetic says, whatever the owner believes. In its first week a goal is on track.

    `progress` (0.0-1.0) is that of a goal without KPIs, which stands where those below it stand.
    """
    plan, progress = expected(goal, today), goal.progress if progress is None else progress
    settling = today < goal.due and (today - goal.starts).days < SETTLING
    return standing(1.0 if settling or not plan else progress / plan)


def standing(share: float) -> Confidence:
    """Return the status of a goal that has done this share of its plan."""
    if share >= ON_TRACK_FROM:
        return Confidence.ON_TRACK
    return Confidence.AT_RISK if share >= AT_RISK_FROM else Confidence.OFF_TRACK


def parted(goal: Goal, today: date) -> bool:
    """Tell whether the owner believes something else than the arithmetic says."""
    return goal.confidence is not None and goal.confidence is not status(goal, today)


def explain(goal: Goal, today: date, *, on: str = "today") -> str:
    """Return the sum behind the status in words; `on` names the day.

    `42 of 90; the plan for today is 55; at this pace 71 on 30 Sep`, or for several KPIs, of which none speaks for all:
    `43 % of the way, the mean of 2 KPIs; the plan for today is 78 %`. With milestones the plan says which is next.
    """
    if not goal.kpis:
        return "no KPI yet"
    plan = expected(goal, today)
    if len(goal.kpis) > 1:
        mean = f"{goal.progress:.0%} of the way, the mean of {len(goal.kpis)} KPIs; the plan for {on} is {plan:.0%}"
        return mean.replace("%", " %") + _next_milestone(goal, today)
    kpi = goal.kpis[0]
    if kpi.kind is Kind.YES_NO:
        when = "due" if today <= goal.due else "it was due"
        done = "done" if kpi.progress >= 1 else f"not done yet; {when} on {goal.due:%-d %b}"
        return done + _next_milestone(goal, today)
    at = kpi.baseline if kpi.value is None else kpi.value
    unit = f" {kpi.unit}" if kpi.unit else ""
    wanted = about(kpi.baseline + plan * (kpi.target - kpi.baseline))
    of = "of" if kpi.target > kpi.baseline else "on the way down to"
    said, ends = f"{show(at)} {of} {show(kpi.target)}{unit}; the plan for {on} is {wanted}", pace(goal, kpi, today)
    return (f"{said}; {ends}" if ends else said) + _next_milestone(goal, today)


def pace(goal: Goal, kpi: Kpi, today: date) -> str:
    """Say where a KPI ends if it goes on as it did: `at this pace 71 on 30 Sep`, `at this pace it is reached on 12 Sep`.

    "" where nothing can be said.
    """
    then = at_this_pace(goal, kpi, today)
    if then is None:
        return ""
    if kpi.progress >= 1:
        return "it is reached"
    if kpi.progress > 0:
        days = (today - goal.starts).days / kpi.progress
        if days < (goal.due - goal.starts).days + A_HAIR:
            return f"at this pace it is reached on {goal.starts + timedelta(days=ceil(days - A_HAIR)):%-d %b}"
    return f"at this pace {about(then)} on {goal.due:%-d %b}"


def at_this_pace(goal: Goal, kpi: Kpi, today: date) -> float | None:
    """Return where the KPI will be on the due date if it goes on as it did since the start.

    None before a week has passed, after the end, without a reading, and where no number would say it. What goes from
    nothing or more to nothing or more ends at nothing at the least: there are no fewer than no open tickets.
    """
    days, passed = (goal.due - goal.starts).days, (today - goal.starts).days
    if passed < SETTLING or passed >= days or kpi.value in {None, kpi.baseline} or kpi.kind is Kind.YES_NO:
        return None
    then = kpi.baseline + kpi.progress * (kpi.target - kpi.baseline) * days / passed
    if abs(then) > LARGEST:
        return None  # a target a hair from its baseline is passed by far more
    return then if min(kpi.baseline, kpi.target) < 0 else max(then, 0.0)


def _next_milestone(goal: Goal, today: date) -> str:
    """Name the milestone that is next, or the first one that should be done and is not."""
    for one in goal.milestones:
        if not goal.has_behind(one):
            when = "was due" if one.due < today else "is due"
            return f"; “{one.title}” {when} on {one.due:%-d %b}"
    return ""
