"""The review packet, sent as a file."""

from datetime import date
from typing import Literal

from domain.notices.base import Notice


class PacketRequested(Notice):
    """Send the review packet as a file; `to` is the reader, whose rights count when it is made."""

    kind: Literal["packet_requested"] = "packet_requested"
    request: str
    subject: str
    since: date
    until: date

    @property
    def key(self) -> str:
        """Once a command."""
        return f"packet:{self.request}"
