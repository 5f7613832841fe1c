"""People who send forms, many at once: they see what Slack would show them, and press again where it failed."""

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

from faults.forms.payloads import COMMAND, KUDOS_FORM, check_in, filled, signed
from handlers.refusals import COMMAND_UNSURE, FORM_UNSURE
from tests.benchmarks.client import HOST, Line
from tests.benchmarks.company import this_week

SLACK_WAITS = 3.0
"""Seconds. An answer that comes later is none."""
GIVES_UP = 15.0
"""Seconds after which nobody waits for the answer any more, not even to see how late it is."""
THANKS = "Thank you for saying thank you."
"""How the answer to a command begins that did what it says."""
UNSURE = (COMMAND_UNSURE, FORM_UNSURE)
"""What it says where nobody knows whether it did."""


class Fate(StrEnum):
    """How a form ended for the person who sent it."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(slots=True)
class Form:
    """One that somebody sends, maybe several times; `doubted` once an answer did not come."""

    kind: str
    words: str
    body: str
    doubted: bool = False


@dataclass
class Ledger:
    """What people were told, by the words of what they sent."""

    fates: dict[str, dict[str, Fate]] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    acknowledged: int = 0

    def close(self, form: Form, fate: Fate) -> None:
        """The person does nothing more about it."""
        self.fates.setdefault(form.kind, {})[form.words] = fate
        if fate is Fate.ACKNOWLEDGED:
            self.acknowledged += 1

    def answered(self, what: str, seconds: float) -> None:
        """Count an answer, and what it took."""
        self.answers[what] += 1
        self.slowest = max(self.slowest, seconds)


@dataclass
class Habits:
    """How people are: `mix` of what they send, how often one gives up, how long one waits before pressing again.

    `pause` is between two forms. Times are seconds.
    """

    mix: dict[str, float] = field(default_factory=lambda: {"kudos": 0.9, "check-in": 0.05, "command": 0.05})
    gives_up: float = 0.25
    presses_again: float = 0.3
    pause: float = 0.0


class Crowd:
    """People at so many connections; they send until `enough` says so."""

    def __init__(self, port: int, secret: str, people: list[str], ledger: Ledger, rng: random.Random) -> None:
        self._port, self._secret, self._people, self.ledger, self._rng = port, secret, people, ledger, rng
        self._numbers = itertools.count(1)
        self._check_in = check_in(this_week())
        self.habits = Habits()
        self.served: dict[int, float] = {}
        """When each of those at a connection was last acknowledged something, in seconds of `time.perf_counter()`."""

    async def send(self, *, at_once: int, enough: Callable[[], bool]) -> None:
        """Send forms, so many at once, until it is enough and each has come to its end."""
        async with asyncio.TaskGroup() as tasks:
            for number in range(at_once):
                tasks.create_task(self._person(number, enough))

    async def _person(self, number: int, enough: Callable[[], bool]) -> None:
        seat = Seat(self._port)
        try:
            while not enough():
                form = self._new()
                fate = await self._until_over(form, seat)
                self.ledger.close(form, fate)
                if fate is Fate.ACKNOWLEDGED:
                    self.served[number] = time.perf_counter()
                await asyncio.sleep(self.habits.pause * (0.5 + self._rng.random()))
        finally:
            seat.leave()

    def _new(self) -> Form:
        kinds = self.habits.mix
        [kind] = self._rng.choices(list(kinds), kinds.values())
        number, [person, other] = next(self._numbers), self._rng.sample(self._people, 2)
        words = f"Calm handover, number {number} of many"
        template = {"kudos": KUDOS_FORM, "check-in": self._check_in, "command": COMMAND}[kind]
        body = filled(template, person=person, other=other, key=f"{number:08X}", words=words)
        return Form(kind, words, body)

    async def _until_over(self, form: Form, seat: "Seat") -> Fate:
        """Press until it is acknowledged, or given up; what a person types anew is another input, so that is not."""
        while True:
            fate = await self._once(form, seat)
            if fate is Fate.ACKNOWLEDGED:
                return fate
            form.doubted |= fate is Fate.UNANSWERED
            if form.kind == "command" or self._rng.random() < self.habits.gives_up:
                return Fate.UNANSWERED if form.doubted else Fate.REFUSED
            await asyncio.sleep(self.habits.presses_again * self._rng.random())

    async def _once(self, form: Form, seat: "Seat") -> Fate:
        line = await seat.line()
        began = time.perf_counter()
        try:
            async with asyncio.timeout(GIVES_UP):
                seconds, status, body = await line.send(signed(form.body, self._secret))
        except (OSError, EOFError, TimeoutError):
            seat.leave()
            lost = time.perf_counter() - began
            self.ledger.answered("never" if lost >= GIVES_UP else "cut", lost if lost >= GIVES_UP else 0.0)
            return Fate.UNANSWERED
        fate = seen(form.kind, status, body)
        late = seconds > SLACK_WAITS
        self.ledger.answered("late" if late else fate if status == 200 else str(status), seconds)
        return Fate.UNANSWERED if late else fate


def seen(kind: str, status: int, body: bytes) -> Fate:
    """Return what Slack shows for an answer: a form that goes away or turns into another window is acknowledged."""
    if status != 200:
        return Fate.UNANSWERED
    told = json.loads(body) if body else {}
    if kind == "command":
        fine, said = told.get("text", "").startswith(THANKS), told.get("text", "")
    else:
        fine, said = (
            told.get("response_action", "clear") in {"clear", "update"},
            " ".join((told.get("errors") or {}).values()),
        )
    if fine:
        return Fate.ACKNOWLEDGED
    return Fate.UNANSWERED if any(one in said for one in UNSURE) else Fate.REFUSED


class Seat:
    """One person's connection, opened anew after it was cut."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: Line | None = None

    async def line(self) -> Line:
        """Return it; waits until there is somebody to connect to."""
        while self._line is None:
            with suppress(OSError):
                self._line = Line(*await asyncio.open_connection(HOST, self._port))
                break
            await asyncio.sleep(0.03)
        return self._line

    def leave(self) -> None:
        """Hang up."""
        if self._line:
            self._line.close()
            self._line = None


@asynccontextmanager
async def sending(crowd: Crowd, *, at_once: int) -> AsyncIterator[Crowd]:
    """Have the crowd send meanwhile, and come to an end afterwards."""
    over = False
    task = asyncio.create_task(crowd.send(at_once=at_once, enough=lambda: over))
    try:
        yield crowd
    finally:
        over = True
        await task
