"""The states in which a bot is killed at a point: what it is about to do, and what must stand in Slack afterwards."""

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import update

from company import ANA, BO, EVERYONE, MIA, NOW, SAM
from domain.notices import CheckInClosed, CheckInPrompt, KudosPosted, TeamFileRequested, Today
from domain.today import CheckInReminder
from faults.kills.crowd import MARKED, Ledger
from faults.kills.world import World
from scheduler.reconcile import SWEEP_AFTER
from storage.database import Database
from storage.outbox_rows import O, State, marker_of

FRIDAY = NOW.date()
ASKED = [person for person in EVERYONE if person is not SAM]
"""At half past ten in Berlin: those there and in Tokyo for this week; in London, half past nine, the last one's is caught
up; where Sam is it is night."""
PERIODS = {"UOLU": FRIDAY - timedelta(days=7)}
DOUBLED = (ANA, BO)


@dataclass
class Scene:
    """A small company at half past ten on a Friday, and what the local Slack took from its bot."""

    world: World
    ledger: Ledger
    number: int

    @classmethod
    @asynccontextmanager
    async def open(cls, url: str, folder: Path) -> Any:
        """Open it on an empty database."""
        async with AsyncExitStack() as opening:
            world = await World.open(opening, url, folder, now=NOW)
            database = Database.open(url)
            opening.push_async_callback(database.close)
            async with database.reading(budget=30) as store:
                number = await store.workspaces.only() or 0
            yield cls(world, Ledger(world.emulator, number), number)

    @asynccontextmanager
    async def store(self) -> Any:
        """Change the bot's database by hand."""
        database = Database.open(self.world.url)
        try:
            async with database.of(self.number).transaction(budget=30) as store:
                yield store
        finally:
            await database.close()

    async def put(self, *notices: Any) -> None:
        """Have these said."""
        async with self.store() as store:
            await store.outbox.put(*notices, now=self.world.clock())

    def stand(self, notice: Any) -> int:
        """How many messages of this notice stand in Slack."""
        return self.ledger.stand(self.marker(notice))

    def marker(self, notice: Any) -> str:
        """Return what its message carries."""
        return marker_of(self.number, notice.key)

    def prompts(self) -> dict[str, int]:
        """How many prompts of this week (in London: of the last) each person sees."""
        return {one.id: self.stand(_prompt(one.id)) for one in EVERYONE}


ASKED_ONCE = {person.id: int(person in ASKED) for person in EVERYONE}


def _prompt(person: str) -> CheckInPrompt:
    return CheckInPrompt(to=person, period=PERIODS.get(person, FRIDAY))


async def _nothing(scene: Scene) -> None:
    """The prompts of this Friday are due; nothing else is."""


async def _doubts(scene: Scene) -> None:
    """Of two prompts Slack tells nothing: it took one of them."""
    scene.world.emulator.faults.add("chat.postMessage", "accept_then_drop", times=1)
    scene.world.emulator.faults.add("chat.postMessage", "drop", times=1)


async def _rewrites(scene: Scene) -> None:
    """The prompts are out, and each is to become a card."""
    await scene.world.recover(timedelta(seconds=5))
    await scene.put(*CARDS)


async def _restored(scene: Scene) -> None:
    """A copy was put back that does not know of the prompts that were said since."""
    await scene.world.recover(timedelta(seconds=5))
    async with scene.store() as store:
        before = {"state": str(State.PLANNED), "attempt": 0, "channel": None, "ts": None, "settled_at": None}
        await store.outbox._connection.execute(
            update(O).where(O.c.state == State.SENT).values(before | {"owner": None})
        )
        await store.workspaces.restored(now=scene.world.clock())


async def _doubles(scene: Scene) -> None:
    """Slack shows a second prompt of two people, long after the first one was settled."""
    await scene.world.recover(timedelta(seconds=5))
    await _show_twice(scene)


async def _doubles_of_cards(scene: Scene) -> None:
    """The same, where the first prompts have become cards meanwhile."""
    await scene.world.recover(timedelta(seconds=5))
    await scene.put(*CARDS)
    await scene.world.recover(timedelta(seconds=5))
    await _show_twice(scene)


async def _show_twice(scene: Scene) -> None:
    emulator = scene.world.emulator
    for person in DOUBLED:
        channel, marker = emulator.workspace.dm(person.id, emulator.app()), MARKED + scene.marker(_prompt(person.id))
        again = {"type": "section", "block_id": marker, "text": {"type": "mrkdwn", "text": "Your weekly check-in"}}
        emulator.posts.by_app(emulator.app(), channel, {"text": "Your weekly check-in", "blocks": [again]})
    async with scene.store() as store:
        doubtful = update(O).where(O.c.state == State.SENT, O.c.replaces.is_(None))
        await store.outbox._connection.execute(doubtful.values(doubted_at=O.c.settled_at))
    scene.world.forward(SWEEP_AFTER)


