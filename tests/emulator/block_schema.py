"""Two judges of Block Kit: our rules and the JSON schemas made from Slack's own types, and what both are shown.

`FULL` holds, for each definition of the schema, examples that have every property it knows.
"""

import json
from functools import cache
from typing import Any

from block_samples import BUTTON, CARD, CONFIRM, IMAGE, PICTURE, TASK, cell, mrkdwn, option, plain, rich
from jsonschema import Draft7Validator

from emulator.block_kit import view_report
from emulator.block_kit.blocks import BLOCKS
from emulator.block_kit.data import CELLS
from emulator.block_kit.elements import ELEMENTS
from emulator.block_kit.objects import CONFIRM as CONFIRM_RULE
from emulator.block_kit.objects import DISPATCH, OPTION, RICH_OPTION, SLACK_FILE
from emulator.block_kit.report import Report
from emulator.block_kit.rich_text import PARTS, PIECES
from emulator.block_kit.rules import text, typed
from outside import slack_data

ASKS = {"confirm": {**CONFIRM, "style": "danger"}}
FOCUS = {"focus_on_load": True}
HINT = {"placeholder": plain()}
MENU = {"action_id": "a", **ASKS, **FOCUS, **HINT}
ENTRY = {"action_id": "a", **FOCUS, **HINT, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
PLAIN_OPTION = option(description=plain(), url="https://x")
RICH_CHOICE = {**PLAIN_OPTION, "text": mrkdwn()}
GROUPS = [{"label": plain(), "options": [PLAIN_OPTION]}]
FILTER = {"include": ["im"], "exclude_bot_users": True, "exclude_external_shared_channels": True}
THUMB = {"text": plain(), "value": "v", "accessibility_label": "x"}
STYLE = {"style": dict.fromkeys(("bold", "italic", "strike", "code", "underline"), True)}
SOURCE = {"type": "url", "url": "https://example.com", "text": "x"}
FILE = {"slack_file": {"id": "F0"}}
NO_URL = {"type": "image", "alt_text": "x", **FILE}
TRIGGER = {"url": "https://x", "customizable_input_parameters": [{"name": "a", "value": "b"}]}
LINE = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
FULL_TASK = {**TASK, "block_id": "t", "details": rich(), "output": rich(), "sources": [SOURCE]}
VIEW = {"blocks": [{"type": "divider"}], "private_metadata": "x", "callback_id": "x", "external_id": "x"}
MULTI = {**MENU, "max_selected_items": 2}


def piece(kind, **fields):
    return [{"type": kind, **fields, **STYLE}]


def block(kind, *variants, **fields):
    return [{"type": kind, "block_id": "b", **fields, **variant} for variant in variants or ({},)]


FULL: dict[str, list[dict[str, Any]]] = {
    "ActionsBlock": block("actions", elements=[BUTTON]),
    "AlertBlock": block("alert", text=mrkdwn(), level="info"),
    "CardBlock": block(
        "card", title=mrkdwn(), subtitle=mrkdwn(), body=mrkdwn(), icon=IMAGE, hero_image=IMAGE, actions=[BUTTON]
    ),
    "CarouselBlock": block("carousel", elements=[CARD]),
    "ContainerBlock": block(
        "container",
        title=plain(),
        subtitle=mrkdwn(),
        rich_text_title=rich(),
        icon=IMAGE,
        width="full",
        is_collapsible=True,
        default_collapsed=True,
        has_header_divider=True,
        child_blocks=[{"type": "divider"}],
    ),
    "ContextBlock": block("context", elements=[mrkdwn()]),
    "ContextActionsBlock": block(
        "context_actions", elements=[{"type": "icon_button", "icon": "trash", "text": plain()}]
    ),
    "DataTableBlock": block(
        "data_table", caption="x", page_size=5, row_header_column_index=0, rows=[[cell()], [cell()]]
    ),
    "DividerBlock": block("divider"),
    "FileBlock": block("file", external_id="x", source="remote"),
    "HeaderBlock": block("header", text=plain()),
    "ImageBlock": block("image", {"image_url": PICTURE}, FILE, alt_text="x", title=plain()),
    "InputBlock": block(
        "input",
        label=plain(),
        hint=plain(),
        optional=True,
        dispatch_action=True,
        element={"type": "plain_text_input"},
    ),
    "MarkdownBlock": block("markdown", text="x"),
    "PlanBlock": block("plan", title="x", tasks=[FULL_TASK]),
    "RichTextBlock": block("rich_text", elements=[LINE]),
    "SectionBlock": block("section", text=mrkdwn(), fields=[plain()], accessory=BUTTON, expand=True),
    "TableBlock": block("table", rows=[[cell()]], column_settings=[{"align": "left", "is_wrapped": True}]),
    "TaskCardBlock": [FULL_TASK],
    "VideoBlock": block(
        "video",
        alt_text="x",
        title=plain(),
        title_url="https://x",
        thumbnail_url=PICTURE,
        video_url="https://x",
        author_name="x",
        description=plain(),
        provider_name="x",
        provider_icon_url=PICTURE,
    ),
    "Button": [
        {**BUTTON, "action_id": "a", "url": "https://x", "value": "v", "style": "primary", "accessibility_label": "x"}
        | ASKS
    ],
    "WorkflowButton": [
        {"type": "workflow_button", "text": plain(), "action_id": "a", "style": "primary", "accessibility_label": "x"}
        | {"workflow": {"trigger": TRIGGER}, **ASKS}
    ],
    "ImageElement": [IMAGE, NO_URL],
    "Overflow": [{"type": "overflow", "action_id": "a", "options": [PLAIN_OPTION], **ASKS}],
    "Checkboxes": [
        {"type": "checkboxes", "action_id": "a", "options": [chosen], "initial_options": [chosen], **ASKS, **FOCUS}
        for chosen in (PLAIN_OPTION, RICH_CHOICE)
    ],
    "RadioButtons": [
        {"type": "radio_buttons", "action_id": "a", "options": [chosen], "initial_option": chosen, **ASKS, **FOCUS}
        for chosen in (PLAIN_OPTION, RICH_CHOICE)
    ],
    "StaticSelect": [
        {"type": "static_select", "initial_option": PLAIN_OPTION, **MENU, **choice}
        for choice in ({"options": [PLAIN_OPTION]}, {"option_groups": GROUPS})
    ],
    "MultiStaticSelect": [
        {"type": "multi_static_select", "initial_options": [PLAIN_OPTION], **MULTI, **choice}
        for choice in ({"options": [PLAIN_OPTION]}, {"option_groups": GROUPS})
    ],
    "ExternalSelect": [{"type": "external_select", "initial_option": PLAIN_OPTION, "min_query_length": 1, **MENU}],
    "MultiExternalSelect": [
        {"type": "multi_external_select", "initial_options": [PLAIN_OPTION], "min_query_length": 1, **MULTI}
    ],
    "UsersSelect": [{"type": "users_select", "initial_user": "U1", **MENU}],
    "MultiUsersSelect": [{"type": "multi_users_select", "initial_users": ["U1"], **MULTI}],
    "ConversationsSelect": [
        {"type": "conversations_select", "initial_conversation": "C1", "filter": FILTER, **MENU}
        | {"default_to_current_conversation": True, "response_url_enabled": True}
    ],
    "MultiConversationsSelect": [
        {"type": "multi_conversations_select", "initial_conversations": ["C1"], "filter": FILTER, **MULTI}
        | {"default_to_current_conversation": True}
    ],
    "ChannelsSelect": [
        {"type": "channels_select", "initial_channel": "C1", "response_url_enabled": True, **MENU},
    ],
    "MultiChannelsSelect": [{"type": "multi_channels_select", "initial_channels": ["C1"], **MULTI}],
    "Datepicker": [{"type": "datepicker", "initial_date": "2026-03-02", **MENU}],
    "Timepicker": [{"type": "timepicker", "initial_time": "09:30", "timezone": "Europe/Berlin", **MENU}],
    "DateTimepicker": [
        {"type": "datetimepicker", "action_id": "a", "initial_date_time": 1_700_000_000, **ASKS, **FOCUS}
    ],
    "PlainTextInput": [
        {"type": "plain_text_input", "initial_value": "x", "multiline": True, "min_length": 1, "max_length": 9, **ENTRY}
    ],
    "NumberInput": [
        {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1", "min_value": "0", "max_value": "9"}
        | ENTRY
    ],
    "EmailInput": [{"type": "email_text_input", "initial_value": "x", **ENTRY}],
    "URLInput": [{"type": "url_text_input", "initial_value": "x", **ENTRY}],
    "RichTextInput": [{"type": "rich_text_input", "initial_value": rich(), "min_lines": 1, "max_lines": 9, **ENTRY}],
    "FileInput": [{"type": "file_input", "action_id": "a", "filetypes": ["pdf"], "max_files": 2}],
    "FeedbackButtons": [
        {"type": "feedback_buttons", "action_id": "a", "positive_button": THUMB, "negative_button": THUMB}
    ],
    "IconButton": [
        {"type": "icon_button", "action_id": "a", "icon": "trash", "text": plain(), "value": "v", **ASKS}
        | {"accessibility_label": "x", "visible_to_user_ids": ["U1"]}
    ],
    "URLSourceElement": [SOURCE],
    "PlainTextElement": [plain(emoji=True)],
    "MrkdwnElement": [mrkdwn(verbatim=True)],
    "PlainTextOption": [PLAIN_OPTION],
    "MrkdwnOption": [RICH_CHOICE],
    "ConfirmationDialog": [{**CONFIRM, "style": "danger"}],
    "DispatchActionConfig": [{"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}],
    "SlackFile": [{"id": "F0"}, {"url": "https://x"}],
    "RawTextElement": [cell()],
    "RawNumberElement": [{"type": "raw_number", "value": 1.5, "text": "1.5"}],
    "RichTextSection": [LINE],
    "RichTextList": [{"type": "rich_text_list", "style": "bullet", "elements": [LINE], "indent": 1, "border": 1}],
    "RichTextQuote": [{**LINE, "type": "rich_text_quote", "border": 1}],
    "RichTextPreformatted": [{**LINE, "type": "rich_text_preformatted", "border": 1}],
    "RichTextText": piece("text", text="x"),
    "RichTextLink": piece("link", url="https://x", text="x", unsafe=True),
    "RichTextUserMention": piece("user", user_id="U1"),
    "RichTextUsergroupMention": piece("usergroup", usergroup_id="S1"),
    "RichTextChannelMention": piece("channel", channel_id="C1"),
    "RichTextTeamMention": piece("team", team_id="T1"),
    "RichTextBroadcastMention": piece("broadcast", range="here"),
    "RichTextEmoji": piece("emoji", name="tada", unicode="1f389", url="https://x"),
    "RichTextDate": piece("date", timestamp=1_700_000_000, format="{date}", url="https://x", fallback="x"),
    "RichTextColor": piece("color", value="#fff"),
    "ModalView": [
        {"type": "modal", "title": plain(), "submit": plain(), "close": plain(), **VIEW}
        | {"clear_on_close": True, "notify_on_close": True}
    ],
    "HomeView": [{"type": "home", **VIEW}],
}


def _view(surface):
    def rule(value, _pointer, report):
        report.problems += view_report(value, surface=surface, pointer="").problems

    return rule


UNTYPED = {
    "ImageBlock": typed(BLOCKS, ("image",)),
    "ConfirmationDialog": CONFIRM_RULE,
    "PlainTextOption": OPTION,
    "MrkdwnOption": RICH_OPTION,
    "DispatchActionConfig": DISPATCH,
    "SlackFile": SLACK_FILE,
    "PlainTextElement": text(3000),
    "MrkdwnElement": text(3000),
    "ModalView": _view("modal"),
    "HomeView": _view("home"),
}
TYPED = {**CELLS, **BLOCKS, **PARTS, **PIECES, **ELEMENTS}
TABLES = {name: UNTYPED.get(name) or typed(TYPED, (samples[0]["type"],)) for name, samples in FULL.items()}


@cache
def definitions():
    """Return every definition of the schemas of blocks and views."""
    found = {}
    for file in ("HomeView", "ModalView", "KnownBlock"):
        found |= slack_data(f"schemas/{file}.schema.json")["definitions"]
    return found


@cache
def validator(name):
    return Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions()})


def slack_accepts(name, value):
    """Whether the schema made from Slack's types takes a value; what it leaves open is walked into."""
    if not validator(name).is_valid(value):
        return False
    if name in {"ModalView", "HomeView"}:
        return all(validator("KnownBlock").is_valid(one) for one in value["blocks"])
    if name == "PlanBlock":
        tasks = [{"type": "task_card", **task} for task in value.get("tasks", ())]
        return all(validator("TaskCardBlock").is_valid(task) for task in tasks)
    return True


def we_refuse(name, value):
    """Return what our rules find wrong with a value."""
    report = Report()
    TABLES[name](value, "", report)
    return report.problems


def copied(value):
    return json.loads(json.dumps(value))
