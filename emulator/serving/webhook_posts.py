"""What apps send to incoming webhooks: the words and codes with which Slack answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.typedefs import Handler

from emulator.errors import JSON, SlackError
from emulator.serving.mistakes import internal_error
from emulator.serving.responding import body_of

if TYPE_CHECKING:
    from emulator.server import Emulator

# docs.slack.dev/messaging/sending-messages-using-incoming-webhooks: anything else is 400.
CODES = {"no_service": 404, "no_active_hooks": 404, "channel_is_archived": 410}


def webhook_posts(emulator: Emulator) -> Handler:
    """Return the handler of POST /services/…."""

    async def post(request: web.Request) -> web.StreamResponse:
        begun, body, refusal = emulator.traffic.begin(), {}, None
        try:
            body = await body_of(request)
            emulator.webhooks.use(request.path, body)
        except SlackError as reason:
            refusal = reason
        except Exception as mistake:  # noqa: BLE001 - as the Web API: an answer of Slack's, and no traceback
            refusal = internal_error("A webhook", mistake)
        words = refusal.error if refusal else "ok"
        _note(emulator, begun, request.path, body, words)
        return web.Response(text=words, status=CODES.get(words, 400) if refusal else 200)

    return post


def _note(emulator: Emulator, begun: Any, path: str, body: JSON, words: str) -> None:
    answer: Any = {"ok": False, "error": words} if words != "ok" else words
    emulator.traffic.to_slack(begun, emulator.webhooks.app_of(path), "response_url", "webhook", body, answer)
    emulator.live.stir()
