"""The *Today* message: everything that waits for a person, said once a day at most, at their working morning.

- Nothing waiting, no message.
- It comes at nine on a working day of theirs, or when their do-not-disturb ends on such a day; later only where the
  bot was not running then, and never in the evening.
- Of a check-in it reminds twice at most, from the day after the prompt on, and then says that it was the last time.
  Not whoever answered, skipped the week, or put it off until later.
- Each thing that waits is an item with a key, by which it is struck out once it is done.
- What is no longer true when the message goes out is not said.
"""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from domain.calendar import MORNING, instant
from domain.cycles import LeftOpen
from domain.goals import Confidence
from domain.turns import Turn
from domain.values import Value
from domain.working_days import WorkingDays, is_waking

REMINDERS = 2


class CheckInReminder(Value):
    """The check-in of `period` is not answered yet; `last` says that nobody will remind of it again."""

    kind: Literal["check_in"] = "check_in"
    period: date
    last: bool = False

    @property
    def key(self) -> str:
        """What waits."""
        return f"check-in:{self.period}"


class FeedbackWaits(Value):
    """`asker` asked for feedback and waits until `expires_on`."""

    kind: Literal["feedback"] = "feedback"
    request: int
    asker: str
    expires_on: date

    @property
    def key(self) -> str:
        """What waits."""
        return f"feedback-request:{self.request}"


class PromiseDue(Value):
    """The reader promised to unblock `person` by `promised_for`, and the blocker is still open."""

    kind: Literal["promise"] = "promise"
    blocker: int
    person: str
    promised_for: date

    @property
    def key(self) -> str:
        """What waits."""
        return f"blocker:{self.blocker}"


class GoalWarning(Value):
    """The numbers of the reader's goal say `state`, by the sum `why`; `believed` is what the reader says, if it differs."""

    kind: Literal["goal_warning"] = "goal_warning"
    goal: int
    title: str
    state: Confidence
    why: str
    believed: Confidence | None = None

    @property
    def key(self) -> str:
        """What waits."""
        return f"goal:{self.goal}"


class GoalUnanswered(Value):
    """The owner of a goal was warned on `warned_on`, and said nothing for two working days; the reader leads them."""

    kind: Literal["goal_unanswered"] = "goal_unanswered"
    goal: int
    owner: str
    title: str
    state: Confidence
    why: str
    warned_on: date
    believed: Confidence | None = None

    @property
    def key(self) -> str:
        """What waits."""
        return f"goal:{self.goal}:unanswered"


class GoalOrphaned(Value):
    """The `owner` of a goal has left; the reader says who takes it over."""

    kind: Literal["goal_orphaned"] = "goal_orphaned"
    goal: int
    owner: str
    title: str

    @property
    def key(self) -> str:
        """What waits."""
        return f"goal:{self.goal}:owner"


class GoalLeftOpen(Value):
    """The reader's goal is open, and the `cycle` for which it was planned ended on `ended_on`."""

    kind: Literal["goal_left_open"] = "goal_left_open"
    goal: int
    title: str
    cycle: str
    ended_on: date

    @classmethod
    def of(cls, left: LeftOpen) -> Self:
        """Return the item of a goal that its cycle left open."""
        return cls(goal=left.goal, title=left.title, cycle=left.cycle, ended_on=left.ended_on)

    @property
    def key(self) -> str:
        """What waits."""
        return f"goal:{self.goal}:cycle"


Item = Annotated[
    CheckInReminder | FeedbackWaits | PromiseDue | GoalWarning | GoalUnanswered | GoalOrphaned | GoalLeftOpen,
    Field(discriminator="kind"),
]
"""Something that waits for the reader."""


def morning(day: date, days: WorkingDays, now: datetime) -> datetime | None:
    """Return when the message of that day is due, in UTC; None on a day on which nobody is to be told anything."""
    nine = instant(day, MORNING, days.tz)
    if not days.works(day):
        return None
    if days.why_not(nine, now) is None:
        return nine
    later = days.quiet_until
    same_day = later is not None and later.astimezone(days.tz).date() == day
    return later if later and same_day and is_waking(later, days.tz) and days.why_not(later, now) is None else None


def is_time(days: WorkingDays, *, since: datetime, now: datetime) -> bool:
    """Tell whether the message is due now: its moment came after `since`, when the bot last looked."""
    due = morning(now.astimezone(days.tz).date(), days, now)
    return due is not None and since < due <= now and may_say(days, now)


def may_say(days: WorkingDays, now: datetime) -> bool:
    """Tell whether it may be said at this moment."""
    works = days.works(now.astimezone(days.tz).date())
    return works and is_waking(now, days.tz) and days.why_not(now, now) is None


def reminder(
    turn: Turn, *, prompt: int, asked_at: datetime, days: WorkingDays, closes: datetime, now: datetime
) -> CheckInReminder | None:
    """Return the reminder of a check-in that is not answered, None where there is none today.

    `prompt` is the number of the latest prompt that went out, at `asked_at`; one that is still to come comes first.
    """
    if prompt <= turn.snoozes or not still_waits(turn, closes=closes, now=now):
        return None
    today = now.astimezone(days.tz).date()
    asked_on = max(asked_at.astimezone(days.tz).date(), turn.asked_on or turn.period)
    if today <= asked_on or turn.reminders >= REMINDERS or turn.reminded_on == today:
        return None
    return CheckInReminder(period=turn.period, last=turn.reminders + 1 == REMINDERS)


def still_waits(turn: Turn, *, closes: datetime, now: datetime) -> bool:
    """Tell whether a check-in that is not answered waits for its person: the week open, not skipped, not put off."""
    put_off = turn.snoozed_until is not None and turn.snoozed_until > now
    return now < closes and not turn.skipped_at and not put_off


def reminded(turn: Turn, today: date) -> Turn:
    """Return the turn after a reminder on that day of the person's."""
    return turn.model_copy(update={"reminders": turn.reminders + 1, "reminded_on": today})
