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
from emulator.block_kit.together import check_focus, check_ids, check_sums, dicts_of
from emulator.errors import JSON, SlackError
from emulator.state.ids import new_block_id

MOST_IN_MESSAGE = 50
MOST_IN_VIEW = 100
LEAST = {"message": 0, "modal": 1, "home": 1}  # slackblocks 1.0.1 has it, 3.0.0 does not: the stricter one is safe

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
    report = _list_report(blocks, surface, pointer)
    if surface == "message":
        check_sums(dicts_of(blocks), pointer, report)
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
    lists = {"/blocks": content.get("blocks")}
    for place, attachment in enumerate(content.get("attachments", ())):
        lists[f"/attachments/{place}/blocks"] = attachment.get("blocks")
    report, every = Report(), []
    for pointer, blocks in lists.items():
        if blocks:
            report.problems += _list_report(blocks, "message", pointer).problems
            every += dicts_of(blocks)
    check_sums(every, "/blocks", report)
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


def _list_report(blocks: Any, surface: str, pointer: str) -> Report:
    report = Report()
    most = MOST_IN_MESSAGE if surface == "message" else MOST_IN_VIEW
    items(SURFACE_BLOCKS[surface], least=LEAST[surface], most=most)(blocks, pointer, report)
    check_ids(dicts_of(blocks), pointer, report)
    check_focus(dicts_of(blocks), pointer, report)
    return report


def _refuse_view(report: Report) -> None:
    if report.problems:
        raise SlackError("invalid_arguments", messages=report.messages)


def _check_submit(view: JSON, pointer: str, report: Report) -> None:
    blocks = view.get("blocks")
    if view.get("submit") or not isinstance(blocks, list):
        return
    for place, block in enumerate(blocks):
        if isinstance(block, dict) and block.get("type") == "input":
            words = "must define `submit` to use an `input` block in modals"
            report.add(f"{pointer}/blocks/{place}/input", words, code="missing_required_field")
