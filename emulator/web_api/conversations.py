"""conversations.* and users.conversations: channels, direct messages and what was said there."""

from copy import deepcopy
from decimal import Decimal, InvalidOperation

from emulator.errors import JSON, SlackError, missing
from emulator.state.posts import in_thread
from emulator.state.workspace import SLACKBOT, Channel
from emulator.web_api.call import ApiCall
from emulator.web_api.paging import page

KINDS = {"public_channel": "channel", "private_channel": "private", "im": "dm", "mpim": "mpim"}
READ_SCOPES = {"channel": "channels:read", "private": "groups:read", "dm": "im:read", "mpim": "mpim:read"}
HISTORY_SCOPES = {
    "channel": "channels:history",
    "private": "groups:history",
    "dm": "im:history",
    "mpim": "mpim:history",
}
MOST_USERS = 8


def opened(call: ApiCall) -> JSON:
    """conversations.open: the direct messages with one person, or with up to eight; also by the id of an open one."""
    if call.args.get("channel"):
        channel, before = call.channel(), True
        if channel.kind not in {"dm", "mpim"}:
            raise SlackError("channel_not_found")
    else:
        users = call.names("users")
        channel, before = _with(call, [user for user in users if user != call.app.bot_user] or users)
    known = before and call.app.bot_user not in channel.closed_for
    channel.closed_for.discard(call.app.bot_user)
    return {"no_op": known, "already_open": known, "channel": _opened(call, channel)}


def info(call: ApiCall) -> JSON:
    """conversations.info."""
    channel = call.channel()
    call.need_scope(READ_SCOPES[channel.kind])
    shown = call.channel_object(channel)
    if call.flag("include_num_members") and channel.kind != "dm":
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def listed(call: ApiCall) -> JSON:
    """conversations.list: public channels, and what else the app is a member of."""
    seen = {one.id for one in call.workspace.visible_channels(call.app.bot_user)}
    found = [one for one in _of_types(call) if one.id in seen]
    shown, cursor = page(call, found, default=100)
    channels = [call.channel_object(one) for one in shown]
    for row, channel in zip(channels, shown, strict=True):
        if channel.kind != "dm":
            row["num_members"] = len(channel.members)
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def of_user(call: ApiCall) -> JSON:
    """users.conversations: what a member is in; of others only what the app may see."""
    user = call.person().id if call.args.get("user") else call.app.bot_user
    seen = {one.id for one in call.workspace.visible_channels(call.app.bot_user)}
    found = [one for one in _of_types(call) if user in one.members and one.id in seen]
    shown, cursor = page(call, found, default=100)
    channels = [call.channel_object(one) for one in shown]
    for row in channels:
        row.pop("is_member", None)
    return {"channels": channels, "response_metadata": {"next_cursor": cursor}}


def history(call: ApiCall) -> JSON:
    """conversations.history: newest first, without replies in threads."""
    channel = _readable(call)
    found = [message for message in reversed(channel.messages.values()) if not in_thread(message)]
    found = _between(call, found)
    shown, cursor = page(call, found, default=100)
    answer: JSON = {
        "messages": [_shown(call, message) for message in shown],
        "has_more": bool(cursor),
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def replies(call: ApiCall) -> JSON:
    """conversations.replies: a thread, its parent first."""
    channel = _readable(call)
    ts = str(call.need("ts"))
    if ts not in channel.messages:
        raise SlackError("thread_not_found")
    found = [one for one in channel.messages.values() if ts in {one["ts"], one.get("thread_ts")}]
    shown, cursor = page(call, [found[0], *_between(call, found[1:])], default=1000)
    answer: JSON = {"messages": [_shown(call, message) for message in shown], "has_more": bool(cursor)}
    if cursor:
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def members(call: ApiCall) -> JSON:
    """conversations.members."""
    channel = call.channel()
    call.need_scope(READ_SCOPES[channel.kind])
    shown, cursor = page(call, channel.members, default=100)
    return {"members": list(shown), "response_metadata": {"next_cursor": cursor}}


def _with(call: ApiCall, users: list[str]) -> tuple[Channel, bool]:
    """Return the conversation with these people and whether it was there before."""
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > MOST_USERS:
        raise SlackError("too_many_users")
    call.need_scope("im:write" if len(users) == 1 else "mpim:write")
    for user in users:
        _check_person(call, user)
    everybody = [call.app.bot_user, *dict.fromkeys(users)]
    known = call.workspace.talk(everybody)
    if known is None and call.flag("prevent_creation"):
        raise SlackError("channel_not_found")
    return known or call.workspace.start_talk(everybody), known is not None


def _check_person(call: ApiCall, user: str) -> None:
    person = call.workspace.people.get(user)
    if person is None:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    if person.is_bot or person.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")


def _opened(call: ApiCall, channel: Channel) -> JSON:
    return call.channel_object(channel) if call.flag("return_im") else {"id": channel.id}


def _of_types(call: ApiCall) -> list[Channel]:
    names = [name.strip() for name in str(call.args.get("types") or "public_channel").split(",")]
    if unknown := [name for name in names if name not in KINDS]:
        raise SlackError("invalid_types", messages=[f"[ERROR] invalid type: {unknown[0]} [json-pointer:/types]"])
    kinds = {KINDS[name] for name in names}
    for kind in sorted(kinds):
        call.need_scope(READ_SCOPES[kind])
    found = [one for one in call.workspace.channels.values() if one.kind in kinds]
    return [one for one in found if not (call.flag("exclude_archived") and one.archived)]


def _readable(call: ApiCall) -> Channel:
    if not call.args.get("channel"):
        raise missing("channel")
    channel = call.channel()
    call.need_scope(HISTORY_SCOPES[channel.kind])
    if call.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(call: ApiCall, messages: list[JSON]) -> list[JSON]:
    oldest, latest = _bound(call, "oldest"), _bound(call, "latest")
    inclusive = call.flag("inclusive")
    if call.lag:
        horizon = Decimal(str(call.emulator.clock.now().timestamp() - call.lag))
        messages = [one for one in messages if Decimal(one["ts"]) <= horizon]
    if oldest is not None:
        messages = [
            one for one in messages if Decimal(one["ts"]) > oldest or (inclusive and Decimal(one["ts"]) == oldest)
        ]
    if latest is not None:
        messages = [
            one for one in messages if Decimal(one["ts"]) < latest or (inclusive and Decimal(one["ts"]) == latest)
        ]
    return messages


def _bound(call: ApiCall, name: str) -> Decimal | None:
    given = call.args.get(name)
    if given in {None, "", "0", 0}:
        return None
    try:
        return Decimal(str(given))
    except InvalidOperation:
        raise SlackError(f"invalid_ts_{name}") from None


def _shown(call: ApiCall, message: JSON) -> JSON:
    shown = deepcopy(message)
    if not call.flag("include_all_metadata"):
        shown.pop("metadata", None)
    return shown
