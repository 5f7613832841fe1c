"""Slack's JSON objects for people, channels, groups, bots and the team."""

import hashlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from emulator.errors import JSON
from emulator.state.workspace import App, Channel, Group, Person, Team, Workspace

AVATAR = "https://secure.gravatar.com/avatar/{hash}.jpg?s={size}"
APP_ICON = "https://a.slack-edge.com/80588/img/plugins/app/bot_{size}.png"
SIZES = (24, 32, 48, 72, 192, 512)
DM_NAME = "directmessage"
PRIVATE_NAME = "privategroup"


def user_object(
    person: Person, workspace: Workspace, now: datetime, *, email: bool, locale: bool = False, fields: bool = False
) -> JSON:
    """Return what `users.info` shows of a member, with custom `fields` what events do; a deleted one has less."""
    user: JSON = {
        "id": person.id,
        "team_id": person.team_id or workspace.team.id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile_object(person, workspace, now, email=email, fields=fields),
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if locale:
        user["locale"] = person.locale
    if not person.deleted:
        user |= _active_part(person, now)
    if person.is_stranger:
        user["is_stranger"] = True
    if person.is_invited_user:
        user["is_invited_user"] = True
    return user


def profile_object(person: Person, workspace: Workspace, now: datetime, *, email: bool, fields: bool = False) -> JSON:
    """Return a member's profile; `fields` adds the custom ones, which `users.profile.get` and events show."""
    shown = person.name if person.display_name is None else person.display_name
    first, _, last = person.real_name.partition(" ")
    text, emoji, expiration = person.status(now)
    profile: JSON = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": shown,
        "display_name_normalized": shown,
        "status_text": text,
        "status_emoji": emoji,
        "status_emoji_display_info": [],
        "status_expiration": expiration,
        "status_text_canonical": "",
        "huddle_state": "default_unset",
        "huddle_state_expiration_ts": 0,
        "avatar_hash": _avatar_hash(person),
        "first_name": first,
        "last_name": last,
        "team": person.team_id or workspace.team.id,
        **{f"image_{size}": AVATAR.format(hash=_avatar_hash(person), size=size) for size in SIZES},
    }
    if person.app_id:
        profile |= {"api_app_id": person.app_id, "bot_id": person.bot_id, "always_active": True}
    if email and person.email:
        profile["email"] = person.email
    if fields:
        profile["fields"] = {key: {"value": value, "alt": ""} for key, value in person.fields.items()}
    return profile


def channel_object(channel: Channel, viewer: str, team: Team) -> JSON:
    """Return a conversation as `conversations.info` shows it to the user `viewer`."""
    if channel.kind == "dm":
        return dm_object(channel, viewer, team)
    private, group = channel.kind in {"private", "mpim"}, channel.kind == "mpim"
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": not private,
        "is_group": private,
        "is_im": False,
        "is_mpim": group,
        "is_private": private,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": False,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": team.id,
        "updated": channel.created * 1000,
        "creator": channel.creator,
        "is_ext_shared": False,
        "shared_team_ids": [team.id],
        "pending_connected_team_ids": [],
        "is_member": viewer in channel.members,
        "topic": _set_by(channel.topic, channel.topic_set),
        "purpose": _set_by(channel.purpose, channel.purpose_set),
        "previous_names": list(channel.previous_names),
    }


def dm_object(channel: Channel, viewer: str, team: Team) -> JSON:
    """Return the direct messages of two, as one of them sees them."""
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": team.id,
        "updated": channel.created * 1000,
        "user": next(iter(channel.others(viewer)), viewer),
        "is_user_deleted": False,
        "priority": 0,
    }


def group_object(group: Group, team: Team, *, users: bool, count: bool) -> JSON:
    """Return a user group as `usergroups.list` shows it."""
    shown: JSON = {
        "id": group.id,
        "team_id": team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": (group.deleted or 1) if group.disabled else 0,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": group.created_by,
        "updated_by": group.updated_by,
        "prefs": {"channels": list(group.channels), "groups": []},
    }
    if group.disabled:
        shown["deleted_by"] = group.updated_by
    if users:
        shown["users"] = list(group.members)
    if count:
        shown["user_count"] = len(group.members)
    return shown


def bot_profile(app: App, team: Team) -> JSON:
    """Return the `bot_profile` a bot's messages carry."""
    return {
        "id": app.bot_id,
        "deleted": False,
        "name": app.name,
        "updated": 0,
        "app_id": app.id,
        "icons": {f"image_{size}": APP_ICON.format(size=size) for size in (36, 48, 72)},
        "team_id": team.id,
    }


def channel_name(channel: Channel) -> str:
    """Return the name Slack gives a conversation in commands and interactions."""
    return {"dm": DM_NAME, "private": PRIVATE_NAME}.get(channel.kind, channel.name)


def tz_parts(tz: str, now: datetime) -> JSON:
    """Return a zone's name, label and present offset in seconds."""
    local = now.astimezone(ZoneInfo(tz))
    offset = local.utcoffset()
    return {"tz": tz, "tz_label": local.tzname() or tz, "tz_offset": int(offset.total_seconds()) if offset else 0}


def epoch(moment: datetime) -> int:
    """Return whole seconds since 1970."""
    return int(moment.astimezone(UTC).timestamp())


def _active_part(person: Person, now: datetime) -> JSON:
    return {
        "color": person.color,
        "real_name": person.real_name,
        **tz_parts(person.tz, now),
        "is_admin": person.is_admin or person.is_owner,
        "is_owner": person.is_owner,
        "is_primary_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_email_confirmed": bool(person.email),
        "who_can_share_contact_card": "EVERYONE",
    }


def _set_by(value: str, by_and_when: tuple[str, int]) -> JSON:
    creator, last_set = by_and_when
    return {"value": value, "creator": creator, "last_set": last_set}


def _avatar_hash(person: Person) -> str:
    return hashlib.sha256(person.id.encode()).hexdigest()[:12]
