"""Weeks side by side: how many of a team answered, how sure somebody was of their goals.

- A period counts whoever was asked in it: enrolled, and this manager's report, as it opened for them; and whoever
  answered unasked. What came before somebody was enrolled is not held against them, nor against their team.
- Whom nobody could ask in a period (`turns.py`) it does not count, unless they answered.
- Weeks before the first that counts anybody are left out; later ones never are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from domain.calendar import WEEK, Schedule, opens_at, zone
from domain.check_ins import CheckIn
from domain.goals import Confidence
from domain.people import Person
from domain.turns import Turn
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


class Sure(NamedTuple):
    """Of how many goals a check-in says that they are on track, at risk and off track."""

    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0


class TrendWeek(Value):
    """How sure a team was of its goals in a period: how many goals were told to stand how."""

    period: date
    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0


class AnsweredWeek(NamedTuple):
    """What of an answer is no secret to the line: late or not, read by the manager, how sure of how many goals."""

    late: bool
    read: bool
    sure: Sure


class PersonWeek(Value):
    """One person in one period. `check_in` is answered, skipped, excused, missing or not asked.

    `late` and `read` are None without an answer; `blockers` are those first named in it.
    """

    person: str
    name: str
    team: str | None
    period: date
    check_in: str
    late: bool | None = None
    read: bool | None = None
    on_track: int = 0
    at_risk: int = 0
    off_track: int = 0
    blockers: int = 0


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


def sure(check_in: CheckIn) -> Sure:
    """Return what a check-in says of its goals."""
    told = [line.confidence for line in check_in.goals]
    return Sure(*(told.count(one) for one in Confidence))


def team_trend(answers: Mapping[tuple[str, date], Sure], *, until: date) -> tuple[TrendWeek, ...]:
    """Return the periods up to `until`, oldest first, from the first in which anybody told how sure they were.

    `answers` are by (person, period). A week without a word counts as told by nobody; nothing is filled in.
    """
    periods = [until - number * WEEK for number in reversed(range(MOST_WEEKS))]
    told = {period: [one for (_, week), one in answers.items() if week == period] for period in periods}
    weeks = [_trend_week(period, told[period]) for period in periods]
    return tuple(weeks[_first(week.on_track + week.at_risk + week.off_track > 0 for week in weeks) :])


def _trend_week(period: date, told: Sequence[Sure]) -> TrendWeek:
    on_track, at_risk, off_track = (sum(counts) for counts in zip(*told, strict=True)) if told else (0, 0, 0)
    return TrendWeek(period=period, on_track=on_track, at_risk=at_risk, off_track=off_track)


def person_weeks(
    team: Sequence[Person],
    answers: Mapping[tuple[str, date], AnsweredWeek],
    turns: Mapping[tuple[str, date], Turn],
    blockers: Mapping[tuple[str, date], int],
    *,
    until: date,
    schedule: Schedule,
    now: datetime,
) -> tuple[PersonWeek, ...]:
    """Return a row for each of these people and the last periods, by person, oldest first."""
    periods = [until - number * WEEK for number in reversed(range(MOST_WEEKS))]
    opened = {
        (period, tz): opens_at(period, schedule, zone(tz)) for period in periods for tz in {one.tz for one in team}
    }
    rows = []
    for person in team:
        for period in periods:
            slot = person.id, period
            asked = was_asked(person, opened[period, person.tz], now)
            rows.append(_person_week(person, period, answers.get(slot), turns.get(slot), asked, blockers.get(slot, 0)))
    return tuple(rows)


def _person_week(
    person: Person, period: date, answer: AnsweredWeek | None, turn: Turn | None, asked: bool, blockers: int
) -> PersonWeek:
    facts = {"person": person.id, "name": person.name, "team": person.team, "period": period, "blockers": blockers}
    if answer:
        told = answer.sure._asdict()
        return PersonWeek(**facts, check_in="answered", late=answer.late, read=answer.read, **told)
    if turn and turn.skipped_at:
        return PersonWeek(**facts, check_in="skipped")
    if turn and turn.excused:
        return PersonWeek(**facts, check_in="excused")
    return PersonWeek(**facts, check_in="missing" if asked else "not asked")


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
    return OwnWeek(period=period, answered=True, **sure(check_in)._asdict())


def _first(counts: Iterable[bool]) -> int:
    """Return where the first True stands; behind the end where there is none."""
    return next((place for place, counted in enumerate(counts) if counted), MOST_WEEKS)
