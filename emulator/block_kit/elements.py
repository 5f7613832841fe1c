"""Block elements: the fields each has and their limits (docs.slack.dev/reference/block-kit/block-elements)."""

from emulator.block_kit.objects import (
    ACTION_ID,
    CONFIRM,
    DISPATCH,
    FILTER,
    OPTION,
    OPTION_GROUP,
    PLACEHOLDER,
    RICH_OPTION,
    SLACK_FILE,
    STYLE,
    URL,
    WORKFLOW,
    either,
    known_initial,
)
from emulator.block_kit.report import Report
from emulator.block_kit.rich_text import RICH_TEXT
from emulator.block_kit.rules import (
    Check,
    Rule,
    Shape,
    anything,
    boolean,
    integer,
    items,
    one_of,
    pattern,
    plain,
    string,
    typed,
)
from emulator.errors import JSON

DATE = pattern(r"\d{4}-\d\d-\d\d", "date (YYYY-MM-DD)")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "time (HH:mm)")
ID = string(255, least=1)
LABEL = string(75)
BASE: dict[str, Rule] = {"type": anything, "action_id": ACTION_ID}
MENU: dict[str, Rule] = {**BASE, "placeholder": PLACEHOLDER, "confirm": CONFIRM, "focus_on_load": boolean}
ENTRY: dict[str, Rule] = {
    **BASE,
    "placeholder": PLACEHOLDER,
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH,
}
RESPONDS: dict[str, Rule] = {"response_url_enabled": boolean}
CHOICES: dict[str, Rule] = {
    "options": items(OPTION, least=1, most=100),
    "option_groups": items(OPTION_GROUP, least=1, most=100),
}
MANY: dict[str, Rule] = {"max_selected_items": integer(1)}


def in_order(low: str, high: str) -> Check:
    """Return the check that one number is not above the other."""

    def check(value: JSON, pointer: str, report: Report) -> None:
        try:
            wrong = float(value[low]) > float(value[high])
        except (KeyError, TypeError, ValueError):
            return
        if wrong:
            report.add(f"{pointer}/{low}", f"must not be more than `{high}`")

    return check


BUTTON = Shape(
    {
        **BASE,
        "text": plain(75),
        "url": URL,
        "value": string(2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": LABEL,
        "agent_prompt": string(4000),
    },
    required=("text",),
)
IMAGE = Shape(
    {"type": anything, "image_url": URL, "slack_file": SLACK_FILE, "alt_text": string(2000)},
    required=("alt_text",),
    also=(either("image_url", "slack_file"),),
)
FEEDBACK = Shape(
    {"text": plain(75), "value": string(2000), "accessibility_label": LABEL},
    required=("text", "value"),
)

ELEMENTS: dict[str, Shape] = {
    "button": BUTTON,
    "workflow_button": Shape(
        {
            **BASE,
            "text": plain(75),
            "workflow": WORKFLOW,
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": LABEL,
        },
        required=("text", "workflow"),
    ),
    "image": IMAGE,
    "overflow": Shape({**BASE, "options": items(OPTION, least=1, most=5), "confirm": CONFIRM}, required=("options",)),
    "checkboxes": Shape(
        {
            **BASE,
            "options": items(RICH_OPTION, least=1, most=10),
            "initial_options": items(RICH_OPTION, least=1, most=10),
            "confirm": CONFIRM,
            "focus_on_load": boolean,
        },
        required=("options",),
        also=(known_initial,),
    ),
    "radio_buttons": Shape(
        {
            **BASE,
            "options": items(RICH_OPTION, least=1, most=10),
            "initial_option": RICH_OPTION,
            "confirm": CONFIRM,
            "focus_on_load": boolean,
        },
        required=("options",),
        also=(known_initial,),
    ),
    "static_select": Shape(
        {**MENU, **CHOICES, "initial_option": OPTION}, also=(either("options", "option_groups"), known_initial)
    ),
    "multi_static_select": Shape(
        {**MENU, **CHOICES, **MANY, "initial_options": items(OPTION, least=1, most=100)},
        also=(either("options", "option_groups"), known_initial),
    ),
    "external_select": Shape({**MENU, "initial_option": OPTION, "min_query_length": integer(0)}),
    "multi_external_select": Shape(
        {**MENU, **MANY, "initial_options": items(OPTION, least=1, most=100), "min_query_length": integer(0)}
    ),
    "users_select": Shape({**MENU, "initial_user": ID}),
    "multi_users_select": Shape({**MENU, **MANY, "initial_users": items(ID)}),
    "conversations_select": Shape(
        {
            **MENU,
            **RESPONDS,
            "initial_conversation": ID,
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        }
    ),
    "multi_conversations_select": Shape(
        {
            **MENU,
            **MANY,
            "initial_conversations": items(ID),
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        }
    ),
    "channels_select": Shape({**MENU, **RESPONDS, "initial_channel": ID}),
    "multi_channels_select": Shape({**MENU, **MANY, "initial_channels": items(ID)}),
    "datepicker": Shape({**MENU, "initial_date": DATE}),
    "timepicker": Shape({**MENU, "initial_time": TIME, "timezone": string(255)}),
    "datetimepicker": Shape(
        {
            **BASE,
            "initial_date_time": integer(1_000_000_000, 9_999_999_999),
            "confirm": CONFIRM,
            "focus_on_load": boolean,
        }
    ),
    "plain_text_input": Shape(
        {
            **ENTRY,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        also=(in_order("min_length", "max_length"),),
    ),
    "number_input": Shape(
        {
            **ENTRY,
            "is_decimal_allowed": boolean,
            "initial_value": string(255),
            "min_value": string(255),
            "max_value": string(255),
        },
        required=("is_decimal_allowed",),
        also=(in_order("min_value", "max_value"),),
    ),
    "email_text_input": Shape({**ENTRY, "initial_value": string(3000)}),
    "url_text_input": Shape({**ENTRY, "initial_value": string(3000)}),
    "rich_text_input": Shape(
        {
            **ENTRY,
            "initial_value": typed({"rich_text": RICH_TEXT}),
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
        },
        also=(in_order("min_lines", "max_lines"),),
    ),
    "file_input": Shape({**BASE, "filetypes": items(string(255)), "max_files": integer(1, 10)}),
    "feedback_buttons": Shape(
        {**BASE, "positive_button": FEEDBACK, "negative_button": FEEDBACK},
        required=("positive_button", "negative_button"),
    ),
    "icon_button": Shape(
        {
            **BASE,
            "icon": one_of("trash"),
            "text": plain(75),
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": LABEL,
            "visible_to_user_ids": items(ID, most=10),
        },
        required=("icon", "text"),
    ),
    "url": Shape({"type": anything, "url": URL, "text": string(3000), "icon_url": URL}, required=("url", "text")),
    "mrkdwn": Shape({"type": anything, "text": string(3000, least=1), "verbatim": boolean}, required=("text",)),
    "plain_text": Shape({"type": anything, "text": string(3000, least=1), "emoji": boolean}, required=("text",)),
}

MENUS = (
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "multi_static_select",
    "multi_external_select",
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
    "datepicker",
    "timepicker",
    "checkboxes",
    "radio_buttons",
)
IN_ACTIONS = (*MENUS, "button", "overflow", "datetimepicker", "workflow_button", "rich_text_input")
IN_SECTION = (*MENUS, "button", "overflow", "image", "workflow_button")
IN_INPUT = (
    *MENUS,
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "rich_text_input",
    "file_input",
)
IN_CONTEXT = ("image", "mrkdwn", "plain_text")
