"""The company of the demo, looked at as its people do: commands, windows, cards, Home tabs."""

import re
from typing import NamedTuple

from bot.app import Bot
from emulator import Emulator
from handlers.views import goals

PEOPLE = [
    "UANA",
    "UBO",
    "UMIA",
    "UPRIYA",
    "UTOM",
    "UZOE",
    "UMARCUS",
    "USAM",
    "UELIF",
    "ULUIS",
    "UINGRID",
    "UARJUN",
    "UCHLOE",
    "UOLU",
    "UHANA",
]


class Made(NamedTuple):
    """The company, the weeks told of while it was made, what the bot logged meanwhile, and what it whispered."""

    emulator: Emulator
    bot: Bot
    told: list[int]
    log: str
    whispers: int


async def page(made, who, command) -> str:
    reply = await made.emulator.person(who).command(command)
    return reply.text + str(reply.blocks)


async def window(made, who, command) -> str:
    person = made.emulator.person(who)
    await person.command(command)
    await made.bot.tasks.done()
    shown = str(person.view["blocks"])
    await person.close(all=True)
    return shown


async def card(made, who, ref) -> str:
    """Open a goal from the list that `/goal` answers with."""
    person = made.emulator.person(who)
    listed = (await person.command("/goal")).blocks
    beside = next(block for block in listed if f"`{ref}`" in block.get("text", {}).get("text", ""))
    whisper = next(reversed(made.emulator.workspace.dm(who, made.emulator.app()).ephemeral.values()))[1]
    await person.click(whisper, goals.OPEN, block_id=beside["block_id"].replace("goal-", "goal-acts-"))
    await made.bot.tasks.done()
    shown = str(person.view["blocks"])
    await person.close(all=True)
    return shown


def as_read(blocks) -> str:
    """Return the words of a page in the order in which they are read, with the buttons."""
    said = []
    for block in blocks:
        parts = [
            block.get("text", {}),
            *block.get("fields", ()),
            *block.get("elements", ()),
            block.get("accessory", {}),
        ]
        for part in parts:
            text = part.get("text", "")
            said.append(text["text"] if isinstance(text, dict) else text)
    return re.sub(r"<@\w+>", "Name Surname", " ".join(said))


async def home(made, who) -> str:
    view = await made.emulator.person(who).open_home()
    return str(view["blocks"])
