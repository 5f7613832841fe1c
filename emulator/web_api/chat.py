"""chat.*: posting, changing and deleting messages."""

from copy import deepcopy

from emulator.errors import JSON, SlackError
from emulator.state.messages import CONTENT, content_of
from emulator.state.sharing import unshare
from emulator.state.text import with_links
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall
from emulator.web_api.files import replace_files
from emulator.web_api.posting import message_of, need_membership, postable

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
    channel = postable(call)
    content = message_of(call)
    call.emulator.limits.post(call.app.id, channel.id)
    message = call.emulator.posts.by_app(call.app, channel, content)
    return {"channel": channel.id, "ts": message["ts"], "message": deepcopy(message)}


def update(call: ApiCall) -> JSON:
    """chat.update: only what this app posted. Parts that are not given stay, an empty list takes blocks or files away."""
    channel = call.channel()
    message = own_message(call, channel, "cant_update_message")
    given = {name: call.args[name] for name in (*CONTENT, "metadata") if name in call.args}
    if not given and not call.names("file_ids") and not ("file_ids" in call.args and _has_words(message)):
        raise SlackError("no_text")
    if given.get("blocks") == [] and "text" not in given:
        given["text"] = message["text"]
    content = content_of(given) if given else {}
    if "text" not in given and "markdown_text" not in given:
        content.pop("text", None)
    if content.get("blocks") == []:
        content["blocks"] = None
    if "text" in content and (call.flag("link_names") or call.args.get("parse") == "full"):
        content["text"] = with_links(content["text"], call.workspace)
    if call.flag("reply_broadcast") and message.get("thread_ts", message["ts"]) != message["ts"]:
        content["subtype"] = "thread_broadcast"
    if "file_ids" in call.args:
        content["files"] = replace_files(call, channel, message)
    call.emulator.posts.change(channel, message, content, editor=call.app.bot_user)
    shown = {key: value for key, value in message.items() if key in ANSWERED}
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": deepcopy(shown)}


def delete(call: ApiCall) -> JSON:
    """chat.delete: only what this app posted."""
    channel = call.channel()
    message = own_message(call, channel, "cant_delete_message")
    unshare(call.emulator, channel, message)
    call.emulator.posts.delete(channel, message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


def post_ephemeral(call: ApiCall) -> JSON:
    """chat.postEphemeral: to an active member of the channel."""
    channel = call.channel()
    need_membership(call, channel)
    user = str(call.need("user"))
    person = call.workspace.people.get(user)
    if person is None or person.deleted or user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = message_of(call)
    content.pop("reply_broadcast", None)
    message = call.emulator.posts.ephemeral(call.app, channel, user, content)
    return {"message_ts": message["ts"]}


def me_message(call: ApiCall) -> JSON:
    """chat.meMessage: something the bot does, told in the third person."""
    channel = call.channel()
    need_membership(call, channel)
    content = {**content_of({"text": call.need("text")}), "subtype": "me_message"}
    call.emulator.limits.post(call.app.id, channel.id)
    message = call.emulator.posts.by_app(call.app, channel, content)
    return {"channel": channel.id, "ts": message["ts"]}


def permalink(call: ApiCall) -> JSON:
    """chat.getPermalink."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"permalink": call.workspace.permalink(channel, message), "channel": channel.id}


def _has_words(message: JSON) -> bool:
    return any(message.get(name) for name in CONTENT)


def own_message(call: ApiCall, channel: Channel, error: str) -> JSON:
    """Return the message a call names, or refuse with `error` if another has posted it."""
    message = call.message(channel)
    if message.get("bot_id") != call.app.bot_id:
        raise SlackError(error)
    return message
