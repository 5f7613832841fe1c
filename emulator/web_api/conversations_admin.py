"""conversations.*: making, naming, archiving channels, and who is in them."""

from collections.abc import Callable

from emulator.errors import JSON, SlackError
from emulator.state.channels import check_name
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall

MANAGE = {"channel": "channels:manage", "private": "groups:write", "mpim": "mpim:write", "dm": "im:write"}
MOST_INVITED = 100
NAMED = frozenset({"channel", "private"})
TALKS = frozenset({"dm", "mpim"})


def create(call: ApiCall) -> JSON:
    """conversations.create: the bot is the channel's first member."""
    private, name = call.flag("is_private"), str(call.need("name"))
    call.need_scope(MANAGE["private" if private else "channel"])
    check_name(name)
    channel = call.emulator.channels.create(call.app.bot_user, name, private=private)
    return {"channel": call.channel_object(channel)}


def join(call: ApiCall) -> JSON:
    """conversations.join: public channels only."""
    channel = _channel(call, frozenset({"channel"}))
    answer: JSON = {}
    if call.app.bot_user in channel.members:
        answer = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    else:
        call.emulator.channels.join(channel, call.app.bot_user)
    return {"channel": call.channel_object(channel), **answer}


def leave(call: ApiCall) -> JSON:
    """conversations.leave."""
    channel = _managed(call, NAMED)
    if channel.name == "general":
        raise SlackError("cant_leave_general")
    if call.app.bot_user not in channel.members:
        return {"not_in_channel": True}
    call.emulator.channels.leave(channel, call.app.bot_user)
    return {}


def invite(call: ApiCall) -> JSON:
    """conversations.invite: all of them or, unless `force`, nobody."""
    channel = _own(call, NAMED)
    users = call.names("users")
    if not users:
        raise SlackError("no_user")
    if len(users) > MOST_INVITED:
        raise SlackError(
            "invalid_arguments", messages=[f"[ERROR] no more than {MOST_INVITED} users [json-pointer:/users]"]
        )
    wrong = {user: error for user in users if (error := _uninvitable(call, channel, user))}
    errors = [{"user": user, "ok": False, "error": error} for user, error in wrong.items()]
    welcome = [user for user in users if user not in wrong]
    if wrong and not (call.flag("force") and welcome):
        raise SlackError(next(iter(wrong.values())), errors=errors)
    for user in welcome:
        call.emulator.channels.join(channel, user, inviter=call.app.bot_user)
    return {"channel": call.channel_object(channel), **({"errors": errors} if errors else {})}


def kick(call: ApiCall) -> JSON:
    """conversations.kick."""
    channel, user = _own(call, NAMED), str(call.need("user"))
    if user == call.app.bot_user:
        raise SlackError("cant_kick_self")
    if user not in call.workspace.people:
        raise SlackError("user_not_found")
    if channel.name == "general":
        raise SlackError("cant_kick_from_general")
    if user not in channel.members:
        raise SlackError("not_in_channel")
    call.emulator.channels.leave(channel, user, remover=call.app.bot_user)
    return {"errors": {}}


def archive(call: ApiCall) -> JSON:
    """conversations.archive."""
    channel = _managed(call, NAMED, archived="already_archived")
    if channel.name == "general":
        raise SlackError("cant_archive_general")
    _need_membership(call, channel)
    call.emulator.channels.archive(channel, call.app.bot_user)
    return {}


def unarchive(call: ApiCall) -> JSON:
    """conversations.unarchive."""
    channel = _managed(call, NAMED, archived=None)
    if not channel.archived:
        raise SlackError("not_archived")
    _need_membership(call, channel)
    call.emulator.channels.unarchive(channel, call.app.bot_user)
    return {}


def rename(call: ApiCall) -> JSON:
    """conversations.rename: by whoever made the channel."""
    channel, name = _own(call, NAMED), str(call.need("name"))
    if channel.creator != call.app.bot_user:
        raise SlackError("not_authorized")
    call.emulator.channels.rename(channel, call.app.bot_user, name)
    return {"channel": call.channel_object(channel)}


def set_topic(call: ApiCall) -> JSON:
    """conversations.setTopic."""
    return _set(call, "topic", call.emulator.channels.set_topic)


def set_purpose(call: ApiCall) -> JSON:
    """conversations.setPurpose."""
    return _set(call, "purpose", call.emulator.channels.set_purpose)


def mark(call: ApiCall) -> JSON:
    """conversations.mark: how far the bot has read."""
    channel, ts = _managed(call, NAMED | TALKS, archived=None), str(call.need("ts"))
    if not ts.replace(".", "", 1).isdigit():
        raise SlackError("invalid_timestamp")
    _need_membership(call, channel)
    channel.read[call.app.bot_user] = ts
    return {}


def close(call: ApiCall) -> JSON:
    """conversations.close: takes direct messages out of sight, nothing more."""
    channel = _managed(call, TALKS)
    if call.app.bot_user in channel.closed_for:
        return {"no_op": True, "already_closed": True}
    channel.closed_for.add(call.app.bot_user)
    return {}


def _set(call: ApiCall, name: str, change: Callable[[Channel, str, str], None]) -> JSON:
    channel = _own(call, NAMED | {"mpim"})
    change(channel, call.app.bot_user, str(call.args.get(name) or ""))
    return {"channel": call.channel_object(channel)}


def _channel(call: ApiCall, kinds: frozenset[str], archived: str | None = "is_archived") -> Channel:
    channel = call.channel()
    if channel.kind not in kinds:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived and archived:
        raise SlackError(archived)
    return channel


def _managed(call: ApiCall, kinds: frozenset[str], archived: str | None = "is_archived") -> Channel:
    channel = _channel(call, kinds, archived)
    call.need_scope(MANAGE[channel.kind])
    return channel


def _own(call: ApiCall, kinds: frozenset[str]) -> Channel:
    channel = _managed(call, kinds)
    _need_membership(call, channel)
    return channel


def _need_membership(call: ApiCall, channel: Channel) -> None:
    if call.app.bot_user not in channel.members:
        raise SlackError("not_in_channel")


def _uninvitable(call: ApiCall, channel: Channel, user: str) -> str | None:
    person = call.workspace.people.get(user)
    if person is None:
        return "user_not_found"
    if user == call.app.bot_user:
        return "cant_invite_self"
    if user in channel.members:
        return "already_in_channel"
    return "cant_invite" if person.deleted else None
