"""A company that lives: people act in the local workspace, the bot answers them, and the clock both share is moved.

Whatever is done here is done as a person does it: clicks, forms, commands, messages. Nothing writes into tables.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from bot.app import Bot, CannotStart
from bot.company.weeks import Weeks
from domain.calendar import zone
from emulator import Clock, Emulator, Misuse
from emulator.acting.actor import Actor
from emulator.state.workspace import Channel

SECOND = timedelta(seconds=1)
MOST_SECONDS = 120
"""More of them for what is due at one moment would mean that the bot does not get rid of it."""
PATIENCE = 30.0
"""Real seconds for one answer: nobody watches, and the machine may be busy."""
Json = dict[str, Any]


class Refused(Exception):
    """The bot, or Slack, did not take what a person of the story did; the text says what came instead."""


class Deed(NamedTuple):
    """Something a person does: when (UTC), in words for whoever must find out why it failed, and the doing."""

    at: datetime
    words: str
    do: Callable[[], Awaitable[None]]


class Life:
    """The company, its bot and their clock. What is done at the same moment is done side by side."""

    def __init__(self, emulator: Emulator, bot: Bot, clock: Clock, weeks: Weeks) -> None:
        self.emulator, self.bot, self.clock, self.weeks = emulator, bot, clock, weeks

    async def live(self, deeds: Iterable[Deed]) -> None:
        """Let all of it happen, in its order. Raises CannotStart, naming what the bot refused."""
        for at, at_once in groupby(sorted(deeds, key=attrgetter("at")), key=attrgetter("at")):
            self.clock.set(max(at, self.clock.now()))
            await asyncio.gather(*(self._do(one) for one in at_once))
            await self.settle()

    async def plan(self) -> None:
        """Have the bot plan whom to ask, as it does each minute."""
        if self.bot.timetable:
            await self.bot.timetable.plan()

    async def settle(self) -> None:
        """Let everything that is due be said; seconds pass on the clock, since Slack takes one message a second."""
        await self.emulator.settled()
        for _ in range(MOST_SECONDS):
            if not await self.bot.idle():
                return
            self.clock.forward(SECOND)
        raise CannotStart("The demo company could not be made: the bot has something to say and does not say it.")

    async def _do(self, deed: Deed) -> None:
        try:
            await deed.do()
        except (Refused, Misuse) as why:
            raise CannotStart(f"The demo company could not be made: {deed.words} failed. {why}") from None

    def person(self, id: str) -> Actor:
        """Be somebody."""
        return self.emulator.person(id)

    def zone_of(self, id: str) -> ZoneInfo:
        """Return the zone of somebody's clock."""
        return zone(self.emulator.workspace.people[id].tz)

    def moment(self, told: str, who: str) -> datetime:
        """Return when `3 Tue 11:20` was for somebody."""
        return self.weeks.moment(told, self.zone_of(who))

    def handle(self, id: str) -> str:
        """Return what others type to name somebody."""
        return f"@{self.emulator.workspace.people[id].name}"

    def names(self, ids: Iterable[str]) -> str:
        """Return what one types to name several."""
        return " ".join(map(self.handle, ids))

    async def command(self, who: str, typed: str, channel: str | None = None) -> str:
        """Type a command; return what the person reads. Raises Refused."""
        reply = await self.person(who).command(typed, channel=channel)
        if reply.error:
            raise Refused(f"{typed.split(maxsplit=1)[0]} ended with {reply.error}.")
        return reply.text

    async def form_by_command(self, who: str, typed: str) -> Json:
        """Type a command that opens a form; return the form. Raises Refused."""
        opening = self._opening(who)
        said = await self.command(who, typed)
        return await opening(said)

    async def form_by_button(self, who: str, on: Json, button: str, block: str | None = None) -> Json:
        """Press a button of a message that opens a form; return the form. Raises Refused."""
        opening = self._opening(who)
        await self.person(who).click(on, button, block_id=block)
        return await opening("")

    def _opening(self, who: str) -> Callable[[str], Awaitable[Json]]:
        """Return what waits for one more form than is open now."""
        stack = self.emulator.views.stack
        before = len(stack(who))

        async def wait(said: str) -> Json:
            try:
                await self.emulator.until(lambda: len(stack(who)) > before, timeout=PATIENCE)
            except TimeoutError:
                raise Refused(f"No form came. {said}".rstrip()) from None
            return stack(who)[-1].view

        return wait

    async def send(self, who: str, values: Json) -> None:
        """Fill in the form on top, send it, and leave whatever window says that it worked. Raises Refused."""
        person = self.person(who)
        sent = await person.submit(values)
        if sent.error or sent.errors:
            raise Refused(sent.text or " ".join(sent.errors.values()))
        await self.bot.tasks.done()  # nobody closes a window while it is being drawn
        if person.view:
            await person.close(all=True)

    def card(self, who: str, action: str, value: str = "") -> Json:
        """Return the newest message of the bot to somebody with that button. Raises Refused."""
        for message in reversed(self._dm(who).messages.values()):
            if any(_is(button, action, value) for block in message.get("blocks", ()) for button in _buttons(block)):
                return message
        raise Refused(f"There is no message with the button {action}{value and f' for {value}'}.")

    def whisper(self, who: str) -> Json:
        """Return what the bot has just said to somebody alone, such as the page a command was answered with."""
        whispers = self._dm(who).ephemeral.values()
        if not whispers:
            raise Refused("Nothing was answered.")
        return next(reversed(whispers))[1]

    def forget_whispers(self) -> None:
        """Have everybody open Slack anew, which does not show again what only they saw."""
        for channel in self.emulator.workspace.channels.values():
            for ts in list(channel.ephemeral):
                self.emulator.posts.drop_ephemeral(channel, ts)

    def everything_is_read(self) -> None:
        """Have everybody look into every channel."""
        workspace = self.emulator.workspace
        for channel in workspace.channels.values():
            channel.read |= dict.fromkeys(workspace.people, channel.latest_ts or "0")

    def _dm(self, who: str) -> Channel:
        return self.emulator.workspace.dm(who, self.emulator.app())


def _buttons(block: Json) -> list[Json]:
    return [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else [])]


def _is(button: Json, action: str, value: str) -> bool:
    return button.get("action_id") == action and (not value or button.get("value") == value)
