"""users.* and usergroups.*: members and groups."""

from emulator.errors import JSON, SlackError
from emulator.objects import epoch, group_object, profile_object
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
    shown = profile_object(person, call.workspace, email=call.has_scope("users:read.email"), fields=True)
    del shown["team"]
    if call.flag("include_labels"):
        labels = {field["id"]: field["label"] for field in call.workspace.profile_fields}
        for field_id, field in shown["fields"].items():
            field["label"] = labels.get(field_id, "")
    return {"profile": shown}


def presence(call: ApiCall) -> JSON:
    """users.getPresence."""
    return {"presence": call.person().presence}


def groups(call: ApiCall) -> JSON:
    """usergroups.list."""
    users, count = call.flag("include_users"), call.flag("include_count")
    shown = [one for one in call.workspace.groups.values() if call.flag("include_disabled") or not one.disabled]
    return {"usergroups": [group_object(one, call.workspace.team, users=users, count=count) for one in shown]}


def group_members(call: ApiCall) -> JSON:
    """usergroups.users.list."""
    group = call.workspace.groups.get(str(call.need("usergroup")))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}
