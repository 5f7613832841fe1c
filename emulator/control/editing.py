"""Editing and deleting one's own messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.state import editing

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.errors import JSON
    from emulator.server import Emulator


async def edit(emulator: Emulator, given: Given) -> JSON:
    """Change the text of a message that the person wrote."""
    person = emulator.person(given.text("as"))
    channel = person.channel(given.text("channel"))
    message = person.message(channel, given.text("ts"))
    editing.edit(emulator, person.me, channel, message, given.text("text"))
    return {"ok": True}


async def delete(emulator: Emulator, given: Given) -> JSON:
    """Take away a message that the person wrote."""
    person = emulator.person(given.text("as"))
    channel = person.channel(given.text("channel"))
    editing.delete(emulator, person.me, channel, person.message(channel, given.text("ts")))
    return {"ok": True}


ENDPOINTS: list[Endpoint] = [
    ("POST", "edit", edit),
    ("POST", "delete", delete),
]
