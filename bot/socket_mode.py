"""The socket to Slack: noticed when it falls silent, and closed in order, so that no envelope is lost with it.

- The SDK finds a connection that answers no pings. One that answers them and brings nothing any more it does not find:
  after some silence the connection is made anew, which costs one call and loses nothing, for Slack delivers again.
- The SDK lets go of what is under way as soon as it is told to close, so an answer would have no socket left; and it
  waits ten seconds for the other side's goodbye, also where there is no other side any more.
- Slack repeats events that nobody answers, but no command, form or click. So everything is answered up to a quiet moment,
  and in that we close. Where none comes, what is new is left unanswered, and what is under way is finished.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.http import Answered
from storage.database import answering

log = structlog.get_logger(__name__)
QUIET_WITHIN = 1.0
"""Seconds to wait for a moment in which nothing is under way."""
QUIET_LOOKS = 3
"""Looks that find nothing: the SDK hands over what it has read in as many steps of the loop."""
ANSWERS = 3.0
"""Seconds for what is under way: Slack waits no longer for its answer."""
GOODBYE = 0.5
"""Seconds for the other side's goodbye."""
PINGS = (8.0, 12.0)
"""Seconds between pings, and before a lost connection is made anew: each process has its own, so that not all come back
at the same moment."""
LOOKS, SILENT_FOR = 30.0, 600.0
"""Seconds between looks at a connection, and without a word on it until it is made anew."""
KINDS = {"slash_commands": "command", "events_api": "event", "interactive": "interactive"}


class Socket(AsyncSocketModeHandler):
    """Bolt's handler, which can tell what is under way, notices silence, and ends without losing anything."""

    def __init__(self, *args: object, answered: Answered, **kwargs: object) -> None:
        pause = random.uniform(*PINGS)  # noqa: S311, no secret
        super().__init__(*args, ping_interval=pause, **kwargs)  # type: ignore[arg-type, misc]  # Bolt's own
        self._answered = answered
        self._under_way: set[asyncio.Task[object]] = set()
        self._closing = False
        self._heard_at = time.monotonic()
        self._watching: asyncio.Task[None] | None = None

    @property
    def under_way(self) -> Collection[asyncio.Task[object]]:
        """The tasks of envelopes that are being answered."""
        return self._under_way

    async def connect_async(self) -> None:
        """Connect, and keep an eye on the connection."""
        self.client.on_message_listeners.append(self._heard)
        await super().connect_async()  # type: ignore[no-untyped-call]  # Bolt's adapters have no types
        self._watching = asyncio.create_task(self.watch())

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Answer one envelope."""
        if self._closing:
            return
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        began = time.monotonic()
        with answering(began):
            await super().handle(client, req)
        self._answered(KINDS.get(req.type, "other"), time.monotonic() - began)

    async def watch(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Make the connection anew whenever it has been silent for too long; ends when it is cancelled."""
        self._heard_at = clock()
        while not self._closing:
            await sleep(LOOKS)
            if clock() - self._heard_at > SILENT_FOR:
                log.info("the socket to Slack is silent, connecting anew")
                self._heard_at = clock()
                await self._connect_anew()

    async def close_async(self) -> None:
        """Answer up to a quiet moment, finish what is under way where there is none, then say goodbye."""
        if self._watching:
            self._watching.cancel()
        with suppress(TimeoutError):
            async with asyncio.timeout(QUIET_WITHIN):
                await self._quiet()
        self._closing = True
        if self._under_way:
            await asyncio.wait(set(self._under_way), timeout=ANSWERS)
        try:
            async with asyncio.timeout(GOODBYE):
                await super().close_async()  # type: ignore[no-untyped-call]  # Bolt's adapters have no types
        except TimeoutError:
            await super().close_async()  # type: ignore[no-untyped-call]  # the socket is closed by now; the rest is not

    async def _quiet(self) -> None:
        """Wait until nothing is under way, nor read and about to be."""
        looks = 0
        while looks < QUIET_LOOKS:
            if self._under_way:
                await asyncio.wait(set(self._under_way), return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)
            looks = 0 if self._under_way or not self.client.message_queue.empty() else looks + 1

    async def _heard(self, _message: object) -> None:
        self._heard_at = time.monotonic()

    async def _connect_anew(self) -> None:
        try:
            await self.client.connect_to_new_endpoint(force=True)
        except Exception as trouble:  # noqa: BLE001, the next look comes; the SDK has many names for it
            log.warning("connecting anew failed", error=type(trouble).__name__)
