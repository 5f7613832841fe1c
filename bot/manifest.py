"""The app's manifest: everything Slack has to know, built from what the handlers register and the code calls.

- Commands, shortcuts and events are those the handlers listen to, under the prefix of the settings.
- Scopes are those of the Web API methods that are called, and no more; METHODS is the whole list of them.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

import handlers
from domain.rules import Rules

METHODS = MappingProxyType(
    {
        "apps.connections.open": (),  # the app-level token has its own scope, connections:write
        "auth.test": (),
        "chat.delete": ("chat:write",),  # kudos that were taken back or taken down
        "chat.postMessage": ("chat:write",),
        "chat.update": ("chat:write",),
        "conversations.history": ("im:history",),  # only ever its own DMs, to settle a doubtful post
        "conversations.info": ("channels:read", "groups:read"),  # doctor: is the bot in the kudos channel
        "conversations.open": ("im:write",),
        "dnd.teamInfo": ("dnd:read",),  # nobody is asked in do-not-disturb
        "files.completeUploadExternal": ("files:write",),
        "files.getUploadURLExternal": ("files:write",),
        "usergroups.users.list": ("usergroups:read",),  # kudos to a group go to the people in it
        "users.list": ("users:read", "users:read.email"),
        "views.open": (),
        "views.publish": (),
        "views.push": (),
        "views.update": (),
    }
)
"""Each Web API method the code calls, with the bot scopes it needs for what we do with it."""

EVENTS = MappingProxyType({"message": "message.im"})
"""Events that a subscription names more exactly than the payload does."""

HEARD = MappingProxyType({"reaction_added": "reactions:read", "reaction_removed": "reactions:read"})
"""The bot scopes of events that no method needs: who joins in with kudos by an emoji."""

DESCRIPTION = "Weekly check-ins, kudos and feedback, tied to goals and kept for fair reviews."
LONG_DESCRIPTION = (
    "Cairn asks everyone once a week, at their own morning, how their goals are going: two minutes, in a direct message. "
    "Colleagues thank each other and give feedback in seconds. Managers see with one command who answered, what is "
    "blocked and which goals are at risk. At review time all of it is one page of evidence per person, in order.\n\n"
    "Every form says who will read it before it is sent. Cairn reads no channel, ranks nobody and writes nothing about "
    "people by itself."
)


def manifest(*, prefix: str = "", url: str | None = None) -> dict[str, Any]:
    """Return the manifest: for Socket Mode, or for HTTP with the bot's public address `url` (https://…)."""
    requests = {"request_url": f"{url.rstrip('/')}/slack/events"} if url else {}
    return {
        "display_information": {
            "name": "Cairn",
            "description": DESCRIPTION,
            "long_description": LONG_DESCRIPTION,
            "background_color": "#3d4f5d",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Cairn", "always_online": True},
            **_shortcuts(),
            "slash_commands": _commands(prefix, url),
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": _events()},
            "interactivity": {"is_enabled": True, **requests, **_options(requests)},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _options(requests: dict[str, str]) -> dict[str, str]:
    """Return where Slack asks what a list offers as one types; over a socket it asks there."""
    return {"message_menu_options_url": requests["request_url"]} if requests else {}


def scopes() -> list[str]:
    """Return the bot scopes that commands, the called methods and the events need, in order of name."""
    return sorted({"commands", *(scope for needed in METHODS.values() for scope in needed), *HEARD.values()})


def _commands(prefix: str, url: str | None) -> list[dict[str, Any]]:
    rules = Rules(prefix=prefix)
    requests = {"url": f"{url.rstrip('/')}/slack/events"} if url else {}
    return [
        {
            "command": rules.command(command.feature),
            **requests,
            "description": command.description,
            **({"usage_hint": command.usage_hint} if command.usage_hint else {}),
            "should_escape": True,  # @ana arrives as <@U…>, so that names are never guessed
        }
        for feature in handlers.FEATURES
        for command in getattr(feature, "COMMANDS", ())
    ]


def _shortcuts() -> dict[str, Any]:
    """Return the shortcuts; Slack takes no empty list of them."""
    found = [shortcut for feature in handlers.FEATURES for shortcut in getattr(feature, "SHORTCUTS", ())]
    rows = [
        {"name": one.name, "type": one.type, "callback_id": one.callback_id, "description": one.description}
        for one in found
    ]
    return {"shortcuts": rows} if rows else {}


def _events() -> list[str]:
    registered: Iterable[str] = handlers.register().ids("event")
    return sorted(EVENTS.get(event, event) for event in registered)
