"""Goals: what the work is for. Organisation goal → team goal → SMART goal → KPI.

- SMART (Doran 1981): a KPI with baseline and target that differ, one owner, an end, a parent. How a goal gets
  there is in `proposals.py`.
- draft → proposed → active → closed or dropped. Only active goals are asked about in check-ins.
- Progress is plain arithmetic, (value - baseline) / (target - baseline); how a goal stands is in `goal_status.py`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from domain.refusals import NotThere, Refusal
from domain.values import Value


class Level(StrEnum):
    """Whose goal it is."""

    COMPANY = "company"
    TEAM = "team"
    INDIVIDUAL = "individual"


class State(StrEnum):
    """Where a goal stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    CLOSED = "closed"
    DROPPED = "dropped"


OPEN = (State.DRAFT, State.PROPOSED, State.ACTIVE)
"""The states of a goal that has not ended."""
A_HAIR = 1e-9
"""What arithmetic may lose: 22.4 on the way from 24 to 8 is a tenth."""


class Confidence(StrEnum):
    """What the owner believes; also the status that the arithmetic gives."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"

    @property
    def in_words(self) -> str:
        """As people read it: `on track`."""
        return self.value.replace("_", " ")


class Kind(StrEnum):
    """What a KPI counts. The unit of PERCENT is %; YES_NO goes from 0 to 1."""

    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    YES_NO = "yes_no"

    @property
    def in_words(self) -> str:
        """As people read it: `yes or no`."""
        return "yes or no" if self is Kind.YES_NO else self.value


def way(baseline: float, target: float, value: float | None) -> float:
    """Return the way from baseline (0.0) to target (1.0) at `value`, which is None before the first reading."""
    at = baseline if value is None else value
    return (at - baseline) / (target - baseline) + 0.0  # no step on the way down is 0, not -0


def held(share: float) -> float:
    """Return a share held between 0 and 1."""
    return min(max(share, 0.0), 1.0)


def mean(shares: Iterable[float]) -> float:
    """Return the mean of these shares; 0 without any."""
    known = tuple(shares)
    return sum(known) / len(known) if known else 0.0


class Kpi(Value):
    """One measure of a goal. `value` is the latest reading, None before the first; `score` (0.0-1.0) how it closed."""

    id: int | None = None
    name: str
    kind: Kind = Kind.NUMBER
    unit: str = ""
    baseline: float
    target: float
    value: float | None = None
    read_at: datetime | None = None
    score: float | None = None

    @property
    def falls(self) -> bool:
        """Whether less is better."""
        return self.target < self.baseline

    @property
    def progress(self) -> float:
        """The way from baseline (0.0) to target (1.0); may be below or above."""
        return way(self.baseline, self.target, self.value)


class Milestone(Value):
    """A step on the way: on `due` the `share` (0.0-1.0) of the way should lie behind. `done_on` is what a file told."""

    id: int | None = None
    title: str
    due: date
    share: float
    done_on: date | None = None


class Goal(Value):
    """A goal with its measures. `ref` is the id people use (`G-12`); `starts` and `due` are local dates.

    `contributors` work on it beside its owner, `milestones` are in order of their days, `cycle` is when it was planned
    for, `score` (0.0-1.0) and `learned` how it closed, on `ended_on`.
    """

    id: int | None = None
    ref: str
    title: str
    level: Level = Level.INDIVIDUAL
    owner: str
    parent: int | None = None
    state: State = State.DRAFT
    starts: date
    due: date
    score: float | None = None
    kpis: tuple[Kpi, ...] = ()
    confidence: Confidence | None = None
    contributors: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    cycle: int | None = None
    learned: str = ""
    ended_on: date | None = None

    @property
    def progress(self) -> float:
        """The mean of the KPIs, each held between 0 and 1; 0 without any."""
        return mean(held(kpi.progress) for kpi in self.kpis)

    def has_behind(self, step: Milestone) -> bool:
        """Tell whether a step is done: a file said so, or its share of the way lies behind."""
        return step.done_on is not None or (bool(self.kpis) and self.progress >= step.share - A_HAIR)


def asked_in_check_ins(goal: Goal) -> bool:
    """Tell whether the owner's check-in asks about it: while it is active, of all of their own and of any with a KPI."""
    return goal.state is State.ACTIVE and (goal.level is Level.INDIVIDUAL or bool(goal.kpis))


class KpiReading(Value):
    """A KPI was `value` at `at` (UTC), said `by` someone; `check_in` is where, unless it was `/goal`, a file or HTTP.

    `by` is empty where it came by a file or HTTP. `key` is the sender's own id of it, under which it is taken once.
    `corrected_at` is when another value took its place; from then on it stands no more.
    """

    goal: int
    kpi: int
    value: float
    at: datetime
    by: str
    note: str = ""
    check_in: int | None = None
    key: str | None = None
    corrected_at: datetime | None = None


class TargetIsBaseline(Refusal):
    """Nothing would change."""

    text = "The target equals the baseline, so there is nothing to reach. Change one of the two."
    field = "target"


class GoalClosed(Refusal):
    """Something was to hang on a goal that is not active."""

    text = "“{title}” is not active any more, so it takes no new numbers. See `{command}` for your open goals."


def must_take_numbers(goal: Goal | None, by: str, *, command: str = "/goal") -> Goal:
    """Return the goal if `by` may update it now. Raises GoalClosed, and NotThere alike for none and somebody else's."""
    if goal is None or goal.owner != by:
        raise NotThere
    if goal.state is not State.ACTIVE:
        raise GoalClosed(title=goal.title, command=command)
    return goal
