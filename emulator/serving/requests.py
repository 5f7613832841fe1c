"""The forms in which clients send arguments: query, form body, JSON body, and POST with a query and no body.

What cannot be read is refused with the names Slack's method pages list: `invalid_json`, `json_not_object`,
`invalid_form_data`, `invalid_post_type`, `missing_post_type`, `invalid_charset`.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from emulator.errors import JSON, SlackError
from emulator.serving.reading_json import NoJSON, read_json

# Arguments that are JSON even where they come as a string.
JSON_ARGUMENTS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
    "view": "invalid_arguments",
    "files": "invalid_arguments",
    "message": "invalid_arguments",
    "unfurls": "invalid_arguments",
    "user_auth_blocks": "invalid_blocks_format",
    "chunks": "invalid_chunks",
    "dialog": "validation_errors",
    "outputs": "invalid_arguments",
    "prompts": "invalid_arguments",
}
LARGEST_CALL = 4_000_000  # bytes; Slack names no number for a call, but nothing that it takes comes near this one
MOST_FIELDS = 1000
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
CHARSETS = {"utf-8", "utf8", "iso-8859-1", "latin1", "us-ascii"}
# What a multipart body that breaks off, or is none, makes the reader raise.
BROKEN = (ValueError, LookupError, AssertionError, TypeError, HttpProcessingError, EOFError)


class TooLarge(Exception):
    """More bytes than a call may have."""


@dataclass(frozen=True)
class Given:
    """What a call brings: its arguments, its token if it has one, how many bytes its body had."""

    args: JSON
    token: str | None
    size: int = 0


async def given_in(request: web.Request) -> Given:
    """Return the arguments of a Web API call, wherever they are. Raises SlackError or TooLarge."""
    query: JSON = dict(request.query.items())
    body, raw = await _body(request)
    # A token counts in a header, a query or a form, but not in JSON (docs.slack.dev/apis/web-api).
    spoken = {**query, **({} if request.content_type == "application/json" else body)}
    everything = {**_basic(request), **query, **body}
    args = {name: value for name, value in everything.items() if value is not None}
    return Given(args, token_of(request, spoken), raw)


def token_of(request: web.Request, arguments: Mapping[str, Any]) -> str | None:
    """Return the token: from the header, else from the argument `token`."""
    scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return str(arguments["token"]) if arguments.get("token") else None


def parsed(arguments: JSON) -> JSON:
    """Return the arguments with those that are JSON in a string read."""
    return {name: _parsed(name, value) for name, value in arguments.items() if name != "token"}


async def _body(request: web.Request) -> tuple[JSON, int]:
    if request.content_length is not None and request.content_length > LARGEST_CALL:
        raise TooLarge
    if not request.can_read_body:
        return {}, 0
    if request.content_type == MULTIPART:
        return await _multipart(request), request.content_length or 0
    raw = await bytes_of(request)
    return _read(request, raw), len(raw)


async def bytes_of(request: web.Request) -> bytes:
    """Return the body of a request. Raises TooLarge."""
    raw = bytearray()
    async for part in request.content.iter_any():
        raw += part
        if len(raw) > LARGEST_CALL:
            raise TooLarge
    return bytes(raw)


def _read(request: web.Request, raw: bytes) -> JSON:
    if not raw.strip():
        return {}
    if "Content-Type" not in request.headers:
        raise SlackError("missing_post_type")
    if (request.charset or "utf-8").lower() not in CHARSETS:
        raise SlackError("invalid_charset")
    kind = request.content_type
    if kind == "application/json":
        return _json_body(_text(request, raw, "invalid_json"))
    if kind == FORM:
        return _form_body(_text(request, raw, "invalid_form_data"))
    if kind == "text/plain":
        return {}
    raise SlackError("invalid_post_type")


def _text(request: web.Request, raw: bytes, error: str) -> str:
    try:
        return raw.decode(request.charset or "utf-8")
    except UnicodeDecodeError:
        raise SlackError(error) from None


def _form_body(text: str) -> JSON:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise SlackError("invalid_form_data") from None


async def _multipart(request: web.Request) -> JSON:
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise TooLarge from None
    except BROKEN:
        raise SlackError("invalid_form_data") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _json_body(text: str) -> JSON:
    try:
        body = read_json(text)
    except NoJSON:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _basic(request: web.Request) -> JSON:
    """Return the client id and secret of a Basic header, in which OAuth calls send them."""
    scheme, _, words = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() != "basic":
        return {}
    try:
        name, _, secret = base64.b64decode(words, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return {}
    return {"client_id": name, "client_secret": secret}


def _parsed(name: str, value: Any) -> Any:
    error = JSON_ARGUMENTS.get(name)
    if error is None:
        return _scalar(name, value)
    if not isinstance(value, str):
        return value
    try:
        return read_json(value)
    except NoJSON:
        raise SlackError(error, messages=[f"[ERROR] must be valid JSON [json-pointer:/{name}]"]) from None


def _scalar(name: str, value: Any) -> Any:
    """Return what is one word or number, or words with commas, which a client may give as a list."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ",".join(value)
    if isinstance(value, dict | list):
        raise SlackError("invalid_arguments", messages=[f"[ERROR] must be a string [json-pointer:/{name}]"])
    return value
