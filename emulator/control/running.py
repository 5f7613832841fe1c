"""Running the workspace: its clock and its limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from emulator.errors import JSON, Misuse
from emulator.serving import snapshots

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.server import Emulator

# Whoever asks for more has mistyped; and dates end in the year 9999.
FASTEST = 1_000_000
EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
MOST_MESSAGES = 1_000_000


async def clock(emulator: Emulator, given: Given) -> JSON:
    """Set, move or speed up the clock."""
    moment = _moment(emulator, given)
    speed = given.number("speed") if given.has("speed") else None
    if speed is not None and not 0 <= speed <= FASTEST:
        raise Misuse(f"The speed of the clock is from 0 to {FASTEST:,}, not {speed:g}.")
    if moment is not None:
        emulator.clock.set(moment)
    if speed is not None:
        emulator.clock.speed(speed)
    return snapshots.clock(emulator)


async def settings(emulator: Emulator, given: Given) -> JSON:
    """Change how much Slack lets through; return what holds now."""
    kept = emulator.workspace.settings
    if given.has("messages_per_minute"):
        most = given.whole("messages_per_minute")
        if not 1 <= most <= MOST_MESSAGES:
            raise Misuse(f"The messages a minute are from 1 to {MOST_MESSAGES:,}, not {most}.")
        kept.messages_per_minute = most
    if given.has("rate_limits"):
        kept.rate_limits = given.flag("rate_limits")
    return {"messages_per_minute": kept.messages_per_minute, "rate_limits": kept.rate_limits}


def _moment(emulator: Emulator, given: Given) -> datetime | None:
    """Return where the clock goes: `set` first, then `forward` from there."""
    moment = None
    if given.has("set"):
        moment = _time(given.text("set"))
    if given.has("forward"):
        moment = (moment or emulator.clock.now()) + timedelta(seconds=given.number("forward"))
    if moment is not None and not EARLIEST <= moment <= LATEST:
        raise Misuse(f"The clock goes from {EARLIEST.year} to {LATEST.year}.")
    return moment


def _time(words: str) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
    except ValueError:
        raise Misuse(f"A time is written like 2026-03-02T09:00:00Z, not {words!r}.") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not EARLIEST.year < aware.year < LATEST.year:
        raise Misuse(f"The clock goes from {EARLIEST.year} to {LATEST.year}.")
    return aware.astimezone(UTC)


ENDPOINTS: list[Endpoint] = [("POST", "clock", clock), ("POST", "settings", settings)]
