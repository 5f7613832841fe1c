"""Blocks: the fields each has, their limits, and the surfaces each may stand on."""

from typing import Any

from emulator.block_kit import rich_text
from emulator.block_kit.data import DATA_BLOCKS
from emulator.block_kit.elements import (
    BUTTON,
    ELEMENTS,
    IMAGE,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
)
from emulator.block_kit.objects import BLOCK_ID, SLACK_FILE, URL, either
from emulator.block_kit.report import Report
from emulator.block_kit.rules import Rule, Shape, anything, boolean, items, one_of, plain, string, text, typed
from emulator.errors import JSON

BASE: dict[str, Rule] = {"type": anything, "block_id": BLOCK_ID}


def text_or_fields(value: JSON, pointer: str, report: Report) -> None:
    """Check that a section says something."""
    if value.get("text") is None and not value.get("fields"):
        report.add(f"{pointer}/type", "must define either `text` or `fields`", code="missing_required_field")


def different_actions(value: JSON, pointer: str, report: Report) -> None:
    """Check that no `action_id` comes twice in one block."""
    elements = value.get("elements")
    seen: set[Any] = set()
    for place, element in enumerate(elements if isinstance(elements, list) else ()):
        action = element.get("action_id") if isinstance(element, dict) else None
        if action is not None and action in seen:
            words = f'`action_id` "{action}" already exists for `block_id` "{value.get("block_id", "")}"'
            report.add(f"{pointer}/elements/{place}/action_id", words, code="duplicate")
        seen.add(action)


SECTION = Shape(
    {
        **BASE,
        "text": text(3000),
        "fields": items(text(2000), least=1, most=10),
        "accessory": typed(ELEMENTS, IN_SECTION),
        "expand": boolean,
    },
    also=(text_or_fields,),
)
CARD = Shape(
    {
        **BASE,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": Shape({"type": anything, "name": string(255, least=1)}, required=("name",)),
        "title": text(150),
        "subtitle": text(150),
        "body": text(200),
        "subtext": text(200),
        "actions": items(typed({"button": BUTTON}), most=3),
    }
)
RICH_TEXT = Shape({**BASE, "elements": rich_text.ELEMENTS}, required=("elements",))
TASK = Shape(
    {
        **BASE,
        "task_id": string(255, least=1),
        "title": string(3000, least=1),
        "details": typed({"rich_text": RICH_TEXT}),
        "output": typed({"rich_text": RICH_TEXT}),
        "sources": items(typed(ELEMENTS, ("url",))),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    required=("task_id", "title"),
)

BLOCKS: dict[str, Shape] = {
    "section": SECTION,
    "divider": Shape(BASE),
    "header": Shape({**BASE, "text": plain(150)}, required=("text",)),
    "context": Shape(
        {**BASE, "elements": items(typed(ELEMENTS, IN_CONTEXT), least=1, most=10)}, required=("elements",)
    ),
    "actions": Shape(
        {**BASE, "elements": items(typed(ELEMENTS, IN_ACTIONS), least=1, most=25)},
        required=("elements",),
        also=(different_actions,),
    ),
    "context_actions": Shape(
        {**BASE, "elements": items(typed(ELEMENTS, ("feedback_buttons", "icon_button")), least=1, most=5)},
        required=("elements",),
        also=(different_actions,),
    ),
    "input": Shape(
        {
            **BASE,
            "label": plain(2000),
            "element": typed(ELEMENTS, IN_INPUT),
            "hint": plain(2000),
            "optional": boolean,
            "dispatch_action": boolean,
        },
        required=("label", "element"),
    ),
    "image": Shape(
        {**BASE, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": string(2000), "title": plain(2000)},
        required=("alt_text",),
        also=(either("image_url", "slack_file"),),
    ),
    "markdown": Shape({**BASE, "text": string(12_000, least=1)}, required=("text",)),
    "rich_text": RICH_TEXT,
    "file": Shape({**BASE, "external_id": string(255), "source": one_of("remote")}, required=("external_id", "source")),
    "video": Shape(
        {
            **BASE,
            "alt_text": string(2000, least=1),
            "title": plain(200),
            "title_url": string(2000),
            "thumbnail_url": URL,
            "video_url": URL,
            "author_name": string(50),
            "description": plain(200),
            "provider_name": string(50),
            "provider_icon_url": URL,
        },
        required=("alt_text", "title", "thumbnail_url", "video_url"),
    ),
    "alert": Shape(
        {**BASE, "text": text(200), "level": one_of("default", "info", "success", "warning", "error")},
        required=("text",),
    ),
    "card": CARD,
    "carousel": Shape({**BASE, "elements": items(typed({"card": CARD}), least=1, most=10)}, required=("elements",)),
    "task_card": TASK,
    "plan": Shape(
        {**BASE, "title": string(3000), "tasks": items(TASK, most=50)},
        required=("title",),
    ),
    **DATA_BLOCKS,
}
CHILDREN = tuple(name for name in BLOCKS if name not in {"carousel", "plan", "task_card", "alert"})
BLOCKS["container"] = Shape(
    {
        **BASE,
        "title": text(150),
        "subtitle": text(150),
        "child_blocks": items(typed(BLOCKS, CHILDREN), least=1, most=10),
        "width": one_of("standard", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    required=("child_blocks",),
)

# slackblocks 3.0.0, from Slack's pages.
SURFACES: dict[str, tuple[str, ...]] = {
    "message": tuple(sorted(set(BLOCKS) - {"alert"})),
    "modal": (
        "actions",
        "alert",
        "card",
        "context",
        "divider",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "video",
    ),
    "home": (
        "actions",
        "card",
        "carousel",
        "container",
        "context",
        "data_table",
        "data_visualization",
        "divider",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    ),
}
