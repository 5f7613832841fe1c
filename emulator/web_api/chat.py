"""chat.*: posting, changing and deleting messages."""

from copy import deepcopy

from emulator.errors import JSON, SlackError
from emulator.messages import CONTENT, content_of
from emulator.web_api.call import ApiCall
from emulator.workspace import SLACKBOT, Channel

# What chat.update shows of a message; it leaves out ts, thread and reactions.
ANSWERED = frozenset(
    {
        "app_id",
        "attachments",
        "blocks",
        "bot_id",
        "bot_profile",
        "edited",
        "files",
        "metadata",
        "team",
        "text",
        "type",
        "upload",
        "user",
    }
)


def post(call: ApiCall) -> JSON:
    """chat.postMessage: `channel` may be a person's id, which opens their direct messages."""
    channel = _postable(call)
    content = content_of(call.args)
    if thread_ts := call.args.get("thread_ts"):
        content |= {"thread_ts": str(thread_ts), "reply_broadcast": call.flag("reply_broadcast")}
    call.emulator.limits.post(call.app.id, channel.id)
    message = call.emulator.posts.by_app(call.app, channel, content)
    return {"channel": channel.id, "ts": message["ts"], "message": deepcopy(message)}


def update(call: ApiCall) -> JSON:
    """chat.update: only what this app posted. Parts that are not given stay, an empty list takes blocks away."""
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    given = {name: call.args[name] for name in (*CONTENT, "metadata") if name in call.args}
    if not given:
        raise SlackError("no_text")
    if given.get("blocks") == [] and "text" not in given:
        given["text"] = message["text"]
    content = content_of(given)
    if "text" not in given and "markdown_text" not in given:
        content.pop("text")
    if content.get("blocks") == []:
        content["blocks"] = None
    call.emulator.posts.change(channel, message, content, editor=call.app.bot_user)
    shown = {key: value for key, value in message.items() if key in ANSWERED}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": deepcopy(shown)}


def delete(call: ApiCall) -> JSON:
    """chat.delete: only what this app posted."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    call.emulator.posts.delete(channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(call: ApiCall) -> JSON:
    """chat.postEphemeral: to an active member of the channel."""
    channel = call.channel()
    _need_membership(call, channel)
    user = str(call.need("user"))
    person = call.workspace.people.get(user)
    if person is None or person.deleted or user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = content_of(call.args)
    if thread_ts := call.args.get("thread_ts"):
        content["thread_ts"] = str(thread_ts)
    message = call.emulator.posts.ephemeral(call.app, channel, user, content)
    return {"message_ts": message["ts"]}


def permalink(call: ApiCall) -> JSON:
    """chat.getPermalink."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    link = f"{call.workspace.team.url}archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"permalink": link, "channel": channel.id}


def _postable(call: ApiCall) -> Channel:
    wanted = str(call.need("channel"))
    if wanted in call.workspace.people:
        return _dm(call, wanted)
    named = None if wanted in call.workspace.channels else call.workspace.channel_named(wanted.removeprefix("#"))
    channel = named if named is not None and named.kind == "channel" else call.channel()
    _need_membership(call, channel)
    if channel.kind == "dm":
        _need_messages_tab(call)
    return channel


def _need_membership(call: ApiCall, channel: Channel) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    public = channel.kind == "channel" and call.has_scope("chat:write.public")
    if call.app.bot_user not in channel.members and not public:
        raise SlackError("not_in_channel")


def _dm(call: ApiCall, user: str) -> Channel:
    person = call.workspace.people[user]
    if person.deleted:
        raise SlackError("user_disabled")
    if person.is_bot or person.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")
    _need_messages_tab(call)
    return call.workspace.dm(user, call.app)


def _need_messages_tab(call: ApiCall) -> None:
    if not call.app.manifest.has_messages:
        raise SlackError("messages_tab_disabled")


def _own(call: ApiCall, channel: Channel, error: str) -> JSON:
    message = call.message(channel)
    if message.get("bot_id") != call.app.bot_id:
        raise SlackError(error)
    return message
