"""Requests that Slack, or whoever sends readings, did not sign: 401 each, no effect, and nothing of them in any log."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from random import Random

from faults.forgery.door import Door
from faults.forgery.forging import KINDS as FORGERIES
from faults.forgery.forging import REFUSED
from faults.forgery.overhearing import encodings, everything_logged
from faults.part import Run, Seen

NAME = "forged"
TITLE = "Forged requests"
KINDS = ("none",)
ABOUT = (
    "Genuine requests of every kind, to `/slack/events` and `/api/kpi`, are changed in one of many ways and sent byte by "
    "byte. Each body holds a mark of its own, which is looked for, plainly and in other encodings, in everything that any "
    "library logs at DEBUG. Then the genuine ones are sent again within their five minutes."
)
REQUESTS = 15_000
REPLAYS = 200
AT_ONCE = 8
MARK = "pr1vat3Mark"
"""Each mark begins so."""


@dataclass
class Answers:
    """What forged requests were answered: by kind, how often each status; and the ones that were answered wrongly."""

    by_kind: dict[str, Counter[int | None]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(count.total() for count in self.by_kind.values())


async def forge(door: Door, rng: Random, number: int) -> Answers:
    """Send so many forged requests, each way as often as any other."""
    answers = Answers()
    ways = [(kind, name) for kind, (ways, _) in FORGERIES.items() for name in ways]

    async def send(at: int) -> None:
        kind, name = ways[at % len(ways)]
        mark = f"{MARK}{at:x}{rng.randbytes(4).hex()}"
        request = rng.choice(door.genuine).again(mark, time.time())
        FORGERIES[kind].ways[name](request, rng)
        status, answer = await door.ask(request.raw(), unfinished=request.unfinished)
        answers.by_kind.setdefault(kind, Counter())[status] += 1
        if status not in FORGERIES[kind].right:
            answers.wrong.append(f"{kind}, {name}: {status}")
        if status == 401 and request.path == "/slack/events" and answer:
            answers.told.append(f"{kind}, {name}")

    for first in range(0, number, AT_ONCE):
        await asyncio.gather(*(send(at) for at in range(first, min(first + AT_ONCE, number))))
    return answers


def leaked(said: str) -> int:
    """Count the marks in a log."""
    return sum(said.count(form) for form in encodings(MARK))


async def replayed(door: Door, rng: Random, number: int) -> list[str]:
    """Send genuine requests again, in any order; return those that were answered otherwise than the first time."""
    wrong = []
    for _ in range(number):
        one = rng.choice(door.genuine)
        status, answer = await door.ask(one.raw)
        if (status, answer) != (200, one.answer):
            wrong.append(f"{one.kind}: {status}")
    return wrong


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Forge and replay many, and tell what came of them."""
    rng = Random(run.seed)
    async with Door.open(await run.database("forged")) as door:
        before = await door.rows()
        with everything_logged() as said:
            answers = await forge(door, rng, REQUESTS)
        run.say(f"{len(answers)} forged")
        after = await door.rows()
        for seen in told(answers, said.getvalue()):
            yield seen
        yield Seen("rows in the database that came of them", "0", _changed(before, after), before == after)
        wrong = await replayed(door, rng, REPLAYS)
        again = await door.rows()
        yield Seen(
            f"{REPLAYS} genuine requests sent again within five minutes, of {len(door.genuine)} kinds",
            "answered as the first time; 0 rows",
            f"{len(wrong)} answered otherwise; {_changed(after, again)} rows",
            not wrong and again == after,
        )


def told(answers: Answers, said: str) -> list[Seen]:
    """Return what was seen of forged requests, a line for each kind."""
    lines = []
    for kind, count in answers.by_kind.items():
        ways, right = FORGERIES[kind]
        wanted = "401 each" if right == REFUSED else f"{_list(right)}, never 500"
        what = f"{count.total():,} requests forged in {kind} ({len(ways)} ways)"
        seen = ", ".join(f"{number:,} × {status or 'no answer'}" for status, number in count.most_common())
        lines.append(Seen(what, wanted, seen, set(count) <= right))
    found = leaked(said)
    size = f"{said.count(chr(10)):,} lines, {len(said) / 1e6:.1f} MB"
    lines.append(Seen(f"marks of a body in all logs at DEBUG ({size})", "0", str(found), found == 0))
    return lines


def _list(right: set[int | None]) -> str:
    return " or ".join(str(one or "no answer") for one in sorted(right, key=lambda one: one or 999))


def _changed(before: dict[str, int], after: dict[str, int]) -> str:
    return str(sum(abs(after[name] - before[name]) for name in before))
