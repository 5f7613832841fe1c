"""What a new message sets off besides its own event: links an app knows, metadata an app reads."""

import hashlib
import re
from urllib.parse import urlsplit

from emulator.errors import JSON
from emulator.state.workspace import App, Channel

LINK = re.compile(r"<(https?://[^|>]+)(?:\|[^>]*)?>")
READS_METADATA = "metadata.message:read"
READS_LINKS = "links:read"


def links_shared(app: App, channel: Channel, message: JSON) -> JSON | None:
    """Return the `link_shared` event for an app whose domains a person has written a link of, or None."""
    if not app.manifest.unfurl_domains or READS_LINKS not in app.scopes or "client_msg_id" not in message:
        return None
    links = [link for link in map(_link, LINK.findall(message["text"])) if _belongs(link["domain"], app)]
    if not links:
        return None
    event = {
        "channel": channel.id,
        "is_bot_user_member": app.bot_user in channel.members,
        "user": message["user"],
        "message_ts": message["ts"],
        "unfurl_id": unfurl_id(channel, message),
        "source": "conversations_history",
        "links": links,
    }
    return {**event, "thread_ts": message["thread_ts"]} if "thread_ts" in message else event


def metadata_posted(app: App, channel: Channel, message: JSON, team: str) -> JSON | None:
    """Return the `message_metadata_posted` event for an app that subscribed to such metadata, or None."""
    metadata = message.get("metadata") or {}
    wanted = (message.get("app_id"), metadata.get("event_type"))
    if wanted not in app.manifest.metadata or READS_METADATA not in app.scopes:
        return None
    return {
        "app_id": message["app_id"],
        "bot_id": message["bot_id"],
        "user_id": message["user"],
        "team_id": team,
        "channel_id": channel.id,
        "metadata": metadata,
        "message_ts": message["ts"],
    }


def unfurl_id(channel: Channel, message: JSON) -> str:
    """Return the name by which `chat.unfurl` may find a message: its place, and a sum of both."""
    place = f"{channel.id}.{message['ts']}"
    return f"{place}.{hashlib.sha256(place.encode()).hexdigest()}"


def _link(url: str) -> JSON:
    return {"url": url.replace("&amp;", "&"), "domain": urlsplit(url).hostname or ""}


def _belongs(host: str, app: App) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in app.manifest.unfurl_domains)
