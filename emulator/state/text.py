"""What becomes of text a person types: escaping, mentions, and the rich text block Slack makes of it."""

import re
from collections.abc import Iterator

from emulator.errors import JSON
from emulator.state.ids import new_block_id
from emulator.state.workspace import Workspace

BROADCASTS = ("channel", "here", "everyone")
# A name typed after @ or # (not inside a word, so that ana@bo.example stays an address), a link, or a mention
# picked from the list of names, which arrives in Slack's own form.
TYPED = re.compile(
    r"(?P<ready><(?:@[UW]\w+(?:\|[^>]*)?|\#C\w+(?:\|[^>]*)?|!subteam\^S\w+(?:\|[^>]*)?|!(?:channel|here|everyone))>)"
    r"|(?<![\w@#/])@(?P<at>[A-Za-z0-9][\w.\-]*)"
    r"|(?<![\w@#/&])\#(?P<hash>[A-Za-z0-9][\w\-]*)"
    r"|(?P<link>https?://[^\s<>]+)"
)
# The same in the text of an app, which may hold ready links.
UNLINKED = re.compile(
    r"(?P<ready><[^<>]*>)|(?<![\w@#/])@(?P<at>[A-Za-z0-9][\w.\-]*)|(?<![\w@#/&])\#(?P<hash>[A-Za-z0-9][\w\-]*)"
)
MENTION = re.compile(r"<(@|#|!subteam\^|!|https?:)([^>|]*)(?:\|([^>]*))?>|:([a-z0-9_+\-]+):")


def escape(text: str) -> str:
    """Escape the three characters Slack escapes."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def slack_text(typed: str, workspace: Workspace) -> str:
    """Return `typed` as Slack sends it on: escaped, @name, #channel and links in their forms."""
    parts: list[str] = []
    end = 0
    for match in TYPED.finditer(typed):
        parts += [escape(typed[end : match.start()]), _form(match, workspace)]
        end = match.end()
    return "".join([*parts, escape(typed[end:])])


def with_links(text: str, workspace: Workspace) -> str:
    """Return an app's text with its bare @names and #channels made links: `link_names` and `parse=full`."""
    return UNLINKED.sub(lambda found: found[0] if found["ready"] else _form(found, workspace), text)


def plain_text(typed: str) -> str:
    """Return what a command without `should_escape` gets: no mentions, only the three characters escaped."""
    return escape(typed)


def rich_text(text: str) -> JSON:
    """Return the rich text block that goes with a person's message of this (already escaped) text."""
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return {"type": "rich_text", "block_id": new_block_id(), "elements": [section]}


def _form(match: re.Match[str], workspace: Workspace) -> str:
    if match["ready"]:
        return match["ready"]
    if match.groupdict().get("link"):
        return f"<{escape(match['link'])}>"
    name = match["at"] or match["hash"]
    known = name.rstrip(".-_")
    found = _mention(known, workspace) if match["at"] else _channel(known, workspace)
    return found + escape(name[len(known) :]) if found else escape(match[0])


def _mention(name: str, workspace: Workspace) -> str | None:
    if name.lower() in BROADCASTS:
        return f"<!{name.lower()}>"
    if person := workspace.person_named(name):
        return f"<@{person.id}>"
    if group := workspace.group_named(name):
        return f"<!subteam^{group.id}|@{group.handle}>"
    return None


def _channel(name: str, workspace: Workspace) -> str | None:
    channel = workspace.channel_named(name)
    if channel is None:
        return None
    return f"<#{channel.id}|{'' if channel.kind == 'private' else channel.name}>"


def _elements(text: str) -> Iterator[JSON]:
    end = 0
    for match in MENTION.finditer(text):
        if match.start() > end:
            yield {"type": "text", "text": unescape(text[end : match.start()])}
        yield _element(match)
        end = match.end()
    if end < len(text):
        yield {"type": "text", "text": unescape(text[end:])}


def _element(match: re.Match[str]) -> JSON:
    kind, value, emoji = match[1], match[2], match[4]
    if emoji:
        return {"type": "emoji", "name": emoji}
    if kind == "@":
        return {"type": "user", "user_id": value}
    if kind == "#":
        return {"type": "channel", "channel_id": value}
    if kind == "!subteam^":
        return {"type": "usergroup", "usergroup_id": value}
    if kind == "!":
        return {"type": "broadcast", "range": value}
    return {"type": "link", "url": unescape(kind + value)}
