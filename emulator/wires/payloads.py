"""The payloads of commands and interactions, as Slack builds them."""

from copy import deepcopy
from typing import Any

from emulator.block_kit import elements_of
from emulator.block_kit.state import STATEFUL, element_state, option_of
from emulator.errors import JSON, Misuse
from emulator.state.objects import channel_name
from emulator.state.workspace import App, Channel, Person, Team

# What an action repeats of its element, when the element has it.
REPEATED = (
    "text",
    "value",
    "url",
    "icon",
    "style",
    "placeholder",
    "confirm",
    "min_query_length",
    "initial_channel",
    "initial_channels",
    "initial_conversation",
    "initial_conversations",
    "initial_date",
    "initial_option",
    "initial_options",
    "initial_time",
    "initial_user",
    "initial_users",
)


def command(app: App, team: Team, person: Person, channel: Channel, words: JSON) -> JSON:
    """A slash command; `words` are command, text, response_url and trigger_id."""
    return {
        "token": app.verification_token,
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "api_app_id": app.id,
        "is_enterprise_install": "false",  # a string in commands only
        **words,
    }


def base(kind: str, app: App, team: Team, person: Person) -> JSON:
    """What every interaction has."""
    return {
        "type": kind,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id or team.id},
        "api_app_id": app.id,
        "token": app.verification_token,
        "team": {"id": team.id, "domain": team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def in_message(channel: Channel, message: JSON) -> JSON:
    """What an interaction on a message adds; an ephemeral message itself is not sent along."""
    container = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": bool(message.get("is_ephemeral", False)),
    }
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    added: JSON = {"container": container, "channel": {"id": channel.id, "name": channel_name(channel)}}
    if not container["is_ephemeral"]:
        added["message"] = deepcopy(message)
    return added


def in_view(view: JSON) -> JSON:
    """What an interaction in a view adds."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def action(block: JSON, element: JSON, value: Any, action_ts: str, offered: tuple[JSON, ...] = ()) -> JSON:
    """One entry of `actions`: the element, what was chosen, when."""
    kind = element["type"]
    shown = {name: element[name] for name in REPEATED if name in element}
    if kind in STATEFUL:
        shown |= element_state(element, value, offered)
    elif kind == "overflow":
        shown |= {"type": kind, "selected_option": option_of(element, value)}
    elif kind == "feedback_buttons":
        shown |= {"type": kind, **_feedback(element, value)}
    else:
        shown["type"] = kind
    return {"action_id": element["action_id"], "block_id": block["block_id"], **shown, "action_ts": action_ts}


def find_element(blocks: list[JSON], action_id: str, block_id: str | None = None) -> tuple[JSON, JSON]:
    """Return the block and the element an action id (in a block) names, or say what there is."""
    there: list[str] = []
    for block in _all_blocks(blocks):
        for element in elements_of(block):
            if element.get("action_id") == action_id and block_id in {None, block["block_id"]}:
                return block, element
            there.append(str(element.get("action_id", "")))
    named = ", ".join(sorted(filter(None, there))) or "nothing to click"
    raise Misuse(f"There is no {action_id!r} here; there is {named}.")


def _feedback(element: JSON, value: Any) -> JSON:
    for name in ("positive_button", "negative_button"):
        if element[name]["value"] == value:
            return {"text": element[name]["text"], "value": value}
    raise Misuse(f"{element['action_id']} has no button {value!r}.")


def _all_blocks(blocks: list[JSON]) -> list[JSON]:
    found: list[JSON] = []
    for block in blocks:
        found.append(block)
        found += _all_blocks(block.get("child_blocks", []))
    return found
