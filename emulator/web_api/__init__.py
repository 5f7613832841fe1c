"""The Web API: one table of methods with what each needs, and the way of a call through all refusals."""

from collections.abc import Callable
from dataclasses import dataclass

from emulator.errors import JSON
from emulator.rate_limits import SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4
from emulator.web_api import auth, chat, conversations, files, reactions, users, views
from emulator.web_api.call import ApiCall

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
WRITE = ("chat:write",)
PEOPLE = ("users:read",)
PROFILES = ("users.profile:read",)
GROUPS = ("usergroups:read",)
UPLOAD = ("files:write",)
POSTING = None  # counted per channel


@dataclass(frozen=True)
class Method:
    """What runs, any one of which scopes it needs, how often a minute it may be called, which token it takes."""

    run: Callable[[ApiCall], JSON]
    scopes: tuple[str, ...]
    per_minute: int | None
    token: str = "bot"  # noqa: S105 - the kind of token


# Scopes: slack-toolkit's catalogue and Slack's pages; tiers: Slack's own table in java-slack-sdk.
METHODS: dict[str, Method] = {
    "apps.connections.open": Method(auth.open_connection, (), TIER_1, token="app"),  # noqa: S106 - the kind
    "auth.test": Method(auth.test, (), SPECIAL),
    "bots.info": Method(auth.bot_info, PEOPLE, TIER_3),
    "chat.delete": Method(chat.delete, WRITE, TIER_3),
    "chat.getPermalink": Method(chat.permalink, (), SPECIAL),
    "chat.postEphemeral": Method(chat.post_ephemeral, WRITE, TIER_4),
    "chat.postMessage": Method(chat.post, WRITE, POSTING),
    "chat.update": Method(chat.update, WRITE, TIER_3),
    "conversations.history": Method(conversations.history, HISTORY, TIER_3),
    "conversations.info": Method(conversations.info, READ, TIER_3),
    "conversations.join": Method(conversations.join, ("channels:join",), TIER_3),
    "conversations.list": Method(conversations.listed, READ, TIER_2),
    "conversations.members": Method(conversations.members, READ, TIER_4),
    "conversations.open": Method(conversations.opened, ("im:write", "mpim:write"), TIER_3),
    "conversations.replies": Method(conversations.replies, HISTORY, TIER_3),
    "files.completeUploadExternal": Method(files.complete_upload, UPLOAD, TIER_4),
    "files.delete": Method(files.delete, UPLOAD, TIER_3),
    "files.getUploadURLExternal": Method(files.upload_url, UPLOAD, TIER_4),
    "files.info": Method(files.info, ("files:read",), TIER_4),
    "reactions.add": Method(reactions.add, ("reactions:write",), TIER_3),
    "reactions.get": Method(reactions.get, ("reactions:read",), TIER_3),
    "reactions.remove": Method(reactions.remove, ("reactions:write",), TIER_2),
    "team.info": Method(auth.team_info, ("team:read",), TIER_3),
    "team.profile.get": Method(auth.team_profile, PROFILES, TIER_3),
    "usergroups.list": Method(users.groups, GROUPS, TIER_2),
    "usergroups.users.list": Method(users.group_members, GROUPS, TIER_2),
    "users.conversations": Method(conversations.of_user, READ, TIER_2),
    "users.getPresence": Method(users.presence, PEOPLE, TIER_3),
    "users.info": Method(users.info, PEOPLE, TIER_4),
    "users.list": Method(users.listed, PEOPLE, TIER_2),
    "users.lookupByEmail": Method(users.by_email, ("users:read.email",), TIER_3),
    "users.profile.get": Method(users.profile, PROFILES, TIER_4),
    "views.open": Method(views.open_view, (), TIER_4),
    "views.publish": Method(views.publish, (), TIER_4),
    "views.push": Method(views.push, (), TIER_4),
    "views.update": Method(views.update, (), TIER_4),
}
