"""Weeks side by side: how many of a team answered, how sure somebody was of their goals.

- A period counts whoever was asked in it: enrolled, and this manager's report, as it opened for them; and whoever
  answered unasked. What came before somebody was enrolled is not held against them, nor against their team.
- Whom nobody could ask in a period (`turns.py`) it does not count, unless they answered.
- Weeks before the first that counts anybody are left out; later ones never are.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from domain.calendar import WEEK, Schedule, opens_at, zone
from domain.check_ins import CheckIn
from domain.goals import Confidence
from domain.people import Person
from domain.values import Value

MOST_WEEKS = 12
"""A quarter of a year: enough to see a trend, and Slack's charts hold no more than 20."""

Slots = Collection[tuple[str, date]]
"""People and periods."""


class TeamWeek(Value):
    """How many of those who were asked in a period answered."""

    period: date
    answered: int
    asked: int


class OwnWeek(Value):
    """One's own answers of a period: of how many goals one was how sure. All 0 where there was no answer."""

    period: date
    answered: bool = False
    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0


def was_asked(person: Person, opened: datetime, now: datetime) -> bool:
    """Tell whether their manager can expect an answer of the period that `opened` then.

    A manager reads nothing from before the person became their report, so they expect nothing either.
    """
    if person.enrolled_at is None or opened > now:
        return False
    return person.enrolled_at <= opened and (person.manager_since is None or person.manager_since <= opened)


def team_weeks(
    team: Sequence[Person],
    answered: Slots,
    *,
    until: date,
    schedule: Schedule,
    now: datetime,
    excused: Slots = frozenset(),
) -> tuple[TeamWeek, ...]:
    """Return the periods up to `until`, oldest first. `answered` and `excused` hold (person, period)."""
    periods = [until - number * WEEK for number in reversed(range(MOST_WEEKS))]
    weeks = [_team_week(team, answered, excused, period, schedule, now) for period in periods]
    return tuple(weeks[_first(week.asked > 0 for week in weeks) :])


def _team_week(
    team: Sequence[Person], answered: Slots, excused: Slots, period: date, schedule: Schedule, now: datetime
) -> TeamWeek:
    opened = {name: opens_at(period, schedule, zone(name)) for name in {person.tz for person in team}}
    did = {person.id for person in team if (person.id, period) in answered}
    expected = [person for person in team if (person.id, period) not in excused]
    asked = {person.id for person in expected if was_asked(person, opened[person.tz], now)}
    return TeamWeek(period=period, answered=len(did), asked=len(asked | did))


def own_weeks(check_ins: Iterable[CheckIn], *, until: date) -> tuple[OwnWeek, ...]:
    """Return the periods up to `until`, oldest first, from the first that was answered."""
    mine = {one.period: one for one in check_ins}
    periods = [until - number * WEEK for number in reversed(range(MOST_WEEKS))]
    weeks = [_own_week(period, mine.get(period)) for period in periods]
    return tuple(weeks[_first(week.answered for week in weeks) :])


def sureness(week: OwnWeek) -> float | None:
    """Return how sure one was of one's goals: 1.0 all on track, 0.5 at risk, 0.0 off track, their mean; None untold."""
    told = week.on_track + week.at_risk + week.off_track
    return (week.on_track + week.at_risk / 2) / told if told else None


def _own_week(period: date, check_in: CheckIn | None) -> OwnWeek:
    if check_in is None:
        return OwnWeek(period=period)
    sure = [line.confidence for line in check_in.goals]
    counts = {confidence.value: sure.count(confidence) for confidence in Confidence}
    return OwnWeek(period=period, answered=True, **counts)


def _first(counts: Iterable[bool]) -> int:
    """Return where the first True stands; behind the end where there is none."""
    return next((place for place, counted in enumerate(counts) if counted), MOST_WEEKS)
