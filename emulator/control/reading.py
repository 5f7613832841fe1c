"""Reading what a person sees: the state around the messages, messages, modals, Home tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.serving import snapshots

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.errors import JSON
    from emulator.server import Emulator


async def state(emulator: Emulator, given: Given) -> JSON:
    """Return everything the page draws around the messages."""
    return snapshots.state(emulator, given.optional("as") or snapshots.anybody(emulator))


async def messages(emulator: Emulator, given: Given) -> JSON:
    """Return what a person sees in a channel or thread, with a `limit` the newest of it."""
    person, newest = emulator.person(given.text("as")), given.whole("limit") if given.has("limit") else None
    return {"messages": person.messages(given.text("channel"), thread=given.optional("thread"), newest=newest)}


async def members(emulator: Emulator, given: Given) -> JSON:
    """Return who is in a channel, people and bots, in the order of their names."""
    channel = emulator.person(given.text("as")).channel(given.text("channel"))
    everybody = emulator.workspace.people
    there = [snapshots.person_snapshot(emulator, everybody[one]) for one in channel.members if one in everybody]
    return {"members": sorted(there, key=lambda one: (one["real_name"] or one["name"]).casefold())}


async def views(emulator: Emulator, given: Given) -> JSON:
    """Return a person's open modals, the top one last."""
    person = emulator.person(given.text("as"))
    return {"views": [snapshots.view(one) for one in emulator.views.stack(person.id)]}


async def home(emulator: Emulator, given: Given) -> JSON:
    """Return what the app published for a person."""
    return {"view": snapshots.home(emulator, given.text("as"), given.optional("app"))}


ENDPOINTS: list[Endpoint] = [
    ("GET", "state", state),
    ("GET", "messages", messages),
    ("GET", "members", members),
    ("GET", "views", views),
    ("GET", "home", home),
]
