"""The kinds of input, each sent by a person in the local workspace, and what should come of it, once."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from bot.app import Bot
from emulator import Emulator
from faults.kills.world import STEP, World
from handlers.views import kudos as view
from storage.engine import open_engine

WORDS, CHANNEL, EMOJI = "the calm handover", "CKUDOS", "tada"
KUDOS = f"/kudos @bo for {WORDS}"
FORM = {view.RECEIVERS: ["UBO"], view.REASON: WORDS, view.AUDIENCE: view.PUBLIC}
ROUNDS = 20
"""Of STEP each, until everything that follows is said."""


@dataclass(frozen=True)
class Came:
    """What is in the database and on people's screens: kudos, their posts, what Bo reads of them, who joined in."""

    stored: int = 1
    posted: int = 1
    told: int = 1
    joined: int = 0
    shown_joined: int = 0


class Input(ABC):
    """One kind of input. `prepare` is done by a healthy bot, `send` tells whether the person got an answer."""

    should_come = Came()

    async def prepare(self, world: World, bot: Bot) -> None:  # noqa: B027, most need nothing
        """Bring about what has to be there before."""

    @abstractmethod
    async def send(self, emulator: Emulator) -> bool:
        """Have the person do it once; where they saw it fail, they do it again."""


class Command(Input):
    """`/kudos` with words: whoever sees it fail types it again."""

    async def send(self, emulator: Emulator) -> bool:
        return (await emulator.person("UANA").command(KUDOS)).error is None


class Form(Input):
    """The form of kudos: it stays open where it fails, and is sent again."""

    async def prepare(self, world: World, bot: Bot) -> None:
        await world.emulator.person("UANA").command("/kudos")
        await bot.tasks.done()
        assert world.emulator.person("UANA").view

    async def send(self, emulator: Emulator) -> bool:
        return (await emulator.person("UANA").submit(FORM)).error is None


class Click(Input):
    """*Post it again*, after the same words were sent twice: a second one is what it should bring about."""

    should_come = Came(stored=2, posted=2, told=2)

    async def prepare(self, world: World, bot: Bot) -> None:
        for _ in range(2):
            await world.emulator.person("UANA").command(KUDOS, channel=CHANNEL)
        await said(world, bot)

    async def send(self, emulator: Emulator) -> bool:
        asked = [one for one in emulator.person("UANA").messages(CHANNEL) if _button(one, view.SAY_AGAIN)]
        return not asked or (await emulator.person("UANA").click(asked[-1], view.SAY_AGAIN)).error is None


class Event(Input):
    """An emoji under the post: Slack delivers it again by itself."""

    should_come = Came(joined=1, shown_joined=1)

    async def prepare(self, world: World, bot: Bot) -> None:
        await world.emulator.person("UANA").command(KUDOS)
        await said(world, bot)

    async def send(self, emulator: Emulator) -> bool:
        [post] = posts(emulator)
        if EMOJI not in [one["name"] for one in post.get("reactions", [])]:
            await emulator.person("UMIA").react(CHANNEL, post["ts"], EMOJI)
        return True


INPUTS: dict[str, Input] = {"command": Command(), "form": Form(), "click": Click(), "event": Event()}


async def said(world: World, bot: Bot) -> None:
    """Let time pass until everything is said."""
    await world.emulator.settled()
    for _ in range(ROUNDS):
        await bot.timetable.reconcile()
        await bot.idle()
        world.forward(STEP)
    await world.emulator.settled()


def posts(emulator: Emulator) -> list[dict[str, Any]]:
    """Return the posts of kudos that Mia sees in the channel."""
    return [one for one in emulator.person("UMIA").messages(CHANNEL) if WORDS in str(one) and one.get("bot_id")]


async def what_came(world: World) -> Came:
    """Return what is stored and what people see."""
    engine = open_engine(world.url)
    try:
        async with engine.connect() as connection:
            counts = [f"SELECT count(*) FROM {table}" for table in ("kudos", "kudos_joins")]
            stored, joined = [(await connection.execute(text(one))).scalar_one() for one in counts]
    finally:
        await engine.dispose()
    seen = posts(world.emulator)
    told = [one for one in world.emulator.person("UBO").dm() if WORDS in str(one.get("text"))]
    return Came(stored, len(seen), len(told), joined, sum("joins in" in str(one["blocks"]) for one in seen))


def _button(message: dict[str, Any], action: str) -> bool:
    parts = [part for block in message.get("blocks", []) for part in block.get("elements", [])]
    return any(part.get("action_id") == action for part in parts)
