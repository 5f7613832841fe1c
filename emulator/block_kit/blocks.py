"""Blocks: the fields each has, their limits, and the surfaces each may stand on."""

from typing import Any

from emulator.block_kit.data import DATA_BLOCKS
from emulator.block_kit.elements import (
    BUTTON,
    ELEMENTS,
    IN_ACTIONS,
    IN_CONTEXT,
    IN_INPUT,
    IN_SECTION,
)
from emulator.block_kit.objects import BLOCK_ID, SLACK_FILE, URL, either
from emulator.block_kit.report import Report
from emulator.block_kit.rich_text import RICH_TEXT
from emulator.block_kit.rules import (
    FORMATTED,
    Rule,
    Shape,
    anything,
    boolean,
    items,
    one_of,
    plain,
    string,
    text,
    typed,
)
from emulator.errors import JSON

BASE: dict[str, Rule] = {"type": anything, "block_id": BLOCK_ID}
PICTURE = typed(ELEMENTS, ("image",))
CARD_CONTENT = ("hero_image", "title", "actions", "body")


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


def says_something(value: JSON, pointer: str, report: Report) -> None:
    """Check that a card shows anything at all, and one icon only."""
    if not any(value.get(name) for name in CARD_CONTENT):
        words = "must define at least one of `hero_image`, `title`, `actions` or `body`"
        report.add(f"{pointer}/type", words, code="missing_required_field")
    if value.get("icon") is not None and value.get("slack_icon") is not None:
        report.add(f"{pointer}/type", "must define only one of `icon` or `slack_icon`")


def titled(value: JSON, pointer: str, report: Report) -> None:
    """Check that a container has a title, and starts collapsed only if it can be opened."""
    if value.get("title") is None and value.get("rich_text_title") is None:
        words = "must define either `title` or `rich_text_title`"
        report.add(f"{pointer}/type", words, code="missing_required_field")
    if value.get("default_collapsed") and not value.get("is_collapsible"):
        report.add(f"{pointer}/default_collapsed", "requires `is_collapsible`")


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
        "hero_image": PICTURE,
        "icon": PICTURE,
        "slack_icon": typed({"icon": Shape({"type": anything, "name": string(255, least=1)}, required=("name",))}),
        "title": text(150, FORMATTED),
        "subtitle": text(150, FORMATTED),
        "body": text(200, FORMATTED),
        "subtext": text(200, FORMATTED),
        "actions": items(typed({"button": BUTTON}), most=3),
    },
    also=(says_something,),
)
TASK = Shape(
    {
        **BASE,
        "type": one_of("task_card"),
        "task_id": string(255, least=1),
        "title": string(3000, least=1),
        "details": typed({"rich_text": RICH_TEXT}),
        "output": typed({"rich_text": RICH_TEXT}),
        "sources": items(typed(ELEMENTS, ("url",))),
        "status": one_of("pending", "in_progress", "complete", "error"),
    },
    required=("task_id", "title", "status"),
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
            "alt_text": string(200, least=1),  # slackblocks 1.0.1 says 200, 3.0.0 says 2000: the smaller one is safe
            "title": plain(200),
            "title_url": string(2000),
            "thumbnail_url": URL,
            "video_url": URL,
            "author_name": string(50),
            "description": plain(200),
            "provider_name": string(50),
            "provider_icon_url": string(2000),
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
CHILDREN = (
    "actions",
    "context",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
    "video",
)
BLOCKS["container"] = Shape(
    {
        **BASE,
        "title": plain(150),
        "rich_text_title": typed({"rich_text": RICH_TEXT}),
        "subtitle": text(150),
        "icon": PICTURE,
        "child_blocks": items(typed(BLOCKS, CHILDREN), least=1, most=10),
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    required=("child_blocks",),
    also=(titled,),
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
