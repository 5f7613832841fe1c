"""Which fields of a form somebody left alone: the form carries a mark of what each held when it was opened.

Where such a field is to show something else, it needs a new id: what stood under the old one would stay in it.
"""

import json
import zlib
from collections.abc import Mapping
from typing import Any

from handlers.payloads import Body, values

AGAIN = "~"
"""Between a field and how often it has become another one."""


def marks(filled: Mapping[str, Any]) -> dict[str, int]:
    """Return a mark of what stands in each field, small enough to be carried along."""
    return {field: _mark(value) for field, value in filled.items()}


def untouched(said: Mapping[str, Any], marks: object) -> set[str]:
    """Return the fields that hold what they held when they were marked."""
    known = marks if isinstance(marks, dict) else {}
    return {field for field, value in said.items() if field in known and known[field] == _mark(value)}


def _mark(value: Any) -> int:
    return zlib.crc32(json.dumps(value or None).encode())


def ids_in(form: Body) -> dict[str, str]:
    """Return the id under which each field stands in a form that was sent."""
    return {id.partition(AGAIN)[0]: id for id in values(form)}


def said_in(form: Body) -> dict[str, Any]:
    """Return what a form holds, by field."""
    return {id.partition(AGAIN)[0]: value for id, value in values(form).items()}


def renamed(form: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Return a form with these ids instead of the names of its fields."""
    blocks = [block | {"block_id": ids.get(block["block_id"], block["block_id"])} for block in form["blocks"]]
    return form | {"blocks": blocks}
