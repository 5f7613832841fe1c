"""A goal in a review: as it stood at the end of the period, and how far its numbers came in it.

- A period that is over is judged by its own last day, not by what came after: a goal that ended later was still open.
- The goals above are named as far as the reader may know them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from domain.evidence import Entry
from domain.goal_status import expected, explain, status
from domain.goals import Confidence, Goal, Kpi, KpiReading, State
from domain.values import Value


class KpiMove(Value):
    """A KPI in the period: `start` and `end` are its values when the period began and ended, None before the first.

    `score` (0.0-1.0) is how it closed, None where its goal had not closed by then.
    """

    name: str
    unit: str
    baseline: float
    target: float
    start: float | None
    end: float | None
    score: float | None = None


class GoalInReview(Value):
    """A goal at the end of the period.

    `plan` is the progress (0.0-1.0) an even pace would show, `said` the sum behind `status`; None and "" for what is
    not active. `above` are the titles of the goals it serves, nearest first, `evidence` how many entries name it.
    """

    goal: Goal
    plan: float | None
    status: Confidence | None
    said: str
    kpis: tuple[KpiMove, ...]
    above: tuple[str, ...] = ()
    evidence: int = 0


def belongs(goal: Goal, since: date, until: date) -> bool:
    """Tell whether a goal belongs on the page of a period: proposed at least, and open in it.

    Of a goal that came ended, from a file, the day it was due counts.
    """
    still_open = goal.state in {State.PROPOSED, State.ACTIVE}
    return (
        goal.state is not State.DRAFT and goal.starts <= until and (still_open or (goal.ended_on or goal.due) >= since)
    )


def in_review(
    goal: Goal,
    readings: Sequence[KpiReading],
    *,
    start: datetime,
    end: datetime,
    day: date,
    known: Mapping[int | None, Goal],
    entries: Iterable[Entry],
) -> GoalInReview:
    """Return the goal as it stood when the period ended, from its own `readings`.

    `day` is the period's last, or today if that comes first.
    """
    goal = _as_of(goal, day)
    moves = [_move(kpi, [one for one in readings if one.kpi == kpi.id], start, end) for kpi in goal.kpis]
    kpis = tuple(kpi.model_copy(update={"value": move.end}) for kpi, move in zip(goal.kpis, moves, strict=True))
    then = goal.model_copy(update={"kpis": kpis})
    judged = goal.state is State.ACTIVE
    return GoalInReview(
        goal=then,
        plan=expected(then, day) if judged else None,
        status=status(then, day) if judged else None,
        said=explain(then, day, on=f"{day:%-d %B}") if judged else "",
        kpis=tuple(moves),
        above=_above(goal, known),
        evidence=sum(goal.ref in entry.goals for entry in entries),
    )


def _as_of(goal: Goal, day: date) -> Goal:
    """Return the goal without what came after that day: milestones reached later, and its end with score and lesson."""
    steps = tuple(
        one.model_copy(update={"done_on": None}) if one.done_on and one.done_on > day else one
        for one in goal.milestones
    )
    then = goal.model_copy(update={"milestones": steps})
    if goal.ended_on is None or goal.ended_on <= day:
        return then
    kpis = tuple(kpi.model_copy(update={"score": None}) for kpi in goal.kpis)
    over = {"state": State.ACTIVE, "score": None, "learned": "", "ended_on": None, "kpis": kpis}
    return then.model_copy(update=over)


def _move(kpi: Kpi, readings: Sequence[KpiReading], start: datetime, end: datetime) -> KpiMove:
    """Return how far it came; one that was never read stands where its entry put it."""
    never_read = None if readings else kpi.value
    values = [(one.at, one.value) for one in sorted(readings, key=lambda one: one.at)]
    first = [value for at, value in values if at < start]
    last = [value for at, value in values if at < end]
    return KpiMove(
        name=kpi.name,
        unit=kpi.unit,
        baseline=kpi.baseline,
        target=kpi.target,
        start=first[-1] if first else None,
        end=last[-1] if last else never_read,
        score=kpi.score,
    )


def _above(goal: Goal, known: Mapping[int | None, Goal]) -> tuple[str, ...]:
    line: list[Goal] = []
    above = known.get(goal.parent) if goal.parent else None
    while above and above not in line:
        line.append(above)
        above = known.get(above.parent) if above.parent else None
    return tuple(one.title for one in line)
