"""Acting as a person: typing, clicking, filling in forms, reacting, opening things."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

from emulator.errors import JSON, Misuse
from emulator.serving import snapshots
from emulator.state.sharing import say

if TYPE_CHECKING:
    from emulator.acting.interactions import Place
    from emulator.control.answering import Endpoint, Given
    from emulator.server import Emulator
    from emulator.state.views import View
    from emulator.state.workspace import App
    from emulator.wires.envelopes import Ack


async def home(emulator: Emulator, given: Given) -> JSON:
    """Open the Home tab."""
    person, app = emulator.person(given.text("as")).me, emulator.app(given.optional("app"))
    await emulator.interactions.open_home(person, app)
    return {"view": snapshots.home(emulator, person.id, app.id)}


async def messages(emulator: Emulator, given: Given) -> JSON:
    """Send what a person typed: a message, or a command if it starts with a slash."""
    person, text = emulator.person(given.text("as")), given.text("text")
    channel = person.channel(given.text("channel"))
    if not text.startswith("/"):
        files = given.texts("files") if given.has("files") else []
        say(emulator, person.me, channel, text, files, given.optional("thread"))
        return {"ok": True, "reply": None}
    reply = await person.command(text, channel=channel.id)
    return {"ok": reply.error is None, "reply": snapshots.reply(reply)}


async def shortcut(emulator: Emulator, given: Given) -> JSON:
    """Choose a global shortcut, or a message's if `ts` is given."""
    person, app = emulator.person(given.text("as")), emulator.app(given.optional("app"))
    name, ts = given.text("callback_id"), given.optional("ts")
    if ts is None:
        return _outcome(await emulator.interactions.shortcut(person.me, app, name))
    channel = person.channel(given.text("channel"))
    return _outcome(await emulator.interactions.message_shortcut(person.me, app, name, channel, ts))


async def action(emulator: Emulator, given: Given) -> JSON:
    """Press a button or choose from a menu."""
    person = emulator.person(given.text("as"))
    app, place = _place(emulator, given)
    for block_id, values in given.mapping("state", {}).items():
        for action_id, value in _by_action(values).items():
            place.remember(block_id, action_id, value)
    ack = await emulator.interactions.click(
        person.me, app, place, given.text("action_id"), given.args.get("value"), given.optional("block_id")
    )
    return _outcome(ack)


async def submit(emulator: Emulator, given: Given) -> JSON:
    """Send a form."""
    person, shown = emulator.person(given.text("as")), _view(emulator, given)
    emulator.forms.fill(shown, given.mapping("values", {}))
    result = await emulator.forms.submit(person.me, shown)
    outcome: JSON = {
        "ok": result.error is None and not result.errors,
        "errors": result.errors,
        "closed": result.closed,
    }
    return {**outcome, "error": result.error, "text": result.text} if result.error else outcome


async def close(emulator: Emulator, given: Given) -> JSON:
    """Close a form."""
    person, shown = emulator.person(given.text("as")), _view(emulator, given)
    await emulator.forms.close(person.me, shown, all_of_them=given.flag("all"))
    return {"ok": True}


async def options(emulator: Emulator, given: Given) -> JSON:
    """Ask an external menu for its options."""
    person = emulator.person(given.text("as"))
    app, place = _place(emulator, given)
    query = given.text("query", "")
    return await emulator.interactions.options(
        person.me, app, place, given.text("action_id"), query, given.optional("block_id")
    )


async def upload(emulator: Emulator, given: Given) -> JSON:
    """Upload a file as a person, for a form or a message; `content` is in base64."""
    person, name = emulator.person(given.text("as")), given.text("name")
    try:
        content = b64decode(given.text("content"), validate=True)
    except ValueError:
        raise Misuse("The argument 'content' is the file's bytes in base64.") from None
    file_id = person.upload(name, content)
    file = emulator.files.get(file_id)
    return {"id": file_id, "file": emulator.files.object(file) if file else None}


async def reaction(emulator: Emulator, given: Given) -> JSON:
    """Put an emoji under a message, or take it back."""
    person = emulator.person(given.text("as"))
    channel = person.channel(given.text("channel"))
    message = person.message(channel, given.text("ts"))
    act = emulator.posts.unreact if given.flag("remove") else emulator.posts.react
    act(channel, message, person.id, given.text("name"))
    return {"ok": True}


async def read(emulator: Emulator, given: Given) -> JSON:
    """Clear a channel's unread count."""
    person = emulator.person(given.text("as"))
    channel = person.channel(given.text("channel"))
    channel.read[person.id] = channel.latest_ts or "0"
    emulator.live.tell("state", only=frozenset([person.id]))
    return {"ok": True}


async def open_conversation(emulator: Emulator, given: Given) -> JSON:
    """Open the direct messages with one person or bot, or with two to eight."""
    me, others = emulator.person(given.text("as")), given.texts("users")
    people = [emulator.person(one).id for one in dict.fromkeys(others)]
    if not people:
        raise Misuse("Say with whom: `users` is a list of ids.")
    everybody = [me.id, *(one for one in people if one != me.id)]
    channel = emulator.workspace.start_talk(everybody)
    emulator.live.tell("state", only=frozenset(everybody))
    return {"channel": channel.id}


def _view(emulator: Emulator, given: Given) -> View:
    shown = emulator.views.find(given.text("view_id"))
    if shown is None or shown.user != given.text("as"):
        raise Misuse("This form is not open any more.")
    return shown


def _place(emulator: Emulator, given: Given) -> tuple[App, Place]:
    container = type(given)(given.mapping("container"))
    kind = container.text("type")
    if kind == "view":
        return emulator.place_in_view(given.text("as"), container.text("view_id"))
    if kind != "message":
        raise Misuse(f"A container is a message or a view, not {kind!r}.")
    channel = emulator.person(given.text("as")).channel(container.text("channel"))
    found = emulator.workspace.message(container.text("ts"))
    if found is None or found[0] is not channel:
        raise Misuse("This message is gone.")
    return emulator.place_in_message(*found)


def _by_action(values: Any) -> JSON:
    if not isinstance(values, dict):
        raise Misuse("The argument 'state' holds values by block id and action id.")
    return values


def _outcome(ack: Ack) -> JSON:
    return {"ok": ack.error is None, **({"error": ack.error} if ack.error else {})}


ENDPOINTS: list[Endpoint] = [
    ("POST", "home", home),
    ("POST", "messages", messages),
    ("POST", "shortcut", shortcut),
    ("POST", "action", action),
    ("POST", "submit", submit),
    ("POST", "close", close),
    ("POST", "options", options),
    ("POST", "upload", upload),
    ("POST", "reaction", reaction),
    ("POST", "read", read),
    ("POST", "open", open_conversation),
]
