"""usergroups.*: groups of people that one can mention at once."""

from emulator.errors import JSON, SlackError
from emulator.state.ids import new_id
from emulator.state.objects import epoch, group_object
from emulator.state.workspace import Group
from emulator.web_api.call import ApiCall


def listed(call: ApiCall) -> JSON:
    """usergroups.list."""
    users, count = call.flag("include_users"), call.flag("include_count")
    shown = [one for one in call.workspace.groups.values() if call.flag("include_disabled") or not one.disabled]
    return {"usergroups": [group_object(one, call.workspace.team, users=users, count=count) for one in shown]}


def members(call: ApiCall) -> JSON:
    """usergroups.users.list."""
    group = _group(call)
    if group.disabled and not call.flag("include_disabled"):
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


def create(call: ApiCall) -> JSON:
    """usergroups.create: without a handle it gets one made of its name."""
    name = str(call.need("name"))
    handle = str(call.args.get("handle") or name.lower().replace(" ", "-"))
    _check_free(call, name, handle, None)
    now, bot = epoch(call.emulator.clock.now()), call.app.bot_user
    group = Group(
        new_id("S"), handle, name, created=now, updated=now, created_by=bot, updated_by=bot, channels=_channels(call)
    )
    group.description = str(call.args.get("description") or "")
    call.workspace.groups[group.id] = group
    call.emulator.events.everywhere("subteam_created", {"subteam": _object(call, group, users=True, count=True)})
    return _answer(call, group)


def update(call: ApiCall) -> JSON:
    """usergroups.update: what is not given stays."""
    group = _group(call)
    name, handle = str(call.args.get("name") or group.name), str(call.args.get("handle") or group.handle)
    _check_free(call, name, handle, group)
    group.name, group.handle = name, handle
    group.description = str(call.args.get("description", group.description))
    if "channels" in call.args:
        group.channels = _channels(call)
    return _updated(call, group)


def enable(call: ApiCall) -> JSON:
    """usergroups.enable."""
    group = _group(call)
    if not group.disabled:
        raise SlackError("already_enabled")
    group.disabled, group.deleted = False, 0
    return _updated(call, group)


def disable(call: ApiCall) -> JSON:
    """usergroups.disable."""
    group = _group(call)
    if group.disabled:
        raise SlackError("already_disabled")
    group.disabled, group.deleted = True, epoch(call.emulator.clock.now())
    return _updated(call, group)


def update_members(call: ApiCall) -> JSON:
    """usergroups.users.update: the whole list, which cannot be empty."""
    group, users = _group(call), list(dict.fromkeys(call.names("users")))
    if not users:
        raise SlackError("no_users_provided")
    if any(user not in call.workspace.people for user in users):
        raise SlackError("invalid_users")
    before, group.members = set(group.members), users
    previous, answer = group.updated, _updated(call, group, users=True)
    added, removed = sorted(set(users) - before), sorted(before - set(users))
    event = {
        "subteam_id": group.id,
        "team_id": call.workspace.team.id,
        "date_previous_update": previous,
        "date_update": group.updated,
        "added_users": added,
        "added_users_count": len(added),
        "removed_users": removed,
        "removed_users_count": len(removed),
    }
    call.emulator.events.everywhere("subteam_members_changed", event)
    return answer


def _group(call: ApiCall) -> Group:
    group = call.workspace.groups.get(str(call.need("usergroup")))
    if group is None:
        raise SlackError("no_such_subteam")
    return group


def _channels(call: ApiCall) -> list[str]:
    names = call.names("channels")
    if any(name not in call.workspace.channels for name in names):
        raise SlackError("invalid_channel_provided")
    return names


def _check_free(call: ApiCall, name: str, handle: str, group: Group | None) -> None:
    others = [one for one in call.workspace.groups.values() if one is not group]
    if any(one.name.lower() == name.lower() for one in others):
        raise SlackError("name_already_exists")
    taken = {one.handle for one in others} | {person.name for person in call.workspace.people.values()}
    if handle in taken:
        raise SlackError("handle_already_exists")


def _updated(call: ApiCall, group: Group, *, users: bool = False) -> JSON:
    group.updated, group.updated_by = epoch(call.emulator.clock.now()), call.app.bot_user
    call.emulator.events.everywhere("subteam_updated", {"subteam": _object(call, group, users=True, count=True)})
    call.emulator.live.tell("state")
    return _answer(call, group, users=users)


def _answer(call: ApiCall, group: Group, *, users: bool = False) -> JSON:
    return {"usergroup": _object(call, group, users=users, count=call.flag("include_count"))}


def _object(call: ApiCall, group: Group, *, users: bool, count: bool = False) -> JSON:
    return group_object(group, call.workspace.team, users=users, count=count)
