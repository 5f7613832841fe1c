"""Many at once, and the time until each has an answer: at a database that works, and at one that is gone."""

import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from faults.crowds.crowd import Told, Wish, crowd, locked, stored
from faults.part import Run, Seen
from tests.benchmarks import company, figures
from tests.benchmarks.processes import ROOT, child, free_port

NAME, KINDS = "load", ("sqlite", "postgresql")
TITLE = "Many at once"
ABOUT = (
    "`cairn run` over HTTP, the sender and PostgreSQL beside it on the same cores. Kudos by command and by form, so many at "
    "the same moment over connections that are open already; the next ones leave when all of these are answered. The time "
    "ends with the whole answer, after the commit. What was refused must still hold its text and not be stored, what was "
    "acknowledged must be stored once."
)
SLACK_WAITS = 3.0
AIMS = {
    ("sqlite", 200): 0.7,
    ("sqlite", 1000): SLACK_WAITS,
    ("postgresql", 200): 0.3,
    ("postgresql", 1000): 1.0,
}
"""Seconds for 99 of 100, by database and how many at once; on SQLite what 1,000 bring is refused where it is too much."""
ROUNDS = {200: 10, 1000: 4}
WARM_UP = 400
DOWN = 200
"""So many come while the database is down, and again when it is back."""
SOON_BACK = 3
"""So many such crowds may come until none of it is refused any more."""


@dataclass
class Times:
    """The seconds of the answers of one kind of crowd, and what they were."""

    seconds: list[float] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def __str__(self) -> str:
        ordered = [f"{1000 * one:,.0f}" for one in (statistics.median(self.seconds), self.p99, max(self.seconds))]
        refused = f"{len(self.told.refused):,} refused, {self.told.at_the_door:,} of them at once"
        return f"p50 {ordered[0]} ms, p99 {ordered[1]} ms, max {ordered[2]} ms; {refused if self.told.refused else 'none refused'}"

    @property
    def p99(self) -> float:
        """The time that 99 of 100 were answered in."""
        return sorted(self.seconds)[min(int(len(self.seconds) * 0.99), len(self.seconds) - 1)]


