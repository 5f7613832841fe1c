"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

import asyncio
import json
from collections import defaultdict
from contextlib import suppress

from aiohttp import WSMsgType, web

from emulator.serving.live import Live
from emulator.state.ids import new_secret
from emulator.wires.connections import LIFETIME_SECONDS, Connection
from emulator.wires.envelopes import FAILED, Ack, Sent

MOST_CONNECTIONS = 10
MOST_TICKETS = 1000
# A frame from an app is an acknowledgement with, at most, a view in it.
LARGEST_FRAME = 1_000_000


class SocketMode:
    """The WebSocket side of every app; a payload goes to any one of an app's connections.

    How long a connection lasts is counted in real seconds: a jump of the workspace's clock does not cut it.
    """

    def __init__(self, live: Live) -> None:
        self.lifetime = float(LIFETIME_SECONDS)
        self._live = live
        self._tickets: dict[str, str] = {}
        self._connections: dict[str, list[Connection]] = defaultdict(list)
        self._silent: set[str] = set()
        self._turn = 0
        self._pending: dict[str, asyncio.Future[object]] = {}

    def ticket(self, app_id: str) -> str:
        """Return a ticket for one connection."""
        ticket = new_secret(32)
        self._tickets[ticket] = app_id
        if len(self._tickets) > MOST_TICKETS:
            del self._tickets[next(iter(self._tickets))]
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

    def silence(self, app_id: str, *, silent: bool) -> None:
        """Let nothing through in either direction, while the connections stay open; or let it through again."""
        (self._silent.add if silent else self._silent.discard)(app_id)

    def is_silent(self, app_id: str) -> bool:
        """Whether nothing comes through to the app and from it."""
        return app_id in self._silent

    async def send(self, sent: Sent) -> Ack:
        """Send an envelope over one connection and wait for its acknowledgement, on whichever connection it comes."""
        envelope = sent.envelope()
        answered: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._pending[envelope["envelope_id"]] = answered
        try:
            await self._next(sent.app.id).send(envelope)
            payload = await answered
            return Ack(payload=payload if isinstance(payload, dict) else None)
        except ConnectionError:  # it broke while we spoke
            return Ack(error=FAILED, reason="connection_failed")
        finally:
            self._pending.pop(envelope["envelope_id"], None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Keep one connection; a ticket is good for one."""
        app_id = self._tickets.pop(request.query.get("ticket", ""), None)
        if app_id is None:
            return web.Response(status=404, text="invalid ticket")
        socket = web.WebSocketResponse(autoping=False, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        connection = Connection(request, socket, app_id, lambda: self.is_silent(app_id), self.lifetime)
        if self.count(app_id) >= MOST_CONNECTIONS:
            await connection.leave(self.count(app_id), "too_many_websockets")
            return socket
        self._connections[app_id].append(connection)
        self._live.tell("state")
        await self._keep(connection)
        return socket

    async def disconnect(self, app_id: str, reason: str = "refresh_requested") -> None:
        """Say goodbye on every connection; all but a `warning` close it too."""
        count = self.count(app_id)
        for connection in self._open(app_id):
            await connection.leave(count, reason)

    def cut(self, app_id: str) -> None:
        """Cut every connection without a word, as a broken network does."""
        for connection in self._open(app_id):
            connection.cut()
            self._connections[app_id].remove(connection)

    async def stop(self) -> None:
        """Close everything."""
        for connections in self._connections.values():
            for connection in list(connections):
                await connection.close()

    async def _keep(self, connection: Connection) -> None:
        try:
            await connection.hello(self.count(connection.app_id))
            async with connection.alive(lambda: self.count(connection.app_id)):
                await self._read(connection)
        except ConnectionError:
            pass  # it went away while we spoke
        finally:
            with suppress(ValueError):  # it was cut, and so taken away already
                self._connections[connection.app_id].remove(connection)
            self._live.tell("state")

    async def _read(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if self.is_silent(connection.app_id):
                continue
            if frame.type is WSMsgType.PING:
                await connection.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT:
                self._acknowledge(frame.data)

    def _acknowledge(self, text: str) -> None:
        with suppress(ValueError, RecursionError):
            frame = json.loads(text)
            named = frame.get("envelope_id") if isinstance(frame, dict) else None
            answered = self._pending.get(named) if isinstance(named, str) else None
            if answered is not None and not answered.done():
                answered.set_result(frame.get("payload"))

    def _next(self, app_id: str) -> Connection:
        connections = self._staying(app_id) or self._open(app_id)
        self._turn += 1
        return connections[self._turn % len(connections)]

    def _staying(self, app_id: str) -> list[Connection]:
        return [one for one in self._open(app_id) if not one.leaving]

    def _open(self, app_id: str) -> list[Connection]:
        return [one for one in self._connections[app_id] if not one.socket.closed]
