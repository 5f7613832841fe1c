"""How the emulator says no: the error names are Slack's own."""

from collections.abc import Sequence
from typing import Any

JSON = dict[str, Any]


class SlackError(Exception):
    """An answer `{"ok": false, "error": …}` of the Web API.

    `messages` become `response_metadata.messages`; `extra` are further keys of the answer, such as `needed`.
    """

    def __init__(self, error: str, *, messages: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = extra

    def answer(self) -> JSON:
        """Return the JSON that the caller reads."""
        answer: JSON = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


class RateLimited(SlackError):
    """HTTP 429; `retry_after` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Misuse(Exception):
    """Somebody asked the emulator for what no person in Slack could do; the text says what and why."""


def missing(field: str) -> SlackError:
    """Return Slack's answer to a call without a required argument."""
    return SlackError("invalid_arguments", messages=[f"[ERROR] missing required field: {field}"])
