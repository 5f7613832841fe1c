"""What all methods that post have in common: where a message may go, and how it may look."""

from emulator.errors import JSON, SlackError
from emulator.state.messages import content_of
from emulator.state.text import with_links
from emulator.state.workspace import SLACKBOT, Channel
from emulator.web_api.call import ApiCall

CUSTOMIZE = "chat:write.customize"


def postable(call: ApiCall) -> Channel:
    """Return the conversation a message may go to: by id, by #name, or by the id of a person."""
    wanted = str(call.need("channel"))
    if wanted in call.workspace.people:
        return _dm(call, wanted)
    named = None if wanted in call.workspace.channels else call.workspace.channel_named(wanted.removeprefix("#"))
    channel = named if named is not None and named.kind == "channel" else call.channel()
    need_membership(call, channel)
    if channel.kind == "dm":
        _need_messages_tab(call)
    return channel


def need_membership(call: ApiCall, channel: Channel) -> None:
    """Refuse a channel that is archived, or that the bot is not in."""
    if channel.archived:
        raise SlackError("is_archived")
    public = channel.kind == "channel" and call.has_scope("chat:write.public")
    if call.app.bot_user not in channel.members and not public:
        raise SlackError("not_in_channel")


def message_of(call: ApiCall) -> JSON:
    """Return what a call wants to post, checked: text, blocks, thread, name and icon."""
    content = content_of(call.args)
    if call.flag("link_names") or call.args.get("parse") == "full":
        content["text"] = with_links(content["text"], call.workspace)
    if thread_ts := call.args.get("thread_ts"):
        content["thread_ts"] = str(thread_ts)
        content["reply_broadcast"] = call.flag("reply_broadcast")
    return {**content, **_look(call)}


def _look(call: ApiCall) -> JSON:
    """Return another name and icon; without the scope for it Slack takes no notice of them."""
    if not call.has_scope(CUSTOMIZE):
        return {}
    look: JSON = {}
    if name := call.args.get("username"):
        look["username"] = str(name)
    if emoji := call.args.get("icon_emoji"):
        look["icons"] = {"emoji": str(emoji)}
    elif url := call.args.get("icon_url"):
        look["icons"] = {"image_48": str(url)}
    return {"subtype": "bot_message", **look} if look else {}


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
