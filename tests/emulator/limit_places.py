"""Where each limit of Slack's Block Kit bites: the payloads whose text, list or number is stretched to it.

The names are those of slackblocks' limit files, without the last part, which says what kind of limit it is
(`max_length`, `min_items`, …). To add a limit: add its place, or its reason to `ELSEWHERE`.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from block_samples import (
    BLOCKS,
    CONFIRM,
    ELEMENTS,
    GROUPS,
    bar,
    cell,
    changed,
    found,
    modal,
    mrkdwn,
    option,
    pie,
    plain,
    with_block,
    with_element,
)


@dataclass(frozen=True)
class Place:
    """Where a problem will be found, and how to make a payload of `n` there, given the kind of limit."""

    pointer: str
    build: Callable[[str, int], Any]


def at(payload_and_pointer, path):
    """Return the place at `path` below a pointer of a payload; its value is stretched."""
    payload, pointer = payload_and_pointer
    whole = f"{pointer}/{path}"
    return Place(whole, lambda kind, n: changed(payload, whole, stretched(found(payload, whole), kind, n)))


def stretched(value, kind, n):
    """Return a text of `n` characters, a list of `n` items like the first of `value`, or the number `n`."""
    if kind.endswith("length"):
        return "x" * n
    if kind.endswith("items"):
        return [_again(value[0], number) for number in range(n)]
    return n


def _again(item, number):
    if isinstance(item, dict) and ("action_id" in item or item.get("type") in {"button", "icon_button"}):
        return {**deepcopy(item), "action_id": f"a{number}"}
    return deepcopy(item)


def element(kind, path, **more):
    return at(with_element({**ELEMENTS[kind], **more}), path)


def block(kind, path, **more):
    return at(with_block({**BLOCKS[kind], **more}), path)


def made(pointer, make):
    """Return a place whose whole block is made for `n`."""
    return Place(pointer, lambda _kind, n: {"blocks": make(n)})


def view(path, **more):
    return at(({"view": modal(**more)}, "/view"), path)


def labels(n):
    return [str(number) for number in range(n)]


MENUS = [kind for kind in ELEMENTS if kind.endswith("_select")]
MULTI = [kind for kind in MENUS if kind.startswith("multi_")]
STATIC = ("static_select", "multi_static_select")
CHOOSING = (*STATIC, "overflow", "checkboxes", "radio_buttons")
CONFIRMED = [
    *MENUS,
    *("button", "workflow_button", "overflow", "checkboxes", "radio_buttons", "icon_button"),
    *("datepicker", "timepicker", "datetimepicker"),
]
NAMED = [kind for kind in ELEMENTS if kind not in {"image", "mrkdwn", "plain_text", "url"}]
ENTRIES = {
    "plain_text_input": "plain_text_input",
    "email_input": "email_text_input",
    "url_input": "url_text_input",
    "number_input": "number_input",
    "date_picker": "datepicker",
    "time_picker": "timepicker",
    "rich_text_input": "rich_text_input",
}
TALL = {"min_lines": 1, "max_lines": 100}
ON_ENTER = {"trigger_actions_on": ["on_enter_pressed"]}
DESCRIBED = {"option_groups": [{"label": plain(), "options": [option(description=plain())]}]}
LIST = {"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_section", "elements": []}]}
QUOTE = {"type": "rich_text_quote", "elements": []}
CODE = {"type": "rich_text_preformatted", "elements": []}


def _rich(part, path):
    return at(with_block({"type": "rich_text", "elements": [part]}), f"elements/0/{path}")


def _half_tables(n):
    half = {**BLOCKS["data_table"], "rows": [[cell("x" * 2000)]] * 5}
    rest = {**BLOCKS["data_table"], "rows": [[cell("x" * 2000)]] * 4 + [[cell("x" * (n - 18_000))]]}
    return [half, rest]


def _across(first, second):
    return {"blocks": [first], "attachments": [{"blocks": [second]}]}


def _half_markdown(n):
    return [{"type": "markdown", "text": "x" * length} for length in (6000, n - 6000)]


PLACES: dict[str, list[Place]] = {
    "text": [
        *(block("section", "text/text", text=text) for text in (plain(), mrkdwn())),
        *(block("context", "elements/0/text", elements=[text]) for text in (plain(), mrkdwn())),
    ],
    "action_id": [element(kind, "action_id") for kind in NAMED],
    "block_id": [block(kind, "block_id") for kind in BLOCKS],
    "button.text": [element("button", "text/text")],
    "button.url": [element("button", "url")],
    "button.value": [element("button", "value")],
    "button.accessibility_label": [element("button", "accessibility_label")],
    "button.agent_prompt": [element("button", "agent_prompt")],
    **{
        f"confirmation.{name}": [element(kind, f"confirm/{name}/text", confirm=CONFIRM) for kind in CONFIRMED]
        for name in ("title", "text", "confirm", "deny")
    },
    **{
        f"option.{name}": [
            *(element(kind, f"options/0/{name}{path}", options=[option(description=plain())]) for kind in CHOOSING),
            *(element(kind, f"option_groups/0/options/0/{name}{path}", options=None, **DESCRIBED) for kind in STATIC),
        ]
        for name, path in {"text": "/text", "value": "", "description": "/text", "url": ""}.items()
    },
    "option_group.label": [element(kind, "option_groups/0/label/text", options=None, **GROUPS) for kind in STATIC],
    "option_group.options": [element(kind, "option_groups/0/options", options=None, **GROUPS) for kind in STATIC],
    "select.placeholder": [element(kind, "placeholder/text", placeholder=plain()) for kind in MENUS],
    "select.options": [element(kind, "options") for kind in STATIC],
    "select.option_groups": [element(kind, "option_groups", options=None, **GROUPS) for kind in STATIC],
    "select.min_query_length": [element(kind, "min_query_length") for kind in MENUS if "external" in kind],
    "multi_select.max_selected_items": [element(kind, "max_selected_items") for kind in MULTI],
    "overflow.options": [element("overflow", "options")],
    "checkboxes.options": [element("checkboxes", "options")],
    "radio_buttons.options": [element("radio_buttons", "options")],
    "url_source.url": [element("url", "url")],
    "file_input.max_files": [element("file_input", "max_files")],
    "plain_text_input.min_length": [element("plain_text_input", "min_length")],
    "plain_text_input.max_length": [element("plain_text_input", "max_length")],
    **{
        f"{name}.placeholder": [element(kind, "placeholder/text", placeholder=plain())]
        for name, kind in ENTRIES.items()
    },
    **{f"rich_text_input.{name}": [element("rich_text_input", name, **TALL)] for name in TALL},
    "conversation_filter.include": [
        element(kind, "filter/include", filter={"include": ["im"]})
        for kind in ("conversations_select", "multi_conversations_select")
    ],
    "dispatch_action_configuration.trigger_actions_on": [
        element(kind, "dispatch_action_config/trigger_actions_on", dispatch_action_config=ON_ENTER)
        for kind in ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
    ],
    "actions.elements": [block("actions", "elements")],
    "alert.text": [block("alert", "text/text")],
    **{f"card.{name}": [block("card", f"{name}/text", **{name: mrkdwn()})] for name in ("title", "subtitle", "body")},
    "card.subtext": [block("card", "subtext/text", subtext=mrkdwn())],
    "card.actions": [block("card", "actions", actions=[ELEMENTS["button"]])],
    "carousel.elements": [block("carousel", "elements")],
    "container.title": [block("container", "title/text")],
    "container.subtitle": [block("container", "subtitle/text", subtitle=mrkdwn())],
    "container.child_blocks": [block("container", "child_blocks")],
    "context.elements": [block("context", "elements")],
    "context_actions.elements": [block("context_actions", "elements")],
    **{
        f"feedback_button.{name}": [
            element("feedback_buttons", f"{side}_button/{path}") for side in ("positive", "negative")
        ]
        for name, path in {
            "text": "text/text",
            "value": "value",
            "accessibility_label": "accessibility_label",
        }.items()
    },
    "icon_button.value": [element("icon_button", "value")],
    "icon_button.accessibility_label": [element("icon_button", "accessibility_label")],
    "icon_button.visible_to_user_ids": [element("icon_button", "visible_to_user_ids", visible_to_user_ids=["U1"])],
    "workflow_button.text": [element("workflow_button", "text/text")],
    "workflow_button.accessibility_label": [element("workflow_button", "accessibility_label")],
    "table.rows": [block("table", "rows")],
    "table.columns": [block("table", "rows/0")],
    "table.column_settings": [block("table", "column_settings", rows=[[cell()] * 20], column_settings=[{}])],
    "data_table.rows": [block("data_table", "rows")],
    "data_table.columns": [
        made("/blocks/0/rows/0", lambda n: [{**BLOCKS["data_table"], "rows": [[cell()] * n] * 2}]),
    ],
    "data_table.page_size": [block("data_table", "page_size")],
    "data_table.cell_text": [block("data_table", "rows/0/0/text")],
    "data_table.content": [
        made(
            "/blocks/0/rows",
            lambda n: [{**BLOCKS["data_table"], "rows": [[cell("x" * 2000)]] * 9 + [[cell("x" * (n - 18_000))]]}],
        )
    ],
    "data_table.total_content": [
        made("/blocks", _half_tables),
        Place("/blocks", lambda _kind, n: _across(*_half_tables(n))),
    ],
    "data_table.row_header_column_index": [block("data_table", "row_header_column_index")],
    "data_visualization.title": [block("data_visualization", "title")],
    "data_visualization.segments": [block("data_visualization", "chart/segments")],
    "data_visualization.segment.label": [block("data_visualization", "chart/segments/0/label")],
    "data_visualization.segment.value": [block("data_visualization", "chart/segments/0/value")],
    "data_visualization.series": [made("/blocks/0/chart/series", lambda n: [bar("a", series=n)])],
    "data_visualization.series_name": [at(with_block(bar("a")), "chart/series/0/name")],
    "data_visualization.data": [made("/blocks/0/chart/series/0/data", lambda n: [bar(*labels(n))])],
    "data_visualization.point_label": [made("/blocks/0/chart/series/0/data/0/label", lambda n: [bar("x" * n)])],
    "data_visualization.categories": [made("/blocks/0/chart/axis_config/categories", lambda n: [bar(*labels(n))])],
    "data_visualization.category_label": [made("/blocks/0/chart/axis_config/categories/0", lambda n: [bar("x" * n)])],
    "data_visualization.axis_label": [
        at(with_block(bar("a")), f"chart/axis_config/{name}") for name in ("x_label", "y_label")
    ],
    "header.text": [block("header", "text/text")],
    "image.image_url": [block("image", "image_url")],
    "image.alt_text": [block("image", "alt_text")],
    "image.title": [block("image", "title/text", title=plain())],
    "image_element.image_url": [element("image", "image_url"), block("card", "icon/image_url", icon=ELEMENTS["image"])],
    "image_element.alt_text": [element("image", "alt_text")],
    "input.label": [block("input", "label/text")],
    "input.hint": [block("input", "hint/text", hint=plain())],
    "markdown.text": [block("markdown", "text")],
    "markdown.total_text": [
        made("/blocks", _half_markdown),
        Place("/blocks", lambda _kind, n: _across(*_half_markdown(n))),
    ],
    "plan.tasks": [block("plan", "tasks")],
    "rich_text_list.indent": [_rich(LIST, "indent")],
    "rich_text_list.offset": [_rich(LIST, "offset")],
    "rich_text_list.border": [_rich(LIST, "border")],
    "rich_text_quote.border": [_rich(QUOTE, "border")],
    "rich_text_preformatted.border": [_rich(CODE, "border")],
    "section.text": [block("section", "text/text")],
    "section.fields": [block("section", "fields", fields=[plain()])],
    "section.fields.item": [block("section", "fields/0/text", fields=[text]) for text in (plain(), mrkdwn())],
    "video.alt_text": [block("video", "alt_text")],
    "video.title": [block("video", "title/text")],
    "video.author_name": [block("video", "author_name")],
    "video.description": [block("video", "description/text", description=plain())],
    "video.provider_name": [block("video", "provider_name")],
    **{
        f"video.{name}": [block("video", name)]
        for name in ("thumbnail_url", "video_url", "title_url", "provider_icon_url")
    },
    "message.blocks": [made("/blocks", lambda n: [{"type": "divider"}] * n)],
    "message.data_visualizations": [made("/blocks", lambda n: [pie()] * n)],
    "view.blocks": [view("blocks", blocks=[{"type": "divider"}])],
    **{f"view.{name}": [view(name)] for name in ("private_metadata", "callback_id", "external_id")},
    **{f"view.{name}": [view(f"{name}/text", **{name: plain()})] for name in ("title", "close", "submit")},
}
