"""How the weekly check-in looks in messages: the prompt, and the card that is left."""

from collections.abc import Mapping
from datetime import date

from domain.goals import Confidence
from domain.notices import CheckInClosed, CheckInDone, CheckInPrompt
from handlers.views.blocks import (
    Message,
    actions,
    button,
    context,
    day,
    mention,
    message,
    section,
)

OPEN = "check_in_open"
VIEW = "check_in_view"
READ = "check_in_read"

CONFIDENCE: Mapping[str, str] = {
    Confidence.ON_TRACK: "On track",
    Confidence.AT_RISK: "At risk",
    Confidence.OFF_TRACK: "Off track",
}
DONE_OR_NOT = {"0": "Not yet", "1": "Done"}
"""What is answered for a KPI that is yes or no."""
SIGNS = {Confidence.ON_TRACK: "🟢", Confidence.AT_RISK: "🟡", Confidence.OFF_TRACK: "🔴"}


def prompt(notice: CheckInPrompt) -> Message:
    """Ask for the check-in."""
    text = f"Time for your check-in of {day(notice.period)}. Two minutes are enough."
    return message(
        text,
        section(f"*Your weekly check-in* · {day(notice.period)}\nHow is it going? Two minutes are enough."),
        actions(button("Check in", OPEN, value=notice.period, style="primary"), id="check-in"),
    )


def done(notice: CheckInDone) -> Message:
    """Return what stands where the prompt was; of a week that is closed it can be looked at and no more."""
    late = " It came late, which is fine." if notice.late else ""
    what = "Your check-in is in" if notice.revision == 1 else "Your check-in is in, with your changes"
    read = f" {mention(notice.reader)} read it {on_day(notice.read_on)}." if notice.reader and notice.read_on else ""
    until = "This week is closed." if notice.closed else "You can change it until the next one opens."
    week = day(notice.period)
    buttons = [button("View", VIEW, value=notice.period, label=f"View the check-in of {week}")]
    if not notice.closed:
        buttons.append(button("Edit", OPEN, value=notice.period, label=f"Edit the check-in of {week}"))
    return message(
        f"{what}: {week}.{late}{read}",
        section(f"✅ *{what}* · {week}.{late}{read}\n{until}"),
        actions(*buttons, id="check-in"),
    )


def unanswered(notice: CheckInClosed) -> Message:
    """Return what becomes of a prompt that nobody answered when its week closes."""
    text = f"The check-in of {day(notice.period)} is closed, without an answer. The next one has opened."
    return message(text, context(text))


def on_day(when: date) -> str:
    """Return a day that is over, within a sentence: on Tuesday 24 November."""
    return f"on {day(when)}"
