"""What is sent as a file, made with the rights its reader has at that moment."""

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


class TeamFileRequested(Notice):
    """Send how a team did in the last weeks as a file; `to` is its manager. `whole_line`: everyone below them."""

    kind: Literal["team_file_requested"] = "team_file_requested"
    request: str
    whole_line: bool = False

    @property
    def key(self) -> str:
        """Once a command or click."""
        return f"team-file:{self.request}"


FileRequest = PacketRequested | TeamFileRequested
"""The notices that are files, not messages."""
