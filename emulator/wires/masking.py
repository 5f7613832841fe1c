"""Take the secrets out of what is shown: tokens, signing secrets, and addresses that work without a token.

Trigger ids stay: they are gone after three seconds, and a reader wants to see which one came back.
"""

import re
from collections.abc import Iterable
from typing import Any

from emulator.errors import JSON
from emulator.state.workspace import App

HIDDEN = "•••"
SECRET_KEYS = frozenset(
    {
        "access_token",
        "app_token",
        "authorization",
        "bot_token",
        "client_secret",
        "refresh_token",
        "signing_secret",
        "token",
    }
)
# Tokens in Slack's forms; the last part of a response or upload address; the ticket of a socket.
TOKEN = re.compile(r"\b(xox[a-z]|xapp|xwfp)(-)[\w.%-]+")
ADDRESS = re.compile(r"(/(?:commands|actions|app)/\w+/\w+/|/upload/v1/|\bticket=)[A-Za-z0-9]+")
DEEPEST = 120


def without_secrets(value: Any, apps: Iterable[App] = ()) -> Any:
    """Return `value` as JSON without its secrets; `apps` are those whose credentials must not be seen."""
    secrets = {secret for app in apps for secret in (app.bot_token, app.app_token, app.signing_secret)}
    return _masked(value, sorted(filter(None, secrets), key=len, reverse=True), 0)


def _masked(value: Any, secrets: list[str], depth: int) -> Any:
    if depth > DEEPEST:
        return "…"
    if isinstance(value, str):
        return _text(value, secrets)
    if isinstance(value, dict):
        return {_text(str(key), secrets): _entry(key, inner, secrets, depth) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(inner, secrets, depth + 1) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else _text(str(value), secrets)


def _entry(key: object, inner: Any, secrets: list[str], depth: int) -> Any:
    if key in SECRET_KEYS and isinstance(inner, str) and inner:
        kept = TOKEN.match(inner)
        return f"{kept[1]}-{HIDDEN}" if kept else HIDDEN
    return _masked(inner, secrets, depth + 1)


def _text(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        if secret in text:
            kept = TOKEN.match(secret)
            text = text.replace(secret, f"{kept[1]}-{HIDDEN}" if kept else HIDDEN)
    return ADDRESS.sub(rf"\1{HIDDEN}", TOKEN.sub(rf"\1-{HIDDEN}", text))


def headline(payload: JSON) -> str:
    """Return what a delivery is about, in a few words: `/kudos`, `block_actions give`, `event message.im`."""
    if command := payload.get("command"):
        return str(command)
    if isinstance(event := payload.get("event"), dict):
        return f"event {event_name(event)}"
    kind = str(payload.get("type", ""))
    if kind == "block_actions":
        return " ".join([kind, *(str(one.get("action_id", "")) for one in payload.get("actions", ()))])
    named = payload.get("view", {}).get("callback_id") if kind.startswith("view_") else payload.get("callback_id")
    return " ".join(filter(None, [kind, str(named or payload.get("action_id") or "")]))


def event_name(event: JSON) -> str:
    """Return the name under which an app subscribes to an event: `message.im`, `reaction_added`."""
    kind = str(event.get("type", ""))
    if kind != "message":
        return kind
    ending = {"channel": "channels", "group": "groups"}.get(str(event.get("channel_type")), event.get("channel_type"))
    return f"message.{ending}"
