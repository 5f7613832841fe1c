"""auth.*, apps.*, bots.*, team.*: who the app is and where it is installed."""

from emulator.errors import JSON, SlackError
from emulator.objects import bot_profile
from emulator.web_api.call import ApiCall


def test(call: ApiCall) -> JSON:
    """auth.test."""
    bot = call.workspace.people[call.app.bot_user]
    team = call.workspace.team
    return {
        "url": team.url,
        "team": team.name,
        "user": bot.name,
        "team_id": team.id,
        "user_id": call.app.bot_user,
        "bot_id": call.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: ApiCall) -> JSON:
    """apps.connections.open."""
    return {"url": call.emulator.socket_url(call.app)}


def bot_info(call: ApiCall) -> JSON:
    """bots.info."""
    wanted = call.args.get("bot", call.app.bot_id)
    app = next((one for one in call.workspace.apps.values() if one.bot_id == wanted), None)
    if app is None:
        raise SlackError("bot_not_found")
    profile = bot_profile(app, call.workspace.team)
    del profile["team_id"]
    return {"bot": {**profile, "user_id": app.bot_user}}


def team_info(call: ApiCall) -> JSON:
    """team.info."""
    team = call.workspace.team
    icon = {"image_default": True, "image_132": "https://a.slack-edge.com/80588/img/avatars-teams/ava_0001-132.png"}
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "url": team.url,
            "domain": team.domain,
            "email_domain": "",
            "icon": icon,
            "avatar_base_url": "https://ca.slack-edge.com/",
            "is_verified": False,
        }
    }


def team_profile(call: ApiCall) -> JSON:
    """team.profile.get."""
    fields = [
        {
            "id": field["id"],
            "ordering": place,
            "field_name": field.get("field_name", ""),
            "label": field["label"],
            "hint": field.get("hint", ""),
            "type": field.get("type", "text"),
            "possible_values": field.get("possible_values", []),
            "options": {"is_protected": False},
            "is_hidden": False,
            "section_id": "",
        }
        for place, field in enumerate(call.workspace.profile_fields)
    ]
    return {"profile": {"fields": fields, "sections": []}}
