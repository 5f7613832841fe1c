"""Looking at the wires: the traffic in both directions, and the Web API calls as tests see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.serving import snapshots

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.errors import JSON
    from emulator.server import Emulator

MOST = 200


async def traffic(emulator: Emulator, given: Given) -> JSON:
    """Return the traffic from number `since` on, or the newest."""
    since = given.whole("since") if given.has("since") else None
    return emulator.traffic.read(since, given.whole("limit", MOST))


async def calls(emulator: Emulator, given: Given) -> JSON:
    """Return the Web API calls from number `since` on, counted from 0."""
    since = given.whole("since", 0)
    kept = emulator.calls[since:]
    apps = list(emulator.workspace.apps.values())
    return {"calls": [snapshots.call(one, apps) for one in kept], "next": max(since, len(emulator.calls))}


ENDPOINTS: list[Endpoint] = [("GET", "traffic", traffic), ("GET", "calls", calls)]
