"""The workspace that the browser tests look at, and one of each block."""

from datetime import UTC, datetime

MORNING = datetime(2025, 11, 14, 9, 2, tzinfo=UTC)  # a Friday, 10:02 in Berlin, 04:02 in New York
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}
HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
ESCAPED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")

MANIFEST = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {
                "command": "/check-in",
                "description": "Answer the check-in",
                "usage_hint": "[skip | snooze 2h]",
                "should_escape": True,
            },
            {
                "command": "/kudos",
                "description": "Thank a colleague",
                "usage_hint": "[@someone for …]",
                "should_escape": True,
            },
        ],
        "shortcuts": [
            {"name": "Give kudos", "type": "message", "callback_id": "give_kudos", "description": "Thank the author"}
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["chat:write", "commands", "im:write", "im:history", "channels:read", "users:read", "files:write"]
        }
    },
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened", "message.im"]}},
}
WORKSPACE = {
    "team": {"id": "T0DEMO", "name": "Northwind", "domain": "northwind", "tz": "Europe/Berlin"},
    "people": [
        {"id": "UANA", "name": "ana", "real_name": "Ana Ruiz", "tz": "Europe/Berlin", "title": "Engineer"},
        {"id": "UBO", "name": "bo", "real_name": "Bo Lind", "tz": "Europe/Stockholm", "title": "Engineer"},
        {"id": "UMIA", "name": "mia", "real_name": "Mia Okafor", "tz": "America/New_York", "title": "Manager"},
    ],
    "channels": [
        {"id": "CGENERAL", "name": "general", "members": "all", "apps": ["A0CAIRN"]},
        {"id": "CKUDOS", "name": "kudos", "members": "all", "apps": ["A0CAIRN"]},
    ],
    "apps": [
        {
            "id": "A0CAIRN",
            "name": "Cairn",
            "bot_user": "UCAIRN",
            "bot_id": "B0CAIRN",
            "bot_token": "xoxb-page",
            "app_token": "xapp-page",
            "signing_secret": "secret-of-page",
            "manifest": MANIFEST,
        }
    ],
}


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def button(action_id, text="Press", **more):
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def field(block_id, label, element, **more):
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "it", **element},
        **more,
    }


def rich(text):
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def options(*names):
    return [{"text": plain(name), "value": name.lower()} for name in names]


def chart(kind, title):
    points = {"Mon": 12, "Tue": 15, "Wed": 9}
    if kind == "pie":
        return {
            "type": "data_visualization",
            "title": title,
            "chart": {"type": "pie", "segments": [{"label": day, "value": value} for day, value in points.items()]},
        }
    series = [
        {"name": name, "data": [{"label": day, "value": value} for day, value in points.items()]}
        for name in ("Plan", "Actual")
    ]
    return {
        "type": "data_visualization",
        "title": title,
        "chart": {
            "type": kind,
            "series": series,
            "axis_config": {"categories": list(points), "x_label": "day", "y_label": "people"},
        },
    }


