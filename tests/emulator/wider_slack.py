"""The emulator's workspace with an app that may do everything, and with more people and conversations."""

import json
import re

from emulator.web_api import METHODS

EVENTS = [
    "channel_archive",
    "channel_created",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "dnd_updated_user",
    "file_shared",
    "group_archive",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "message.mpim",
    "pin_added",
    "pin_removed",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "tokens_revoked",
    "app_uninstalled",
    "user_change",
    "user_profile_changed",
    "user_status_changed",
]
WORD = {"properties": {"word": {"type": "string", "description": "A word"}}, "required": ["word"]}
REVERSE = {
    "title": "Reverse",
    "description": "Reads a word backwards",
    "input_parameters": WORD,
    "output_parameters": WORD,
}


def widened(northwind):
    """Return the workspace with every scope and event for its app, and four more members."""
    manifest = northwind["apps"][0]["manifest"]
    scopes = {scope for method in METHODS.values() for scope in method.scopes}
    manifest["oauth_config"]["scopes"]["bot"] = sorted({*scopes, "commands", "chat:write.customize"})
    manifest["settings"]["event_subscriptions"]["bot_events"] = EVENTS
    manifest["features"]["assistant_view"] = {"assistant_description": "Knows what is for lunch"}
    manifest["functions"] = {"reverse": REVERSE}
    northwind["people"] += [
        {"id": f"UP{number}", "name": f"p{number}", "real_name": f"Person {number}"} for number in range(1, 10)
    ]
    return northwind


def without(northwind, *scopes):
    """Return the workspace with these scopes taken from its app."""
    bot = northwind["apps"][0]["manifest"]["oauth_config"]["scopes"]
    bot["bot"] = [scope for scope in bot["bot"] if scope not in scopes]
    return northwind


class Heard:
    """The events an app was sent, taken off the wire."""

    def __init__(self, emulator):
        self._payloads = []
        emulator.delivery.event = self._note

    def _note(self, _app, payload):
        self._payloads.append(json.loads(json.dumps(payload)))

    def all(self, name):
        """Return the events of this type, or else the messages of this subtype, oldest first."""
        events = [payload["event"] for payload in self._payloads]
        of_type = [event for event in events if event["type"] == name]
        return of_type or [event for event in events if event.get("subtype") == name]

    def one(self, name):
        """Return the only event with this type or subtype."""
        found = self.all(name)
        assert len(found) == 1, f"{len(found)} of {name}"
        return found[0]


def take_all_events(bolt):
    """Let a Bolt app acknowledge events it has no listener for; the emulator would wait and try again."""

    @bolt.event(re.compile(".+"))
    async def taken():
        """Nothing to do."""
