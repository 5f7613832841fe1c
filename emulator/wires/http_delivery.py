"""HTTP delivery: signed requests to an app's request URL."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp

from emulator.errors import JSON
from emulator.wires.envelopes import FAILED, Ack, Sent

OK = 200


def now() -> datetime:
    """Return the real time: who checks a signature compares it with theirs."""
    return datetime.now(UTC)


class HttpDelivery:
    """Posts payloads as Slack does. `signing_clock` is what the time stamps of the signatures come from."""

    def __init__(self, signing_clock: Callable[[], datetime] = now) -> None:
        self._clock = signing_clock
        self._session: aiohttp.ClientSession | None = None

    async def post(self, sent: Sent) -> Ack:
        """Post one payload, signed anew unless it was already sent, and return the answer."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        body, headers = self._wire(sent)
        url = sent.app.request_url or ""
        try:
            async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                return _ack(sent, answer, await answer.text())
        except aiohttp.ClientError:
            return Ack(error=FAILED, reason="connection_failed")

    async def stop(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _wire(self, sent: Sent) -> tuple[str, dict[str, str]]:
        if "body" not in sent.wire:
            sent.wire["body"] = _body(sent)
            sent.wire["headers"] = self._headers(sent, sent.wire["body"])
        return sent.wire["body"], sent.wire["headers"]

    def _headers(self, sent: Sent, body: str) -> dict[str, str]:
        timestamp = str(int(self._clock().timestamp()))
        json_body = sent.kind == "events_api"
        headers = {
            "Content-Type": "application/json" if json_body else "application/x-www-form-urlencoded",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(sent.app.signing_secret, timestamp, body),
        }
        if sent.retry:
            headers |= {"X-Slack-Retry-Num": str(sent.retry), "X-Slack-Retry-Reason": sent.retry_reason}
        return headers


def signature(secret: str, timestamp: str, body: str) -> str:
    """Return Slack's v0 signature (docs.slack.dev/authentication/verifying-requests-from-slack)."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return f"v0={digest}"


def _body(sent: Sent) -> str:
    if sent.kind == "events_api":
        return json.dumps(sent.payload)
    if sent.kind == "slash_commands":
        return urlencode({key: _form_value(value) for key, value in sent.payload.items()})
    return urlencode({"payload": json.dumps(sent.payload)})


def _form_value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ack(sent: Sent, answer: aiohttp.ClientResponse, text: str) -> Ack:
    no_retry = answer.headers.get("x-slack-no-retry") == "1"
    if 300 <= answer.status < 400:
        return Ack(error=FAILED, reason="too_many_redirects", no_retry=no_retry)
    if not OK <= answer.status < 300:
        return Ack(error=FAILED, reason="http_error", no_retry=no_retry)
    return Ack(payload=_payload(sent, text), no_retry=no_retry)


def _payload(sent: Sent, text: str) -> JSON | None:
    if not text.strip() or sent.kind == "events_api":
        return None
    try:
        parsed = json.loads(text)
    except ValueError:
        parsed = None
    return parsed if isinstance(parsed, dict) else {"text": text}