CARD = {"type": "card", "title": mrkdwn("First card"), "body": mrkdwn("Its *body*"), "actions": [button("card_button")]}
EVERY_BLOCK = [
    {"type": "header", "text": plain("A header")},
    {
        "type": "section",
        "text": mrkdwn("A *section*"),
        "fields": [mrkdwn("one field"), plain("another")],
        "accessory": button("accessory"),
    },
    {
        "type": "section",
        "text": mrkdwn("With a menu"),
        "accessory": {"type": "overflow", "action_id": "more", "options": options("One", "Two")},
    },
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("some _context_")]},
    {
        "type": "actions",
        "elements": [
            button("plain"),
            button("main", "Main", style="primary"),
            {
                "type": "static_select",
                "action_id": "pick",
                "placeholder": plain("Pick one"),
                "options": options("Red", "Blue"),
            },
            {"type": "datepicker", "action_id": "day", "initial_date": "2025-11-20"},
        ],
    },
    {"type": "image", "image_url": "http://127.0.0.1:9/none.png", "alt_text": "A beagle", "title": plain("A picture")},
    rich("A rich text"),
    {"type": "markdown", "text": "# A heading\n\n- **bold** item\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "Head"}], [{"type": "raw_text", "text": "Cell"}]]},
    {
        "type": "data_table",
        "caption": "Scores",
        "rows": [
            [{"type": "raw_text", "text": "Name"}, {"type": "raw_text", "text": "Score"}],
            [{"type": "raw_text", "text": "Cleo"}, {"type": "raw_number", "value": 7, "text": "7"}],
            [{"type": "raw_text", "text": "Ada"}, {"type": "raw_number", "value": 42, "text": "42"}],
        ],
    },
    CARD,
    {
        "type": "carousel",
        "elements": [{"type": "card", "title": mrkdwn("Left")}, {"type": "card", "title": mrkdwn("Right")}],
    },
    {
        "type": "container",
        "title": plain("A container"),
        "child_blocks": [{"type": "section", "text": mrkdwn("inside")}],
    },
    {
        "type": "plan",
        "title": "A plan",
        "tasks": [
            {"task_id": "t1", "title": "Look", "status": "complete"},
            {"task_id": "t2", "title": "Leap", "status": "pending"},
        ],
    },
    {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "bin"}],
    },
]
CHECK_IN = {
    "type": "modal",
    "callback_id": "check_in",
    "title": plain("Weekly check-in"),
    "submit": plain("Send"),
    "close": plain("Later"),
    "notify_on_close": True,
    "blocks": [
        {"type": "alert", "block_id": "note", "level": "warning", "text": mrkdwn("Still *open*")},
        field(
            "well",
            "What went well?",
            {"type": "plain_text_input", "multiline": True, "max_length": 200},
            hint=plain("A sentence or two"),
        ),
        field("pulse", "Pulse", {"type": "radio_buttons", "options": options("Great", "Fine")}, optional=True),
        field("done", "Done", {"type": "checkboxes", "options": options("Ship", "Write")}, optional=True),
        field(
            "state",
            "Confidence",
            {"type": "static_select", "options": options("On track", "At risk")},
            dispatch_action=True,
        ),
        field("helpers", "Who can help?", {"type": "multi_users_select"}, optional=True),
        field(
            "count",
            "Open requests",
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "9"},
        ),
        field("due", "Due", {"type": "datepicker", "initial_date": "2025-11-21"}),
        field("at", "At", {"type": "datetimepicker", "initial_date_time": 1763110800}),
        field("goal", "Goal", {"type": "external_select", "min_query_length": 0}, optional=True),
    ],
}


def _select(kind, **more):
    choices = {"options": options("Red", "Blue")} if "static" in kind else {}
    return {"type": kind, "placeholder": plain("Choose"), **choices, **more}


EVERY_INPUT = {
    "type": "modal",
    "callback_id": "every_input",
    "title": plain("Every input"),
    "submit": plain("Send"),
    "blocks": [
        {"type": "section", "text": mrkdwn("Some *words* with <@UBO>"), "accessory": button("help", "Help")},
        field("line", "A line", {"type": "plain_text_input"}, hint=plain("A hint")),
        field("lines", "Lines", {"type": "plain_text_input", "multiline": True, "max_length": 20}),
        field("rich", "Rich text", {"type": "rich_text_input"}, optional=True),
        field("mail", "E-mail", {"type": "email_text_input"}, optional=True),
        field("link", "Address", {"type": "url_text_input"}, optional=True),
        field("number", "Number", {"type": "number_input", "is_decimal_allowed": True}, optional=True),
        field("date", "Date", {"type": "datepicker"}, optional=True),
        field("time", "Time", {"type": "timepicker"}, optional=True),
        field("when", "Date and time", {"type": "datetimepicker"}, optional=True),
        field("radio", "Radio", {"type": "radio_buttons", "options": options("Great", "Fine")}, optional=True),
        field("boxes", "Boxes", {"type": "checkboxes", "options": options("Ship", "Write")}, optional=True),
        *(
            field(kind, kind.replace("_", " ").title(), _select(kind), optional=True)
            for base in ("static_select", "external_select", "users_select", "channels_select", "conversations_select")
            for kind in (base, f"multi_{base}")
        ),
        field("file", "A file", {"type": "file_input", "filetypes": ["txt"], "max_files": 2}, optional=True),
    ],
}
