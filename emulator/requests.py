"""The forms in which clients send arguments: query, form body, JSON body, and POST with a query and no body."""

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from emulator.errors import JSON, SlackError

# Arguments that are JSON even where they come as a string.
JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
    "message": "invalid_arguments",
}


async def arguments_of(request: web.Request) -> JSON:
    """Return the arguments of a Web API call, wherever they are."""
    arguments: JSON = {**request.query, **await _body(request)}
    return {name: value for name, value in arguments.items() if value is not None}


def token_of(request: web.Request, arguments: Mapping[str, Any]) -> str | None:
    """Return the token: from the header, else from the argument `token`."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return str(arguments["token"]) if arguments.get("token") else None


def parsed(arguments: JSON) -> JSON:
    """Return the arguments with those that are JSON in a string read."""
    return {name: _parsed(name, value) for name, value in arguments.items() if name != "token"}


async def _body(request: web.Request) -> JSON:
    if not request.can_read_body:
        return {}
    if request.content_type == "application/json":
        return _json_body(await request.text())
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _json_body(text: str) -> JSON:
    if not text:
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _parsed(name: str, value: Any) -> Any:
    error = JSON_ARGUMENTS.get(name)
    if error is None or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise SlackError(error, messages=[f"[ERROR] must be valid JSON [json-pointer:/{name}]"]) from None
