"""A database that is cut off, silent, slow, away, full of others or killed, again and again, while people go on."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import text

from company import ANA, BO, MIA, OLU
from faults.databases.proxy import Fate, Proxy, before
from faults.databases.server import Server
from faults.kills.world import OUT_WITHIN
from faults.part import Run, Seen
from running import PATIENCE, Running, running
from storage.database import BUDGET, PATIENT, Unavailable
from storage.engine import POOL

NAME = "database"
TITLE = "Trouble with the database"
KINDS = ("postgresql",)
ABOUT = (
    "Between the bot and PostgreSQL stands a proxy. Round by round it loses COMMITs on either side of their effect, falls "
    "silent, is slow, is away or cuts everything, or the server is killed, while four people send commands and one a form. "
    "What each of them read is compared with what is stored, and with what was posted."
)
EACH_TROUBLE = 6
"""Rounds."""
GIVERS = (ANA, MIA, OLU, BO)
EACH = 2
"""Commands of each giver in a round, at once."""
SLACK_WAITS = 3.0
SLOW = 0.8
LASTS = (0.0, 0.5, 2.0, 4.0)
"""Seconds of a trouble."""
ANSWERS = {
    "Thank you": "stored",
    "nothing has happened": "refused",
    "I do not know": "unsure",
    "Your text is still here; send it again in a minute.": "refused",
    "it may be saved already": "unsure",
}
"""What is read, and what it says."""
NUMBER = re.compile(r"number (\d+)\b")


@dataclass
class Tally:
    """What was seen over all rounds."""

    read: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    longest: float = 0.0
    rounds: Counter[str] = field(default_factory=Counter)


class Rounds:
    """People who send, and the books of what they read."""

    def __init__(self, slack: Running, proxy: Proxy, server: Server, dice: Random) -> None:
        self.slack, self.proxy, self.server, self.dice = slack, proxy, server, dice
        self.tally = Tally()
        self._sent = 0

    async def round(self, name: str) -> None:
        """Have a trouble, and see what everybody reads meanwhile and what is there afterwards."""
        self.tally.rounds[name] += 1
        bo = self.slack.person(BO.id)
        await bo.command("/check-in")
        await self.slack.settle()
        numbers = range(self._sent, self._sent + len(GIVERS) * EACH)
        self._sent = numbers.stop
        written = await self._revision()
        async with TROUBLES[name](self):
            found = await asyncio.gather(*(self._thank(number) for number in numbers), self._answer(numbers.start))
        await self._come_to_rest()
        await self._compare(name, dict(zip(numbers, found, strict=False)))
        await self._press_again(name, found[-1], written, numbers.start)

    async def _timed(self, doing: Awaitable[str]) -> str:
        began = time.monotonic()
        words = await doing
        self.tally.longest = max(self.tally.longest, time.monotonic() - began)
        said = next((meaning for sign, meaning in ANSWERS.items() if sign in words), f"unknown: {words[:60]}")
        self.tally.read[said] += 1
        return said

    async def _thank(self, number: int) -> str:
        giver = GIVERS[number % len(GIVERS)]
        whom = MIA if giver is BO else BO

        async def typed() -> str:
            reply = await self.slack.person(giver.id).command(f"/kudos <@{whom.id}> for number {number}")
            return reply.error or str(reply.text)

        return await self._timed(typed())

    async def _answer(self, number: int) -> str:
        """Send the form that is open; it is stored where it closes."""

        async def pressed() -> str:
            sent = await self.slack.person(BO.id).submit({"went_well": f"Week {number}"})
            return "Thank you" if sent.closed else " ".join(map(str, sent.errors.values()))

        return await self._timed(pressed())

    async def _come_to_rest(self) -> None:
        """Let the time pass within which everything must be out."""
        timetable, end = self.slack.bot.timetable, self.slack.clock() + OUT_WITHIN
        while timetable and self.slack.clock() < end:
            with suppress(Unavailable):  # as the ticker has it: the next round comes
                await timetable.reconcile()
            for _ in range(5):
                with suppress(Unavailable):
                    await timetable.delivery.drain()
                self.slack.clock.forward(timedelta(seconds=1))
        await self.slack.settle()

    async def _compare(self, name: str, found: dict[int, str]) -> None:
        stored = Counter(_numbers(await self._rows("SELECT reason FROM kudos")))
        posted = Counter(_numbers(one["text"] + str(one["blocks"]) for one in self._channel()))
        for number, said in found.items():
            right = {"stored": {1}, "refused": {0}, "unsure": {0, 1}}.get(said, set())
            if stored[number] not in right:
                self.tally.wrong.append(f"{name}: kudos {said} and {stored[number]} times there")
            if posted[number] != stored[number]:
                self.tally.late.append(f"{name}: {stored[number]} times stored and {posted[number]} times said")

    async def _press_again(self, name: str, said: str, written: int, number: int) -> None:
        """Press until the form is closed: it must have counted once."""
        now = await self._revision()
        if now - written not in {"stored": {1}, "refused": {0}, "unsure": {0, 1}}.get(said, set()):
            self.tally.wrong.append(f"{name}: form {said} and {now - written} times there")
        if said != "stored" and await self._answer(number) != "stored":
            self.tally.wrong.append(f"{name}: a form is refused after the trouble")
        if await self._revision() != written + 1:
            self.tally.wrong.append(f"{name}: a form pressed again counted {await self._revision() - written} times")

    async def _revision(self) -> int:
        return sum(await self._rows(f"SELECT revision FROM check_ins WHERE person = '{BO.id}'"))

    async def _rows(self, query: str) -> list[object]:
        async with self.slack.database.engine.connect() as connection:
            return [row[0] for row in await connection.execute(text(query))]

    def _channel(self) -> list[dict[str, object]]:
        return self.slack.person(ANA.id).messages("CKUDOS")

    async def last(self) -> None:
        """Wait as long as a trouble lasts."""
        await asyncio.sleep(self.dice.choice(LASTS))


Trouble = Callable[[Rounds], object]


def _losing(fate: Fate) -> Trouble:
    @asynccontextmanager
    async def lost(rounds: Rounds) -> AsyncIterator[None]:
        for mark in ("trigger:", "view:", "trigger:", "trigger:"):
            rounds.proxy.lose_commit(mark, fate)
        yield
        rounds.proxy.fates.clear()
        rounds.proxy.speak()
        rounds.proxy.come_back()
        rounds.proxy.cut()  # the server's own time-outs end what hangs

    return lost


def _during(begin: Callable[[Rounds], object], end: Callable[[Rounds], object]) -> Trouble:
    """Begin in the midst of what people send, last a while, end."""

    @asynccontextmanager
    async def trouble(rounds: Rounds) -> AsyncIterator[None]:
        async def come_and_go() -> None:
            await asyncio.sleep(rounds.dice.choice((0, 0, 0.01, 0.03)))
            await asyncio.to_thread(begin, rounds) if begin is _crash else begin(rounds)
            await rounds.last()
            await asyncio.to_thread(end, rounds) if end is _start else end(rounds)

        passing = asyncio.create_task(come_and_go())
        await asyncio.sleep(0)
        yield
        await passing

    return trouble


def _crash(rounds: Rounds) -> None:
    rounds.server.crash()


def _start(rounds: Rounds) -> None:
    rounds.server.start()


def _slowly(seconds: float) -> Callable[[Rounds], None]:
    return lambda rounds: setattr(rounds.proxy, "slow", seconds)


@asynccontextmanager
async def _nothing_free(rounds: Rounds) -> AsyncIterator[None]:
    """Every connection is taken by others."""
    async with AsyncExitStack() as taken:
        for _ in range(POOL["pool_size"]):
            await taken.enter_async_context(rounds.slack.database.engine.connect())
        yield


TROUBLES: dict[str, Trouble] = {
    **{fate.name.lower().replace("_", " "): _losing(fate) for fate in Fate},
    "silence": _during(lambda rounds: rounds.proxy.silence(), lambda rounds: rounds.proxy.speak()),
    "away": _during(lambda rounds: rounds.proxy.go_away(), lambda rounds: rounds.proxy.come_back()),
    "cut": _during(lambda rounds: rounds.proxy.cut(), lambda _: None),
    "slow": _during(_slowly(SLOW), _slowly(0)),
    "no connection free": _nothing_free,
    "the server killed": _during(_crash, _start),
}


def _numbers(words: object) -> list[int]:
    return [int(found[1]) for one in words if (found := NUMBER.search(str(one)))]


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Have many troubles, and tell what people read and what was there."""
    url = await run.database("trouble")
    async with before(url) as proxy, running(proxy.url, settings={"kudos_allowance": 1000}) as slack:
        rounds = Rounds(slack, proxy, run.server, Random(run.seed))
        await slack.settle()
        slack.database.budget, slack.bot.timetable._database.budget = BUDGET, PATIENT
        slack.emulator.delivery.ack_seconds = PATIENCE
        names = [name for name in TROUBLES for _ in range(EACH_TROUBLE)]
        for number, name in enumerate(rounds.dice.sample(names, len(names)), 1):
            run.say(f"round {number} of {len(names)}: {name}")
            await rounds.round(name)
    for seen in told(rounds.tally):
        yield seen


def told(tally: Tally) -> list[Seen]:
    """Return what was seen."""
    kinds = ", ".join(f"{number} × {name}" for name, number in sorted(tally.rounds.items()))
    read = ", ".join(f"{number:,} {name}" for name, number in tally.read.most_common())
    return [
        Seen(
            f"{tally.rounds.total()} troubles: {kinds}",
            "every answer true",
            read,
            not any("unk" in one for one in tally.read),
        ),
        Seen("stored and said to be refused, or the other way, or twice", "0", _some(tally.wrong), not tally.wrong),
        Seen(
            f"stored, and not posted exactly once within {OUT_WITHIN.seconds} s of the return (on the clock)",
            "0",
            _some(tally.late),
            not tally.late,
        ),
        Seen("longest answer", "< 3 s", f"{tally.longest:.2f} s", tally.longest < SLACK_WAITS),
    ]


def _some(wrong: list[str]) -> str:
    return "; ".join([str(len(wrong)), *wrong[:3]])
