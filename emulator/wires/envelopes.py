"""What goes to an app and what comes back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from emulator.errors import JSON
from emulator.state.workspace import App

TIMED_OUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True)
class Ack:
    """An app's answer to one delivery. `error` is None, "operation_timeout" or "dispatch_failed".

    `reason` is the one Slack would name in `x-slack-retry-reason`.
    """

    payload: JSON | None = None
    error: str | None = None
    reason: str = ""
    no_retry: bool = False

    @property
    def text(self) -> str:
        """The text of an answer that has one."""
        return str((self.payload or {}).get("text", ""))


@dataclass(frozen=True)
class Sent:
    """One payload on its way: `kind` is "slash_commands", "interactive" or "events_api".

    `wire` keeps the bytes and headers of the first HTTP attempt, so that a redelivery is the same to the byte.
    """

    app: App
    kind: str
    payload: JSON
    wants_answer: bool = False
    retry: int = 0
    retry_reason: str = ""
    wire: dict[str, Any] = field(default_factory=dict)

    def envelope(self) -> JSON:
        """Return a Socket Mode frame with an id of its own."""
        return {
            "envelope_id": str(uuid4()),
            "payload": self.payload,
            "type": self.kind,
            "accepts_response_payload": self.wants_answer,
            **self._attempt(),
        }

    def _attempt(self) -> JSON:
        if self.kind != "events_api":
            return {}
        return {"retry_attempt": self.retry, "retry_reason": self.retry_reason}
