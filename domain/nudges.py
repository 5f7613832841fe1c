"""A manager nudges those whose check-in is missing: through the same budget as the reminders, and at their hours only.

- A nudge is one of the two reminders a check-in has; who had both is left alone.
- Nobody is nudged twice a day, nor beside the reminder of their *Today* message.
- Whoever skipped the week, put the check-in off, or could not be asked is left alone.
- Outside of working and waking hours, away or in do-not-disturb nobody is nudged; the manager reads why.
"""

from datetime import datetime
from enum import StrEnum

from domain.refusals import Refusal
from domain.today import REMINDERS, may_say
from domain.turns import Turn
from domain.working_days import WorkingDays


class LeftAlone(StrEnum):
    """Why somebody is not nudged, as the manager reads it."""

    ANSWERED = "answered meanwhile"
    SKIPPED = "skips this week"
    EXCUSED = "could not be asked"
    PUT_OFF = "put it off until later"
    NOT_ASKED = "not asked yet"
    TWICE = "reminded twice already"
    TODAY = "reminded today"
    NOT_NOW = "not at work now"


class NobodyMissing(Refusal):
    """There is nobody to nudge."""

    text = "Nobody's check-in is missing any more."


def why_not(turn: Turn, days: WorkingDays, *, asked: bool, answered: bool, now: datetime) -> LeftAlone | None:
    """Return why this person is not nudged now, None where they are."""
    today = now.astimezone(days.tz).date()
    put_off = turn.snoozed_until is not None and turn.snoozed_until > now
    reasons = (
        (answered, LeftAlone.ANSWERED),
        (turn.skipped_at is not None, LeftAlone.SKIPPED),
        (turn.excused is not None, LeftAlone.EXCUSED),
        (not asked, LeftAlone.NOT_ASKED),
        (put_off, LeftAlone.PUT_OFF),
        (turn.reminders >= REMINDERS, LeftAlone.TWICE),
        (turn.reminded_on == today, LeftAlone.TODAY),
        (not may_say(days, now), LeftAlone.NOT_NOW),
    )
    return next((why for holds, why in reasons if holds), None)
