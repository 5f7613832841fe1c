"""The workspace of the emulator's own tests, and small helpers around it."""

from datetime import UTC, datetime

import pytest
from slack_sdk.errors import SlackApiError

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCOPES = [
    "chat:write",
    "commands",
    "channels:read",
    "channels:history",
    "channels:join",
    "groups:read",
    "groups:history",
    "im:read",
    "im:write",
    "im:history",
    "mpim:read",
    "users:read",
    "users:read.email",
    "users.profile:read",
    "usergroups:read",
    "team:read",
    "reactions:read",
    "reactions:write",
    "files:read",
    "files:write",
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "team_join",
    "tokens_revoked",
    "user_change",
    "user_profile_changed",
]
MANIFEST = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/kudos", "description": "Thank somebody", "should_escape": True},
            {"command": "/plain", "description": "Takes words as they are"},
        ],
        "shortcuts": [
            {"name": "Give kudos", "type": "message", "callback_id": "give_kudos", "description": "Thank the author"},
            {"name": "Check in", "type": "global", "callback_id": "check_in", "description": "Open the form"},
        ],
    },
    "oauth_config": {"scopes": {"bot": SCOPES}},
    "settings": {"event_subscriptions": {"bot_events": EVENTS}},
}
NORTHWIND = {
    "team": {"id": "T0DEMO", "name": "Northwind", "domain": "northwind", "tz": "Europe/Berlin"},
    "people": [
        {"id": "UANA", "name": "ana", "real_name": "Ana Ruiz", "email": "ana@northwind.example", "tz": "Europe/Berlin"},
        {
            "id": "UBO",
            "name": "bo",
            "real_name": "Bo Lind",
            "email": "bo@northwind.example",
            "fields": {"XBOSS": "UANA"},
        },
        {"id": "UCY", "name": "cy", "real_name": "Cy Okoro"},
        {"id": "UGONE", "name": "gone", "deleted": True, "email": "gone@northwind.example"},
    ],
    "profile_fields": [{"id": "XBOSS", "label": "Manager", "type": "user"}],
    "groups": [{"id": "SPLATFORM", "handle": "platform", "name": "Platform", "members": ["UANA", "UBO"]}],
    "channels": [
        {"id": "CGENERAL", "name": "general", "members": "all"},
        {"id": "CKUDOS", "name": "kudos", "members": "all", "apps": ["A0CAIRN"]},
        {"id": "CSECRET", "name": "secret", "members": ["UANA"], "private": True},
    ],
    "apps": [
        {
            "id": "A0CAIRN",
            "name": "Cairn",
            "bot_user": "UCAIRN",
            "bot_id": "B0CAIRN",
            "bot_token": "xoxb-cairn",
            "app_token": "xapp-cairn",
            "signing_secret": "secret-of-cairn",
            "manifest": MANIFEST,
        }
    ],
}


def keys_of(value):
    """Return all keys of nested JSON as paths, lists flattened."""
    if isinstance(value, dict):
        return {path for key, inner in value.items() for path in {key} | {f"{key}.{one}" for one in keys_of(inner)}}
    if isinstance(value, list):
        return {path for inner in value for path in keys_of(inner)}
    return set()


async def refusal(call):
    """Return what Slack answered to a call that must fail."""
    with pytest.raises(SlackApiError) as raised:
        await call
    return raised.value.response.data


async def error(call):
    """Return the error name of a call that must fail."""
    return (await refusal(call))["error"]


def text_field(block_id, **element):
    """Return an input block with a text field."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": block_id.title()},
        "element": {"type": "plain_text_input", "action_id": "text", **element},
    }


def button(action_id, **more):
    """Return a button."""
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": "Press"}, **more}


def section(text="Hello", **more):
    """Return a section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def modal(*blocks, **more):
    """Return a modal with the given blocks, or with one text field."""
    form = {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks) or [text_field("words")],
    }
    return {**form, **more}


def home(*blocks, **more):
    """Return a Home tab."""
    return {"type": "home", "blocks": list(blocks) or [section("Welcome")], **more}
