"""A person edits or deletes what they wrote themselves; apps are told as Slack tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.acting.rights import need_place
from emulator.errors import JSON, Misuse
from emulator.state.sharing import unshare
from emulator.state.text import rich_text, slack_text

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.workspace import Channel, Person

LONGEST_TEXT = 40_000
WRITTEN = (None, "file_share", "thread_broadcast")
"""The kinds of messages that a person types; others are Slack's own notes, such as who joined."""


def edit(emulator: Emulator, person: Person, channel: Channel, message: JSON, typed: str) -> None:
    """Change the text of a person's own message; nothing happens if it stays the same."""
    _need_own(person, channel, message, "edited")
    if not typed.strip() and not message.get("files"):
        raise Misuse("A message without text and files cannot be: delete it instead.")
    if len(typed) > LONGEST_TEXT:
        raise Misuse(f"A message has at most {LONGEST_TEXT:,} characters.")
    text = slack_text(typed, emulator.workspace)
    if text == message["text"]:
        return
    content: JSON = {"text": text, "blocks": [rich_text(text)] if typed else None}
    emulator.posts.change(channel, message, content, editor=person.id)


def delete(emulator: Emulator, person: Person, channel: Channel, message: JSON) -> None:
    """Take away a person's own message, and its files from there."""
    _need_own(person, channel, message, "deleted")
    unshare(emulator, channel, message)
    emulator.posts.delete(channel, message["ts"])


def _need_own(person: Person, channel: Channel, message: JSON, done: str) -> None:
    need_place(person, channel)
    if message.get("user") != person.id or message.get("bot_id"):
        raise Misuse(f"{person.name} has not written this message: only one's own can be {done}.")
    if message.get("subtype") not in WRITTEN:
        raise Misuse(f"This is a note of Slack's own, which cannot be {done}.")
