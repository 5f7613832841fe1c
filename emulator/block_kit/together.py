"""What Slack checks over several blocks at once: ids, the focus, and how much of a kind a message holds."""

from collections.abc import Iterator
from typing import Any

from emulator.block_kit.data import MOST_DATA_CHARACTERS, table_length
from emulator.block_kit.report import Report
from emulator.errors import JSON

MOST_CHARTS = 2
MOST_MARKDOWN = 12_000


def dicts_of(blocks: Any) -> list[JSON]:
    """Return the blocks that are objects at all."""
    return [block for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []


def check_ids(blocks: list[JSON], pointer: str, report: Report) -> None:
    """Check that no `block_id` comes twice."""
    seen: set[str] = set()
    for place, block in enumerate(blocks):
        block_id = block.get("block_id")
        if not isinstance(block_id, str) or not block_id:
            continue
        if block_id in seen:
            report.add(f"{pointer}/{place}/block_id", f'`block_id` "{block_id}" already exists', code="duplicate")
        seen.add(block_id)


def check_focus(blocks: list[JSON], pointer: str, report: Report) -> None:
    """Check that at most one element takes the focus."""
    focused = [
        f"{pointer}/{place}/{path}/focus_on_load"
        for place, block in enumerate(blocks)
        for path, element in _elements(block)
        if element.get("focus_on_load") is True
    ]
    for path in focused[1:]:
        report.add(path, "only one element can have `focus_on_load`")


def check_sums(blocks: list[JSON], pointer: str, report: Report) -> None:
    """Check what a message may hold in all: its blocks and those of its attachments together."""
    kinds = [block.get("type") for block in blocks]
    if kinds.count("table") > 1:
        report.add(pointer, "only_one_table_allowed", code="only_one_table_allowed")
    if kinds.count("data_visualization") > MOST_CHARTS:
        words = f"no more than {MOST_CHARTS} data_visualization blocks allowed"
        report.add(pointer, words, constraint={"type": "max_items", "max": MOST_CHARTS})
    markdown = [len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown"]
    if len(markdown) > 1 and sum(markdown) > MOST_MARKDOWN:
        report.too_long(pointer, MOST_MARKDOWN)
    tables = [table_length(block) for block in blocks if block.get("type") == "data_table"]
    if len(tables) > 1 and sum(tables) > MOST_DATA_CHARACTERS:
        report.too_long(pointer, MOST_DATA_CHARACTERS)


def _elements(block: JSON) -> Iterator[tuple[str, JSON]]:
    for name in ("element", "accessory"):
        if isinstance(block.get(name), dict):
            yield name, block[name]
    elements = block.get("elements")
    for place, element in enumerate(elements if isinstance(elements, list) else ()):
        if isinstance(element, dict):
            yield f"elements/{place}", element
