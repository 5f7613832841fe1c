"""pins.* and bookmarks.*: what a channel keeps at hand."""

from copy import deepcopy

from emulator.errors import JSON, SlackError
from emulator.state.ids import new_id
from emulator.state.objects import epoch
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall

MOST_PINS = 100
MOST_BOOKMARKS = 100
CHANGEABLE = ("title", "link", "emoji")


def add(call: ApiCall) -> JSON:
    """pins.add."""
    channel, message = _pinnable(call)
    if any(pin["message"] is message for pin in channel.pins):
        raise SlackError("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise SlackError("too_many_pins")
    pin = {
        "type": "message",
        "channel": channel.id,
        "created": epoch(call.emulator.clock.now()),
        "created_by": call.app.bot_user,
        "message": message,
    }
    channel.pins.insert(0, pin)
    message["pinned_to"] = [channel.id]
    _tell(call, channel, "pin_added", pin)
    return {}


def remove(call: ApiCall) -> JSON:
    """pins.remove."""
    channel, message = _pinnable(call)
    pin = next((one for one in channel.pins if one["message"] is message), None)
    if pin is None:
        raise SlackError("no_pin")
    channel.pins.remove(pin)
    del message["pinned_to"]
    _tell(call, channel, "pin_removed", pin, has_pins=bool(channel.pins))
    return {}


def listed(call: ApiCall) -> JSON:
    """pins.list: the newest first; a message that was deleted is pinned no more."""
    channel = call.channel()
    _need_membership(call, channel)
    channel.pins[:] = [pin for pin in channel.pins if pin["message"]["ts"] in channel.messages]
    return {"items": [_shown(call, channel, pin) for pin in channel.pins]}


def add_bookmark(call: ApiCall) -> JSON:
    """bookmarks.add: links."""
    channel = call.channel("channel_id")
    _need_membership(call, channel)
    if call.need("type") != "link":
        raise SlackError("invalid_bookmark_type")
    link = str(call.need("link"))
    if not link.startswith(("http://", "https://")):
        raise SlackError("invalid_link")
    if len(channel.bookmarks) >= MOST_BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    now = epoch(call.emulator.clock.now())
    bookmark: JSON = {
        "id": new_id("Bk"),
        "channel_id": channel.id,
        "title": str(call.need("title")),
        "link": link,
        "emoji": str(call.args.get("emoji") or ""),
        "icon_url": None,
        "entity_id": None,
        "type": "link",
        "date_created": now,
        "date_updated": 0,
        "rank": chr(ord("a") + min(len(channel.bookmarks), 25)),
        "last_updated_by_user_id": call.app.bot_user,
        "last_updated_by_team_id": call.workspace.team.id,
        "shortcut_id": None,
        "app_id": call.app.id,
    }
    channel.bookmarks.append(bookmark)
    return {"bookmark": dict(bookmark)}


def edit_bookmark(call: ApiCall) -> JSON:
    """bookmarks.edit."""
    _, bookmark = _bookmark(call)
    bookmark |= {name: str(call.args[name]) for name in CHANGEABLE if name in call.args}
    bookmark |= {"date_updated": epoch(call.emulator.clock.now()), "last_updated_by_user_id": call.app.bot_user}
    return {"bookmark": dict(bookmark)}


def remove_bookmark(call: ApiCall) -> JSON:
    """bookmarks.remove."""
    channel, bookmark = _bookmark(call)
    channel.bookmarks.remove(bookmark)
    return {}


def bookmarks(call: ApiCall) -> JSON:
    """bookmarks.list."""
    channel = call.channel("channel_id")
    _need_membership(call, channel)
    return {"bookmarks": deepcopy(channel.bookmarks)}


def _pinnable(call: ApiCall) -> tuple[Channel, JSON]:
    channel = call.channel()
    if not call.args.get("timestamp"):
        raise SlackError("no_item_specified")
    _need_membership(call, channel)
    return channel, call.message(channel, "timestamp")


def _bookmark(call: ApiCall) -> tuple[Channel, JSON]:
    channel = call.channel("channel_id")
    _need_membership(call, channel)
    found = next((one for one in channel.bookmarks if one["id"] == call.need("bookmark_id")), None)
    if found is None:
        raise SlackError("not_found")
    return channel, found


def _need_membership(call: ApiCall, channel: Channel) -> None:
    if call.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")


def _shown(call: ApiCall, channel: Channel, pin: JSON) -> JSON:
    shown = deepcopy(pin)
    shown["message"]["permalink"] = call.workspace.permalink(channel, pin["message"])
    return shown


def _tell(call: ApiCall, channel: Channel, name: str, pin: JSON, **more: bool) -> None:
    info = {"channel": channel.id, "pinned_by": pin["created_by"], "pinned_ts": pin["created"]}
    event = {
        "user": call.app.bot_user,
        "channel_id": channel.id,
        "item": _shown(call, channel, pin),
        "item_user": pin["message"].get("user", ""),
        "pin_count": str(len(channel.pins)),  # a string, for whatever reason
        "pinned_info": info,
        **more,
    }
    call.emulator.events.among(channel, name, event)
    call.emulator.live.tell("messages", channel=channel.id)
