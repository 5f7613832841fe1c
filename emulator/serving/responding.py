"""What apps send to response URLs: JSON, or a form whose `payload` is JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aiohttp import web

from emulator.errors import JSON, SlackError
from emulator.serving.mistakes import internal_error
from emulator.serving.reading_json import read_json
from emulator.serving.requests import FORM, TooLarge, bytes_of

if TYPE_CHECKING:
    from emulator.server import Emulator

INVALID = SlackError("invalid_payload")


class Responses:
    """Takes what comes to a response URL, and notes it."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def respond(self, request: web.Request) -> web.Response:
        """Answer `ok`, or refuse as Slack does: 404 for an address that is used up, 400 for what cannot be shown."""
        begun, body, refusal = self._emulator.traffic.begin(), {}, None
        try:
            body = await body_of(request)
            self._emulator.response_urls.use(request.path, body)
        except SlackError as reason:
            refusal = reason
        except Exception as mistake:  # noqa: BLE001 - as the Web API: an answer of Slack's, and no traceback
            refusal = internal_error("A response URL", mistake)
        target = self._emulator.response_urls.find(request.path)
        answer: Any = refusal.answer() if refusal else "ok"
        self._emulator.traffic.to_slack(
            begun, target.app if target else None, "response_url", f"respond {_kind(request)}", body, answer
        )
        self._emulator.live.stir()
        if refusal is None:
            return web.Response(text="ok")
        return web.json_response(answer, status=404 if refusal.error.endswith("_url") else 400)


async def body_of(request: web.Request) -> JSON:
    """Return the JSON object an app sent, or refuse."""
    try:
        text = (await bytes_of(request)).decode()
        if request.content_type == FORM and not text.lstrip().startswith("{"):
            text = parse_qs(text).get("payload", [""])[0]
        body = read_json(text)
    except (ValueError, TooLarge):
        raise INVALID from None
    if not isinstance(body, dict):
        raise INVALID
    return body


def _kind(request: web.Request) -> str:
    return {"commands": "to a command", "actions": "to an action"}.get(request.match_info["kind"], "to a shortcut")
