"""The manager's page: who answered, what is blocked, which goals are at risk, what the manager still owes.

- It opens with what the *manager* owes: answers to blockers, decisions about goals, then the unread check-ins (`owed.py`).
- A blocker stands until it is closed (`blockers.py`); its age counts from when it was first named.
- It counts kudos and feedback, and never ranks people by them.
- People without recognition for 30 days are named, so that somebody notices.
- Goals at risk are the team's, those of its members and those its leader owns for it (`team_goals.py`).
- Alignment: which goals of the team hang on nothing, have nothing below, or no number yet (`alignment.py`).
- On the day of the prompt the closing period stands beside the new one; so it does wherever a report's clock is
  already, or still, in another period than the manager's.
- Who skipped the week is said to have skipped it; whom nobody could ask is excused, with the reason, and not counted.
- Nobody is missing who was not asked: enrolled, and this manager's report, before their own prompt was due
  (`weeks.py`, which also sets the last weeks side by side).
- Where not everybody fits, those come first who need the manager: blocked, then unread, then without an answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from types import MappingProxyType

from domain.alignment import NOTHING, Alignment
from domain.blockers import Blocker
from domain.calendar import WEEK, Schedule, opens_at, period_at, zone
from domain.check_ins import CheckIn
from domain.goals import Confidence
from domain.owed import Owed, owed
from domain.people import Person
from domain.refusals import Refusal
from domain.team_goals import TeamGoal
from domain.turns import Turn
from domain.values import Value
from domain.weeks import AnsweredWeek, TeamWeek, TrendWeek, team_trend, team_weeks, was_asked

NO_RECOGNITION = timedelta(days=30)
MOST_AT_ONCE = 1_000
"""People a page counts while somebody waits for it: about a second of work."""
WEEKLY = Schedule()
NOBODY: Mapping[tuple[str, date], AnsweredWeek] = MappingProxyType({})
NO_TURNS: Mapping[tuple[str, date], Turn] = MappingProxyType({})


class LineTooLong(Refusal):
    """More people than a page can count in time."""

    text = (
        "{count} people are in your line, too many to count while you wait. `/team-status` shows your own reports, and "
        "`/team-status @name` anybody in the line."
    )


class Answered(Value):
    """One report in one period. `check_in` is None where there is none yet.

    They may have `skipped` it, or be `excused`: nobody could ask them, for this reason.
    """

    person: str
    name: str
    period: date
    check_in: CheckIn | None = None
    asked: bool = True
    skipped: bool = False
    excused: str | None = None


class TeamStatus(Value):
    """Everything `/team-status` shows, in order. `period` is the manager's current one.

    `beside` holds the same people in the period that stands beside it, nobody where there is one period only.
    `weeks` are the last periods, oldest first, `trend` how sure the team was of its goals in them. `goals` are all active
    ones, the worst first, and `at_risk` of them those behind their plan or whose owner worries.
    """

    manager: str
    period: date
    answered: tuple[Answered, ...]
    answered_last_period: int
    asked_last_period: int = 0
    beside: tuple[Answered, ...] = ()
    weeks: tuple[TeamWeek, ...] = ()
    trend: tuple[TrendWeek, ...] = ()
    alignment: Alignment = NOTHING
    owed: tuple[Owed, ...]
    blocked: tuple[Blocker, ...]
    goals: tuple[TeamGoal, ...] = ()
    at_risk: tuple[TeamGoal, ...] = ()
    kudos: int
    feedback: int
    unrecognised: tuple[str, ...]

    @property
    def participation(self) -> tuple[int, int]:
        """How many answered, of how many who were asked (or answered unasked)."""
        return participation(self.answered)

    @property
    def missing(self) -> tuple[Answered, ...]:
        """Those of the period who were asked and have neither answered nor skipped it."""
        return tuple(
            line for line in self.answered if line.asked and not (line.check_in or line.skipped or line.excused)
        )

    @property
    def in_need_first(self) -> tuple[Answered, ...]:
        """The people of the period, those first who need their manager."""
        blocked = {one.person for one in self.blocked}
        unread = {one.person for one in self.owed}

        def calm(line: Answered) -> tuple[bool, bool, bool]:
            waits = line.asked and not (line.check_in or line.skipped or line.excused)
            return line.person not in blocked, line.person not in unread, not waits

        return tuple(sorted(self.answered, key=calm))


def participation(lines: Iterable[Answered]) -> tuple[int, int]:
    """Return how many answered, of how many who were asked and not excused (or answered all the same)."""
    counted = [line for line in lines if (line.asked and not line.excused) or line.check_in]
    return sum(1 for line in counted if line.check_in), len(counted)


def periods_now(
    manager: Person, reports: Iterable[Person], *, schedule: Schedule, now: datetime
) -> tuple[date, date | None]:
    """Return the manager's current period, and the one to show beside it if there is one."""
    tz = zone(manager.tz)
    period, today = period_at(now, schedule, tz), now.astimezone(tz).date()
    others = {period_at(now, schedule, zone(name)) for name in {one.tz for one in reports if one.enrolled_at}}
    if today.weekday() == schedule.weekday:
        others |= {today, today - WEEK}
    return period, max(others - {period}, default=None)


