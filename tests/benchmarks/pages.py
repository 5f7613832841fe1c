"""`/team-status` in an organisation of ten thousand people, with half a year and with five years behind it.

Both bots run side by side and are asked in turn, so that what disturbs the one disturbs the other too.
"""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack

import asyncpg
from sqlalchemy import make_url

from tests.benchmarks import organisation_years as years
from tests.benchmarks import payloads
from tests.benchmarks.figures import Bench, Figure, Sent, Size
from tests.benchmarks.processes import Child

TURNS = 5
"""So often each of them is asked."""
CALM, LOOKING = 0.1, 2.0
"""A bot that uses less CPU than that share while we look (seconds) has done what it does at its start."""
Starting = Callable[[str], AbstractContextManager[Bench]]
"""Runs the bot on the database at an address."""


def figures(size: Size, url: str, start: Starting) -> Iterator[Figure]:
    """Fill a database for each number of weeks, beside this one, and yield what the two managers' pages take there."""
    with ExitStack() as stack:
        managers, filled = dict[str, int](), dict[int, str]()
        for count in size.years:
            filled[count] = asyncio.run(_beside(url, f"weeks_{count}"))
            managers = asyncio.run(years.fill(filled[count], size.people, count)).managers
        benches = {count: stack.enter_context(start(beside)) for count, beside in filled.items()}
        for bench in benches.values():
            _calm(bench.child, size.calm)
        for manager, reports in managers.items():
            for count, sent in _in_turn(benches, manager, size.pages).items():
                found = benches[count].told("team-status", sent)
                yield found | {"reports": reports, "people": size.people, "weeks": count}


def _in_turn(benches: Mapping[int, Bench], manager: str, pages: int) -> dict[int, list[Sent]]:
    """Ask each bot for the manager's page, some times each turn; the first turn warms up and does not count."""
    seen: dict[int, list[Sent]] = {count: [] for count in benches}
    for _ in range(TURNS + 1):
        for count, bench in benches.items():
            bodies = [payloads.command("team-status", manager) for _ in range(max(pages // TURNS, 1))]
            seen[count].append(bench.sent(bodies, expect="blocks"))
    return {count: sent[1:] for count, sent in seen.items()}


def _calm(child: Child, patience: float) -> None:
    """Wait until it has planned and said what waited for its start, so many seconds at most."""
    until, used = time.monotonic() + patience, LOOKING
    while used > CALM * LOOKING and time.monotonic() < until:
        before = child.cpu_seconds
        time.sleep(LOOKING)
        used = child.cpu_seconds - before


async def _beside(url: str, name: str) -> str:
    """Return the address of a new database beside this one."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite":
        return f"{url.removesuffix('.db')}-{name}.db"
    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return place.set(database=name).render_as_string(hide_password=False)
