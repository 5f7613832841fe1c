"""From a request to an answer: arguments in, JSON out; what goes wrong becomes 400 and a sentence."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from emulator.errors import JSON, Misuse, SlackError
from emulator.serving.reading_json import NoJSON, read_json

if TYPE_CHECKING:
    from emulator.server import Emulator

LARGEST = 32_000_000  # bytes: an uploaded file comes in base64
LARGEST_NUMBER = 1e12
MISSING = object()


class Given:
    """The arguments of one request, read with their types. What is missing or of another type is said in a sentence."""

    def __init__(self, args: JSON) -> None:
        self.args = args

    def has(self, name: str) -> bool:
        """Whether the argument is there and not null."""
        return self.args.get(name) is not None

    def text(self, name: str, default: Any = MISSING) -> str:
        """Return text. Numbers are no text, so that an id stays what it was."""
        value = self._value(name, default)
        if value is not default and not isinstance(value, str):
            raise Misuse(f"The argument {name!r} is text, not {_short(value)}.")
        return value  # type: ignore[no-any-return]  # text, or the default, which is the caller's

    def optional(self, name: str) -> str | None:
        """Return text that may be missing; empty text counts as missing."""
        return self.text(name, None) or None

    def number(self, name: str, default: float | None = None) -> float:
        """Return a number, which a query writes as text."""
        value = self._value(name, MISSING if default is None else default)
        try:
            found = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            found = math.nan
        if not abs(found) <= LARGEST_NUMBER:
            raise Misuse(f"The argument {name!r} is a number, not {_short(value)}.")
        return found

    def whole(self, name: str, default: int | None = None) -> int:
        """Return a whole number of 0 or more."""
        value = self.number(name, default)
        if value != int(value) or value < 0:
            raise Misuse(f"The argument {name!r} is a whole number of 0 or more, not {_short(self.args[name])}.")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return true or false; missing is false."""
        value = self.args.get(name)
        if value in (None, "", "0", "false"):
            return False
        if value in (True, "1", "true"):
            return True
        if isinstance(value, bool | int):
            return bool(value)
        raise Misuse(f"The argument {name!r} is true or false, not {_short(value)}.")

    def mapping(self, name: str, default: Any = MISSING) -> JSON:
        """Return a JSON object."""
        value = self._value(name, default)
        if not isinstance(value, dict):
            raise Misuse(f"The argument {name!r} is a JSON object, not {_short(value)}.")
        return value

    def texts(self, name: str) -> list[str]:
        """Return a list of texts."""
        value = self._value(name, MISSING)
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise Misuse(f"The argument {name!r} is a list of texts, not {_short(value)}.")
        return value

    def _value(self, name: str, default: Any) -> Any:
        value = self.args.get(name)
        if value is not None:
            return value
        if default is MISSING:
            raise Misuse(f"The argument {name!r} is missing.")
        return default


Work = Callable[["Emulator", Given], Awaitable[JSON]]
Endpoint = tuple[str, str, Work]


def answering(emulator: Emulator, work: Work) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Make a handler of a function from arguments to an answer."""

    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await work(emulator, Given(await _arguments(request))))
        except (Misuse, SlackError, ValueError) as trouble:
            return refusal(trouble)

    return handler


def refusal(trouble: Exception) -> web.Response:
    """Return 400 with a sentence."""
    words = f"Slack says no: {trouble.error}." if isinstance(trouble, SlackError) else str(trouble)
    return web.json_response({"error": words}, status=400)


async def _arguments(request: web.Request) -> JSON:
    if request.method != "POST" or not request.can_read_body:
        return dict(request.query.items())
    body = read_json(await _body(request))
    if not isinstance(body, dict):
        raise Misuse("Send a JSON object.")
    return body


async def _body(request: web.Request) -> str:
    raw = bytearray()
    async for part in request.content.iter_any():
        raw += part
        if len(raw) > LARGEST:
            raise Misuse(f"This is larger than {LARGEST:,} bytes.")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise NoJSON("This is no UTF-8.") from None


def _short(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:59] + "…"
