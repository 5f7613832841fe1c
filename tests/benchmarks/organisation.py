"""An organisation with years behind it: who works in it, and their goals, made from numbers, always the same.

Everybody has a manager and three goals a half-year; of the halves before the goals are closed or dropped. Each manager
has a team goal above those, most of them without a number of its own, and the company has three.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from domain.calendar import WEEK
from tests.benchmarks.bulk import Rows, Spelling
from tests.benchmarks.company import this_week

HALF = 26
"""Weeks for which goals are made."""
REPORTS, GOALS, COMPANY = 10, 3, 3
MOST_REPORTS = 200
SEED = 5


class Organisation:
    """So many people, asked for a check-in in each of so many weeks up to the current one."""

    def __init__(self, people: int, weeks: int, *, workspace: int, spelling: Spelling) -> None:
        self.people, self.weeks, self.workspace = people, weeks, workspace
        self.day, self.moment = spelling
        self.now = datetime.now(UTC).replace(microsecond=0)
        self.periods = [this_week() - ago * WEEK for ago in reversed(range(weeks))]
        self.halves = -(-weeks // HALF)

    @property
    def managers(self) -> dict[str, int]:
        """Return the two whose pages are measured, with how many report to each."""
        return {self.id(self.people // 20): REPORTS, self.id(self.people // 2): len(self._biggest_team)}

    @property
    def _biggest_team(self) -> range:
        return range(self.people - min(MOST_REPORTS, self.people // 5), self.people)

    def id(self, number: int) -> str:
        """Return the Slack id of somebody."""
        return f"UO{number:05}"

    def manager(self, number: int) -> int | None:
        """Return to whom somebody reports: ten to each, and the last two hundred to one."""
        if number in self._biggest_team:
            return self.people // 2
        return (number - 1) // REPORTS if number else None

    @cached_property
    def leading(self) -> dict[int, int]:
        """Return who has reports, and which of the team goals of a half is theirs."""
        found = sorted({one for number in range(self.people) if (one := self.manager(number)) is not None})
        return {number: place for place, number in enumerate(found)}

    def half(self, week: int) -> int:
        """Return the half-year of a week, both counted from the oldest."""
        return self.halves - 1 - (self.weeks - 1 - week) // HALF

    def first_goal(self, half: int, number: int) -> int:
        """Return the first of the three goals somebody has in a half; its measure has the same number."""
        return self._shared(half) + COMPANY + len(self.leading) + GOALS * number

    def _shared(self, half: int) -> int:
        return 1 + half * (COMPANY + len(self.leading) + GOALS * self.people)

    def tables(self) -> Iterator[Rows]:
        """Yield people and goals, in the order they refer to each other."""
        yield Rows("people", PERSON, self._people())
        yield Rows("goals", GOAL, self._goals(), counted=True)
        yield Rows("kpis", KPI, self._kpis(), counted=True)

    def _people(self) -> Iterator[tuple[Any, ...]]:
        since = self.moment(self.now - (self.weeks + 1) * WEEK)
        for number in range(self.people):
            above = self.manager(number)
            role = "manager" if number in self.leading else "employee"
            place = (
                self.id(number),
                f"Person {number}",
                f"Team {above}",
                role,
                None if above is None else self.id(above),
            )
            yield self.workspace, *place, since, since, "Europe/Berlin", True, False, False

    def _goals(self) -> Iterator[tuple[Any, ...]]:
        draw = Random(SEED)
        for half in range(self.halves):
            starts, due = self._span(half)
            first, facts = self._shared(half), (self.day(starts), self.day(due))
            for n in range(COMPANY):
                yield first + n, f"C{half}-{n}", "company", self.id(0), None, *self._ended(draw, half), *facts
            for leader, place in self.leading.items():
                about = f"T{half}-{place}", "team", self.id(leader), first + place % COMPANY
                yield first + COMPANY + place, *about, *self._ended(draw, half), *facts
            for number in range(self.people):
                team = self.leading[self.manager(number) or 0]
                for n in range(GOALS):
                    about = f"G{half}-{number}-{n}", "individual", self.id(number), first + COMPANY + team
                    yield self.first_goal(half, number) + n, *about, *self._ended(draw, half), *facts

    def _span(self, half: int) -> tuple[date, date]:
        """Return when the goals of a half start and are due: the last ones have run for two of six months."""
        starts = date.today() - timedelta(days=60) - (self.halves - 1 - half) * HALF * WEEK
        return starts, starts + HALF * WEEK

    def _ended(self, draw: Random, half: int) -> tuple[Any, ...]:
        """Return confidence, state, score and the rest of a goal."""
        if half == self.halves - 1:
            return draw.choice(SURE), "active", None, None, 1, "", self.workspace, TITLE
        closed = draw.random() < 0.8
        ended = self.day(self._span(half)[1])
        score = round(draw.random(), 1) if closed else None
        return None, "closed" if closed else "dropped", score, ended, 2, LEARNED, self.workspace, TITLE

    def _kpis(self) -> Iterator[tuple[Any, ...]]:
        """Yield one measure a goal; of the shared ones every second has none. A third of the way is the plan today."""
        draw, read = Random(SEED), self.moment(self.now - WEEK)
        for half in range(self.halves):
            first = self._shared(half)
            for goal in range(first, self._shared(half + 1)):
                if goal >= self.first_goal(half, 0) or goal % 2:
                    way = draw.uniform(0.27, 0.5) if half == self.halves - 1 else draw.random()
                    yield goal, self.workspace, goal, "Tickets answered", "number", "%", 10.0, 90.0, 10 + 80 * way, read


SURE = ("on_track",) * 8 + ("at_risk", "off_track")
TITLE = "Answer nine of ten refunds within a day"
LEARNED = "Ask the warehouse first"
PERSON = (
    *("workspace_id", "id", "name", "team", "role", "manager", "manager_since", "enrolled_at"),
    *("tz", "active", "named_admin", "away"),
)
GOAL = (
    *("id", "ref", "level", "owner", "parent", "confidence", "state", "score", "ended_on", "round", "learned"),
    *("workspace_id", "title", "starts", "due"),
)
KPI = ("id", "workspace_id", "goal", "name", "kind", "unit", "baseline", "target", "value", "read_at")