async def _kudos(scene: Scene) -> None:
    """Kudos are to be posted in a channel, which the bot may not read."""
    await scene.put(KUDOS)


async def _today(scene: Scene) -> None:
    """A message of the day is to be said."""
    async with scene.store() as store:
        await store.todays.say([(TODAY, scene.world.clock())])


async def _file(scene: Scene) -> None:
    """A file is to be sent to the manager who asked for it."""
    await scene.put(FILE)


CARDS = [CheckInClosed(to=one.id, period=PERIODS.get(one.id, FRIDAY)) for one in ASKED]
KUDOS = KudosPosted(to="CKUDOS", kudos=1, giver=ANA.id, receivers=(BO.id,), reason="the review")
TODAY = Today(to=ANA.id, day=FRIDAY, items=(CheckInReminder(period=FRIDAY),))
FILE = TeamFileRequested(to=MIA.id, request="1")


def _cards_stand(scene: Scene) -> bool:
    """Whether each prompt has become its card, and stands once."""
    there = [one for channel in scene.world.emulator.workspace.channels.values() for one in channel.messages.values()]
    ids = [block.get("block_id") for message in there for block in message.get("blocks") or ()]
    return all(ids.count(MARKED + scene.marker(card)) == 1 for card in CARDS)


def _kudos_told(scene: Scene) -> bool:
    """Whether they stand once, or at most once and their giver was told that nobody knows."""
    told = sum("kudos" in str(one.get("text")).lower() for one in scene.world.emulator.person(ANA.id).dm())
    return scene.stand(KUDOS) == 1 or (scene.stand(KUDOS) == 0 and told == 1)


class Situation(NamedTuple):
    """A state, how to get there, the points that are passed in it (and how often), and what must hold afterwards."""

    name: str
    prepare: Callable[[Scene], Awaitable[None]]
    points: dict[str, int]
    also: Callable[[Scene], bool] = lambda _: True
    passing: timedelta = timedelta()


def _passed(times: int, *points: str) -> dict[str, int]:
    return dict.fromkeys(points, times)


POSTING = ("before_post", "after_post", "before_record", "in_record", "after_record")
CLAIMING = ("before_claim", "in_claim", "after_claim_commit")
LOOKING = ("before_read", "after_read", "before_settled", "after_settled")
SWEEPING = ("before_remove", "after_remove", "before_swept", "in_swept", "after_swept")
A_MOMENT, A_LITTLE = timedelta(seconds=2), timedelta(seconds=0.2)
"""What passes with each look: until a doubt is settled, or until somebody may get a second message."""
SITUATIONS = [
    Situation("prompts", _nothing, _passed(1, "before_plan", "after_plan", *CLAIMING) | _passed(5, *POSTING)),
    Situation("doubts", _doubts, _passed(3, *LOOKING), passing=A_MOMENT),
    Situation("rewrites", _rewrites, _passed(1, "in_claim", "after_claim_commit") | _passed(5, *POSTING), _cards_stand),
    Situation("a restored copy", _restored, _passed(3, *LOOKING)),
    Situation("doubles", _doubles, _passed(2, *SWEEPING)),
    Situation("doubles of cards", _doubles_of_cards, _passed(2, *SWEEPING), _cards_stand),
    Situation("kudos", _kudos, _passed(6, *POSTING), _kudos_told),
    Situation("a message of the day", _today, _passed(6, *POSTING), lambda scene: scene.stand(TODAY) == 1, A_LITTLE),
    Situation("a file", _file, _passed(6, *POSTING), lambda scene: scene.stand(FILE) == 1, A_LITTLE),
]


async def survive(situation: Situation, point: str, nth: int, url: str, folder: Path) -> str:
    """Kill a bot there, let the next one go on for 75 seconds; return what is wrong then, "" if nothing is."""
    async with Scene.open(url, folder) as scene:
        await situation.prepare(scene)
        await scene.world.die(point, nth=nth, passing=situation.passing)
        await scene.world.recover()
        wrong = [f"prompts: {scene.prompts()}"] if scene.prompts() != ASKED_ONCE else []
        wrong += ["doubled"] if next(scene.ledger.doubled(), None) else []
        wrong += ["not as it must be"] if not situation.also(scene) else []
        overdue = await scene.world.overdue()
        return "; ".join([*wrong, *[f"{overdue} overdue"] * bool(overdue)])
