"""One Socket Mode connection: hello, pings, envelopes, and the goodbyes Slack has for it."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from emulator.errors import JSON
from emulator.state.ids import new_id

LIFETIME_SECONDS = 18060
DEBUG_LIFETIME_SECONDS = 360
WARNING_SECONDS = 10.0  # how long before the end Slack warns
PING_SECONDS = 10.0
# A client that reads nothing any more: what piles up for it would only take memory.
MOST_UNREAD = 4_000_000


class Connection:
    """A connection of an app. `silent` says whether nothing may come through just now."""

    def __init__(
        self,
        request: web.Request,
        socket: web.WebSocketResponse,
        app_id: str,
        silent: Callable[[], bool],
        lifetime: float,
    ) -> None:
        self.socket = socket
        self.app_id = app_id
        self.leaving = False
        self._request = request
        self._sending: set[asyncio.Task[None]] = set()
        self._silent = silent
        debug = request.query.get("debug_reconnects") == "true"
        self._lifetime = DEBUG_LIFETIME_SECONDS if debug else lifetime

    async def hello(self, count: int) -> None:
        """Say hello; `count` connections the app has now."""
        await self._say(
            {
                "type": "hello",
                "num_connections": count,
                "debug_info": {
                    "host": f"applink-{new_id('')}",
                    "build_number": 10,
                    "approximate_connection_time": round(self._lifetime),
                },
                "connection_info": {"app_id": self.app_id},
            }
        )

    async def send(self, envelope: JSON) -> None:
        """Send a payload, unless nothing comes through."""
        transport = self._request.transport
        if isinstance(transport, asyncio.WriteTransport) and transport.get_write_buffer_size() > MOST_UNREAD:
            transport.abort()
        elif not self._silent():
            await self._say(envelope)

    async def leave(self, count: int, reason: str) -> None:
        """Say goodbye; all but a `warning` close the connection too."""
        self.leaving = True
        with suppress(ConnectionError):
            if not self._silent():
                await self._say(
                    {
                        "type": "disconnect",
                        "reason": reason,
                        "num_connections": count,
                        "debug_info": {"host": f"applink-{new_id('')}"},
                        "connection_info": {"app_id": self.app_id},
                    }
                )
            if reason != "warning":
                await self.socket.close()

    def cut(self) -> None:
        """End it without a word."""
        transport = self.socket.get_extra_info("socket")
        if transport is not None:
            with suppress(OSError):
                transport.shutdown(2)

    async def close(self) -> None:
        """Close it."""
        with suppress(ConnectionError, RuntimeError):
            await self.socket.close()

    @asynccontextmanager
    async def alive(self, count: Callable[[], int]) -> AsyncIterator[None]:
        """Ping it meanwhile, and end it when its time has come: a warning first, then `refresh_requested`."""
        loop = asyncio.get_running_loop()
        tasks = [loop.create_task(self._ping()), loop.create_task(self._end(count))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _ping(self) -> None:
        with suppress(ConnectionError):
            while True:
                await asyncio.sleep(PING_SECONDS)
                if not self._silent():
                    await self.socket.ping()

    async def _end(self, count: Callable[[], int]) -> None:
        await asyncio.sleep(max(0.0, self._lifetime - WARNING_SECONDS))
        await self.leave(count(), "warning")
        await asyncio.sleep(min(WARNING_SECONDS, self._lifetime))
        await self.leave(count(), "refresh_requested")

    async def _say(self, frame: JSON) -> None:
        """Send a frame. Who gives up waiting for a slow client must not take the frames of others with it."""
        sending = asyncio.get_running_loop().create_task(self.socket.send_str(json.dumps(frame)))
        self._sending.add(sending)
        sending.add_done_callback(self._sent)
        await asyncio.shield(sending)

    def _sent(self, sending: asyncio.Task[None]) -> None:
        self._sending.discard(sending)
        if not sending.cancelled():
            sending.exception()  # whoever still waits gets it; nobody else needs to hear of it
