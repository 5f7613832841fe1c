"""users.*: the members of the workspace."""

from emulator.errors import JSON, SlackError
from emulator.state.objects import epoch, profile_object
from emulator.web_api.call import ApiCall
from emulator.web_api.paging import page


def listed(call: ApiCall) -> JSON:
    """users.list: everybody, deactivated people and bots too."""
    members, cursor = page(call, list(call.workspace.people.values()), default=1000)
    return {
        "members": [call.user_object(person) for person in members],
        "cache_ts": epoch(call.emulator.clock.now()),
        "response_metadata": {"next_cursor": cursor},
    }


def info(call: ApiCall) -> JSON:
    """users.info."""
    return {"user": call.user_object(call.person())}


def by_email(call: ApiCall) -> JSON:
    """users.lookupByEmail: finds nobody who is deactivated."""
    wanted = str(call.need("email")).lower()
    for person in call.workspace.people.values():
        if (person.email or "").lower() == wanted and not person.deleted:
            return {"user": call.user_object(person)}
    raise SlackError("users_not_found")


def profile(call: ApiCall) -> JSON:
    """users.profile.get: with the custom fields."""
    person = call.person() if call.args.get("user") else call.workspace.people[call.app.bot_user]
    now = call.emulator.clock.now()
    shown = profile_object(person, call.workspace, now, email=call.has_scope("users:read.email"), fields=True)
    del shown["team"]
    if call.flag("include_labels"):
        labels = {field["id"]: field["label"] for field in call.workspace.profile_fields}
        for field_id, field in shown["fields"].items():
            field["label"] = labels.get(field_id, "")
    return {"profile": shown}


def presence(call: ApiCall) -> JSON:
    """users.getPresence: of oneself with more; of others only whether they are there."""
    person = call.person() if call.args.get("user") else call.workspace.people[call.app.bot_user]
    answer: JSON = {"presence": person.presence}
    if person.id == call.app.bot_user:
        away = person.presence == "away"
        connected = call.emulator.sockets.is_connected(call.app.id)
        answer |= {"online": not away, "auto_away": False, "manual_away": away, "connection_count": int(connected)}
    return answer


def set_presence(call: ApiCall) -> JSON:
    """users.setPresence: of the bot itself, "auto" or "away"."""
    wanted = call.need("presence")
    if wanted not in {"auto", "away"}:
        raise SlackError("invalid_presence")
    call.workspace.people[call.app.bot_user].presence = "active" if wanted == "auto" else "away"
    call.emulator.live.tell("state")
    return {}
