"""Small valid blocks and elements, where an element may stand, and how a payload is judged."""

import json
from typing import Any

from emulator.block_kit import check_message, view_report
from emulator.block_kit.blocks import SURFACES
from emulator.block_kit.elements import IN_ACTIONS, IN_CONTEXT, IN_INPUT
from emulator.errors import SlackError

PICTURE = "https://example.com/a.png"


def plain(text="x", **more):
    return {"type": "plain_text", "text": text, **more}


def mrkdwn(text="x", **more):
    return {"type": "mrkdwn", "text": text, **more}


def option(value="v", **more):
    return {"text": plain(), "value": value, **more}


def rich(*elements):
    section = {"type": "rich_text_section", "elements": list(elements) or [{"type": "text", "text": "x"}]}
    return {"type": "rich_text", "elements": [section]}


def cell(text="x"):
    return {"type": "raw_text", "text": text}


def pie(*segments):
    chart = {"type": "pie", "segments": list(segments) or [{"label": "a", "value": 1}]}
    return {"type": "data_visualization", "title": "x", "chart": chart}


def bar(*labels, series=1):
    points = [{"label": label, "value": 1} for label in labels]
    rows = [{"name": "x", "data": points} for _ in range(series)]
    chart = {"type": "bar", "series": rows, "axis_config": {"categories": list(labels)}}
    return {"type": "data_visualization", "title": "x", "chart": chart}


CONFIRM = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
IMAGE = {"type": "image", "image_url": PICTURE, "alt_text": "x"}
BUTTON = {"type": "button", "text": plain()}
THUMB = {"text": plain(), "value": "v"}
CARD = {"type": "card", "title": mrkdwn()}
TASK = {"type": "task_card", "task_id": "t", "title": "x", "status": "complete"}
OPTIONS = {"options": [option()]}
GROUPS = {"option_groups": [{"label": plain(), "options": [option()]}]}

ELEMENTS: dict[str, dict[str, Any]] = {
    "button": BUTTON,
    "workflow_button": {
        "type": "workflow_button",
        "text": plain(),
        "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft0"}},
    },
    "image": IMAGE,
    "mrkdwn": mrkdwn(),
    "plain_text": plain(),
    "url": {"type": "url", "url": "https://example.com", "text": "x"},
    "overflow": {"type": "overflow", **OPTIONS},
    "checkboxes": {"type": "checkboxes", **OPTIONS},
    "radio_buttons": {"type": "radio_buttons", **OPTIONS},
    "static_select": {"type": "static_select", **OPTIONS},
    "multi_static_select": {"type": "multi_static_select", **OPTIONS},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    "feedback_buttons": {"type": "feedback_buttons", "positive_button": THUMB, "negative_button": THUMB},
    "icon_button": {"type": "icon_button", "icon": "trash", "text": plain()},
    **{
        kind: {"type": kind}
        for kind in (
            "external_select",
            "multi_external_select",
            "users_select",
            "multi_users_select",
            "conversations_select",
            "multi_conversations_select",
            "channels_select",
            "multi_channels_select",
            "datepicker",
            "timepicker",
            "datetimepicker",
            "plain_text_input",
            "email_text_input",
            "url_text_input",
            "rich_text_input",
            "file_input",
        )
    },
}
BLOCKS: dict[str, dict[str, Any]] = {
    "section": {"type": "section", "text": mrkdwn()},
    "divider": {"type": "divider"},
    "header": {"type": "header", "text": plain()},
    "context": {"type": "context", "elements": [mrkdwn()]},
    "actions": {"type": "actions", "elements": [BUTTON]},
    "context_actions": {"type": "context_actions", "elements": [ELEMENTS["icon_button"]]},
    "input": {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}},
    "image": IMAGE,
    "markdown": {"type": "markdown", "text": "x"},
    "rich_text": rich(),
    "file": {"type": "file", "external_id": "F0", "source": "remote"},
    "video": {
        "type": "video",
        "alt_text": "x",
        "title": plain(),
        "thumbnail_url": PICTURE,
        "video_url": "https://example.com/v",
    },
    "alert": {"type": "alert", "text": mrkdwn()},
    "card": CARD,
    "carousel": {"type": "carousel", "elements": [CARD]},
    "container": {"type": "container", "title": plain(), "child_blocks": [{"type": "divider"}]},
    "task_card": TASK,
    "plan": {"type": "plan", "title": "x", "tasks": [TASK]},
    "table": {"type": "table", "rows": [[cell()]]},
    "data_table": {"type": "data_table", "caption": "x", "rows": [[cell()], [cell()]]},
    "data_visualization": pie(),
}


def modal(*blocks, **more):
    """Return a modal with a button to send it, so that it may have inputs."""
    shown = list(blocks) or [BLOCKS["section"]]
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": shown, **more}


def surface_of(block):
    """Return a surface on which a block may stand."""
    return next(surface for surface in ("message", "modal", "home") if block["type"] in SURFACES[surface])


def showing(*blocks):
    """Return a payload that shows blocks where they may stand, and the JSON pointer of the blocks."""
    if surface_of(blocks[0]) == "message":
        return {"blocks": list(blocks)}, "/blocks"
    return {"view": modal(*blocks)}, "/view/blocks"


def with_block(block):
    """Return a payload that shows a block, and the JSON pointer of the block."""
    payload, pointer = showing(block)
    return payload, f"{pointer}/0"


def with_element(element):
    """Return a payload that holds an element where it may stand, and the JSON pointer of the element."""
    kind = element["type"]
    if kind in IN_ACTIONS:
        block, place = {"type": "actions", "elements": [element]}, "elements/0"
    elif kind in IN_INPUT:
        block, place = {"type": "input", "label": plain(), "element": element}, "element"
    elif kind in IN_CONTEXT:
        block, place = {"type": "context", "elements": [element]}, "elements/0"
    elif kind == "url":
        block, place = {**TASK, "sources": [element]}, "sources/0"
    else:
        block, place = {"type": "context_actions", "elements": [element]}, "elements/0"
    payload, pointer = with_block(block)
    return payload, f"{pointer}/{place}"


def problems(payload):
    """Return what the emulator finds wrong with a message or a view: Slack's `errors`."""
    if "view" in payload:
        return view_report(payload["view"], surface=payload["view"]["type"]).problems
    try:
        check_message(payload)
    except SlackError as refusal:
        return refusal.extra["errors"]
    return []


def found(payload, pointer):
    """Return what a JSON pointer names, None when it is not there."""
    value = payload
    for step in pointer.strip("/").split("/"):
        if isinstance(value, list):
            value = value[int(step)] if int(step) < len(value) else None
        else:
            value = (value or {}).get(step)
    return value


def changed(payload, pointer, value):
    """Return a copy of a payload with `value` where the pointer points; missing objects on the way are made."""
    copy = json.loads(json.dumps(payload))  # no part stands in two places, as the samples' parts do
    *way, last = pointer.strip("/").split("/")
    place = copy
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    place[int(last) if isinstance(place, list) else last] = value
    return copy
