"""Cursors: lists in pages."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from emulator.errors import JSON, SlackError
from emulator.web_api.call import ApiCall

Item = TypeVar("Item")
PREFIX = "next:"


def page(call: ApiCall, found: Sequence[Item], *, default: int, most: int = 1000) -> tuple[Sequence[Item], str]:
    """Return one page of `found` and the cursor of the next, empty at the end."""
    start = position(call)
    size = call.number("limit", default, most=most)
    end = start + size
    return found[start:end], cursor(end) if end < len(found) else ""


def position(call: ApiCall) -> int:
    """Return where the page begins that the call's cursor asks for."""
    given = call.args.get("cursor")
    if not given:
        return 0
    try:
        decoded = base64.b64decode(str(given), validate=True).decode()
        return int(decoded.removeprefix(PREFIX))
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise SlackError("invalid_cursor") from None


def cursor(place: int) -> str:
    """Return the cursor for a place in a list."""
    return base64.b64encode(f"{PREFIX}{place}".encode()).decode()


def old_page(call: ApiCall, found: Sequence[Item]) -> tuple[Sequence[Item], JSON]:
    """Return one page of `found` by number (`page`, `count`), and Slack's words on where it lies."""
    count, number = call.number("count", 100, most=1000), call.number("page", 1, most=10**6)
    pages = max(1, -(-len(found) // count))
    paging = {"count": count, "total": len(found), "page": number, "pages": pages}
    return found[(number - 1) * count : number * count], paging
