"""The weekly check-in: one answer a person and period, edited until the period closes.

- An empty form is not an answer.
- An answer is late after two working days, and says so.
- It may be edited until its period closes; what stood there before is kept.
- A first answer is still taken in the week after, late; an edit is not.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.calendar import WEEK, Schedule, closes_at, late_from
from domain.goals import Confidence
from domain.refusals import Refusal
from domain.texts import clean
from domain.values import Value


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


class CheckIn(Value):
    """An answer. Times are UTC, `period` is the date it is named by, `revision` counts from 1."""

    id: int | None = None
    person: str
    period: date
    goals: tuple[GoalAnswer, ...] = ()
    went_well: str = ""
    next: str = ""
    blockers: str = ""
    answered_at: datetime
    edited_at: datetime | None = None
    late: bool = False
    revision: int = 1
    read_at: datetime | None = None


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
    *,
    goals: tuple[GoalAnswer, ...],
    went_well: str,
    next_week: str,
    blockers: str,
    previous: CheckIn | None,
    schedule: Schedule,
    tz: ZoneInfo,
    now: datetime,
    command: str = "/check-in",
) -> CheckIn:
    """Return the check-in to record, a new one or the next revision of `previous`. Raises Refusal."""
    closing = closes_at(period, schedule, tz)
    if now >= (closing if previous else closing + WEEK):
        raise PeriodClosed(period=f"{period:%-d %B}", command=command)
    said = tuple(line for line in goals if line.says_something)
    texts = clean(went_well, field="went_well"), clean(next_week, field="next"), clean(blockers, field="blockers")
    if not said and not any(texts):
        raise NothingAnswered
    return CheckIn(
        id=previous.id if previous else None,
        person=person,
        period=period,
        goals=said,
        went_well=texts[0],
        next=texts[1],
        blockers=texts[2],
        answered_at=previous.answered_at if previous else now,
        edited_at=now if previous else None,
        late=previous.late if previous else now >= late_from(period, tz),
        revision=previous.revision + 1 if previous else 1,
    )


def blocker_is_new(check_in: CheckIn, previous: CheckIn | None) -> bool:
    """Tell whether the manager must hear of the blocker: it is there, and was not in the revision before."""
    return bool(check_in.blockers) and check_in.blockers != (previous.blockers if previous else "")
