"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

import asyncio
import json
from collections import defaultdict
from contextlib import suppress
from weakref import WeakSet

from aiohttp import WSMsgType, web

from emulator.envelopes import Ack, Sent
from emulator.errors import JSON
from emulator.ids import new_id, new_secret
from emulator.live import Live

MOST_CONNECTIONS = 10
LIFETIME_SECONDS = 18060
DEBUG_LIFETIME_SECONDS = 360


class SocketMode:
    """The WebSocket side of every app; a payload goes to any one of an app's connections."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._tickets: dict[str, str] = {}
        self._connections: dict[str, list[web.WebSocketResponse]] = defaultdict(list)
        self._leaving: WeakSet[web.WebSocketResponse] = WeakSet()
        self._turn = 0
        self._pending: dict[str, asyncio.Future[JSON | None]] = {}

    def ticket(self, app_id: str) -> str:
        """Return a ticket for one connection."""
        ticket = new_secret(32)
        self._tickets[ticket] = app_id
        return ticket

    def is_connected(self, app_id: str) -> bool:
        """Whether the app has a connection that stays."""
        return bool(self._staying(app_id))

    def reaches(self, app_id: str) -> bool:
        """Whether a payload can go out, if need be over a connection that was told to leave."""
        return bool(self._open(app_id))

    def count(self, app_id: str) -> int:
        """Return how many connections the app has."""
        return len(self._open(app_id))

    async def send(self, sent: Sent) -> Ack:
        """Send an envelope over one connection and wait for its acknowledgement, on whichever connection it comes."""
        envelope = sent.envelope()
        answered = asyncio.get_running_loop().create_future()
        self._pending[envelope["envelope_id"]] = answered
        try:
            await self._next(sent.app.id).send_str(json.dumps(envelope))
            return Ack(payload=await answered)
        finally:
            self._pending.pop(envelope["envelope_id"], None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Keep one connection; a ticket is good for one."""
        app_id = self._tickets.pop(request.query.get("ticket", ""), None)
        if app_id is None:
            return web.Response(status=404, text="invalid ticket")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if self.count(app_id) >= MOST_CONNECTIONS:
            await socket.send_str(json.dumps(self._goodbye(app_id, "too_many_websockets")))
            await socket.close()
            return socket
        self._connections[app_id].append(socket)
        self._live.tell("state")
        try:
            await socket.send_str(
                json.dumps(self._hello(app_id, debug=request.query.get("debug_reconnects") == "true"))
            )
            await self._read(socket)
        finally:
            self._connections[app_id].remove(socket)
            self._live.tell("state")
        return socket

    async def disconnect(self, app_id: str, reason: str = "refresh_requested") -> None:
        """Say goodbye on every connection; all but a `warning` close it too."""
        for socket in self._open(app_id):
            self._leaving.add(socket)
            await socket.send_str(json.dumps(self._goodbye(app_id, reason)))
            if reason != "warning":
                await socket.close()

    def cut(self, app_id: str) -> None:
        """Cut every connection without a word, as a broken network does."""
        for socket in self._open(app_id):
            transport = socket.get_extra_info("socket")
            self._connections[app_id].remove(socket)
            if transport is not None:
                transport.shutdown(2)

    async def stop(self) -> None:
        """Close everything."""
        for sockets in self._connections.values():
            for socket in list(sockets):
                with suppress(ConnectionError, RuntimeError):
                    await socket.close()

    async def _read(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                self._acknowledge(frame.data)

    def _acknowledge(self, text: str) -> None:
        with suppress(ValueError):
            frame = json.loads(text)
            answered = self._pending.get(frame.get("envelope_id", ""))
            if answered is not None and not answered.done():
                answered.set_result(frame.get("payload"))

    def _next(self, app_id: str) -> web.WebSocketResponse:
        sockets = self._staying(app_id) or self._open(app_id)
        self._turn += 1
        return sockets[self._turn % len(sockets)]

    def _staying(self, app_id: str) -> list[web.WebSocketResponse]:
        return [socket for socket in self._open(app_id) if socket not in self._leaving]

    def _open(self, app_id: str) -> list[web.WebSocketResponse]:
        return [socket for socket in self._connections[app_id] if not socket.closed]

    def _hello(self, app_id: str, *, debug: bool) -> JSON:
        return {
            "type": "hello",
            "num_connections": self.count(app_id),
            "debug_info": {
                "host": f"applink-{new_id('')}",
                "build_number": 10,
                "approximate_connection_time": DEBUG_LIFETIME_SECONDS if debug else LIFETIME_SECONDS,
            },
            "connection_info": {"app_id": app_id},
        }

    def _goodbye(self, app_id: str, reason: str) -> JSON:
        return {
            "type": "disconnect",
            "reason": reason,
            "num_connections": self.count(app_id),
            "debug_info": {"host": f"applink-{new_id('')}"},
            "connection_info": {"app_id": app_id},
        }
