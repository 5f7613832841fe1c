"""The weekly check-in: one answer a person and period, edited until the period closes.

- An empty form is not an answer.
- An answer is late after two working days, and says so.
- It may be edited until its period closes; what stood there before is kept.
- A first answer is still taken in the week after, late; an edit is not.
- The pulse is for its author alone: whoever else reads the answer gets it without.
- Only the direct manager's reading counts as read; a change is unread again.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import WEEK, Schedule, closes_at, late_from
from domain.goals import Confidence
from domain.priorities import Priority
from domain.refusals import NotThere, Refusal
from domain.team_questions import Answer
from domain.texts import clean
from domain.values import Value

A_DAY = timedelta(days=1)
"""So much before a week opens an answer is taken: whoever travels west has been asked already."""
PULSES = range(1, 6)
"""How the week was, from 1 (a hard one) to 5 (a great one)."""


class Reading(Value):
    """A new value of one KPI."""

    kpi: int
    value: float


class GoalAnswer(Value):
    """What a check-in says of one goal."""

    goal: int
    readings: tuple[Reading, ...] = ()
    confidence: Confidence | None = None
    note: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.readings or self.confidence or self.note)


class Contents(Value):
    """What a check-in says. `pulse` is one of PULSES, None where its author left it out."""

    goals: tuple[GoalAnswer, ...] = ()
    went_well: str = ""
    next: str = ""
    blockers: str = ""
    pulse: int | None = None
    priorities: tuple[Priority, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether anything was filled in."""
        texts = self.went_well or self.next or self.blockers
        return bool(self.goals or texts or self.pulse or self.priorities or self.answers)


class CheckIn(Contents):
    """An answer. Times are UTC, `period` is the date it is named by, `revision` counts from 1."""

    id: int | None = None
    person: str
    period: date
    answered_at: datetime
    edited_at: datetime | None = None
    late: bool = False
    revision: int = 1
    read_at: datetime | None = None
    read_by: str | None = None


class NothingAnswered(Refusal):
    """The form is empty."""

    text = "Nothing is filled in yet. One sentence is enough."
    field = "went_well"


class PeriodClosed(Refusal):
    """Too late to answer or edit this one."""

    text = "The check-in of {period} is closed, so it can't be changed any more. Copy your text and start this week's with `{command}`."
    field = "went_well"


def answer(
    person: str,
    period: date,
    said: Contents,
    *,
    previous: CheckIn | None,
    schedule: Schedule,
    tz: ZoneInfo,
    now: datetime,
    late_since: datetime | None = None,
    command: str = "/check-in",
) -> CheckIn:
    """Return the check-in to record, a new one or the next revision of `previous`. Raises Refusal.

    `late_since` is from when an answer is late, by the person's own working days (`domain/turns.py`).
    """
    check_open(period, previous, schedule=schedule, tz=tz, now=now, command=command)
    contents = _cleaned(said)
    if not contents.says_something:
        raise NothingAnswered
    return CheckIn(
        **dict(contents),
        id=previous.id if previous else None,
        person=person,
        period=period,
        answered_at=previous.answered_at if previous else now,
        edited_at=now if previous else None,
        late=previous.late if previous else now >= (late_since or late_from(period, tz)),
        revision=previous.revision + 1 if previous else 1,
    )


def _cleaned(said: Contents) -> Contents:
    goals = tuple(line for line in said.goals if line.says_something)
    texts = {name: clean(getattr(said, name), field=name) for name in ("went_well", "next", "blockers")}
    return said.model_copy(update={"goals": goals, **texts})


def check_open(
    period: date, previous: CheckIn | None, *, schedule: Schedule, tz: ZoneInfo, now: datetime, command: str
) -> None:
    """Refuse what comes too late, or for a week that is still to come. Raises PeriodClosed, NotThere."""
    closing = closes_at(period, schedule, tz)
    if now >= (closing if previous else closing + WEEK):
        raise PeriodClosed(period=f"{period:%-d %B}", command=command)
    if now < closing - WEEK - A_DAY:
        raise NotThere


def is_closed(period: date, *, schedule: Schedule, tz: ZoneInfo, now: datetime) -> bool:
    """Tell whether the week is over for someone in `tz`: the next one has opened."""
    return now >= closes_at(period, schedule, tz)
