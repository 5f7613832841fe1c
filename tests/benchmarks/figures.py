"""What is measured: each function drives one server and returns figures as plain rows."""

import asyncio
import itertools
import json
import random
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.benchmarks import company, payloads
from tests.benchmarks.processes import ROOT, Child

SECRET = "bench-signing-secret"
CASES = itertools.count()
"""The same words to the same person would be asked about first."""
Figure = dict[str, Any]


@dataclass(frozen=True)
class Size:
    """How much is measured. `kudos` are counts by how many are sent at once, `forms` how often each is opened and sent.

    `veterans` are the people who open them, each with so many `weeks` behind them (at most nine people).
    The tree holds `goals` of as many people, and is `opened` so often. Managers open their page `pages` times, where
    `people` work and `years` (in weeks) lie behind them; before that each bot gets at most `calm` seconds to settle.
    """

    employees: int = company.EMPLOYEES
    warm_up: int = 200
    kudos: tuple[tuple[int, int], ...] = ((1, 2000), (50, 3000), (200, 5000))
    handlers: tuple[int, ...] = (5, 50, 500)
    handled: int = 500
    rounds: int = 3
    check_ins: int = 400
    pages: int = 200
    people: int = 10_000
    years: tuple[int, ...] = (26, 260)
    calm: float = 120.0
    starts: int = 5
    forms: int = 300
    veterans: int = 3
    weeks: int = 156
    goals: int = 10_000
    opened: int = 100


QUICK = Size(
    employees=20,
    warm_up=5,
    kudos=((1, 20),),
    handlers=(),
    check_ins=0,
    pages=2,
    people=100,
    years=(40,),
    calm=0.0,
    starts=0,
    forms=1,
    veterans=1,
    weeks=8,
    goals=200,
    opened=1,
)


class Sent(NamedTuple):
    """What came of some requests: the seconds each took and all took, how many were well answered, the server's CPU."""

    seconds: list[float]
    took: float
    good: int
    cpu: float


@dataclass
class Bench:
    """One server under measurement: what it is, on which database ("none" for a bare app)."""

    server: str
    database: str
    child: Child
    size: Size

    def timed(self, figure: str, bodies: Sequence[str], *, at_once: int = 1, expect: str = "") -> Figure:
        """Send these and return times (ms), what came through a second and the server's CPU (ms) for each."""
        return self.told(figure, [self.sent(bodies, at_once=at_once, expect=expect)], at_once=at_once)

    def sent(self, bodies: Sequence[str], *, at_once: int = 1, expect: str = "") -> Sent:
        """Send these and return what was seen."""
        before = self.child.cpu_seconds
        seen = send(self.child.port, bodies, at_once=at_once, expect=expect)
        return Sent(seen["seconds"], seen["took"], seen["good"], self.child.cpu_seconds - before)

    def told(self, figure: str, some: Sequence[Sent], *, at_once: int = 1) -> Figure:
        """Return what was seen in one or several goes as one figure."""
        seconds = [second for sent in some for second in sent.seconds]
        cpu, good = sum(sent.cpu for sent in some), sum(sent.good for sent in some)
        facts = {"at_once": at_once, "requests": len(seconds), "good": good, "cpu_ms": 1000 * cpu / len(seconds)}
        return self.row(figure, **facts, **times(seconds, sum(sent.took for sent in some)))

    def row(self, figure: str, **values: Any) -> Figure:
        """Return a figure of this server."""
        seen = {name: round(value, 3) if isinstance(value, float) else value for name, value in values.items()}
        return {"figure": figure, "server": self.server, "database": self.database, **seen}


def times(seconds: Sequence[float], took: float) -> Figure:
    """Return the usual times of so many answers, in ms, and how many came in each second they took."""
    ordered = sorted(1000 * second for second in seconds)
    return {
        "p50_ms": statistics.median(ordered),
        "p99_ms": ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)],
        "max_ms": ordered[-1],
        "per_second": len(ordered) / took,
    }


def send(port: int, bodies: Sequence[str], *, at_once: int, expect: str) -> dict[str, Any]:
    """Have another process send these bodies; return what it saw."""
    job = {
        "port": port,
        "path": "/slack/events",
        "secret": SECRET,
        "bodies": list(bodies),
        "at_once": at_once,
        "expect": expect,
    }
    sender = [sys.executable, "-m", "tests.benchmarks.client"]
    answer = subprocess.run(sender, cwd=ROOT, input=json.dumps(job).encode(), stdout=subprocess.PIPE, check=True)
    seen: dict[str, Any] = json.loads(answer.stdout)
    return seen


def kudos(count: int, employees: int) -> list[str]:
    """Return so many /kudos, by many givers to anybody else, in words that nobody has said before."""
    chosen = random.Random(7)
    bodies = []
    for number in range(count):
        giver = number % employees
        receiver = (giver + chosen.randrange(1, employees)) % employees
        text = f"<@U{receiver:05}|someone> for the calm handover of case {next(CASES)}"
        bodies.append(payloads.command("kudos", f"U{giver:05}", text))
    return bodies


def acknowledged(bench: Bench) -> list[Figure]:
    """/kudos, one after another and many at once, and the memory before and after."""
    size = bench.size
    send(bench.child.port, kudos(size.warm_up, size.employees), at_once=1, expect="")
    found = [bench.row("memory idle", megabytes=bench.child.megabytes)]
    for at_once, count in size.kudos:
        found.append(bench.timed("kudos", kudos(count, size.employees), at_once=at_once, expect="hank"))
    done = size.warm_up + sum(count for _, count in size.kudos)
    return [*found, bench.row("memory after", requests=done, megabytes=bench.child.megabytes)]


def with_handlers(bench: Bench, handlers: int) -> Figure:
    """/kudos with so many handlers registered: what counts is the CPU for each."""
    send(bench.child.port, kudos(bench.size.warm_up, bench.size.employees), at_once=1, expect="")
    seen = bench.timed("handlers", kudos(bench.size.handled, bench.size.employees), expect="hank")
    return seen | {"handlers": handlers}


def check_ins(bench: Bench, url: str) -> list[Figure]:
    """A check-in submitted: three goals with numbers, confidence and notes; each by somebody else."""
    if not bench.size.check_ins:
        return []
    persons = [f"U{number:05}" for number in range(bench.size.employees)][-bench.size.check_ins :]
    bodies = asyncio.run(company.check_in_forms(url, persons))
    return [bench.timed("check-in submitted", bodies)]
