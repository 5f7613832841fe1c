"""Block Kit: refusing what Slack refuses, and giving each block the `block_id` it lacks.

- A message with invalid blocks is answered `invalid_blocks` with `errors`, a view `invalid_arguments`; both with
  `response_metadata.messages`.
- Lengths count characters as Slack does (code points), lists count items.
- What Slack's pages and its recorded answers do not say is not checked.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from emulator.block_kit.blocks import BLOCKS, SURFACES
from emulator.block_kit.report import Report
from emulator.block_kit.rules import Shape, anything, boolean, items, plain, string, typed
from emulator.errors import JSON, SlackError
from emulator.ids import new_block_id

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
MOST_CHARTS = 2
MOST_MARKDOWN = 12_000

VIEW_FIELDS: dict[str, Any] = {
    "type": anything,
    "blocks": anything,
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
}
HOME = Shape(VIEW_FIELDS, required=("blocks",))
MODAL = Shape(
    {
        **VIEW_FIELDS,
        "title": plain(24),
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
    required=("title", "blocks"),
)
SURFACE_BLOCKS = {name: typed(BLOCKS, allowed) for name, allowed in SURFACES.items()}


def blocks_report(blocks: Any, *, surface: str = "message", pointer: str = "/blocks") -> Report:
    """Check the blocks of a "message", "modal" or "home"."""
    report = Report()
    most = MOST_IN_MESSAGE if surface == "message" else MOST_IN_VIEW
    items(SURFACE_BLOCKS[surface], most=most)(blocks, pointer, report)
    if isinstance(blocks, list):
        known = [block for block in blocks if isinstance(block, dict)]
        _check_ids(known, pointer, report)
        _check_focus(known, pointer, report)
        if surface == "message":
            _check_sums(known, pointer, report)
    return report


def view_report(view: Any, *, surface: str, pointer: str = "/view") -> Report:
    """Check a whole view; `surface` is "modal" or "home"."""
    report = Report()
    if not isinstance(view, dict):
        report.wrong_kind(pointer, "object")
        return report
    if view.get("type") != surface:
        report.not_one_of(f"{pointer}/type", view.get("type"), (surface,))
    (MODAL if surface == "modal" else HOME)(view, pointer, report)
    if view.get("blocks") is not None:
        report.problems += blocks_report(view["blocks"], surface=surface, pointer=f"{pointer}/blocks").problems
    if surface == "modal":
        _check_submit(view, pointer, report)
    return report


def check_message(content: JSON) -> None:
    """Refuse a message whose blocks, or whose attachments' blocks, Slack would refuse."""
    report = Report()
    if content.get("blocks"):
        report = blocks_report(content["blocks"])
    for place, attachment in enumerate(content.get("attachments", ())):
        if attachment.get("blocks"):
            report.problems += blocks_report(attachment["blocks"], pointer=f"/attachments/{place}/blocks").problems
    if report.problems:
        raise SlackError("invalid_blocks", messages=report.messages, errors=report.problems)


def check_modal(view: Any) -> None:
    """Refuse a modal that Slack would refuse."""
    _refuse_view(view_report(view, surface="modal"))


def check_home(view: Any) -> None:
    """Refuse a Home tab that Slack would refuse."""
    _refuse_view(view_report(view, surface="home"))


def with_block_ids(blocks: list[JSON]) -> list[JSON]:
    """Return a copy of checked blocks in which each block has an id, and each element that acts an `action_id`."""
    named = deepcopy(blocks)
    for block in named:
        _name(block)
    return named


NAMELESS = frozenset({"image", "mrkdwn", "plain_text", "url"})


def elements_of(block: JSON) -> Iterator[JSON]:
    """Yield the elements a block holds, those of contained blocks too."""
    if block["type"] in {"actions", "context", "context_actions"}:
        yield from block["elements"]
    elif block["type"] == "carousel":
        for card in block["elements"]:
            yield from card.get("actions", ())
    elif block["type"] == "container":
        for child in block["child_blocks"]:
            yield from elements_of(child)
    elif block["type"] == "card":
        yield from block.get("actions", ())
    for name in ("element", "accessory"):
        if isinstance(block.get(name), dict):
            yield block[name]


def _name(block: JSON) -> None:
    block["block_id"] = block.get("block_id") or new_block_id()
    for child in block.get("child_blocks", ()):
        _name(child)
    for element in elements_of(block):
        if element["type"] not in NAMELESS:
            element.setdefault("action_id", new_block_id())


def _refuse_view(report: Report) -> None:
    if report.problems:
        raise SlackError("invalid_arguments", messages=report.messages)


def _check_ids(blocks: list[JSON], pointer: str, report: Report) -> None:
    seen: set[Any] = set()
    for place, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id and block_id in seen:
            report.add(f"{pointer}/{place}/block_id", f'`block_id` "{block_id}" already exists', code="duplicate")
        seen.add(block_id)


def _check_focus(blocks: list[JSON], pointer: str, report: Report) -> None:
    focused = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block.get("element"), dict) and block["element"].get("focus_on_load")
    ]
    for place in focused[1:]:
        report.add(f"{pointer}/{place}/element/focus_on_load", "only one element can have `focus_on_load`")


def _check_sums(blocks: list[JSON], pointer: str, report: Report) -> None:
    kinds = [block.get("type") for block in blocks]
    if kinds.count("table") > 1:
        report.add(pointer, "only_one_table_allowed", code="only_one_table_allowed")
    if kinds.count("data_visualization") > MOST_CHARTS:
        report.add(pointer, f"no more than {MOST_CHARTS} data_visualization blocks allowed")
    markdown = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if markdown > MOST_MARKDOWN and kinds.count("markdown") > 1:
        report.too_long(pointer, MOST_MARKDOWN)


def _check_submit(view: JSON, pointer: str, report: Report) -> None:
    blocks = view.get("blocks")
    if view.get("submit") or not isinstance(blocks, list):
        return
    for place, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("type") == "input":
            words = "must define `submit` to use an `input` block in modals"
            report.add(f"{pointer}/blocks/{place}/input", words, code="missing_required_field")
