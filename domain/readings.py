"""Readings from outside: numbers of KPIs that a file or another system tells.

- A reading names an active goal, one KPI of it (by name; it may be left out where there is only one), a number and when.
- Nothing is read in the future, nor before the goal starts.
- How numbers and moments are written is in `reading_values.py`; what becomes of a reading that is there already, or that
  corrects one, in `readings_again.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from domain.goals import Goal, Kpi, KpiReading, State
from domain.reading_values import moment, value_of
from domain.refusals import Refusal
from domain.values import Value

OUTSIDE = ""
"""By whom a reading is that nobody typed in Slack: a file or another system told it."""

T = TypeVar("T")


class Told(Value):
    """A reading as it was told: `goal` is a ref, `kpi` a name or empty, `at` a date or a moment as text.

    `key` is the sender's own id of it; `correct` has it replace what was read at that moment.
    """

    goal: str
    kpi: str = ""
    value: bool | float | str
    at: str
    key: str | None = None
    note: str = ""
    correct: bool = False


class UnknownGoal(Refusal):
    """The ref of no goal."""

    text = "No goal has the id {goal}. Use the one that people see beside the goal, such as G-12."
    field = "goal"


class GoalTakesNoReadings(Refusal):
    """A goal that is not agreed yet, or has ended."""

    text = "{goal} is {state}. Only active goals take readings."
    field = "goal"


class NoKpi(Refusal):
    """A goal without any measure."""

    text = "{goal} has no KPI to read. Give it one first."
    field = "kpi"


class UnknownKpi(Refusal):
    """A name that no KPI of the goal has."""

    text = "{goal} has no KPI “{kpi}”. It has {names}."
    field = "kpi"


class KpiNotNamed(Refusal):
    """Several KPIs could be meant."""

    text = "{goal} has several KPIs that this could be: {names}. Name the one that was read."
    field = "kpi"


class ReadInTheFuture(Refusal):
    """A number that nobody can know yet."""

    text = "{at} is still to come. A reading is what was measured: give a moment that has passed."
    field = "at"


class ReadBeforeTheGoal(Refusal):
    """A number from before the goal starts."""

    text = "{goal} starts on {starts}, so a reading of {at} is none of it. Leave it out."
    field = "at"


class Problem(NamedTuple):
    """What is wrong with the reading at `place`, counted from 0."""

    place: int
    refusal: Refusal


class CannotTake(Exception):
    """None of the readings was taken. `problems` are in their order, every one that could be found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{one.place + 1}: {one.refusal}" for one in problems))


def read(
    told: Sequence[Told], goals: Mapping[str, Goal], zones: Mapping[str, ZoneInfo], *, now: datetime
) -> list[KpiReading]:
    """Return what was told as readings, in order. `goals` are by ref, `zones` by owner. Raises CannotTake."""
    problems: list[Problem] = []
    readings: list[KpiReading] = []
    for place, one in enumerate(told):
        wrong: list[Refusal] = []
        reading = _reading(one, goals, zones, now, wrong)
        problems += [Problem(place, no) for no in wrong]
        readings += [reading] if reading else []
    if problems:
        raise CannotTake(problems)
    return readings


def _reading(
    told: Told, goals: Mapping[str, Goal], zones: Mapping[str, ZoneInfo], now: datetime, wrong: list[Refusal]
) -> KpiReading | None:
    goal = _tried(lambda: _goal(told.goal, goals), wrong)
    if goal is None:
        return None
    kpi = _tried(lambda: kpi_named(told.kpi, goal), wrong)
    at = _tried(lambda: _moment(told.at, goal, zones[goal.owner], now), wrong)
    value = _tried(lambda: value_of(told.value, kpi), wrong) if kpi else None
    if kpi is None or at is None or value is None:
        return None
    said = {"value": value, "at": at, "by": OUTSIDE, "note": told.note, "key": told.key}
    return KpiReading(goal=goal.id or 0, kpi=kpi.id or 0, **said)


def _tried(how: Callable[[], T], wrong: list[Refusal]) -> T | None:
    try:
        return how()
    except Refusal as no:
        wrong.append(no)
        return None


def _goal(ref: str, goals: Mapping[str, Goal]) -> Goal:
    goal = goals.get(ref)
    if goal is None:
        raise UnknownGoal(goal=ref[:40] or "“”")
    if goal.state is not State.ACTIVE:
        raise GoalTakesNoReadings(goal=goal.ref, state=goal.state)
    return goal


def kpi_named(name: str, goal: Goal) -> Kpi:
    """Return the KPI of that name, or the only one where there is no name. Raises NoKpi, UnknownKpi, KpiNotNamed."""
    if not goal.kpis:
        raise NoKpi(goal=goal.ref)
    found = [kpi for kpi in goal.kpis if not name or _plain(kpi.name) == _plain(name)]
    names = " and ".join(f"“{kpi.name}”" for kpi in goal.kpis)
    if not found:
        raise UnknownKpi(goal=goal.ref, kpi=name[:40], names=names)
    if len(found) > 1:
        raise KpiNotNamed(goal=goal.ref, names=names)
    return found[0]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _moment(text: str, goal: Goal, tz: ZoneInfo, now: datetime) -> datetime:
    at = moment(text, tz)
    if at > now:
        raise ReadInTheFuture(at=text.strip())
    if at.astimezone(tz).date() < goal.starts:
        raise ReadBeforeTheGoal(goal=goal.ref, starts=goal.starts.isoformat(), at=text.strip())
    return at
