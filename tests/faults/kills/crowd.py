"""A workspace of any number of people, and a ledger of every message that the local Slack took."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from company import LONG_AGO
from domain.notices.check_ins import prompt_key
from domain.people import Person
from emulator import Clock, Emulator, Workspace
from faults.kills.victim import FileClock
from faults.kills.world import World
from running import APP, workspace
from storage.database import Database
from storage.outbox_rows import marker_of

FRIDAY, TEN = 4, time(10)
"""When the bot asks where nothing else is said."""
WEEK = timedelta(days=7)
MARKED = "cairn-"


class Asked(NamedTuple):
    """A prompt that is wanted: of whom, for which week (its Friday), from when on."""

    person: str
    period: date
    due: datetime


def people(count: int, zones: Sequence[str]) -> list[Person]:
    """Return so many people, in turn in one of the zones, all of them asked since long ago."""
    return [
        Person(id=f"UP{n:05}", name=f"Person {n}", tz=zones[n % len(zones)], enrolled_at=LONG_AGO) for n in range(count)
    ]


def week_of(crowd: Sequence[Person], period: date) -> list[Asked]:
    """Return whom to ask for the week that begins on that Friday, and when: at ten, by their own clocks."""
    at = {tz: datetime.combine(period, TEN, ZoneInfo(tz)).astimezone(UTC) for tz in {person.tz for person in crowd}}
    return sorted((Asked(person.id, period, at[person.tz]) for person in crowd), key=lambda one: (one.due, one.person))


class Ledger:
    """Every message the local Slack took from the bot, by the marker it carried then, and how many of them still stand.

    It looks at Slack's side alone; of our own database it knows nothing. A marker tells why a message exists.
    """

    def __init__(self, emulator: Emulator, workspace_id: int) -> None:
        self._workspace_id = workspace_id
        self._channels = emulator.workspace.channels
        self._taken: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.calls, self.bad = 0, Counter[str]()
        self._note_posts(emulator)
        self._note_faults(emulator)

    def marker(self, asked: Asked) -> str:
        """Return what the prompt carries."""
        return marker_of(self._workspace_id, prompt_key(asked.person, asked.period, 1))

    def standing(self, asked: Asked) -> int:
        """How many prompts of this person and week stand in Slack."""
        return self.stand(self.marker(asked))

    def stand(self, marker: str) -> int:
        """How many messages that came with this marker stand in Slack."""
        return sum(ts in self._channels[channel].messages for channel, ts in self._taken.get(marker, ()))

    def places(self, marker: str) -> list[tuple[str, str]]:
        """Return channel and time stamp of each message Slack took with it, also of those that were removed since."""
        return self._taken.get(marker, [])

    def doubled(self) -> Iterator[str]:
        """Yield the markers of which two messages stand."""
        return (marker for marker in self._taken if self.stand(marker) > 1)

    def removed(self) -> int:
        """How many second messages were taken away again."""
        return sum(len(there) - self.stand(marker) for marker, there in self._taken.items() if len(there) > 1)

    @property
    def posts(self) -> int:
        """How many messages were taken in all."""
        return sum(map(len, self._taken.values()))

    def _note_posts(self, emulator: Emulator) -> None:
        posts = emulator.posts
        by_app, share_files = posts.by_app, posts.share_files

        def post(app: Any, channel: Any, content: Mapping[str, Any]) -> Any:
            ids = [str(block.get("block_id")) for block in content.get("blocks") or ()]
            return self._took(by_app(app, channel, content), channel.id, ids)

        def share(app: Any, channel: Any, files: Any, content: Mapping[str, Any]) -> Any:
            names = [MARKED + Path(one["name"]).stem.rpartition("-")[2] for one in files]
            return self._took(share_files(app, channel, files, content), channel.id, names)

        posts.by_app, posts.share_files = post, share

    def _took(self, message: Any, channel: str, ids: Sequence[str]) -> Any:
        for one in ids:
            if one.startswith(MARKED):
                self._taken[one.removeprefix(MARKED)].append((channel, message["ts"]))
        return message

    def _note_faults(self, emulator: Emulator) -> None:
        take = emulator.faults.take

        def taking(method: str) -> Any:
            fault = take(method)
            if method == "chat.postMessage":
                self.calls += 1
                self.bad[fault.kind if fault else ""] += 1
            return fault

        emulator.faults.take = taking


async def open_world(
    opening: AsyncExitStack, url: str, folder: Path, crowd: Sequence[Person], now: datetime
) -> tuple[World, Ledger]:
    """Open a workspace with these people in it, all enrolled, at `now`."""
    rows = [{"id": one.id, "name": one.id.lower(), "real_name": one.name, "tz": one.tz} for one in crowd]
    whole = workspace() | {
        "people": rows,
        "channels": [{"id": "CKUDOS", "name": "kudos", "members": "all", "apps": [APP]}],
    }
    emulator = await opening.enter_async_context(Emulator(Workspace.from_mapping(whole), Clock(now, frozen=True)))
    emulator.workspace.settings.rate_limits = False
    world = World(emulator, FileClock(folder / "clock"), url)
    world.clock.set(now)
    database = Database.open(url)
    try:
        async with database.transaction(budget=30) as store:
            number = await store.workspaces.meet("T0NORTHWIND", "Northwind")
        async with database.of(number).transaction(budget=60) as store:
            for person in crowd:
                await store.people.save(person)
    finally:
        await database.close()
    return world, Ledger(emulator, number)