@dataclass
class Bots:
    """Running bots on one database, and the crowds they are to answer."""

    url: str
    ports: Sequence[int]
    seed: int
    everybody: Sequence[str]
    told: list[Told] = field(default_factory=list)

    async def asked(self, at_once: int, rounds: int = 1) -> Times:
        """Have so many ask at once, some rounds; return the times."""
        times = Times()
        wishes = crowd(at_once * rounds, self.everybody, self.seed)
        seen = await asyncio.to_thread(sent, wishes, at_once, self.ports)
        times.seconds, times.told = seen["seconds"], Told().add(wishes, seen["answers"])
        self.told.append(times.told)
        return times

    async def judged(self) -> Seen:
        """Compare all that was told with what is stored."""
        there = await stored(self.url)
        wrong = [one for told in self.told for one in told.wrong(there)]
        acknowledged = sum(len(told.acknowledged) for told in self.told)
        refused = sum(len(told.refused) for told in self.told)
        seen = f"{acknowledged:,} acknowledged, {refused:,} refused, {len(wrong)} otherwise" + "".join(
            f"; {one}" for one in wrong[:3]
        )
        wanted = "acknowledged: stored once; refused: not stored, its text kept"
        return Seen("what all were told, and what is stored", wanted, seen, good=not wrong)


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Measure one bot, on PostgreSQL also two, then take the database away."""
    for instances in (1, 2) if run.kind == "postgresql" else (1,):
        async with started(run, instances) as bots:
            for at_once, rounds in ROUNDS.items():
                run.say(f"{at_once} at once, {instances} running")
                times = await bots.asked(at_once, rounds)
                yield in_time(run.kind, at_once, times, instances)
            if instances == 1:
                async for seen in without_a_database(run, bots):
                    yield seen
            yield await bots.judged()


def in_time(kind: str, at_once: int, times: Times, instances: int) -> Seen:
    """Hold the times against the aim."""
    aim = AIMS[kind, at_once]
    beside = "" if instances == 1 else f", {instances} instances"
    refusing = kind == "sqlite" and at_once == max(ROUNDS)
    good = times.p99 <= aim and max(times.seconds) <= SLACK_WAITS and (refusing or not times.told.refused)
    wanted = "none over 3,000 ms" if refusing else f"p99 ≤ {1000 * aim:,.0f} ms, none refused"
    return Seen(f"{at_once:,} at once, {ROUNDS[at_once]} rounds{beside}", wanted, str(times), good)


async def without_a_database(run: Run, bots: Bots) -> AsyncIterator[Seen]:
    """Have a crowd come while the database is down, and another one after that."""
    run.say("the database is down")
    how = "PostgreSQL stopped" if run.server else "SQLite locked by another process"
    async with down(run, bots.url):
        times = await bots.asked(DOWN)
    good = max(times.seconds) <= SLACK_WAITS and len(times.told.refused) == DOWN
    yield Seen(f"{DOWN} at once, {how}", "all refused, none over 3,000 ms", str(times), good)
    for _ in range(SOON_BACK):
        times = await bots.asked(DOWN)
        if not times.told.refused:
            break
    good = max(times.seconds) <= SLACK_WAITS and not times.told.refused
    yield Seen(f"{DOWN} at once, when it is back", "none refused, none over 3,000 ms", str(times), good)


@asynccontextmanager
async def started(run: Run, instances: int) -> AsyncIterator[Bots]:
    """Run so many bots on a new database, with a local workspace to talk to, warmed up."""
    url = await run.database(f"load_{instances}")
    everybody = company.people()
    await company.fill(url, everybody)
    with ExitStack() as stack:
        opened = partial(asyncio.to_thread, stack.enter_context)
        port = free_port()
        slack = ["--port", str(port), "--employees", str(company.EMPLOYEES)]
        await opened(child("tests.benchmarks.slack", *slack, port=port, path="/"))
        ports = [free_port() for _ in range(instances)]
        for one in ports:
            facts = settings(url, one, f"http://127.0.0.1:{port}/api/")
            await opened(child("bot", "run", port=one, settings=facts, path="/healthz"))
        people = [one.id for one in everybody if one.id[1:].isdigit()]
        bots = Bots(url, ports, run.seed, people)
        await bots.asked(20, WARM_UP // 20)
        yield bots


def settings(url: str, port: int, slack: str) -> dict[str, str]:
    """Return the settings of a bot that is measured."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-0CAIRN",
        "SLACK_SIGNING_SECRET": figures.SECRET,
        "SLACK_API_URL": slack,
        "PORT": str(port),
        "DATABASE_URL": url,
        "CAIRN_KUDOS_CHANNEL": "CKUDOS",
        "CAIRN_KUDOS_ALLOWANCE": "1000",
    }


def job(wishes: Sequence[Wish], at_once: int, ports: Sequence[int], secret: str = figures.SECRET) -> dict[str, object]:
    """Return what the sender is told."""
    return {
        "ports": list(ports),
        "path": "/slack/events",
        "secret": secret,
        "bodies": [wish.body for wish in wishes],
        "at_once": at_once,
        "expect": "",
        "answers": True,
    }


def sent(wishes: Sequence[Wish], at_once: int, ports: Sequence[int]) -> dict[str, list[float] | list[tuple[int, str]]]:
    """Have another process send them; return the seconds and the answers it saw."""
    sender = [sys.executable, "-m", "tests.benchmarks.client"]
    asked = json.dumps(job(wishes, at_once, ports)).encode()
    return json.loads(subprocess.run(sender, cwd=ROOT, input=asked, stdout=subprocess.PIPE, check=True).stdout)


@asynccontextmanager
async def down(run: Run, url: str) -> AsyncIterator[None]:
    """Have the database answer nobody: PostgreSQL ends without a word, SQLite is locked."""
    if not run.server:
        async with locked(url):
            yield
        return
    await asyncio.to_thread(run.server.crash)
    try:
        yield
    finally:
        await asyncio.to_thread(run.server.start)
