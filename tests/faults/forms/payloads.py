"""What Slack would send, made fast: bodies from templates, each with keys and words of its own, and signed."""

import hashlib
import hmac
import json
import time
from datetime import date
from typing import Any
from urllib.parse import quote_plus, urlencode

from domain.kudos_again import Again
from handlers.views import kudos
from handlers.views.check_in_fields import WENT_WELL
from handlers.views.check_in_forms import FORM as CHECK_IN
from tests.benchmarks.payloads import TEAM

PATH = "/slack/events"
NOWHERE = "http://127.0.0.1:1/none"
PERSON, OTHER, KEY, WORDS = "XPERSONX", "XOTHERX", "XKEYX", "XWORDSX"
"""What a template has in place of what is different each time; no sign of these is changed by any encoding."""


def _form(callback: str, fields: dict[str, Any], metadata: dict[str, Any]) -> dict[str, Any]:
    view = {
        "id": f"V{KEY}",
        "hash": f"1.{KEY}",
        "team_id": TEAM,
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(metadata),
        "blocks": [{"type": "input", "block_id": block} for block in fields],
        "state": {"values": {block: {"field": value} for block, value in fields.items()}},
    }
    return {**_input("view_submission"), "view": view, "response_urls": []}


def _input(kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": PERSON, "username": PERSON, "team_id": TEAM},
        "api_app_id": "A0CAIRN",
        "trigger_id": f"1.2.{KEY}",
        "is_enterprise_install": False,
    }


def _click(action: dict[str, Any], view: dict[str, Any] | None = None) -> dict[str, Any]:
    place = {"view": view} if view else {"response_url": NOWHERE}
    return {**_input("block_actions"), "actions": [action], **place}


def _payload(payload: dict[str, Any]) -> str:
    return urlencode({"payload": json.dumps(payload)})


KUDOS_FIELDS = {
    kudos.RECEIVERS: {"type": "multi_users_select", "selected_users": [OTHER]},
    kudos.REASON: {"type": "plain_text_input", "value": WORDS},
    kudos.AUDIENCE: {"type": "radio_buttons", "selected_option": {"value": kudos.PRIVATE}},
}
KUDOS_FORM = _payload(_form(kudos.FORM, KUDOS_FIELDS, {}))
COMMAND = urlencode(
    {
        "token": "none",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "CGENERAL",
        "channel_name": "general",
        "user_id": PERSON,
        "user_name": PERSON,
        "command": "/kudos",
        "text": f"<@{OTHER}> {WORDS}",
        "api_app_id": "A0CAIRN",
        "is_enterprise_install": "false",
        "response_url": NOWHERE,
        "trigger_id": f"1.2.{KEY}",
    }
)
CHOSEN = {"type": "multi_users_select", "action_id": kudos.RECEIVERS, "selected_users": [OTHER]}
CHOICE = _payload(
    _click(
        CHOSEN | {"block_id": kudos.RECEIVERS},
        {**_form(kudos.FORM, KUDOS_FIELDS, {})["view"], "title": {"type": "plain_text", "text": "Give kudos"}},
    )
)
"""Somebody was chosen in the form of kudos: their goals are offered, and that is written down for them."""


def check_in(period: date) -> str:
    """Return the template of a check-in for this period."""
    fields = {WENT_WELL: {"type": "plain_text_input", "value": WORDS}}
    return _payload(_form(CHECK_IN, fields, {"period": period.isoformat()}))


def again(person: str, key: str, *, like: int, receiver: str) -> str:
    """Return a click on *Post it again*: the words of these kudos once more."""
    value = Again(asked=key, like=like, receivers=(receiver,)).model_dump_json(exclude_defaults=True)
    button = {"type": "button", "action_id": kudos.SAY_AGAIN, "block_id": "kudos-again", "value": value}
    body = json.dumps(_click(button)).replace(PERSON, person).replace(KEY, key)
    return urlencode({"payload": body})


def reaction(person: str, emoji: str, ts: str, *, added: bool, at: float, key: str) -> str:
    """Return an event: an emoji was put under a post in the kudos channel, or taken away."""
    event = {
        "type": "reaction_added" if added else "reaction_removed",
        "user": person,
        "reaction": emoji,
        "item": {"type": "message", "channel": "CKUDOS", "ts": ts},
        "event_ts": f"{at:.6f}",
    }
    outer = {"token": "none", "team_id": TEAM, "api_app_id": "A0CAIRN", "type": "event_callback", "event": event}
    return json.dumps(outer | {"event_id": f"Ev{key}", "event_time": int(at), "authorizations": []})


def filled(template: str, *, person: str, other: str, key: str, words: str) -> str:
    """Return a body for this person about that one, with these words and keys."""
    body = template.replace(PERSON, person).replace(OTHER, other).replace(KEY, key)
    return body.replace(WORDS, quote_plus(words))


def signed(body: str, secret: str) -> bytes:
    """Return a whole HTTP request as Slack would send it now."""
    stamp, raw = str(int(time.time())), body.encode()
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + raw, hashlib.sha256).hexdigest()
    kind = "application/json" if raw[:1] == b"{" else "application/x-www-form-urlencoded"
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(raw)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nX-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + raw
