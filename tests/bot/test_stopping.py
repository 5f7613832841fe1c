"""How the socket to Slack ends, and is made anew when it falls silent: nothing that came over it is lost."""

import asyncio
import json

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.socket_mode import SILENT_FOR, Socket

SOON = 5
"""Seconds, half of what the SDK would wait for a goodbye: a test that hangs ends here."""
KUDOS = {
    "envelope_id": "first",
    "type": "slash_commands",
    "accepts_response_payload": True,
    "payload": {"command": "/kudos", "text": "", "user_id": "UANA", "team_id": "T0NORTHWIND", "channel_id": "C1"},
}


class Slack:
    """A Slack with one connection: it sends one envelope, hears the answers, and says goodbye or does not."""

    def __init__(self) -> None:
        self.connected, self.ended = asyncio.Event(), asyncio.Event()
        self.polite = True
        self.heard: list[str] = []
        self.connections = 0
        self.sockets: list[web.WebSocketResponse] = []
        self.url = ""

    async def open_connection(self, _request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"{self.url}/link"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoclose=False)
        await socket.prepare(request)
        self.connections += 1
        self.sockets.append(socket)
        await socket.send_str(json.dumps(KUDOS))
        self.connected.set()
        async for frame in socket:
            self.heard.append(frame.data)
        await (socket.close() if self.polite else self.ended.wait())
        return socket


@pytest.fixture
async def slack():
    there, app = Slack(), web.Application()
    app.router.add_route("*", "/api/apps.connections.open", there.open_connection)
    app.router.add_get("/link", there.link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield there
    there.ended.set()
    await runner.cleanup()


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T0NORTHWIND", bot_token="xoxb-test")


@pytest.fixture
async def connected(slack):
    """Return a connected socket, what tells that its command is under way, and what lets it go on."""
    client = AsyncWebClient(base_url=f"{slack.url}/api/")
    app = AsyncApp(client=client, authorize=authorize, process_before_response=True, request_verification_enabled=False)
    begun, go_on = asyncio.Event(), asyncio.Event()

    @app.command("/kudos")
    async def kudos(ack):
        begun.set()
        await go_on.wait()
        await ack("Thank you")

    socket = Socket(app, "xapp-test", web_client=client, answered=lambda *_: None)
    await socket.connect_async()
    await slack.connected.wait()
    yield socket, begun, go_on
    go_on.set()
    await socket.close_async()


async def test_what_is_under_way_is_answered_before_the_goodbye(slack, connected):
    socket, begun, go_on = connected
    await begun.wait()

    ending = asyncio.create_task(socket.close_async())
    for _ in range(20):  # as far as it gets by itself
        await asyncio.sleep(0)
    go_on.set()
    await ending

    assert [json.loads(text)["payload"] for text in slack.heard] == [{"text": "Thank you"}]
    assert socket.client.current_session.closed


async def test_a_silent_slack_is_not_waited_for(slack, connected):
    slack.polite = False
    socket, _, go_on = connected
    go_on.set()

    async with asyncio.timeout(SOON):
        await socket.close_async()

    assert socket.client.current_session.closed
    assert socket.client.aiohttp_client_session.closed


async def arrived(slack, socket, ending):
    """Send a second command, and wait until the SDK has it."""
    await slack.sockets[0].send_str(json.dumps(KUDOS | {"envelope_id": "second"}))
    while socket.client.message_queue.empty() and not ending.done():  # noqa: ASYNC110, until it has arrived
        await asyncio.sleep(0)
    await asyncio.sleep(0)


async def test_what_comes_before_a_quiet_moment_is_answered_too(slack, connected):
    socket, begun, go_on = connected
    await begun.wait()
    ending = asyncio.create_task(socket.close_async())
    await asyncio.sleep(0)

    await arrived(slack, socket, ending)
    go_on.set()
    await ending

    assert sorted(json.loads(text)["envelope_id"] for text in slack.heard) == ["first", "second"]


async def test_what_comes_later_is_left_to_the_next_connection(slack, connected, monkeypatch):
    monkeypatch.setattr("bot.socket_mode.QUIET_WITHIN", 0)
    socket, begun, go_on = connected
    await begun.wait()
    ending = asyncio.create_task(socket.close_async())
    while not socket._closing:  # noqa: ASYNC110, until no quiet moment came
        await asyncio.sleep(0)

    await arrived(slack, socket, ending)
    go_on.set()
    await ending

    assert [json.loads(text)["envelope_id"] for text in slack.heard] == ["first"]


class Clock:
    """A stopwatch that only its reader moves."""

    def __init__(self, *steps: float) -> None:
        self.now, self.steps = 0.0, list(steps)
        self.over = asyncio.Event()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, _seconds: float) -> None:
        if not self.steps:
            self.over.set()
            await asyncio.Event().wait()
        self.now += self.steps.pop(0)


@pytest.mark.parametrize(
    ("steps", "made"),
    [
        pytest.param((SILENT_FOR,), 1, id="not yet"),
        pytest.param((SILENT_FOR + 1,), 2, id="silent"),
        pytest.param((SILENT_FOR + 1, SILENT_FOR, 2), 3, id="silent again"),
    ],
)
async def test_a_silent_connection_is_made_anew(slack, connected, steps, made):
    socket, begun, go_on = connected
    await begun.wait()
    go_on.set()
    clock = Clock(*steps)

    watching = asyncio.create_task(socket.watch(clock=clock, sleep=clock.sleep))
    await clock.over.wait()
    watching.cancel()

    assert slack.connections == made
    assert await socket.client.is_connected()
