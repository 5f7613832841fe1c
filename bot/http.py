"""The bot's own HTTP server: `/healthz`, `/metrics`, where it is set `/api/kpi`, and in HTTP mode what Slack sends to `/slack/events`.

The signature is checked before anything else looks at a request, by our own wrapper: Bolt's logs the whole body when
one is wrong and fails on a timestamp that is no number. Wrong, old or malformed: 401, and nothing of it in a log.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier

from bot.health import Health
from bot.logs import server_log
from handlers.payloads import well_formed
from storage.database import answering

log = structlog.get_logger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answered = Callable[[str, float], None]
"""Is told what kind of input was answered (command, event, interactive), and in how many seconds."""

SLACK_WAITS = 3.0
"""Seconds."""
LARGEST_REQUEST = 1024 * 1024
"""Bytes. A full form of Slack's is a quarter of it."""
COMES_WITHIN = 10.0
"""Seconds until a body must be there: nobody holds a connection for as long as they like."""
PATH, KPI_PATH, METRICS_PATH = "/slack/events", "/api/kpi", "/metrics"
OK, UNKNOWN = 200, 404


def authentic(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str], *, sender: str = "X-Slack") -> bool:
    """Tell whether Slack, or another `sender`, signed these bytes within the last five minutes. Never raises."""
    timestamp = headers.get(f"{sender}-Request-Timestamp", "")
    signature = headers.get(f"{sender}-Signature", "")
    if not (timestamp.isascii() and timestamp.isdigit() and signature.isascii() and signature.startswith("v0=")):
        return False
    try:
        return bool(verifier.is_valid(body.decode(), timestamp, signature))
    except (ValueError, OverflowError):  # no UTF-8, or a time beyond all numbers: nobody we know sent it
        return False


async def body_of(request: web.Request) -> bytes:
    """Return the body; of one that does not come, or is not what its headers say of it, nothing, which nobody has signed."""
    try:
        async with asyncio.timeout(COMES_WITHIN):
            return await request.read()
    except (web.RequestPayloadError, TimeoutError):
        return b""


def _nobody_counts(_kind: str, _seconds: float) -> None:
    """Nobody wants to know."""


def slack_requests(app: AsyncApp, signing_secret: str, answered: Answered = _nobody_counts) -> Handler:
    """Return the handler of Slack's requests; `answered` is told how long each took."""
    verifier = SignatureVerifier(signing_secret)

    async def handle(request: web.Request) -> web.StreamResponse:
        began = time.monotonic()
        await asyncio.sleep(0)  # when each of a crowd came is noted before the first of them is worked on
        if not authentic(verifier, await body_of(request), request.headers):
            return web.Response(status=401)
        try:
            asked = await to_bolt_request(request)
            with answering(began):
                answer = await app.async_dispatch(asked) if well_formed(asked.body) else None
        except Exception as bug:  # noqa: BLE001, Bolt looks into payloads before any handler of ours could explain
            log.warning("unreadable payload", error=type(bug).__name__)
            answer = None
        if answer is None or answer.status == UNKNOWN or (answer.status != OK and "event" not in asked.body):
            return web.Response(status=400, headers={"x-slack-no-retry": "1"})  # a form stays open with its text
        answered(_kind(asked.body), time.monotonic() - began)
        return await to_aiohttp_response(answer)

    return handle


def _kind(body: Mapping[str, Any]) -> str:
    return next((kind for kind in ("command", "event") if kind in body), "interactive")


def web_app(
    health: Health, *, slack: Handler | None = None, kpis: Handler | None = None, metrics: Handler | None = None
) -> web.Application:
    """Return the server's routes; `slack` is for HTTP mode, `kpis` takes readings, `metrics` tells numbers."""
    server = web.Application(client_max_size=LARGEST_REQUEST)

    async def healthz(_request: web.Request) -> web.StreamResponse:
        trouble = await health.trouble()
        return web.json_response({"ok": not trouble, "trouble": trouble}, status=503 if trouble else 200)

    server.router.add_get("/healthz", healthz)
    if slack:
        server.router.add_post(PATH, slack)
    if kpis:
        server.router.add_post(KPI_PATH, kpis)
    if metrics:
        server.router.add_get(METRICS_PATH, metrics)
    return server


async def listen(
    server: web.Application,
    port: int,
    *,
    host: str = "0.0.0.0",  # noqa: S104, Slack must reach it
) -> tuple[web.AppRunner, int]:
    """Start listening; return the runner to clean up and the port (0 takes any free one). Raises OSError.

    Cleaning up waits for requests under way, as long as Slack waits for their answer.
    """
    runner = web.AppRunner(server, access_log=None, logger=server_log(), shutdown_timeout=SLACK_WAITS)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner, int(runner.addresses[0][1])
