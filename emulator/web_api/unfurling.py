"""chat.unfurl: what an app shows of the links in somebody's message."""

from emulator.errors import JSON, SlackError
from emulator.state.messages import content_of
from emulator.state.news import unfurl_id
from emulator.state.text import unescape
from emulator.state.workspace import Channel
from emulator.web_api.call import ApiCall

AUTH = ("user_auth_required", "user_auth_message", "user_auth_url", "user_auth_blocks")


def unfurl(call: ApiCall) -> JSON:
    """chat.unfurl: attachments under the message; or words to its author alone, who has to sign in first."""
    channel, message = _place(call)
    if any(call.args.get(name) for name in AUTH):
        _invite(call, channel, str(message.get("user", "")))
        return {}
    shown = [_attachment(url, one) for url, one in _unfurls(call, message).items()]
    content = content_of({"text": message["text"] or " ", "attachments": shown})
    call.emulator.posts.change(channel, message, {"attachments": content["attachments"]}, editor=None)
    return {}


def _place(call: ApiCall) -> tuple[Channel, JSON]:
    if name := call.args.get("unfurl_id"):
        return _by_id(call, str(name))
    for name in ("channel", "ts"):
        if not call.args.get(name):
            raise SlackError(f"missing_{name}")
    channel = call.workspace.channels.get(str(call.args["channel"]))
    if channel is None or call.app.bot_user not in channel.members:
        raise SlackError("cannot_find_channel")
    message = channel.messages.get(str(call.args["ts"]))
    if message is None:
        raise SlackError("cannot_find_message")
    return channel, message


def _by_id(call: ApiCall, name: str) -> tuple[Channel, JSON]:
    """Return the message a `link_shared` event was about; links that are typed but not sent nobody has here."""
    place, _, ts = name.rpartition(".")[0].partition(".")
    found = call.workspace.message(ts)
    if found is None or found[0].id != place or unfurl_id(*found) != name:
        raise SlackError("invalid_unfurl_id")
    return found


def _entities(call: ApiCall) -> dict[str, JSON]:
    """Return what Work Objects show of their links."""
    metadata = call.args.get("metadata")
    rows = metadata.get("entities") if isinstance(metadata, dict) else None
    try:
        return {
            row["app_unfurl_url"]: {"title": row["entity_payload"]["attributes"]["title"]["text"]} for row in rows or ()
        }
    except (KeyError, TypeError):
        raise SlackError("invalid_metadata_format") from None


def _unfurls(call: ApiCall, message: JSON) -> dict[str, JSON]:
    unfurls = call.args.get("unfurls") or _entities(call)
    if not unfurls:
        raise SlackError("missing_unfurls")
    if not isinstance(unfurls, dict):
        raise SlackError("invalid_unfurls_format")
    if not all(isinstance(one, dict) for one in unfurls.values()):
        raise SlackError("cannot_parse_attachment")
    if any(url not in unescape(message["text"]) for url in unfurls):
        raise SlackError("cannot_unfurl_message")
    return unfurls


def _attachment(url: str, given: JSON) -> JSON:
    return {"from_url": url, "app_unfurl_url": url, "is_app_unfurl": True, **given}


def _invite(call: ApiCall, channel: Channel, author: str) -> None:
    words = str(call.args.get("user_auth_message") or f"Sign in to {call.app.name} to see more of this link")
    if url := call.args.get("user_auth_url"):
        words += f": <{url}>"
    given = {"text": words, "blocks": call.args.get("user_auth_blocks")}
    content = content_of({name: value for name, value in given.items() if value})
    call.emulator.posts.ephemeral(call.app, channel, author, content)
