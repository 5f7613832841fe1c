"""How the prompt looks, and the cards it becomes when somebody puts it off or skips the week."""

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import slackblocks as kit

from domain.calendar import zone
from domain.notices import CheckInAskedAgain, CheckInOpenAgain, CheckInPrompt, CheckInSkipped, CheckInSnoozed
from handlers.views.blocks import Block, Message, actions, button, context, day, message, option, section
from handlers.views.check_ins import OPEN
from handlers.views.times import in_words, when

SNOOZE = "check_in_snooze"
SKIP = "check_in_skip"
AFTER_ALL = "check_in_after_all"
CHOICES = {"1h": "1 hour", "this afternoon": "This afternoon", "tomorrow": "Tomorrow morning"}
"""What can be chosen on the card, by the words one would type after `/check-in snooze`."""


class PutOff(NamedTuple):
    """Until when somebody put it off; `waits` where that is later than they said, for it was no working hour."""

    until: datetime
    tz: ZoneInfo
    waits: bool = False


def prompt(notice: CheckInPrompt) -> Message:
    """Ask for the check-in."""
    if notice.number > 1:
        return _prompt(notice.period, "You asked me to come back. How is it going? Two minutes are enough.")
    return _prompt(notice.period, "How is it going? Two minutes are enough.")


def open_again(notice: CheckInOpenAgain) -> Message:
    """Return the prompt as it was, after a skip was taken back."""
    return _prompt(notice.period, "Good that you take it up after all. Two minutes are enough.")


def _prompt(period: date, words: str) -> Message:
    return message(
        f"Time for your check-in of {day(period)}. Two minutes are enough.",
        section(f"*Your weekly check-in* · {day(period)}\n{words}"),
        buttons(period, id="check-in"),
    )


def buttons(period: date, *, id: str) -> Block:
    """Return what one can do with a check-in that waits."""
    return actions(
        button("Check in", OPEN, value=period, style="primary", label=f"Check in, {day(period)}"),
        _snooze(period),
        button("Skip this week", SKIP, value=period, label=f"Skip the check-in of {day(period)}"),
        id=id,
    )


def _snooze(period: date) -> kit.Element:
    options = [option(f"{period} {words}", text) for words, text in CHOICES.items()]
    return kit.StaticSelectMenu(action_id=SNOOZE, options=options, placeholder=kit.PlainText("Snooze", emoji=True))


def snoozed(notice: CheckInSnoozed) -> Message:
    """Say until when it is put off."""
    tz = zone(notice.tz)
    until = in_words(notice.until, tz, notice.said_at)
    return message(
        f"Your check-in of {day(notice.period)} is snoozed until {until}.",
        section(
            f"⏰ *Snoozed until {when(notice.until, tz, notice.said_at)}* · check-in of {day(notice.period)}\n"
            "I ask again then; nobody reminds you before."
        ),
        actions(
            button("Check in now", OPEN, value=notice.period, label=f"Check in now, {day(notice.period)}"),
            button("Skip this week", SKIP, value=notice.period, label=f"Skip the check-in of {day(notice.period)}"),
            id="check-in-snoozed",
        ),
    )


def skipped(notice: CheckInSkipped) -> Message:
    """Say that this week is skipped, and how to take that back."""
    text = f"You skip the check-in of {day(notice.period)}. Nobody reminds you of it."
    return message(
        text,
        section(
            f"*Skipped* · check-in of {day(notice.period)}\n"
            "Nobody reminds you of it. Your manager sees that you skip this week, and no reason."
        ),
        actions(
            button("Check in after all", AFTER_ALL, value=notice.period, label=f"Check in, {day(notice.period)}"),
            id="check-in-skipped",
        ),
    )


def asked_again(notice: CheckInAskedAgain) -> Message:
    """Say that the same question stands below."""
    text = f"Your check-in of {day(notice.period)} was snoozed; I ask again below."
    return message(text, context(f"⏰ {text}"))


def snoozed_reply(put: PutOff, now: datetime, command: str) -> Message:
    """Answer `/check-in snooze`."""
    waits = " That is your next working morning." if put.waits else ""
    rest = f"{waits} I ask again then; `{command}` opens it any time before."
    return message(
        f"Snoozed until {in_words(put.until, put.tz, now)}.{rest}",
        section(f"⏰ Snoozed until {when(put.until, put.tz, now)}.{rest}"),
    )


def skipped_reply(period: date, command: str) -> Message:
    """Answer `/check-in skip`."""
    return message(
        f"You skip the check-in of {day(period)}. Nobody reminds you; your manager sees that you skip, and no reason. "
        f"`{command}` opens it after all."
    )
