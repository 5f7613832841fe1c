"""Cycles: the spans for which goals are planned. A quarter, half a year, or dates of one's own.

- A cycle has a name of its own. Cycles may lie within each other: a quarter within its half-year.
- A new goal falls into the cycle that holds its due date; of several into the shortest, then into the one that is first.
- A goal stays in its cycle when its due date moves; carried over, it falls into the one of its new date.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from domain.goals import OPEN, Goal, State
from domain.refusals import Refusal
from domain.texts import clean
from domain.values import Value

PART = re.compile(r"(?P<year>\d{4})[- ]?(?P<part>[QH])(?P<number>\d)", re.IGNORECASE)
MONTHS = {"Q": 3, "H": 6}
LONGEST_NAME = 60


class Cycle(Value):
    """A span of days, both ends included."""

    id: int | None = None
    name: str
    starts: date
    ends: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.ends - self.starts).days + 1

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in it."""
        return self.starts <= day <= self.ends


class CycleGoals(Value):
    """A cycle with how many goals of it are open, closed and dropped."""

    cycle: Cycle
    open: int = 0
    closed: int = 0
    dropped: int = 0


class LeftOpen(Value):
    """An active goal of `owner`, planned for a cycle that has ended."""

    goal: int
    title: str
    owner: str
    cycle: str
    ended_on: date


class NoSpan(Refusal):
    """A word that names no quarter and no half-year."""

    text = "“{said}” names no span. Write a quarter like 2027Q1, or half a year like 2027H1."


class NoName(Refusal):
    """A cycle without a name, or with an endless one."""

    text = "A cycle needs a name of 1 to {most} characters, for example 2027Q1."


class NameTaken(Refusal):
    """Two cycles of one name."""

    text = "There is a cycle “{name}” already, from {starts} to {ends}. Nothing was changed; choose another name."


class EndsBeforeItStarts(Refusal):
    """Own dates the wrong way round."""

    text = "A cycle ends after it starts, and {ends} is not after {starts}."


def span_of(said: str, part: str) -> tuple[date, date]:
    """Return the first and last day of `2027Q1` (part Q) or `2027H1` (part H). Raises NoSpan."""
    found = PART.fullmatch(said.strip())
    months = MONTHS[part]
    if not found or found["part"].upper() != part or not 1 <= int(found["number"]) <= 12 // months:
        raise NoSpan(said=said[:40])
    year, first = int(found["year"]), (int(found["number"]) - 1) * months
    if not 1 <= year < 9999:
        raise NoSpan(said=said[:40])
    after = date(year + (first + months) // 12, (first + months) % 12 + 1, 1)
    return date(year, first + 1, 1), after - timedelta(days=1)


def new_cycle(name: str, starts: date, ends: date, known: Iterable[Cycle]) -> Cycle:
    """Return the cycle to open. Raises NoName, EndsBeforeItStarts, NameTaken."""
    name = clean(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise NoName(most=LONGEST_NAME)
    if ends <= starts:
        raise EndsBeforeItStarts(starts=starts, ends=ends)
    for other in known:
        if other.name.casefold() == name.casefold():
            raise NameTaken(name=other.name, starts=other.starts, ends=other.ends)
    return Cycle(name=name, starts=starts, ends=ends)


def cycle_of(day: date, cycles: Iterable[Cycle]) -> Cycle | None:
    """Return the cycle into which a goal that is due on that day falls, None where none holds it."""
    return min(
        (one for one in cycles if one.holds(day)), key=lambda one: (one.days, one.starts, one.name), default=None
    )


def next_end(goal: Goal, today: date, cycles: Iterable[Cycle]) -> date:
    """Return the day to suggest for a goal that is carried over: the end of the next cycle, or as long as it had again."""
    last = max(today, goal.due)
    ends = [one for one in cycles if one.ends > last]
    if following := min(ends, key=lambda one: (one.ends, one.days), default=None):
        return following.ends
    return today + max(goal.due - goal.starts, timedelta(days=1))


def counted(cycles: Sequence[Cycle], counts: Iterable[tuple[int, State, int]]) -> tuple[CycleGoals, ...]:
    """Return the cycles by their days with what became of their goals; `counts` are (cycle, state, how many)."""
    found: dict[int | None, dict[str, int]] = {one.id: {} for one in cycles}
    for cycle, state, number in counts:
        of = found.get(cycle, {})
        kind = "open" if state in OPEN else str(state)
        of[kind] = of.get(kind, 0) + number
    ordered = sorted(cycles, key=lambda one: (one.starts, one.ends, one.name))
    return tuple(CycleGoals(cycle=one, **found[one.id]) for one in ordered)
