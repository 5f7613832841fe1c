"""Goals: what the work is for. Organisation goal → team goal → SMART goal → KPI.

- SMART (Doran 1981) where a machine can check it: a KPI with baseline and target that differ, one owner,
  an end, a parent that is open. *Realistic* is asked of the manager who agrees.
- draft → proposed → active → closed or dropped. Only active goals are asked about in check-ins.
- Progress is plain arithmetic, and the sum is shown: (value - baseline) / (target - baseline).
- The status compares actual with expected progress, which grows evenly from the start to the due date.
"""

import math
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from domain.refusals import NotThere, Refusal
from domain.texts import clean
from domain.values import Value

ON_TRACK_FROM, AT_RISK_FROM = 0.9, 0.7
"""Actual progress as a share of expected progress: from 0.9 on track, from 0.7 at risk, below off track."""
LARGEST = 1e15
"""A KPI is exact in a double up to here."""
THIN_SPACE = "\u202f"


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


class Confidence(StrEnum):
    """What the owner believes; also the status that the arithmetic gives."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class Kpi(Value):
    """One measure of a goal. `value` is the latest reading, None before the first."""

    id: int | None = None
    name: str
    unit: str = ""
    baseline: float
    target: float
    value: float | None = None
    read_at: datetime | None = None

    @property
    def progress(self) -> float:
        """The way from baseline (0.0) to target (1.0); may be below or above."""
        at = self.baseline if self.value is None else self.value
        return (at - self.baseline) / (self.target - self.baseline)


class Goal(Value):
    """A goal with its measures. `ref` is the id people use (`G-12`); `starts` and `due` are local dates."""

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

    @property
    def progress(self) -> float:
        """The mean of the KPIs, each held between 0 and 1; 0 without any."""
        shares = [min(max(kpi.progress, 0.0), 1.0) for kpi in self.kpis]
        return sum(shares) / len(shares) if shares else 0.0


class KpiReading(Value):
    """A KPI was `value` at `at` (UTC), said `by` someone; `check_in` is where, unless it was `/goal` or a file."""

    goal: int
    kpi: int
    value: float
    at: datetime
    by: str
    note: str = ""
    check_in: int | None = None


class TitleMissing(Refusal):
    """No title."""

    text = "Name the goal: what will be true when it is reached?"
    field = "title"


class KpiMissing(Refusal):
    """No measure."""

    text = "Measurable: name the number that shows it, for example *first-reply time*."
    field = "kpi"


class NotANumber(Refusal):
    """A number was expected."""

    text = "`{text}` is not a number I can read. Write it like 42, 4.2 or 1200, without a unit."


class TargetIsBaseline(Refusal):
    """Nothing would change."""

    text = "The target equals the baseline, so there is nothing to reach. Change one of the two."
    field = "target"


class DueInThePast(Refusal):
    """The end lies before today."""

    text = "The due date {due} has passed. Choose a day from {today} on."
    field = "due"


class ParentClosed(Refusal):
    """The goal above is not open."""

    text = "The goal above is closed or gone. Choose an open one, or none."
    field = "parent"


class GoalClosed(Refusal):
    """Something was to hang on a goal that is not active."""

    text = "“{title}” is not active any more, so it takes no new numbers. See `{command}` for your open goals."


class NotYourGoal(Refusal):
    """Only the owner updates it."""

    text = "Only its owner can update “{title}”. You can thank or nudge them instead."


def number(text: str, *, field: str | None = None) -> float:
    """Read a number as people type it. `4,5` and `4.5` are the same, `1 200` and `1,200` are 1200.

    Raises NotANumber, also for `nan`, `inf` and what is too large to keep exact.
    """
    facts = {"field": field} if field else {}
    plain = clean(text).replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("'", "").rstrip("%")
    plain = _point(plain)
    try:
        value = float(plain) if plain.isascii() and "_" not in plain else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NotANumber(text=clean(text)[:40], **facts)
    return value


def _point(text: str) -> str:
    """Return the text with a decimal point and no thousands' signs."""
    if "," in text and "." in text:
        decimal = max(text.rfind(","), text.rfind("."))
        whole = text[:decimal].replace(",", "").replace(".", "")
        return f"{whole}.{text[decimal + 1 :]}"
    head, *groups = text.split(",")
    if groups and head.lstrip("+-") not in {"", "0"} and all(len(group) == 3 and group.isdigit() for group in groups):
        return head + "".join(groups)
    return text.replace(",", ".")


