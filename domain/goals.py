"""Goals: what the work is for. Organisation goal → team goal → SMART goal → KPI.

- SMART (Doran 1981): a KPI with baseline and target that differ, one owner, an end, a parent. How a goal gets
  there is in `proposals.py`.
- draft → proposed → active → closed or dropped. Only active goals are asked about in check-ins.
- Progress is plain arithmetic, and the sum is shown: (value - baseline) / (target - baseline).
- The status compares actual with expected progress, which grows evenly from the start to the due date.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from domain.refusals import NotThere, Refusal
from domain.texts import clean
from domain.values import Value

ON_TRACK_FROM, AT_RISK_FROM = 0.9, 0.7
"""Actual progress as a share of expected progress: from 0.9 on track, from 0.7 at risk, below off track."""
SETTLING = 7
"""Days after the start of a goal in which its numbers prove nothing yet."""
SMALL = 0.01
"""Below it two decimals show nothing."""
LARGEST = 1e15
"""A KPI is exact in a double up to here."""
THIN_SPACE = "\u202f"
SIGNS = str.maketrans("，．－＋−％٫٬’\u00a0\u2009\u202f", ",.-+-%.,'   ")
"""Signs of numbers as keyboards of other scripts write them, and thin spaces."""
SIMPLE = re.compile(r"[-+]?(\d+[.,]?\d*|[.,]\d+|\d+(\.\d+)?[eE][-+]?\d+)")
SIMPLE_POINT = re.compile(r"[-+]?\d+\.\d+")
"""`1.200` is a little more than one: a point is read as the decimal one unless there are several, or a comma too."""
GROUPED = re.compile(
    r"(?P<whole>[-+]?[1-9]\d{0,2}(?P<sign>[,.' ])\d{3}(?:(?P=sign)\d{3})*)(?:(?!(?P=sign))[.,](?P<rest>\d*))?"
)


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


class Confidence(StrEnum):
    """What the owner believes; also the status that the arithmetic gives."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"

    @property
    def in_words(self) -> str:
        """As people read it: `on track`."""
        return self.value.replace("_", " ")


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


class NotANumber(Refusal):
    """A number was expected."""

    text = "`{text}` is not a number I can read. Write it like 42, 4.2 or 1200, without a unit."


class TargetIsBaseline(Refusal):
    """Nothing would change."""

    text = "The target equals the baseline, so there is nothing to reach. Change one of the two."
    field = "target"


class GoalClosed(Refusal):
    """Something was to hang on a goal that is not active."""

    text = "“{title}” is not active any more, so it takes no new numbers. See `{command}` for your open goals."


def number(text: str, *, field: str | None = None) -> float:
    """Read a number as people type it. `4,5` and `4.5` are the same, `1 200`, `1,200` and `1.200,0` are 1200.

    Digits of all scripts count. Raises NotANumber, also for `nan`, `inf` and what is too large to keep exact.
    """
    typed = "".join(str(unicodedata.decimal(sign, sign)) for sign in clean(text).translate(SIGNS))
    plain = typed.removesuffix("%").rstrip()
    grouped = GROUPED.fullmatch(plain)
    if grouped and not SIMPLE_POINT.fullmatch(plain):
        plain = re.sub(r"[^-+0-9]", "", grouped["whole"]) + f".{grouped['rest'] or '0'}"
    value = float(plain.replace(",", ".")) if SIMPLE.fullmatch(plain) else math.nan
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise NotANumber(text=clean(text)[:40], **({"field": field} if field else {}))
    return value


def must_take_numbers(goal: Goal | None, by: str, *, command: str = "/goal") -> Goal:
    """Return the goal if `by` may update it now. Raises GoalClosed, and NotThere alike for none and somebody else's."""
    if goal is None or goal.owner != by:
        raise NotThere
    if goal.state is not State.ACTIVE:
        raise GoalClosed(title=goal.title, command=command)
    return goal


def expected(goal: Goal, today: date) -> float:
    """Return the progress (0.0-1.0) that an even pace would show on `today`."""
    days = (goal.due - goal.starts).days
    return 1.0 if days <= 0 else min(max((today - goal.starts).days / days, 0.0), 1.0)


def status(goal: Goal, today: date) -> Confidence:
    """Return what the arithmetic says, whatever the owner believes. In its first week a goal is on track."""
    plan = expected(goal, today)
    settling = today < goal.due and (today - goal.starts).days < SETTLING
    share = 1.0 if settling or not plan else goal.progress / plan
    if share >= ON_TRACK_FROM:
        return Confidence.ON_TRACK
    return Confidence.AT_RISK if share >= AT_RISK_FROM else Confidence.OFF_TRACK


def explain(goal: Goal, today: date, *, on: str = "today") -> str:
    """Return the sum behind the status in words; `on` names the day.

    `42 of 90; the plan for today is 55; at this pace 71 on 30 Sep`, or for several KPIs, of which none speaks for all:
    `43 % of the way, the mean of 2 KPIs; the plan for today is 78 %`.
    """
    if not goal.kpis:
        return "no KPI yet"
    plan = expected(goal, today)
    if len(goal.kpis) > 1:
        mean = f"{goal.progress:.0%} of the way, the mean of {len(goal.kpis)} KPIs; the plan for {on} is {plan:.0%}"
        return mean.replace("%", " %")
    kpi = goal.kpis[0]
    at = kpi.baseline if kpi.value is None else kpi.value
    unit = f" {kpi.unit}" if kpi.unit else ""
    wanted = _about(kpi.baseline + plan * (kpi.target - kpi.baseline))
    of = "of" if kpi.target > kpi.baseline else "on the way down to"
    return f"{show(at)} {of} {show(kpi.target)}{unit}; the plan for {on} is {wanted}{_pace(goal, kpi, today)}"


def _pace(goal: Goal, kpi: Kpi, today: date) -> str:
    """Say where the KPI will be on the due date if it goes on as it did; nothing before a week has passed."""
    days, passed = (goal.due - goal.starts).days, (today - goal.starts).days
    if passed < SETTLING or passed >= days or kpi.value in {None, kpi.baseline}:
        return ""
    then = kpi.baseline + kpi.progress * (kpi.target - kpi.baseline) * days / passed
    sayable = abs(then) <= LARGEST  # a target a hair from its baseline is passed by far more than any number says
    return f"; at this pace {_about(then)} on {goal.due:%-d %b}" if sayable else ""


def _about(value: float) -> str:
    """Return a number that was worked out: three digits say enough."""
    return show(float(f"{value:.3g}") if abs(value) < 1000 else round(value))


def show(value: float) -> str:
    """Return a number as people read it: at most two decimals, more only where it would be nothing without them."""
    decimals = 2 if abs(value) >= SMALL or not value else min(1 - math.floor(math.log10(abs(value))), 15)
    shown = f"{value + 0.0:,.{decimals}f}".rstrip("0").rstrip(".")
    return shown.replace(",", THIN_SPACE)


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
