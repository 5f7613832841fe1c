"""reactions.*: emoji under messages."""

from copy import deepcopy

from emulator.errors import JSON, SlackError
from emulator.web_api.call import ApiCall
from emulator.workspace import Channel


def add(call: ApiCall) -> JSON:
    """reactions.add."""
    channel, message, name = _place(call)
    call.emulator.posts.react(channel, message, call.app.bot_user, name)
    return {}


def remove(call: ApiCall) -> JSON:
    """reactions.remove."""
    channel, message, name = _place(call)
    call.emulator.posts.unreact(channel, message, call.app.bot_user, name)
    return {}


def get(call: ApiCall) -> JSON:
    """reactions.get."""
    channel = call.channel()
    return {"type": "message", "channel": channel.id, "message": deepcopy(call.message(channel, "timestamp"))}


def _place(call: ApiCall) -> tuple[Channel, JSON, str]:
    name = str(call.need("name")).strip(":")
    channel = call.channel()
    if not name or not all(letter.isalnum() or letter in "_+-:'" for letter in name):
        raise SlackError("invalid_name")
    if call.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel, call.message(channel, "timestamp"), name
