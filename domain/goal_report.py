"""The report of goals: the whole tree on one page, for everyone, or with everyone's own goals for the operator.

- Company and team goals are everyone's to read. Individual goals are on no page that goes round; they count in the sum
  of the goal above where five people have one there, so that nobody's own number can be read off it.
- A goal without KPIs stands where those below it stand on average, and its status follows from that.
- Shares of the way are averaged, never the numbers themselves: units may differ, and where they do, that is said.
- The tree holds what is proposed or active, and what was closed below a goal that is still in it. Drafts and dropped
  goals are on no page; what hangs below them stands at the top.
- Evidence is counted, never shown; whoever else may know of a piece decides whether it is (`storage/goal_evidence.py`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from domain.goal_status import expected, explain, status
from domain.goal_tree import COUNTED, InTree, RolledUp, T, in_tree_order, roll_up
from domain.goals import Confidence, Goal, Kind, Kpi, Level, State
from domain.values import Value

MINIMUM_GROUP = 5
"""People whose numbers stand behind a sum before it is shown (field.md: the usual minimum of this kind of software)."""
MOST_POINTS = 40
"""Readings that a line as wide as a thumb can show."""
MOST_SHARES = 8
"""More of them explain a mean no better."""
LEVELS = tuple(Level)
STANDING = frozenset({State.PROPOSED, State.ACTIVE})


class Counts(Value):
    """How much evidence names a goal: public kudos, feedback that its receiver and their manager read, check-ins."""

    kudos: int = 0
    feedback: int = 0
    check_ins: int = 0


class Point(NamedTuple):
    """A KPI was `value` at `at` (UTC)."""

    at: datetime
    value: float


class Below(Value):
    """What hangs right below a goal. `mean` is that of `shares` (0.0-1.0); None where nothing below says.

    `goals` are on the page, `individual` ones are not. Where those count too, `counted` of them, no share stands alone,
    so `shares` is empty. `units` are those of the numbers behind the mean.
    """

    goals: int = 0
    individual: int = 0
    counted: int = 0
    mean: float | None = None
    shares: tuple[float, ...] = ()
    units: tuple[str, ...] = ()


class Reported(Value):
    """A goal on the page, `depth` steps below the top; `parent` is the ref of the goal above it there.

    `progress` (0.0-1.0) is by its own numbers or its score where `own`, else the mean of those below; None where nothing
    says. `plan` is the progress planned for the day, `said` the sum behind `status`; None and "" for what is not active.
    `trends` hold the readings of each KPI by its id, oldest first.
    """

    goal: Goal
    depth: int
    parent: str | None
    progress: float | None
    own: bool
    plan: float | None
    status: Confidence | None
    said: str
    below: Below = Below()
    evidence: Counts = Counts()
    trends: Mapping[int, tuple[Point, ...]] = {}

    @property
    def parted(self) -> bool:
        """Whether the owner believes something else than the arithmetic says."""
        return None not in {self.status, self.goal.confidence} and self.status is not self.goal.confidence


class GoalReport(Value):
    """The tree as it stood on `day`, parents before what hangs below them; `names` are people's, by Slack id."""

    goals: tuple[Reported, ...]
    names: Mapping[str, str]
    day: date
    made_at: datetime
    everyone: bool


def report(
    goals: Sequence[Goal],
    *,
    trends: Mapping[int, tuple[Point, ...]],
    evidence: Mapping[int, Counts],
    names: Mapping[str, str],
    everyone: bool,
    day: date,
    made_at: datetime,
) -> GoalReport:
    """Put the page together from all goals; without `everyone` the individual ones are left out of it."""
    goals = sorted(goals, key=_place)
    rolled = roll_up(goals if everyone else without_small_groups(goals))
    shown = _shown(goals, everyone=everyone)
    refs = {goal.id: goal.ref for goal in shown}
    below = _all_below(goals, rolled, refs)
    return GoalReport(
        goals=tuple(
            _reported(goal, depth, refs.get(goal.parent), rolled[goal.id or 0], below[goal.id or 0], day).model_copy(
                update={"evidence": evidence.get(goal.id or 0, Counts()), "trends": _trends(goal, trends)}
            )
            for depth, goal in in_tree_order(shown)
        ),
        names=names,
        day=day,
        made_at=made_at,
        everyone=everyone,
    )


def _shown(goals: Sequence[Goal], *, everyone: bool) -> list[Goal]:
    """Return what is on the page."""
    seen = {goal.id: goal for goal in goals if everyone or goal.level is not Level.INDIVIDUAL}
    return [goal for goal in seen.values() if _stands(goal, seen)]


def _stands(goal: Goal, seen: Mapping[int | None, Goal]) -> bool:
    """Tell whether a goal is in the tree: a closed one is as long as one above it is open."""
    passed: set[int | None] = set()
    one: Goal | None = goal
    while one and one.state is State.CLOSED and one.id not in passed:
        passed.add(one.id)
        one = seen.get(one.parent) if one.parent else None
    return one is not None and one.state in STANDING


