"""Faults on demand: what a call meets instead of, or after, its normal answer."""

from dataclasses import dataclass, field
from typing import Any

# Kinds that leave the call undone, and kinds that carry it out first.
BEFORE = ("error", "ratelimited", "http_500", "drop", "hang", "late_accept", "lag")
AFTER = ("accept_then_drop", "accept_then_error")
KINDS = (*BEFORE, *AFTER)
ANY_METHOD = "*"


@dataclass
class Fault:
    """One fault: `times` left, None for ever. Options: `error`, `retry_after` (s), `seconds`."""

    method: str
    kind: str
    times: int | None
    options: dict[str, Any] = field(default_factory=dict)


class Faults:
    """The faults that wait for a call; the first that fits is taken."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, method: str, kind: str, times: int | None = 1, **options: Any) -> None:
        """Let the next `times` calls of `method` ("*" for any) meet a fault.

        Kinds: "error" (error=…), "ratelimited" (retry_after=…), "http_500", "drop" (the connection is cut, nothing
        is done), "accept_then_drop" (done, then cut), "accept_then_error" (done, then error=…), "hang" (no answer),
        "late_accept" (cut at once, done `seconds` later on the emulator's clock), "lag" (of conversations.history:
        what is younger than `seconds` is not there yet).
        """
        if kind not in KINDS:
            raise ValueError(f"There is no fault {kind!r}; there are {', '.join(KINDS)}.")
        self._faults.append(Fault(method, kind, times, options))

    def clear(self) -> None:
        """Take all faults away."""
        self._faults.clear()

    def take(self, method: str) -> Fault | None:
        """Return the fault this call meets, counted down."""
        fault = next((one for one in self._faults if one.method in {method, ANY_METHOD}), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)
        return fault
