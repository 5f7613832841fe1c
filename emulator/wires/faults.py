"""Faults on demand: what a call meets instead of, or after, its normal answer, and what befalls a delivery.

A fault is of a method or of all ("*"), comes a number of times, for a while, or for ever, always or with a
probability. Each fault has dice of its own, so that the same seed gives the same run whatever else happens.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from types import EllipsisType
from typing import Any

from emulator.clock import Clock
from emulator.wires.fault_kinds import (
    ANY,
    CALL,
    DELIVERIES,
    DELIVERY,
    Kind,
    checked_method,
    checked_number,
    checked_options,
    kind_named,
)

MOST_TIMES = 1_000_000_000
DELIVERED = {
    ANY: "every delivery",
    "slash_commands": "a command",
    "interactive": "an interaction",
    "events_api": "an event",
}


class Countdown:
    """Seconds of the movable clock; a clock that is set back takes and gives nothing."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock = clock
        self._left = seconds
        self._at = clock.now()

    @property
    def left(self) -> float:
        """How many seconds are left, 0 when it is over."""
        now = self._clock.now()
        passed = max(0.0, (now - self._at).total_seconds())
        self._left, self._at = max(0.0, self._left - passed), now
        return self._left


@dataclass(eq=False)
class Fault:
    """One fault: `times` left, None for as long as it is there."""

    id: int
    method: str
    what: Kind
    times: int | None
    options: dict[str, Any] = field(default_factory=dict)
    probability: float = 1.0
    dice: Random = field(default_factory=Random, repr=False)
    countdown: Countdown | None = None

    @property
    def kind(self) -> str:
        """The name of its kind."""
        return self.what.name

    @property
    def retry_after(self) -> int:
        """What `Retry-After` says: how long this fault lasts, or what it was told."""
        return math.ceil(self.countdown.left) if self.countdown else int(self.options.get("retry_after", 30))

    @property
    def words(self) -> str:
        """What it does, for people to read; how often is in `times` and `probability`."""
        template = self.what.shown or self.what.words
        shown = template.format(**{**self.options, "retry_after": self.retry_after})
        ending = f", for {math.ceil(self.countdown.left)} s" if self.countdown else ""
        return f"{self._subject} {shown}{ending}"

    def fits(self, method: str) -> bool:
        """Whether it is a fault of this method (or kind of delivery), and still there."""
        if self.what.where != (DELIVERY if method in DELIVERIES else CALL):
            return False
        named = self.method == method or (self.method == ANY and (not self.what.only or method in self.what.only))
        return named and not self.over

    @property
    def over(self) -> bool:
        """Whether its time has passed."""
        return self.countdown is not None and self.countdown.left <= 0

    def happens(self) -> bool:
        """Throw the dice; a certain fault needs none."""
        return self.probability >= 1 or self.dice.random() < self.probability

    @property
    def _subject(self) -> str:
        if self.what.where == DELIVERY:
            return DELIVERED.get(self.method, self.method)
        return "every call" if self.method == ANY else self.method


class Faults:
    """The faults that wait for a call or a delivery; the first that fits and happens is taken."""

    def __init__(self, clock: Clock, methods: Mapping[str, object]) -> None:
        self._clock = clock
        self._methods = methods
        self._faults: list[Fault] = []
        self._made = 0

    def add(
        self,
        method: str,
        kind: str,
        times: int | EllipsisType | None = ...,
        *,
        probability: float = 1.0,
        seed: int | None = None,
        **options: Any,
    ) -> int:
        """Let the next `times` calls of `method` ("*" for any) meet a fault; return its number.

        `times` is 1 if nothing is said, None for ever; with `for_seconds` the fault ends by itself on the clock.
        Deliveries ("slash_commands", "interactive", "events_api") have kinds of their own. The kinds, their words
        and their options are in `fault_kinds.KINDS`. The seed of the dice is the fault's number unless given.
        """
        what = kind_named(kind)
        method = checked_method(what, method, self._methods)
        checked = checked_options(what, options)
        seconds = checked.pop("for_seconds", None)
        often = (1 if seconds is None else None) if isinstance(times, EllipsisType) else times
        if often is not None:
            checked_number("times", often, 1, MOST_TIMES, whole=True)
        checked_number("probability", probability, 0, 1)
        if seed is not None:
            checked_number("seed", seed, -(2**63), 2**63, whole=True)
        self._made += 1
        dice = Random(self._made if seed is None else seed)  # noqa: S311 - dice, not secrets
        countdown = None if seconds is None else Countdown(self._clock, float(seconds))
        self._faults.append(Fault(self._made, method, what, often, checked, probability, dice, countdown))
        return self._made

    def clear(self) -> None:
        """Take all faults away."""
        self._faults.clear()

    def remove(self, number: int) -> bool:
        """Take one fault away; return whether it was there."""
        before = len(self._faults)
        self._faults = [one for one in self._faults if one.id != number]
        return len(self._faults) < before

    def there(self) -> list[Fault]:
        """Return the faults that wait, the oldest first."""
        self._faults = [one for one in self._faults if not one.over]
        return list(self._faults)

    def take(self, method: str) -> Fault | None:
        """Return the fault this call (or this kind of delivery, by its kind's name) meets, counted down."""
        if not self._faults:
            return None
        fault = next((one for one in self.there() if one.fits(method) and one.happens()), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)
        return fault
