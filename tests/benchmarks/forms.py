"""Forms as people meet them: how long until one stands on the screen, and until sending it is acknowledged.

The local workspace runs in this process: it sends the command as Slack does, signed, and takes the form. A form is open
once `views.open` with all its blocks has been taken, so the figure holds the way there and back, the bot's reading and
building, and the workspace's own checks of the blocks.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from domain.people import Person
from emulator import Emulator, Workspace
from tests.benchmarks import company, history
from tests.benchmarks.figures import Bench, Figure, Size, times
from tests.benchmarks.processes import child, free_port

COMMANDS = {"check-in": "/check-in", "kudos": "/kudos", "feedback": "/feedback", "goal tree": "/goal tree"}
FORMS = ("check-in", "kudos", "feedback")
WORDS = (
    "We let everyone finish in the meeting on Tuesday and then summed up what we had agreed, so that one list was left."
)
PAGES = 10
"""More than any form has."""
WARM_UP = 10
Settings = Callable[[int, str, str], dict[str, str]]
"""Port, database and Slack's address to the bot's settings."""


class NotOpened(RuntimeError):
    """A command opened no form, or a form was refused; the text says which."""


class Took(NamedTuple):
    """What one step took: seconds of the person's time, and of the bot's CPU."""

    seconds: float
    cpu: float


Step = Callable[[str, str], Awaitable[list[Took]]]


@contextmanager
def _no_pause() -> Iterator[None]:
    """Keep this process, which stands for Slack, from collecting garbage meanwhile; the bot does as it always does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _at(entry: Mapping[str, Any]) -> float:
    return datetime.fromisoformat(entry["at"]).timestamp()


