"""What Slack would send: bodies of commands and forms, each with keys of its own, so that none counts as a repetition."""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

TEAM = "T0BENCH"


def command(name: str, user: str, text: str = "", *, team: str = TEAM) -> str:
    """Return the body of a slash command."""
    return urlencode(
        {
            "token": "none",
            "team_id": team,
            "team_domain": "bench",
            "channel_id": "CGENERAL",
            "channel_name": "general",
            "user_id": user,
            "user_name": user.lower(),
            "command": f"/{name}",
            "text": text,
            "api_app_id": "A0CAIRN",
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1:1/none",
            "trigger_id": f"1.2.{secrets.token_hex(12)}",
        }
    )


def form(callback: str, user: str, fields: Mapping[str, Any], metadata: Mapping[str, Any], *, team: str = TEAM) -> str:
    """Return the body of a submitted form; `fields` are block ids and their values as Slack gives them."""
    view = {
        "id": f"V{secrets.token_hex(6).upper()}",
        "hash": secrets.token_hex(6),
        "team_id": team,
        "type": "modal",
        "callback_id": callback,
        "private_metadata": json.dumps(metadata),
        "blocks": [{"type": "input", "block_id": block} for block in fields],
        "state": {"values": {block: {"field": value} for block, value in fields.items()}},
    }
    payload = {
        "type": "view_submission",
        "team": {"id": team, "domain": "bench"},
        "user": {"id": user, "username": user.lower(), "team_id": team},
        "api_app_id": "A0CAIRN",
        "trigger_id": f"1.2.{secrets.token_hex(12)}",
        "view": view,
        "response_urls": [],
        "is_enterprise_install": False,
    }
    return urlencode({"payload": json.dumps(payload)})
