"""Feedback in tests: give it, ask for it, read it, as people do; and everything somebody can see at the moment."""

from typing import Any

from running import Running

SAID = {
    "situation": "In Tuesday's hand-over",
    "behaviour": "You asked each of us before you closed the list",
    "impact": "Nobody found an open case in the evening",
}
"""A piece in which nothing is missing."""


async def tell(slack: Running, author: Any, receiver: Any, visibility: str = "receiver", **more: Any) -> Any:
    """Give feedback by the form; return what the author sees then."""
    person = slack.person(author.id)
    await person.command(f"/feedback <@{receiver.id}>")
    await slack.bot.tasks.done()
    sent = await person.submit(SAID | {"visibility": visibility} | more)
    await slack.settle()
    return sent


async def ask(slack: Running, asker: Any, asked: Any, about: str = "the launch") -> dict[str, Any]:
    """Ask for feedback; return the card that the asked gets."""
    reply = await slack.person(asker.id).command(f"/feedback ask <@{asked.id}> about {about}")
    assert reply.text.startswith("Asked."), reply.text
    await slack.settle()
    return card(slack, asked, "feedback_write")


def card(slack: Running, person: Any, action: str) -> dict[str, Any]:
    """Return the newest message with that button."""
    return next(one for one in reversed(slack.person(person.id).dm()) if f"'{action}'" in str(one["blocks"]))


async def window(slack: Running, person: Any, words: str = "inbox") -> dict[str, Any]:
    """Open a window by the command, with no other one open; return it."""
    who = slack.person(person.id)
    if who.view:
        await who.close(all=True)
    reply = await who.command(f"/feedback {words}")
    assert not reply.text, reply.text
    await slack.bot.tasks.done()
    return who.view


async def press(slack: Running, person: Any, action: str, where: Any = None, value: str | None = None) -> None:
    """Press a button of the window on top, or of a message; let what follows happen."""
    who = slack.person(person.id)
    place = where or who.view
    block = next(
        block["block_id"]
        for block in place["blocks"]
        for one in [*block.get("elements", ()), block.get("accessory", {})]
        if one.get("action_id") == action and (value is None or one.get("value") == value)
    )
    await who.click(place, action, block_id=block)
    await slack.settle()


def read(thing: Any) -> str:
    """Everything a person reads in some blocks or a window, buttons included."""
    if isinstance(thing, dict):
        own = [thing["text"]] if isinstance(thing.get("text"), str) else []
        return "\n".join([*own, *(read(part) for part in thing.values() if isinstance(part, dict | list))])
    return "\n".join(read(part) for part in thing) if isinstance(thing, list) else ""


def dms(slack: Running, person: Any) -> str:
    """Everything in somebody's direct messages that stays there."""
    return read([one for one in slack.person(person.id).dm() if not one.get("is_ephemeral")])


def about_feedback(slack: Running, person: Any) -> list[str]:
    """The messages about feedback in somebody's direct messages, in the words of a notification."""
    said = [one for one in slack.person(person.id).dm() if not one.get("is_ephemeral")]
    return [one["text"] for one in said if "feedback" in one["text"]]