@dataclass
class Desk:
    """Where forms are opened and sent: the workspace and the bot's process."""

    slack: Emulator
    bench: Bench
    persons: Sequence[str]
    others: Sequence[str]
    sent: int = 0

    async def opened(self, form: str, count: int) -> Figure:
        """Open the form so many times, by these people in turn."""
        return await self.measured(f"{form} form opens", form, count, self.open)

    async def acknowledged(self, form: str, count: int) -> Figure:
        """Send the form, filled in wholly, so many times; opening it does not count."""
        return await self.measured(f"{form} form sent", form, count, self._send)

    async def measured(self, figure: str, form: str, count: int, step: Step) -> Figure:
        """Take this step so many times, by these people in turn."""
        with _no_pause():
            took = [one for n in range(count) for one in await step(form, self.persons[n % len(self.persons)])]
        seconds, cpu = [one.seconds for one in took], sum(one.cpu for one in took)
        facts = {"requests": len(took), "good": len(took), "at_once": 1, "cpu_ms": 1000 * cpu / len(took)}
        return self.bench.row(figure, **facts, **times(seconds, sum(seconds)))

    async def open(self, form: str, person: str) -> list[Took]:
        """Return what it took from the command's leaving until the form was taken."""
        self.slack.views.clear(person)
        start, before, actor = self._now(), self.bench.child.cpu_seconds, self.slack.person(person)
        reply = await actor.command(COMMANDS[form])
        with suppress(TimeoutError):
            await self.slack.until(lambda: actor.view)
        return [self._took(start, before, "views.open", f"{form}: {reply}")]

    async def press(self, person: str, action: str, block: str) -> list[Took]:
        """Press a button in the window that is shown; return what it took until another one on top of it was taken."""
        actor, start, before = self.slack.person(person), self._now(), self.bench.child.cpu_seconds
        shown = actor.view["id"]
        await actor.click(actor.view, action, block_id=block)
        with suppress(TimeoutError):
            await self.slack.until(lambda: actor.view["id"] != shown)
        return [self._took(start, before, "views.push", f"{action} in {block}")]

    def _took(self, start: int, before: float, method: str, what: str) -> Took:
        """Return what it took from the input's leaving until the window was taken."""
        entries = self._since(start)
        sent = next((one for one in entries if one["direction"] == "to_app"), None)
        opening = next((one for one in entries if one["name"] == method and one["ok"]), None)
        if not sent or not opening:
            raise NotOpened(f"{what}, {[(one['name'], one['note']) for one in entries]}")
        taken = _at(opening) + opening["milliseconds"] / 1000
        return Took(taken - _at(sent), self.bench.child.cpu_seconds - before)

    async def _send(self, form: str, person: str) -> list[Took]:
        """Return what it took until each page was acknowledged."""
        await self.open(form, person)
        actor, took = self.slack.person(person), []
        for _ in range(PAGES):
            start, before = self._now(), self.bench.child.cpu_seconds
            answer = await actor.submit(self._filled(actor.view))
            if answer.errors or answer.error:
                raise NotOpened(f"{form}: {answer.errors or answer.error}")
            entry = next(one for one in self._since(start) if one["direction"] == "to_app")
            took.append(Took(entry["milliseconds"] / 1000, self.bench.child.cpu_seconds - before))
            if answer.closed or not actor.view or not actor.view["submit"]:
                return took
        raise NotOpened(f"{form} does not end")

    def _filled(self, view: Mapping[str, Any]) -> dict[str, Any]:
        """Return something for each field; people and words are others each time, so that nothing is said twice."""
        self.sent += 1
        return dict(self._values(view["blocks"]))

    def _values(self, blocks: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
        for block in blocks:
            element = block.get("element", {})
            kind, id = element.get("type"), block.get("block_id", "")
            if kind == "plain_text_input":
                number = "kpi" in id or element.get("max_length", 3000) <= 40
                yield id, str(self.sent % 90) if number else f"{WORDS} Number {self.sent}."
            elif kind == "number_input":
                yield id, str(self.sent % 90)
            elif kind in {"static_select", "radio_buttons"}:
                groups = element.get("option_groups", [])
                yield id, (element.get("options") or groups[0]["options"])[0]["value"]
            elif kind == "multi_users_select":
                yield id, [self.others[self.sent % len(self.others)]]
            elif kind == "users_select":
                yield id, self.others[self.sent % len(self.others)]

    def _now(self) -> int:
        return int(self.slack.traffic.read(None, 1)["next"])

    def _since(self, start: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.slack.traffic.read(start, 200)["traffic"]
        return found


@asynccontextmanager
async def desk(
    bench: tuple[Size, str], url: str, settings: Settings, everybody: list[Person], persons: Sequence[str]
) -> AsyncIterator[Desk]:
    """Start a workspace with `everybody` and the bot on this database (`bench` are the size and its name)."""
    size, database = bench
    others = [one.id for one in everybody if one.id not in persons]
    async with AsyncExitStack() as closing:
        slack = await closing.enter_async_context(Emulator(Workspace.from_mapping(company.workspace(everybody))))
        slack.workspace.settings.rate_limits = False
        slack.delivery.ack_seconds = 60
        port, processes = free_port(), ExitStack()
        closing.push_async_callback(asyncio.to_thread, processes.close)
        slack.app().request_url = f"http://127.0.0.1:{port}/slack/events"
        chosen = settings(port, url, slack.api_url) | {"SLACK_SIGNING_SECRET": slack.app().signing_secret}
        starting = child("tests.benchmarks.server", port=port, settings=chosen, path="/healthz")
        server = await asyncio.to_thread(processes.enter_context, starting)
        yield Desk(slack, Bench("cairn", database, server, size), persons, others)


async def figures(size: Size, database: str, url: str, settings: Settings) -> list[Figure]:
    """Return both figures of each form, on this database."""
    everybody = company.people(size.employees)
    ids = [one.id for one in everybody if one.manager == "UTEN"]
    persons, others = ids[: size.veterans], ids[size.veterans :]
    await history.fill(url, persons, others, weeks=size.weeks)
    found = []
    async with desk((size, database), url, settings, everybody, persons) as one:
        one.others = others
        for form in FORMS:
            await one.opened(form, min(WARM_UP, size.forms))
            found += [await one.opened(form, size.forms), await one.acknowledged(form, size.forms)]
    return found
