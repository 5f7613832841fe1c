"""`python -m tests.benchmarks.emulator`: how fast the local workspace is, as a table.

The workspace runs as a process of its own, as anybody starts it. What one core can do is counted from the processor
time that process took, so that a busy machine changes the waiting times but hardly this figure.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from rich.console import Console
from rich.table import Table

from tests.benchmarks.machine import machine
from tests.benchmarks.processes import HOST, ROOT, Child, child, free_port

BEGIN, END = "<!-- figures: python -m tests.benchmarks.emulator --write-docs -->", "<!-- end of figures -->"
CONNECTIONS = 32
PEOPLE = 10_000
PAGE = 200
HEAD = ("What", "wanted", "seen", "p50 ms", "p99 ms")
TOKEN = "xoxb-bench"
BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "Your check-in"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "*Three questions*, two minutes. It opens on Monday."}},
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "answer", "text": {"type": "plain_text", "text": "Check in"}},
            {"type": "button", "action_id": "later", "text": {"type": "plain_text", "text": "Later"}},
        ],
    },
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Only your manager reads it."}]},
]


@dataclass(frozen=True)
class Row:
    """One figure. `times` are the seconds each took, as whoever asked saw it."""

    what: str
    wanted: str
    seen: str
    times: tuple[float, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """Return it as text."""
        ordered = sorted(self.times)
        shown = [f"{ordered[int(len(ordered) * part)] * 1000:,.1f}" if ordered else "–" for part in (0.5, 0.99)]
        return self.what, self.wanted, self.seen, *shown


def company(people: int) -> dict[str, Any]:
    """Return a workspace of so many people, without limits on calls."""
    rows = [
        {"id": f"U{number:06}", "name": f"p{number}", "real_name": f"Person {number}", "email": f"p{number}@x.example"}
        for number in range(people)
    ]
    app = {
        "id": "A0BENCH",
        "name": "Bench",
        "bot_token": TOKEN,
        "manifest": {"oauth_config": {"scopes": {"bot": SCOPES}}},
    }
    return {"people": rows, "apps": [app], "settings": {"rate_limits": False, "messages_per_minute": 1_000_000}}


SCOPES = ["chat:write", "users:read", "users:read.email", "im:write", "im:history"]


@contextmanager
def running(people: int) -> Iterator[Child]:
    """Start a workspace of so many people."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "workspace.json"
        file.write_text(json.dumps(company(people)), encoding="utf-8")
        with child("emulator", "--port", str(port), "--workspace", str(file), port=port, path="/") as started:
            yield started


async def calls(started: Child, method: str, arguments: Callable[[int], dict[str, Any]], count: int) -> Row:
    """Call a method over many connections at once."""
    url, headers = f"http://{HOST}:{started.port}/api/{method}", {"Authorization": f"Bearer {TOKEN}"}
    times: list[float] = []
    numbers = iter(range(count))

    async def caller(session: aiohttp.ClientSession) -> None:
        for number in numbers:
            began = time.perf_counter()
            async with session.post(url, json=arguments(number), headers=headers) as answer:
                said = json.loads(await answer.read())
            if not said["ok"]:
                raise RuntimeError(said["error"])
            times.append(time.perf_counter() - began)

    before = started.cpu_seconds
    connector = aiohttp.TCPConnector(limit=CONNECTIONS)
    async with aiohttp.ClientSession(connector=connector) as session:
        await asyncio.gather(*(caller(session) for _ in range(CONNECTIONS)))
    a_second = count / max(started.cpu_seconds - before, 0.01)
    return Row(f"{method}, {CONNECTIONS} at once", "1,000 a second", f"{a_second:,.0f} a second and core", tuple(times))


async def pushes(started: Child, count: int) -> Row:
    """Post messages; time until a page's socket says that there is something new to read."""
    base, times = f"http://{HOST}:{started.port}", []
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session,
        session.ws_connect(f"{base}/_control/live?as=U000000") as page,
    ):
        for number in range(count):
            began = time.perf_counter()
            posting = asyncio.ensure_future(session.post(f"{base}/api/chat.postMessage", json=message(200 * number)))
            while (await page.receive_json())["type"] != "messages":
                pass
            times.append(time.perf_counter() - began)
            (await posting).release()
    return Row(
        "a message, until the page hears of it", "< 100 ms", f"{max(times) * 1000:,.1f} ms at most", tuple(times)
    )


async def first_look(started: Child, people: int) -> list[Row]:
    """Read the state once, and everybody page by page."""
    base = f"http://{HOST}:{started.port}"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session:
        began = time.perf_counter()
        async with session.get(f"{base}/_control/state", params={"as": "U000000"}) as answer:
            size = len(await answer.read())
        state = time.perf_counter() - began
        began, cursor, seen = time.perf_counter(), "", 0
        while True:
            query = {"limit": PAGE, **({"cursor": cursor} if cursor else {})}
            async with session.get(f"{base}/api/users.list", params=query) as answer:
                said = await answer.json()
            seen += len(said["members"])
            cursor = said["response_metadata"]["next_cursor"]
            if not cursor:
                break
        paging = time.perf_counter() - began
    whole = started.ready_in + state
    return [
        Row(f"start with {people:,} people, and the page's first look", "3 s", f"{whole:.1f} s"),
        Row(f"the page's first look alone ({size / 1e6:.1f} MB)", "–", f"{state:.2f} s"),
        Row(f"users.list, all {seen:,} in pages of {PAGE}", "–", f"{paging:.2f} s"),
    ]


def measured(count: int, people: int) -> list[Row]:
    """Measure everything."""
    with running(people=200) as started:
        rows = [
            asyncio.run(calls(started, "auth.test", lambda _: {}, count)),
            asyncio.run(calls(started, "chat.postMessage", message, count)),
            asyncio.run(pushes(started, max(20, count // 20))),
        ]
    with running(people) as started:
        return rows + asyncio.run(first_look(started, people))


def message(number: int) -> dict[str, Any]:
    """Return a message with blocks to one of the people."""
    return {"channel": f"U{number % 200:06}", "text": "Check in", "blocks": BLOCKS}


def written(rows: list[Row], where: dict[str, Any]) -> str:
    """Return the figures as they stand in the docs."""
    lines = [" | ".join(cells) for cells in (HEAD, ("---",) * len(HEAD), *(row.cells() for row in rows))]
    about = (
        f"{where['cores']} cores, {where['system']}, Python {where['python']}, {where['date']}, "
        f"load {where['load_before']} before."
    )
    return "\n".join([BEGIN, *(f"| {line} |" for line in lines), "", about, END])


def write_docs(rows: list[Row], where: dict[str, Any], document: Path) -> None:
    """Put the figures between their marks."""
    text = document.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    document.write_text(head + written(rows, where) + rest.partition(END)[2], encoding="utf-8")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.emulator", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test: a few calls, a small company")
    parser.add_argument("--write-docs", action="store_true", help="put the table into docs/emulator.md")
    options = parser.parse_args()
    where = machine()
    rows = measured(200, 500) if options.quick else measured(5_000, PEOPLE)
    table = Table(*HEAD)
    for row in rows:
        table.add_row(*row.cells())
    Console().print(table)
    if options.write_docs:
        write_docs(rows, where, ROOT / "docs" / "emulator.md")


if __name__ == "__main__":
    main()
