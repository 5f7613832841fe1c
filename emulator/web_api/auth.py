"""auth.*, apps.*, bots.*, team.*: who the app is and where it is installed."""

from emulator.errors import JSON, SlackError
from emulator.state.objects import bot_profile
from emulator.state.workspace import App
from emulator.web_api.call import ApiCall

ICON = "https://a.slack-edge.com/80588/img/avatars-teams/ava_0001-132.png"
EVENT_CONTEXT = "4-ev"


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
    icon = {"image_default": True, "image_132": ICON}
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


def revoke(call: ApiCall) -> JSON:
    """auth.revoke: the token works no more; `test` only says whether it would."""
    if call.flag("test"):
        return {"revoked": False}
    call.emulator.events.tokens_revoked(call.app)
    call.app.revoked = True
    call.emulator.live.tell("state")
    return {"revoked": True}


def uninstall(call: ApiCall) -> JSON:
    """apps.uninstall: by the app itself, with its client id and secret."""
    check_client(call.app, call.args)
    call.emulator.events.uninstalled(call.app)
    call.app.installed = False
    call.emulator.live.tell("state")
    return {}


def teams(call: ApiCall) -> JSON:
    """auth.teams.list: the one workspace the app is installed in."""
    team = call.workspace.team
    icon = {"icon": {"image_default": True, "image_132": ICON}} if call.flag("include_icon") else {}
    return {"teams": [{"id": team.id, "name": team.name, **icon}], "response_metadata": {"next_cursor": ""}}


def authorizations(call: ApiCall) -> JSON:
    """apps.event.authorizations.list: for whom an event was meant."""
    if not str(call.need("event_context")).startswith(EVENT_CONTEXT):
        raise SlackError("invalid_event_context")
    row = {
        "enterprise_id": None,
        "team_id": call.workspace.team.id,
        "user_id": call.app.bot_user,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {"authorizations": [row], "response_metadata": {"next_cursor": ""}}


def check_client(app: App, args: JSON) -> None:
    """Refuse client credentials that are not the app's."""
    if not app.client_id or args.get("client_id") != app.client_id:
        raise SlackError("invalid_client_id")
    if args.get("client_secret") != app.client_secret:
        raise SlackError("bad_client_secret")