def _place(goal: Goal) -> tuple[int, date, int]:
    """Return where a goal stands among its neighbours: company goals first, then by due date."""
    return LEVELS.index(goal.level), goal.due, goal.id or 0


def without_small_groups(goals: Iterable[T]) -> list[T]:
    """Return the goals less those individual ones whose numbers a sum would give away.

    They stay where at least MINIMUM_GROUP people own one right below the same goal that speaks for itself.
    """
    owners: dict[int | None, set[str]] = {}
    for goal in goals:
        if _speaks(goal):
            owners.setdefault(goal.parent, set()).add(goal.owner)
    return [
        goal
        for goal in goals
        if goal.level is not Level.INDIVIDUAL or (_speaks(goal) and len(owners[goal.parent]) >= MINIMUM_GROUP)
    ]


def _speaks(goal: InTree) -> bool:
    """Tell whether it is an individual goal that counts, with a number of its own."""
    has_number = bool(goal.kpis) or goal.score is not None
    return goal.level is Level.INDIVIDUAL and goal.state in COUNTED and has_number


def _all_below(
    goals: Iterable[Goal], rolled: Mapping[int, RolledUp], refs: Mapping[int | None, str]
) -> dict[int, Below]:
    children: dict[int | None, list[Goal]] = {number: [] for number in refs}
    for goal in goals:
        if goal.parent in children and goal.state in STANDING | COUNTED:
            children[goal.parent].append(goal)
    return {number or 0: _below(rolled[number or 0], found, rolled, refs) for number, found in children.items()}


def _below(
    one: RolledUp, children: Sequence[Goal], rolled: Mapping[int, RolledUp], refs: Mapping[int | None, str]
) -> Below:
    shown = [goal for goal in children if goal.id in refs]
    hidden = [goal for goal in children if goal.id not in refs and goal.state in COUNTED]
    counted = sum(goal.id in rolled for goal in hidden)
    return Below(
        goals=len(shown),
        individual=len(hidden),
        counted=counted,
        mean=one.of_those_below,
        shares=() if counted else one.below,
        units=units(kpi for goal in shown if goal.state in COUNTED for kpi in goal.kpis),
    )


def units(kpis: Iterable[Kpi]) -> tuple[str, ...]:
    """Return the different units of these numbers, in words, in order of their first."""
    return tuple(dict.fromkeys(_unit(kpi) for kpi in kpis))


def _unit(kpi: Kpi) -> str:
    return "yes or no" if kpi.kind is Kind.YES_NO else kpi.unit or "a plain number"


def _reported(goal: Goal, depth: int, parent: str | None, rolled: RolledUp, below: Below, day: date) -> Reported:
    active = goal.state is State.ACTIVE
    progress = rolled.progress if goal.state in COUNTED else None
    judged = active and progress is not None
    return Reported(
        goal=goal,
        depth=depth,
        parent=parent,
        progress=progress,
        own=rolled.own,
        plan=expected(goal, day) if active else None,
        status=status(goal, day, progress=progress) if judged else None,
        said=_said(goal, rolled, day) if active else "",
        below=below,
    )


def _trends(goal: Goal, trends: Mapping[int, tuple[Point, ...]]) -> dict[int, tuple[Point, ...]]:
    return {kpi.id: trends[kpi.id] for kpi in goal.kpis if kpi.id is not None and kpi.id in trends}


def _said(goal: Goal, rolled: RolledUp, day: date) -> str:
    """Return the sum behind the status in words."""
    on = f"{day:%-d %B}"
    if goal.kpis:
        return explain(goal, day, on=on)
    if rolled.progress is None:
        return "no KPI yet, and nothing below it that counts"
    mean = f"{rolled.progress:.0%} of the way, the mean of what is below it; the plan for {on} is {expected(goal, day):.0%}"
    return mean.replace("%", " %")


def mean_in_words(below: Below) -> str:
    """Return the mean of the goals below: `54 % of the way on average (80 %, 50 % and 32 %)`; "" where none counts."""
    if below.mean is None:
        return ""
    mean = f"{below.mean:.0%} of the way{'' if len(below.shares) == 1 else ' on average'}"
    if 1 < len(below.shares) <= MOST_SHARES:
        *most, last = (f"{share:.0%}" for share in below.shares)
        mean += f" ({', '.join(most)} and {last})"
    return mean.replace("%", " %")


def thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return at most MOST_POINTS of these, evenly chosen, the first and the last among them."""
    if len(points) <= MOST_POINTS:
        return tuple(points)
    last = len(points) - 1
    return tuple(points[round(number * last / (MOST_POINTS - 1))] for number in range(MOST_POINTS))