def team_status(
    manager: str,
    reports: Sequence[Person],
    *,
    period: date,
    check_ins: Mapping[tuple[str, date], CheckIn],
    notes_of: Collection[str],
    kudos: int,
    feedback: int,
    last_thanked: Mapping[str, datetime],
    now: datetime,
    goals: tuple[TeamGoal, ...] = (),
    blockers: Iterable[Blocker] = (),
    decisions: Iterable[Owed] = (),
    turns: Mapping[tuple[str, date], Turn] = NO_TURNS,
    beside: date | None = None,
    ever_answered: Mapping[tuple[str, date], AnsweredWeek] = NOBODY,
    aligned: Alignment = NOTHING,
    schedule: Schedule = WEEKLY,
) -> TeamStatus:
    """Put the page together. `notes_of` are the reports whose notes the manager may read; pure arithmetic.

    `ever_answered` says by (person, period) who answered which of the last periods, and how sure of their goals they
    were. `check_ins` holds those of the periods shown and of the one before `period`; `blockers` are the open ones.
    `goals` come as they stand, the worst first; `decisions` are what the manager is to say of goals.
    """
    team = sorted(reports, key=lambda person: person.name.casefold())
    week = partial(_week, team, check_ins=check_ins, turns=turns, schedule=schedule, now=now)
    last = period - WEEK
    before = participation(week(last))
    blocked = tuple(sorted(blockers, key=lambda one: (one.raised_at, one.person)))
    return TeamStatus(
        manager=manager,
        period=period,
        answered=week(period),
        answered_last_period=before[0],
        asked_last_period=before[1],
        beside=week(beside) if beside else (),
        weeks=team_weeks(
            team,
            {*ever_answered, *check_ins},
            until=max(period, beside or period),
            schedule=schedule,
            now=now,
            excused={slot for slot, turn in turns.items() if turn.excused},
        ),
        trend=team_trend({slot: one.sure for slot, one in ever_answered.items()}, until=period),
        alignment=aligned,
        owed=owed(check_ins.values(), blocked, decisions, notes_of, {period, beside, last}),
        blocked=blocked,
        goals=goals,
        at_risk=tuple(one for one in goals if one.worst is not Confidence.ON_TRACK),
        kudos=kudos,
        feedback=feedback,
        unrecognised=_unrecognised(team, last_thanked, now),
    )


def _week(
    team: Iterable[Person],
    period: date,
    *,
    check_ins: Mapping[tuple[str, date], CheckIn],
    turns: Mapping[tuple[str, date], Turn],
    schedule: Schedule,
    now: datetime,
) -> tuple[Answered, ...]:
    opened: dict[str, datetime] = {}
    lines = []
    for person in team:
        if person.tz not in opened:
            opened[person.tz] = opens_at(period, schedule, zone(person.tz))
        turn = turns.get((person.id, period))
        lines.append(
            Answered(
                person=person.id,
                name=person.name,
                period=period,
                check_in=check_ins.get((person.id, period)),
                asked=was_asked(person, opened[person.tz], now),
                skipped=turn is not None and turn.skipped_at is not None,
                excused=turn.excused if turn else None,
            )
        )
    return tuple(lines)


def _unrecognised(reports: Iterable[Person], last_thanked: Mapping[str, datetime], now: datetime) -> tuple[str, ...]:
    quiet = now - NO_RECOGNITION
    return tuple(
        person.id
        for person in reports
        if person.enrolled_at
        and person.enrolled_at <= quiet
        and (person.id not in last_thanked or last_thanked[person.id] < quiet)
    )
