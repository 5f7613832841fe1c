"""How being away reads: what was noted, what stands, and how to change it."""

from collections.abc import Sequence
from datetime import datetime

from domain.absences import Absence
from domain.calendar import zone
from domain.people import Person
from handlers.views.blocks import Message, day, message
from handlers.views.times import in_words


def added(absence: Absence, me: Person, command: str) -> Message:  # noqa: ARG001, all replies take the reader
    """Confirm an absence."""
    return message(
        f"Noted: you are away {_span(absence)}. Nothing comes from me on these days; a check-in waits for your next "
        f"working morning, and a week you are away for is not counted as missed. `{command} away off` clears it."
    )


def shown(ahead: Sequence[Absence], me: Person, now: datetime, command: str) -> Message:
    """Say what is known of somebody's absences."""
    lines = [f"• {_span(one)}" for one in ahead]
    status = f"Your Slack status says that you are away{_until(me, now)}." if _by_status(me, now) else ""
    how = f"`{command} away 2026-12-21 to 2027-01-02` adds days"
    if not lines:
        return message(" ".join(filter(None, [status, f"You have no days away noted. {how}, both ends included."])))
    listed = "\n".join(["You are away:", *lines, status]).rstrip()
    return message(f"{listed}\n{how}, `{command} away off` clears all of them.")


def cleared(count: int, me: Person, now: datetime, command: str) -> Message:
    """Confirm that nothing is noted any more."""
    status = f" Your Slack status still says that you are away{_until(me, now)}." if _by_status(me, now) else ""
    if not count:
        return message(f"There were no days away to clear.{status} `{command} away` shows what I know.")
    return message(f"Cleared: {count} {'absence' if count == 1 else 'absences'}. I ask you as usual again.{status}")


def _by_status(me: Person, now: datetime) -> bool:
    return me.away and (me.away_until is None or me.away_until > now)


def _until(me: Person, now: datetime) -> str:
    return f" until {in_words(me.away_until, zone(me.tz), now)}" if me.away_until else ""


def _span(absence: Absence) -> str:
    if absence.starts == absence.ends:
        return f"on {_day(absence, first=True)}"
    return f"from {_day(absence, first=True)} to {_day(absence, first=False)}"


def _day(absence: Absence, *, first: bool) -> str:
    one, other = (absence.starts, absence.ends) if first else (absence.ends, absence.starts)
    return f"{day(one)} {one.year}" if one.year != other.year or not first else day(one)
