"""Thousands of messages due in the same minute, at the pace Slack allows, seen on the local Slack's own clock."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.messenger import SlackMessenger
from company import NOW
from domain.calendar import Schedule
from domain.notices import CheckInPrompt, KudosPosted, KudosReceived
from faults.kills.crowd import Ledger, open_world, people
from faults.kills.world import World
from scheduler.delivery import MESSAGES_A_MINUTE, Delivery
from storage.database import Database
from storage.outbox_rows import marker_of

CHANNEL = "CKUDOS"
DUE = NOW.replace(minute=0)
"""Ten o'clock on a Friday in Berlin."""
TICK = timedelta(seconds=1)
"""So often the timetable looks."""
LONGEST = 3
"""So many times the least time it can take is waited for."""


@dataclass(frozen=True)
class Said:
    """A message, when it was due and when Slack took it."""

    due: datetime
    at: datetime
    channel: bool


@dataclass(frozen=True)
class Pace:
    """What came of it."""

    said: Sequence[Said]
    wanted: int
    refused: int
    doubled: int

    @property
    def rate(self) -> float:
        """Messages a minute, the burst at the beginning left out."""
        first, last = self.said[0].at, self.said[-1].at
        later = sum(one.at > first for one in self.said)
        return later * 60 / max((last - first).total_seconds(), 1)

    @property
    def in_order(self) -> bool:
        """Whether nobody waited longer than somebody who was due later; a channel has a pace of its own."""
        private = [one for one in self.said if not one.channel]
        latest: dict[datetime, datetime] = {}
        for one in private:
            latest[one.at] = max(one.due, latest.get(one.at, one.due))
        follows = {later: earlier for earlier, later in pairwise(sorted(latest))}
        return all(one.due >= latest[follows[one.at]] for one in private if one.at in follows)

    @property
    def least_gap(self) -> float:
        """The shortest time between two messages in the channel, in seconds."""
        times = [one.at for one in self.said if one.channel]
        return min((after - before).total_seconds() for before, after in pairwise(times))

    def late(self, share: float) -> float:
        """By how many seconds all but this share of them were late at most."""
        waits = sorted((one.at - one.due).total_seconds() for one in self.said)
        return waits[min(int(share * len(waits)), len(waits) - 1)]


class Rush(NamedTuple):
    """So many messages to as many people, and some in one channel, all due within so many seconds."""

    people: int
    in_channel: int
    within: int = 60


def wanted_in(rush: Rush, dice: Random) -> list[tuple[Any, datetime]]:
    """Return prompts, other direct messages and posts in a channel, each with its due time."""
    count, in_channel = rush.people, rush.in_channel
    due = [DUE + timedelta(seconds=dice.uniform(0, rush.within)) for _ in range(count + in_channel)]
    those = [person.id for person in people(count, ["Europe/Berlin"])]
    prompts = [CheckInPrompt(to=who, period=DUE.date()) for who in those[::2]]
    thanks = [KudosReceived(to=who, kudos=n, giver="UP00000", reason="x") for n, who in enumerate(those[1::2])]
    posts = [
        KudosPosted(to=CHANNEL, kudos=n, giver="UP00000", receivers=("UP00001",), reason="x") for n in range(in_channel)
    ]
    return list(zip([*prompts, *thanks, *posts], due, strict=True))


async def say_it(url: str, folder: Path, rush: Rush, instances: int, dice: Random) -> Pace:
    """Have it said by so many instances on an empty database; each looks once a second of the workspace's clock."""
    crowd, wanted = people(rush.people, ["Europe/Berlin"]), wanted_in(rush, dice)
    async with AsyncExitStack() as opening:
        world, ledger = await open_world(opening, url, folder, crowd, DUE)
        world.emulator.workspace.settings.rate_limits = True
        world.emulator.workspace.settings.channel_burst = 1
        number = await _plan(url, wanted)
        senders = [await opening.enter_async_context(_sender(world, url, number)) for _ in range(instances)]
        end = DUE + timedelta(seconds=rush.within + LONGEST * len(wanted) * 60 / MESSAGES_A_MINUTE)
        while ledger.posts < len(wanted) and world.emulator.clock.now() < end:
            world.forward(TICK)
            for sender in senders:
                await sender.drain()
        return _pace(ledger, world, number, wanted)


async def _plan(url: str, wanted: Sequence[tuple[Any, datetime]]) -> int:
    database = Database.open(url)
    try:
        async with database.reading(budget=30) as store:
            number = await store.workspaces.only() or 0
        async with database.of(number).transaction(budget=60) as store:
            await store.outbox.plan(wanted)
        return number
    finally:
        await database.close()


@asynccontextmanager
async def _sender(world: World, url: str, number: int) -> AsyncIterator[Delivery]:
    app, database = world.emulator.app(), Database.open(url)
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(app.bot_token, base_url=world.emulator.api_url, session=session, retry_handlers=[])
        messenger = SlackMessenger(client, make_file=_no_file)
        clock = world.emulator.clock
        try:
            yield Delivery(database.of(number).patient(), messenger, clock=clock, schedule=Schedule())
        finally:
            await database.close()


async def _no_file(_: Any) -> str:
    return "no file"


def _pace(ledger: Ledger, world: World, number: int, wanted: Sequence[tuple[Any, datetime]]) -> Pace:
    said, doubled = [], 0
    for notice, due in wanted:
        marker = marker_of(number, notice.key)
        doubled += ledger.stand(marker) > 1
        said += [Said(due, _second(ts), notice.to == CHANNEL) for _, ts in ledger.places(marker)[:1]]
    refused = sum(bool(call.answer) and call.answer.get("error") == "ratelimited" for call in world.emulator.calls)
    return Pace(sorted(said, key=lambda one: one.at), len(wanted), refused, doubled)


def _second(ts: str) -> datetime:
    """Return when Slack took it, to the second: what it takes at one moment gets time stamps a little apart."""
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)