def propose(
    owner: str,
    title: str,
    kpi: str,
    *,
    ref: str,
    baseline: float,
    target: float,
    due: date,
    today: date,
    has_manager: bool,
    unit: str = "",
    level: Level = Level.INDIVIDUAL,
    parent: Goal | None = None,
) -> Goal:
    """Return the SMART goal to record: proposed where a manager can agree, active where there is none."""
    if not clean(title):
        raise TitleMissing
    if not clean(kpi):
        raise KpiMissing
    if target == baseline:
        raise TargetIsBaseline
    if due < today:
        raise DueInThePast(due=due.isoformat(), today=today.isoformat())
    if parent and parent.state in {State.CLOSED, State.DROPPED}:
        raise ParentClosed
    return Goal(
        ref=ref,
        title=clean(title),
        level=level,
        owner=owner,
        parent=parent.id if parent else None,
        state=State.PROPOSED if has_manager else State.ACTIVE,
        starts=today,
        due=due,
        kpis=(Kpi(name=clean(kpi), unit=clean(unit), baseline=baseline, target=target),),
    )


def must_take_numbers(goal: Goal | None, by: str, *, command: str = "/goal") -> Goal:
    """Return the goal if `by` may update it now. Raises NotYourGoal, GoalClosed, NotThere."""
    if goal is None:
        raise NotThere
    if goal.owner != by:
        raise NotYourGoal(title=goal.title)
    if goal.state is not State.ACTIVE:
        raise GoalClosed(title=goal.title, command=command)
    return goal


def expected(goal: Goal, today: date) -> float:
    """Return the progress (0.0-1.0) that an even pace would show on `today`."""
    days = (goal.due - goal.starts).days
    return 1.0 if days <= 0 else min(max((today - goal.starts).days / days, 0.0), 1.0)


def status(goal: Goal, today: date) -> Confidence:
    """Return what the arithmetic says, whatever the owner believes."""
    plan = expected(goal, today)
    share = goal.progress / plan if plan else 1.0
    if share >= ON_TRACK_FROM:
        return Confidence.ON_TRACK
    return Confidence.AT_RISK if share >= AT_RISK_FROM else Confidence.OFF_TRACK


def explain(goal: Goal, today: date) -> str:
    """Return the sum behind the status in words, for the first KPI: `42 of 90; the plan for today is 55`."""
    if not goal.kpis:
        return "no KPI yet"
    kpi = goal.kpis[0]
    plan = kpi.baseline + expected(goal, today) * (kpi.target - kpi.baseline)
    at = kpi.baseline if kpi.value is None else kpi.value
    unit = f" {kpi.unit}" if kpi.unit else ""
    return f"{show(at)} of {show(kpi.target)}{unit}; the plan for today is {show(plan)}"


def show(value: float) -> str:
    """Return a number as people read it: at most two decimals, no empty ones."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.replace(",", THIN_SPACE)


def in_tree_order(goals: Sequence[Goal]) -> tuple[tuple[int, Goal], ...]:
    """Return every goal with its depth, parents before their children, in the order given otherwise."""
    known = {goal.id for goal in goals}
    below: dict[int | None, list[Goal]] = {}
    for goal in goals:
        below.setdefault(goal.parent if goal.parent in known else None, []).append(goal)
    ordered: list[tuple[int, Goal]] = []

    def walk(parent: int | None, depth: int) -> None:
        for goal in below.get(parent, ()):
            ordered.append((depth, goal))
            walk(goal.id, depth + 1)

    walk(None, 0)
    return tuple(ordered)
