"""What the journeys of kudos share: the company on a Friday, a user group, and what people see of kudos."""

from datetime import timedelta
from typing import Any

from company import ANA, MIA
from emulator.state.people import Group
from running import Running

CHANNEL = "CKUDOS"
HALF_A_MINUTE = timedelta(seconds=36)
"""Reactions are said together, half a minute at a time; this is past it."""


def posts(slack: Running, who: str = MIA.id) -> list[dict[str, Any]]:
    """Every kudos post somebody sees in the channel."""
    return [one for one in slack.person(who).messages(CHANNEL) if one.get("bot_id") and not one.get("is_ephemeral")]


def seen(thing: Any) -> str:
    """Everything a person reads in some blocks, a view, or a message."""
    if isinstance(thing, dict):
        own = [thing["text"]] if isinstance(thing.get("text"), str) else []
        return "\n".join([*own, *(seen(part) for part in thing.values() if isinstance(part, dict | list))])
    return "\n".join(seen(part) for part in thing) if isinstance(thing, list) else ""


def dms_about(slack: Running, who: str, word: str) -> list[str]:
    """The bot's messages to somebody in which a word stands."""
    return [text for one in slack.person(who).dm() if word in (text := seen(one))]


async def give(slack: Running, text: str = "@bo for the calm handover", who: str = ANA.id) -> Any:
    """Thank by text; return the reply, with all that follows said."""
    reply = await slack.person(who).command(f"/kudos {text}")
    await slack.settle()
    return reply


async def opened(slack: Running, typed: str, who: str = ANA.id) -> dict[str, Any]:
    """Type a command that opens a window; return the window."""
    reply = await slack.person(who).command(typed)
    assert reply.error is None
    await slack.settle()
    view = slack.person(who).view
    assert view, reply.text
    return view


async def react(slack: Running, *people: str, name: str = "tada", post: dict[str, Any] | None = None) -> None:
    """Have people put an emoji under the newest post."""
    ts = (post or posts(slack)[-1])["ts"]
    for who in people:
        await slack.person(who).react(CHANNEL, ts, name)
    await slack.settle()


def group(slack: Running, handle: str, *members: str, id: str = "S1") -> None:
    """Make a user group."""
    made = Group(id, handle, handle.title())
    made.members[:] = members
    slack.emulator.workspace.groups[id] = made


def ephemeral(slack: Running, who: str, channel: str | None = None) -> list[dict[str, Any]]:
    """What the bot said to somebody alone, in a channel or in their messages with it."""
    person = slack.person(who)
    return [one for one in (person.messages(channel) if channel else person.dm()) if one.get("is_ephemeral")]


async def kudos_of(slack: Running, number: int = 1) -> Any:
    """The kudos as they are stored."""
    async with slack.database.reading() as store:
        return await store.kudos.get(number)
