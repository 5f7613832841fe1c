"""How a nudge looks: to the one who is reminded, and to the manager who had it done."""

from collections.abc import Mapping
from typing import Any

from domain.notices import CheckInNudge
from domain.nudges import LeftAlone
from handlers.views.blocks import Message, actions, button, context, day, mention, message, modal, section
from handlers.views.check_ins import OPEN

NUDGE = "status_nudge"


def way_in(count: int) -> Any:
    """Return the button that has so many people reminded."""
    return button(f"Nudge {count}", NUDGE, value=count, label=f"Nudge {count} whose check-in is missing")


def nudge(notice: CheckInNudge) -> Message:
    """Remind somebody, on behalf of their manager."""
    text = f"{mention(notice.by)} would like to read your check-in of {day(notice.period)}. Two minutes are enough."
    last = (
        "Nobody reminds you of this one again."
        if notice.last
        else "You can put it off or skip it on the first message."
    )
    return message(
        text,
        section(f"👋 {text}"),
        actions(button("Check in", OPEN, value=notice.period, style="primary"), id="check-in"),
        context(last),
    )


def told(left: Mapping[str, LeftAlone | None]) -> dict[str, Any]:
    """Tell the manager who was reminded, and who was not and why."""
    nudged = [who for who, why in left.items() if why is None]
    said = f"Reminded: {', '.join(map(mention, nudged))}." if nudged else "Nobody was reminded."
    blocks = [section(said)]
    for why in LeftAlone:
        people = [who for who, reason in left.items() if reason is why]
        if people:
            blocks.append(section(f"{why.capitalize()}: {', '.join(map(mention, people))}"))
    blocks.append(context("A check-in has two reminders in all, yours among them, and no more than one a day."))
    return modal("nudged", "Nudge", blocks)
