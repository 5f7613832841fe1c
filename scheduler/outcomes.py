"""What came of one attempt to say something, as values, and what a messenger must be able to do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from domain.notices import AnyNotice
from storage.outbox import Posted

HTTP_TIMEOUT = timedelta(seconds=10)
"""A messenger has its answer, or gives up, within this time."""


@dataclass(frozen=True)
class Delivered:
    """It stands in Slack, in this channel, at this ts (for a file: under this id)."""

    channel: str
    ts: str


@dataclass(frozen=True)
class NotAccepted:
    """It is certain that nothing was posted; it may be tried again, not before `retry_after` if Slack said when."""

    retry_after: timedelta | None = None
    reason: str = "not reached"


@dataclass(frozen=True)
class Never:
    """Slack refused this message for good. `reason` is Slack's word for it."""

    reason: str


@dataclass(frozen=True)
class Held:
    """Nothing was posted, and this message waits until somebody has put something right; others may go."""

    reason: str


@dataclass(frozen=True)
class Paused:
    """Nothing was posted, and nothing can be in this workspace until somebody has put something right."""

    reason: str


@dataclass(frozen=True)
class Uncertain:
    """Nobody knows whether it was posted."""

    reason: str
    channel: str | None = None


Outcome = Delivered | NotAccepted | Never | Held | Paused | Uncertain


class HistoryUnavailable(Exception):
    """What was posted cannot be read now, so nothing can be said about it. The text is the reason."""


class Messenger(Protocol):
    """Says notices in Slack. No method raises anything but HistoryUnavailable."""

    async def post(self, notice: AnyNotice, marker: str, rewrites: Posted | None) -> Outcome:
        """Post the notice with its marker, or rewrite that message with it."""

    async def find(self, channel_or_person: str, marker: str, since: datetime) -> list[Posted]:
        """Return all direct messages with a person that carry the marker, the first first. Raises HistoryUnavailable."""

    async def remove(self, message: Posted) -> bool:
        """Take a message away; True where it is gone."""
