"""Reading what Slack sends: who, which input, what was typed. Only the fields we know are looked at."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any

from domain.people import Person
from domain.refusals import NotThere

Body = Mapping[str, Any]

OBJECTS = ("user", "team", "view", "event", "message", "channel", "enterprise", "previous_message")
TEXTS = ("type", "command", "team_id", "user_id", "callback_id", "action_id", "response_url")
MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|([^>]*))?>")
SPECIAL = re.compile(r"<!([a-z]+)(?:\^[^>|]*)?(?:\|([^>]*))?>")
CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|([^>]*))?>")
LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>")


def well_formed(body: object) -> bool:
    """Tell whether a payload has the outer shape of Slack's, on which Bolt relies; the rest is for the handlers."""
    if not isinstance(body, Mapping) or not all(isinstance(body.get(name), Mapping | None) for name in OBJECTS):
        return False
    event = body.get("event") or {}
    if body.get("type") == "event_callback" and not isinstance(event.get("type"), str):
        return False
    actor = event.get("user")
    named = not isinstance(actor, str) or (actor.isascii() and actor.isalnum())
    known = "command" in body or bool(body.get("type")) or "ssl_check" in body
    return known and named and all(isinstance(body.get(name), str | None) for name in TEXTS)


def once_key(body: Body) -> str | None:
    """Return the natural key of an input: the same for each delivery of it, different for the next one."""
    if "event_id" in body:
        return f"event:{body['event_id']}"
    view = body.get("view")
    if body.get("type") == "view_submission" and isinstance(view, Mapping):
        return f"view:{view.get('id')}:{view.get('hash')}"
    trigger = body.get("trigger_id")
    return f"trigger:{trigger}" if trigger else None


def tenant(body: Body) -> str | None:
    """Return the Slack team this was sent for."""
    team = body.get("team")
    return _word((team.get("id") if isinstance(team, Mapping) else None) or body.get("team_id"))


def home_team(body: Body) -> str | None:
    """Return the team of the person who acted; another than the tenant's for people of other organisations."""
    user = body.get("user")
    return _word(user.get("team_id")) if isinstance(user, Mapping) else None


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def values(view: Body) -> dict[str, Any]:
    """Return what a form holds, by block id: text, option value, date, user or list of them; None where empty."""
    state = (view.get("state") or {}).get("values") or {}
    return {block: _value(next(iter(fields.values()), {})) for block, fields in state.items()}


def _value(field: Mapping[str, Any]) -> Any:
    chosen = field.get("selected_option")
    if isinstance(chosen, Mapping):
        return chosen.get("value")
    for name in ("value", "selected_users", "selected_user", "selected_date"):
        if field.get(name) is not None:
            return field[name]
    return None


def metadata(view: Body) -> dict[str, Any]:
    """Return what we gave the form along; {} where it is not ours or from another version."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def number_in(value: object) -> int:
    """Return the number that a button or form of ours carries. Raises NotThere for anything else."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotThere
    return int(text)


def from_home(body: Body) -> bool:
    """Tell whether a button stands on the Home tab."""
    return (body.get("view") or {}).get("type") == "home"


def window_of(body: Body) -> dict[str, Any]:
    """Return the window that a button or field stands in. Raises NotThere where it stands in none."""
    shown = body.get("view")
    if not isinstance(shown, dict) or not shown.get("id") or "hash" not in shown or from_home(body):
        raise NotThere
    return shown


def mentioned(text: str) -> list[str]:
    """Return the people named in a command's text, in order, each once."""
    return list(dict.fromkeys(MENTION.findall(text)))


def written(text: str, names: Mapping[str, Person] | None = None) -> str:
    """Return a command's text as the person typed it: names instead of ids, no markup that could ping or link."""
    people = names or {}
    text = MENTION.sub(lambda found: "@" + (people[found[1]].name if found[1] in people else "someone"), text)
    text = GROUP.sub(lambda found: found[2] or "@a group", text)
    text = CHANNEL.sub(lambda found: "#" + (found[2] or "a channel"), text)
    text = LINK.sub(lambda found: found[2] if found[2] and found[2] != found[1] else found[1], text)
    text = SPECIAL.sub(lambda found: found[2] or f"@{found[1]}", text)
    return html.unescape(text)
