"""Changing people: their presence, status and quiet hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.errors import JSON, Misuse
from emulator.serving.snapshots import person_snapshot
from emulator.state.changes import change

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.server import Emulator

TEXTS = ("presence", "status_text", "status_emoji", "dnd_from", "dnd_to")
TIMES = ("status_expiration", "snooze_until")


async def person(emulator: Emulator, given: Given) -> JSON:
    """Change what a person says of themselves."""
    me = emulator.person(given.text("as"))
    if unknown := set(given.args) - {"as", *TEXTS, *TIMES}:
        known = ", ".join((*TEXTS, *TIMES))
        raise Misuse(f"A person does not change {min(unknown)} here; they change {known}.")
    texts = {name: given.text(name) for name in TEXTS if given.has(name)}
    times = {name: given.whole(name) for name in TIMES if given.has(name)}
    change(emulator, me.me, {**texts, **times})
    return {"ok": True, "person": person_snapshot(emulator, me.me)}


ENDPOINTS: list[Endpoint] = [("POST", "person", person)]
