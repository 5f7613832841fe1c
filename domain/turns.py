"""A turn: what became of asking one person for the check-in of one period.

- Whoever puts it off is asked again once, at the time they chose, in waking hours on a working day of theirs.
- Whoever skips a week is asked and reminded no more in it; a skip can be taken back until the period closes.
- A period in which nobody could be asked is excused, with the reason, and never held against them.
- An answer is late after two of the person's own working days, counted from the day they were asked.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import MORNING, instant, late_from
from domain.refusals import Refusal
from domain.values import Value
from domain.working_days import A_DAY, WorkingDays, is_waking

AFTERNOON = (time(14), time(16))
"""*This afternoon*: the first of these that is still to come."""
SHORTEST = timedelta(minutes=5)
SAME_CLICK = timedelta(minutes=1)
"""Two wishes so close together are one, clicked twice."""
HOURS = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hr|hrs|hour|hours))?\s*(?:(\d{1,4})\s*(?:m|min|mins|minute|minutes)?)?"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Turn(Value):
    """`snoozed_until`, `skipped_at` are UTC. `snoozes` prompts stand in Slack already, so the next is one more.

    `moves` counts each change of the card; `asked_on` is the person's date of the prompt where that came later than the
    period began; `excused` says why nobody asked.
    """

    person: str
    period: date
    snoozed_until: datetime | None = None
    snoozes: int = 0
    skipped_at: datetime | None = None
    reminders: int = 0
    reminded_on: date | None = None
    excused: str | None = None
    asked_on: date | None = None
    moves: int = 0


class UnreadableSnooze(Refusal):
    """The words after `snooze` are no time."""

    text = (
        "I can't tell when “{typed}” is. Write `{command} snooze 2h`, `30m`, `this afternoon`, `tomorrow` or a day such as "
        "`monday`."
    )


class AfternoonIsOver(Refusal):
    """It is too late for *this afternoon*."""

    text = "The afternoon is nearly over. Choose `{command} snooze 1h` or `{command} snooze tomorrow`."


class SnoozedTooLong(Refusal):
    """The period closes before."""

    text = (
        "That is too late: the next check-in opens {closes}, and this one closes then. Choose an earlier time, or "
        "`{command} skip` this week."
    )


class AnsweredAlready(Refusal):
    """There is nothing to put off or skip."""

    text = (
        "Your check-in of this week is in already, so nobody will ask again. `{command}` opens it, to read or change."
    )


class SkippedAlready(Refusal):
    """Nobody asks again in a week that is skipped."""

    text = "You skip this week, so nobody asks again. `{command}` opens the check-in after all."


class TurnOver(Refusal):
    """The card is of a week that is closed."""

    text = "That week is over, so there is nothing left to put off. `{command}` opens this week's check-in."


def read_snooze(words: str, *, tz: ZoneInfo, now: datetime, command: str) -> datetime:
    """Return the moment that somebody means: `2h`, `90 min`, `this afternoon`, `tomorrow`, `monday`. Raises Refusal."""
    typed = " ".join(words.casefold().split()) or "1h"
    local = now.astimezone(tz)
    if typed in {"this afternoon", "afternoon"}:
        afternoons = (instant(local.date(), at, tz) for at in AFTERNOON)
        coming = next((moment for moment in afternoons if moment >= now + SHORTEST), None)
        if coming is None:
            raise AfternoonIsOver(command=command)
        return coming
    if typed in {"tomorrow", "tomorrow morning"}:
        return instant(local.date() + A_DAY, MORNING, tz)
    if len(typed) >= 3 and (named := [day for day in WEEKDAYS if day.startswith(typed)]):
        ahead = (WEEKDAYS.index(named[0]) - local.weekday() - 1) % 7 + 1
        return instant(local.date() + ahead * A_DAY, MORNING, tz)
    return now + max(_length(typed, words, command), SHORTEST)


def _length(typed: str, words: str, command: str) -> timedelta:
    found = HOURS.fullmatch(typed)
    hours, minutes = found.groups() if found else (None, None)
    length = timedelta(hours=float((hours or "0").replace(",", ".")), minutes=int(minutes or 0))
    if not length:
        raise UnreadableSnooze(typed=words[:60], command=command)
    return length


def time_to_come_back(wanted: datetime, days: WorkingDays, *, now: datetime, closes: datetime) -> datetime | None:
    """Return when to ask again: as wanted, or on the next working morning; None where the period closes before."""
    if is_waking(wanted, days.tz) and not days.why_off(wanted.astimezone(days.tz).date()):
        return wanted if wanted < closes else None
    return days.next_morning(wanted, now, until=closes)


def snoozed(turn: Turn, until: datetime, *, posted: int) -> Turn:
    """Return the turn put off until then; `posted` prompts stand in Slack. A second click changes nothing."""
    before = turn.snoozed_until
    if before and abs(before - until) < SAME_CLICK and turn.snoozes == posted:
        return turn
    return turn.model_copy(update={"snoozed_until": until, "snoozes": posted, "moves": turn.moves + 1})


def skipped(turn: Turn, *, now: datetime) -> Turn:
    """Return the turn skipped. A second click changes nothing."""
    if turn.skipped_at:
        return turn
    return turn.model_copy(update={"skipped_at": now, "snoozed_until": None, "moves": turn.moves + 1})


def open_again(turn: Turn) -> Turn:
    """Return the turn with its skip taken back."""
    return turn.model_copy(update={"skipped_at": None, "moves": turn.moves + 1}) if turn.skipped_at else turn


def late_since(turn: Turn, days: WorkingDays) -> datetime:
    """Return the moment from which an answer is late."""
    return late_from(max(turn.period, turn.asked_on or turn.period), days.tz, days.works)
