"""Many processes started at the same moment: on PostgreSQL they share the work, on SQLite one runs and the others say so."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from sqlalchemy import func, select

from bot.settings import names
from company import NOW
from faults.kills.crowd import Asked, Ledger, open_world, people, week_of
from faults.kills.lives import Victim, until
from faults.kills.pacing import Pace, Rush, say_it
from faults.kills.world import World
from faults.part import Run, Seen
from scheduler.delivery import MESSAGES_A_MINUTE
from storage.database import Database
from storage.outbox_rows import O

NAME = "instances"
TITLE = "Many instances at once, and thousands due in one minute"
ABOUT = (
    "Twenty processes start at the same moment on one database: on PostgreSQL five thousand prompts are due then, and "
    "nobody may be asked twice or missed; on SQLite one runs and the others are refused. Five thousand messages due in "
    "one minute go out at the default pace, in order, a channel getting one a second."
)
KINDS = ("sqlite", "postgresql")
ROOT = Path(__file__).parents[3]
TICK = 0.05
LONGEST = 400.0
"""Seconds; no test is about that."""
REFUSAL = "Another `cairn run` works on cairn.db already."


class Shared(NamedTuple):
    """What came of many instances: how many each of them said, and the seconds it took."""

    doubled: int
    missed: int
    shares: list[int]
    seconds: float


async def share(url: str, folder: Path, instances: int, count: int) -> Shared:
    """Start so many processes at once where so many prompts are due and nothing is planned."""
    crowd = people(count, ["Europe/Berlin"])
    async with AsyncExitStack() as opening:
        world, ledger = await open_world(opening, url, folder, crowd, NOW)
        wanted = week_of(crowd, NOW.date())
        await opening.enter_async_context(_time_passes(world))
        began = time.monotonic()
        victims = [Victim(world, _own(folder, n), hurry=False) for n in range(instances)]
        try:
            await until(lambda: all(ledger.standing(one) for one in wanted), LONGEST, TICK)
            seconds = time.monotonic() - began
            await until(lambda: all(victim.up for victim in victims), LONGEST, TICK)
        finally:
            await asyncio.gather(*(victim.kill() for victim in victims))
        return Shared(*_judged(ledger, wanted), await _shares(url), seconds)


def _own(folder: Path, number: int) -> Path:
    own = folder / f"instance-{number}"
    own.mkdir()
    return own


def _judged(ledger: Ledger, wanted: list[Asked]) -> tuple[int, int]:
    times = [ledger.standing(one) for one in wanted]
    return sum(n > 1 for n in times), times.count(0)


@asynccontextmanager
async def _time_passes(world: World) -> AsyncIterator[None]:
    """Let the clocks go as real ones do: of several instances each must keep its leases."""

    async def passing() -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            world.forward(timedelta(seconds=now - last))
            last = now

    clock = asyncio.create_task(passing())
    try:
        yield
    finally:
        clock.cancel()
        await asyncio.wait([clock])


async def _shares(url: str) -> list[int]:
    """Return how many messages each instance took, the busiest first."""
    database = Database.open(url)
    try:
        async with database.reading(budget=30) as store:
            taken = select(func.count()).select_from(O).where(O.c.owner.is_not(None)).group_by(O.c.owner)
            return sorted((await store.outbox._connection.execute(taken)).scalars(), reverse=True)
    finally:
        await database.close()


async def refused(url: str, folder: Path, processes: int) -> tuple[int, int]:
    """Type `cairn run` so many times at once on one SQLite file; return how many run, and how many say why they do not."""
    async with AsyncExitStack() as opening:
        world, _ = await open_world(opening, url, folder, people(2, ["Europe/Berlin"]), NOW)
        facts = world.facts
        told = {
            "SLACK_BOT_TOKEN": facts["slack_bot_token"],
            "SLACK_SIGNING_SECRET": facts["slack_signing_secret"],
            "SLACK_API_URL": facts["slack_api_url"],
            "DATABASE_URL": url,
            "PORT": "0",
            "PYTHONPATH": str(ROOT),
        }
        environment = {name: value for name, value in os.environ.items() if name not in names()} | told
        pipe: Any = asyncio.subprocess.PIPE
        command = [sys.executable, "-m", "bot", "run"]
        async with asyncio.timeout(LONGEST):
            started = await asyncio.gather(
                *(
                    asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stderr=pipe, stdout=pipe)
                    for _ in range(processes)
                )
            )
            try:
                await until(lambda: sum(one.returncode is None for one in started) <= 1, LONGEST, TICK)
                running = [one for one in started if one.returncode is None]
                others = [one for one in started if one.returncode == 1]
                said = [(await one.communicate())[1].decode() for one in others]
            finally:
                for one in started:
                    with suppress(ProcessLookupError):
                        one.kill()
                    await one.wait()
        return len(running), sum(REFUSAL in " ".join(words.split()) for words in said)


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Start many at once, and let thousands be due in one minute."""
    if run.server:
        yield await _shared(run)
    else:
        yield await _refused(run)
    for instances in (1, 3) if run.server else (1,):
        yield await _paced(run, instances)


async def _shared(run: Run) -> Seen:
    came = await share(await run.database("instances"), _folder(run, "instances"), instances=20, count=5000)
    run.say(f"20 instances: {came}")
    good = (came.doubled, came.missed) == (0, 0)
    shares = f"each said {min(came.shares)} to {max(came.shares)}, {len(came.shares)} of them at all"
    seen = f"{came.doubled} doubled, {came.missed} missed; {shares}; all were asked after {came.seconds:.0f} s"
    return Seen(
        "20 processes started at once, 5,000 prompts due and not planned yet", "0 doubled, 0 missed", seen, good
    )


async def _refused(run: Run) -> Seen:
    one, others = await refused(await run.database("cairn"), _folder(run, "refused"), processes=20)
    run.say(f"{one} runs, {others} are refused")
    seen = f"{one} runs, {others} end with code 1 and say why"
    return Seen(
        "`cairn run` typed 20 times at once", "1 runs, 19 refused with a sentence", seen, (one, others) == (1, 19)
    )


async def _paced(run: Run, instances: int) -> Seen:
    name = f"pace{instances}"
    dice = Random(f"{run.seed} {name}")
    pace = await say_it(await run.database(name), _folder(run, name), Rush(4880, 120), instances, dice)
    run.say(f"{instances} instances: {pace.rate:.0f} a minute")
    what = f"5,000 due in one minute, 120 of them in one channel, {instances} instance{'s' * (instances > 1)}"
    wanted = f"≥ {MESSAGES_A_MINUTE * 0.95:.0f} a minute, in order of due time, ≥ 1 s between two in a channel"
    return Seen(what, wanted, told(pace), paced_well(pace))


def told(pace: Pace) -> str:
    """Return the figures in words."""
    late = ", ".join(f"{name} {pace.late(share):.0f} s" for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1)))
    order = "in order" if pace.in_order else "NOT in order"
    return (
        f"{len(pace.said):,} said, {pace.doubled} doubled, {pace.rate:.1f} a minute, {order}, least {pace.least_gap:g} s "
        f"apart in the channel, {pace.refused} put off by Slack (429); late by {late}"
    )


def paced_well(pace: Pace) -> bool:
    """Tell whether it is as it should be."""
    whole = len(pace.said) == pace.wanted and not pace.doubled and not pace.refused
    return whole and pace.rate >= MESSAGES_A_MINUTE * 0.95 and pace.in_order and pace.least_gap >= 1


def _folder(run: Run, name: str) -> Path:
    folder = run.folder / f"{name}-files"
    folder.mkdir()
    return folder
