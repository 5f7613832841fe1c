"""reactions.*: emoji under messages."""

from copy import deepcopy

from emulator.errors import JSON, SlackError
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall
from emulator.web_api.paging import old_page, page


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
    """reactions.get: of a message."""
    if not (call.args.get("channel") and call.args.get("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.channel()
    return {"type": "message", "channel": channel.id, "message": deepcopy(call.message(channel, "timestamp"))}


def listed(call: ApiCall) -> JSON:
    """reactions.list: the messages that a member, by default the bot itself, reacted to; the newest first."""
    user = call.person().id if call.args.get("user") else call.app.bot_user
    items: list[JSON] = [
        {"type": "message", "channel": channel.id, "message": deepcopy(message)}
        for channel in call.workspace.visible_channels(call.app.bot_user)
        for message in channel.messages.values()
        if any(user in row["users"] for row in message.get("reactions", ()))
    ]
    items.sort(key=lambda item: item["message"]["ts"], reverse=True)
    if call.args.get("page") or call.args.get("count"):
        shown, paging = old_page(call, items)
        return {"items": shown, "paging": paging}
    shown, cursor = page(call, items, default=100)
    return {"items": shown, "response_metadata": {"next_cursor": cursor}}


def _place(call: ApiCall) -> tuple[Channel, JSON, str]:
    name = str(call.need("name")).strip(":")
    if not (call.args.get("channel") and call.args.get("timestamp")):
        raise SlackError("no_item_specified")
    channel = call.channel()
    if not name or not all(letter.isalnum() or letter in "_+-:'" for letter in name):
        raise SlackError("invalid_name")
    if call.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel, call.message(channel, "timestamp"), name
