"""The manager's page: who answered, what is blocked, which goals are at risk, what the manager still owes.

- It opens with what the *manager* owes: the oldest blocker or unread check-in.
- It counts kudos and feedback, and never ranks people by them.
- People without recognition for 30 days are named, so that somebody notices.
- On the day of the prompt the closing period stands beside the new one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from domain.check_ins import CheckIn
from domain.goals import Confidence, Goal, explain, status
from domain.people import Person
from domain.values import Value

NO_RECOGNITION = timedelta(days=30)


class Answered(Value):
    """One report in one period. `check_in` is None where there is none yet."""

    person: str
    name: str
    period: date
    check_in: CheckIn | None = None
    asked: bool = True


class Blocked(Value):
    """A blocker somebody named; `since` is when they first sent that check-in."""

    person: str
    text: str
    since: datetime


class AtRisk(Value):
    """A goal behind its plan, with the sum that shows it, or one whose owner worries."""

    goal: Goal
    status: Confidence
    why: str


class Owed(Value):
    """What the manager has not done yet: read a check-in, answer a blocker."""

    person: str
    what: str
    since: datetime
    blocker: bool = False


class TeamStatus(Value):
    """Everything `/team-status` shows, in order. `period` is the manager's current one."""

    manager: str
    period: date
    answered: tuple[Answered, ...]
    answered_last_period: int
    owed: tuple[Owed, ...]
    blocked: tuple[Blocked, ...]
    at_risk: tuple[AtRisk, ...]
    kudos: int
    feedback: int
    unrecognised: tuple[str, ...]

    @property
    def participation(self) -> tuple[int, int]:
        """How many answered, of how many who were asked (or answered unasked)."""
        counted = [line for line in self.answered if line.asked or line.check_in]
        return sum(1 for line in counted if line.check_in), len(counted)


def team_status(
    manager: str,
    reports: Sequence[Person],
    *,
    period: date,
    check_ins: Mapping[tuple[str, date], CheckIn],
    notes_of: frozenset[str],
    goals: Iterable[Goal],
    kudos: int,
    feedback: int,
    last_thanked: Mapping[str, datetime],
    now: datetime,
) -> TeamStatus:
    """Put the page together. `notes_of` are the reports whose notes the manager may read; pure arithmetic."""
    last = period - timedelta(days=7)
    answered = tuple(
        Answered(
            person=person.id,
            name=person.name,
            period=period,
            check_in=check_ins.get((person.id, period)),
            asked=person.enrolled_at is not None,
        )
        for person in sorted(reports, key=lambda person: person.name.casefold())
    )
    recent = sorted(
        (found for (_, when), found in check_ins.items() if when in {period, last}), key=lambda one: one.answered_at
    )
    return TeamStatus(
        manager=manager,
        period=period,
        answered=answered,
        answered_last_period=sum(1 for person in reports if (person.id, last) in check_ins),
        owed=_owed(recent, notes_of),
        blocked=_blocked(recent),
        at_risk=_at_risk(goals, now.date()),
        kudos=kudos,
        feedback=feedback,
        unrecognised=_unrecognised(reports, last_thanked, now),
    )


def _owed(recent: Iterable[CheckIn], notes_of: frozenset[str]) -> tuple[Owed, ...]:
    return tuple(
        Owed(
            person=one.person,
            what="answer the blocker" if one.blockers else "read the check-in",
            since=one.answered_at,
            blocker=bool(one.blockers),
        )
        for one in recent
        if one.read_at is None and one.person in notes_of
    )


def _blocked(recent: Sequence[CheckIn]) -> tuple[Blocked, ...]:
    latest = {one.person: one for one in recent}
    return tuple(
        Blocked(person=one.person, text=one.blockers, since=one.answered_at) for one in latest.values() if one.blockers
    )


def _at_risk(goals: Iterable[Goal], today: date) -> tuple[AtRisk, ...]:
    found = []
    for goal in goals:
        sums = status(goal, today)
        worst = max((sums, goal.confidence or sums), key=list(Confidence).index)
        if worst is not Confidence.ON_TRACK:
            by_owner = "" if sums is worst else "; its owner sees it so"
            found.append(AtRisk(goal=goal, status=worst, why=explain(goal, today) + by_owner))
    return tuple(sorted(found, key=lambda one: list(Confidence).index(one.status), reverse=True))


def _unrecognised(reports: Iterable[Person], last_thanked: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
    quiet = now - NO_RECOGNITION
    return tuple(
        person.id
        for person in reports
        if person.enrolled_at
        and person.enrolled_at <= quiet
        and (person.id not in last_thanked or last_thanked[person.id] < quiet)
    )
