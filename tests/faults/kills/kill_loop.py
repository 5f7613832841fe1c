"""A random kill -9 loop: a bot that is killed every few moments, a Slack that answers badly, a database that crashes."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

from faults.databases.server import Server
from faults.kills.crowd import open_world, people, week_of
from faults.kills.killing import BAD, FIRST, TOO_LATE, ZONES, Load, Loop, break_slack
from faults.part import Run, Seen

NAME = "kills"
TITLE = "Killed at random moments, again and again"
ABOUT = (
    "A bot over HTTP asks some hundred people each week. It is killed (kill -9) every few moments and started again, "
    "while the local Slack answers about a third of its posts badly and PostgreSQL is crashed now and then. Judged is "
    "what stands in Slack for each person and week. The same load through three naive orders of things shows that the "
    "test bites."
)
KINDS = ("sqlite", "postgresql")


@dataclass
class Found:
    """What stands in Slack after a run, and what it went through."""

    loop: Loop

    @property
    def doubled(self) -> int:
        """Whom two prompts of one week stand before; and whatever else stands twice."""
        return sum(1 for _ in self.loop.ledger.doubled())

    @property
    def missed(self) -> int:
        """Of whom no prompt of a week is there."""
        return self.loop.count.missed(self.loop.ledger)

    @property
    def bad(self) -> int:
        """Of a hundred posts, how many were answered badly."""
        ledger = self.loop.ledger
        return round(100 * (1 - ledger.bad[""] / ledger.calls))

    @property
    def load(self) -> str:
        """What it went through."""
        count = self.loop.count
        crashes = f", {count.restarts} crash restarts of the server" if self.loop.server else ""
        return f"{len(count.asked):,} prompts, {count.kills:,} kills, {self.bad} % bad answers{crashes}"


async def killed(
    url: str,
    folder: Path,
    load: Load,
    dice: Random,
    *,
    bad: Mapping[str, Any] = MappingProxyType(BAD),
    order: str | None = None,
    server: Server | None = None,
) -> Found:
    """Do a whole run on an empty database; return what was found. Where `bad` is TOO_LATE, each week is swept after."""
    crowd = people(load.people, ZONES)
    async with AsyncExitStack() as opening:
        start = week_of(crowd, FIRST)[0].due - timedelta(minutes=1)
        world, ledger = await open_world(opening, url, folder, crowd, start)
        break_slack(world.emulator, bad, dice)
        loop = Loop(world, ledger, crowd, load, dice, folder, server, order)
        await loop.run(sweep=bad is TOO_LATE)
    return Found(loop)


async def _whole(run: Run, name: str, load: Load, **options: Any) -> Found:
    folder = run.folder / name
    folder.mkdir()
    server = run.server if load.restarts else None
    dice = Random(f"{run.seed} {name}")
    found = await killed(await run.database(name), folder, load, dice, server=server, **options)
    run.say(f"{name}: {found.load}")
    return found


NAIVE = {
    "mark_after_sending": ("noted as said after the post, and said again where that is not noted", "doubled"),
    "mark_before_sending": ("noted as said before the post", "missed"),
    "let_the_sdk_retry": ("the SDK's own retries on", "doubled"),
}
"""What each does, and what must come of it."""


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Kill it again and again, also with a Slack that takes posts too late, and in naive orders."""
    restarts = 10 if run.server else 0
    found = await _whole(run, "kills", Load(people=300, prompts=10_200, kills=520, restarts=restarts))
    removed = found.loop.ledger.removed()
    seen = f"{found.doubled} doubled, {found.missed} missed; {removed} had to be removed"
    yield Seen(found.load, "0 doubled, 0 missed", seen, not (found.doubled or found.missed or removed))
    found = await _whole(run, "late", Load(people=150, prompts=600, kills=30), bad=TOO_LATE)
    late, removed = found.loop.ledger.bad["late_accept"], found.loop.ledger.removed()
    what = f"{found.load}; {late} posts taken by Slack 150 s after it cut the call off"
    seen = f"{removed} doubles seen and removed; {found.doubled} left doubled, {found.missed} missed"
    yield Seen(what, "all doubles removed, 0 missed", seen, removed > 0 and not (found.doubled or found.missed))
    for order, (words, flaw) in NAIVE.items():
        load = Load(people=90, prompts=180, kills=12, patience=timedelta(minutes=5 if flaw == "missed" else 90))
        found = await _whole(run, order, load, order=order)
        seen = f"{found.doubled} doubled, {found.missed} missed"
        yield Seen(f"A naive order, {words}: {found.load}", f"more than 0 {flaw}", seen, getattr(found, flaw) > 0)
