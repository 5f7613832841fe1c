"""The socket to Slack, closed in order: what came over it is answered over it, and nobody waits for a goodbye.

The SDK lets go of what is under way as soon as it is told to close, so an answer would have no socket left; and it
waits ten seconds for the other side's goodbye, also where there is no other side any more.
"""

import asyncio
import time
from collections.abc import Collection

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.http import Answered

ANSWERS = 3.0
"""Seconds for what is under way: Slack waits no longer for its answer."""
KINDS = {"slash_commands": "command", "events_api": "event", "interactive": "interactive"}
GOODBYE = 0.5
"""Seconds for the other side's goodbye."""


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, which can tell what is under way and end without losing it."""

    def __init__(self, *args: object, answered: Answered, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Bolt's own arguments, passed on
        self._answered = answered
        self._under_way: set[asyncio.Task[object]] = set()

    @property
    def under_way(self) -> Collection[asyncio.Task[object]]:
        """The tasks of envelopes that are being answered."""
        return self._under_way

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        began = time.monotonic()
        await super().handle(client, req)
        self._answered(KINDS.get(req.type, "other"), time.monotonic() - began)

    async def close_async(self) -> None:
        """Finish what is under way, then say goodbye."""
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=ANSWERS)
        try:
            async with asyncio.timeout(GOODBYE):
                await super().close_async()  # type: ignore[no-untyped-call]  # Bolt's adapters have no types
        except TimeoutError:
            await super().close_async()  # type: ignore[no-untyped-call]  # the socket is closed by now; the rest is not
