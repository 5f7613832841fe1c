"""The Web API: one table of methods with what each needs, and the way of a call through all refusals."""

from collections.abc import Callable
from dataclasses import dataclass

from emulator.errors import JSON, SlackError
from emulator.web_api import (
    arguments,
    assistant,
    auth,
    chat,
    conversations,
    conversations_admin,
    dialog,
    dnd,
    emoji,
    files,
    functions,
    pins,
    reactions,
    scheduled,
    streams,
    unfurling,
    usergroups,
    users,
    views,
)
from emulator.web_api.call import ApiCall
from emulator.wires.rate_limits import SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4

READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
WRITE = ("chat:write",)
MANAGE = ("channels:manage", "groups:write")
TOPIC = (*MANAGE, "mpim:write")
TALK = ("im:write", "mpim:write")
PEOPLE = ("users:read",)
PROFILES = ("users.profile:read",)
GROUPS = ("usergroups:read",)
CHANGE_GROUPS = ("usergroups:write",)
ASSIST = ("assistant:write", "chat:write")
UPLOAD = ("files:write",)
POSTING = None  # counted per channel


@dataclass(frozen=True)
class Method:
    """What runs, any one of which scopes it needs, how often a minute it may be called, which token it takes.

    `token` is "bot", "app", or "user" where a bot may not call at all.
    """

    work: Callable[[ApiCall], JSON]
    scopes: tuple[str, ...]
    per_minute: int | None
    token: str = "bot"  # noqa: S105 - the kind of token

    def run(self, call: ApiCall) -> JSON:
        """Carry a call out, unless its arguments are not those of the method."""
        arguments.check(call.method, call.args)
        return self.work(call)


def users_only(_call: ApiCall) -> JSON:
    """Never reached: no app here has the token of a person."""
    raise SlackError("not_allowed_token_type")


# Scopes: slack-toolkit's catalogue and Slack's pages; tiers: Slack's own table in java-slack-sdk.
METHODS: dict[str, Method] = {
    "apps.connections.open": Method(auth.open_connection, (), TIER_1, token="app"),  # noqa: S106 - the kind
    "apps.event.authorizations.list": Method(auth.authorizations, (), TIER_4, token="app"),  # noqa: S106 - the kind
    "apps.uninstall": Method(auth.uninstall, (), TIER_1),
    "assistant.threads.setStatus": Method(assistant.set_status, ASSIST, SPECIAL),
    "assistant.threads.setSuggestedPrompts": Method(assistant.set_prompts, ASSIST, TIER_3),
    "assistant.threads.setTitle": Method(assistant.set_title, ASSIST, TIER_3),
    "auth.revoke": Method(auth.revoke, (), TIER_3),
    "auth.teams.list": Method(auth.teams, (), TIER_2),
    "auth.test": Method(auth.test, (), SPECIAL),
    "bookmarks.add": Method(pins.add_bookmark, ("bookmarks:write",), TIER_2),
    "bookmarks.edit": Method(pins.edit_bookmark, ("bookmarks:write",), TIER_2),
    "bookmarks.list": Method(pins.bookmarks, ("bookmarks:read",), TIER_3),
    "bookmarks.remove": Method(pins.remove_bookmark, ("bookmarks:write",), TIER_2),
    "bots.info": Method(auth.bot_info, PEOPLE, TIER_3),
    "chat.appendStream": Method(streams.append, WRITE, TIER_4),
    "chat.delete": Method(chat.delete, WRITE, TIER_3),
    "chat.deleteScheduledMessage": Method(scheduled.delete, WRITE, TIER_3),
    "chat.getPermalink": Method(chat.permalink, (), SPECIAL),
    "chat.meMessage": Method(chat.me_message, WRITE, TIER_3),
    "chat.postEphemeral": Method(chat.post_ephemeral, WRITE, TIER_4),
    "chat.postMessage": Method(chat.post, WRITE, POSTING),
    "chat.scheduleMessage": Method(scheduled.schedule, WRITE, TIER_3),
    "chat.scheduledMessages.list": Method(scheduled.listed, (), TIER_3),
    "chat.startStream": Method(streams.start, WRITE, TIER_2),
    "chat.stopStream": Method(streams.stop, WRITE, TIER_2),
    "chat.unfurl": Method(unfurling.unfurl, ("links:write",), TIER_3),
    "chat.update": Method(chat.update, WRITE, TIER_3),
    "conversations.archive": Method(conversations_admin.archive, MANAGE, TIER_2),
    "conversations.close": Method(conversations_admin.close, TALK, TIER_2),
    "conversations.create": Method(conversations_admin.create, MANAGE, TIER_2),
    "conversations.history": Method(conversations.history, HISTORY, TIER_3),
    "conversations.info": Method(conversations.info, READ, TIER_3),
    "conversations.invite": Method(conversations_admin.invite, MANAGE, TIER_3),
    "conversations.join": Method(conversations_admin.join, ("channels:join",), TIER_3),
    "conversations.kick": Method(conversations_admin.kick, MANAGE, TIER_3),
    "conversations.leave": Method(conversations_admin.leave, MANAGE, TIER_3),
    "conversations.list": Method(conversations.listed, READ, TIER_2),
    "conversations.mark": Method(conversations_admin.mark, (*MANAGE, *TALK), TIER_3),
    "conversations.members": Method(conversations.members, READ, TIER_4),
    "conversations.open": Method(conversations.opened, TALK, TIER_3),
    "conversations.rename": Method(conversations_admin.rename, MANAGE, TIER_2),
    "conversations.replies": Method(conversations.replies, HISTORY, TIER_3),
    "conversations.setPurpose": Method(conversations_admin.set_purpose, TOPIC, TIER_2),
    "conversations.setTopic": Method(conversations_admin.set_topic, TOPIC, TIER_2),
    "conversations.unarchive": Method(conversations_admin.unarchive, MANAGE, TIER_2),
    "dialog.open": Method(dialog.open_dialog, (), TIER_4),
    "dnd.endDnd": Method(users_only, (), TIER_2, token="user"),  # noqa: S106 - the kind
    "dnd.endSnooze": Method(users_only, (), TIER_2, token="user"),  # noqa: S106 - the kind
    "dnd.info": Method(dnd.info, ("dnd:read",), TIER_3),
    "dnd.setSnooze": Method(users_only, (), TIER_2, token="user"),  # noqa: S106 - the kind
    "dnd.teamInfo": Method(dnd.team_info, ("dnd:read",), TIER_2),
    "emoji.list": Method(emoji.listed, ("emoji:read",), TIER_2),
    "files.completeUploadExternal": Method(files.complete_upload, UPLOAD, TIER_4),
    "files.delete": Method(files.delete, UPLOAD, TIER_3),
    "files.getUploadURLExternal": Method(files.upload_url, UPLOAD, TIER_4),
    "files.info": Method(files.info, ("files:read",), TIER_4),
    "files.list": Method(files.listed, ("files:read",), TIER_3),
    "functions.completeError": Method(functions.fail, (), TIER_3),
    "functions.completeSuccess": Method(functions.succeed, (), TIER_3),
    "pins.add": Method(pins.add, ("pins:write",), TIER_2),
    "pins.list": Method(pins.listed, ("pins:read",), TIER_2),
    "pins.remove": Method(pins.remove, ("pins:write",), TIER_2),
    "reactions.add": Method(reactions.add, ("reactions:write",), TIER_3),
    "reactions.get": Method(reactions.get, ("reactions:read",), TIER_3),
    "reactions.list": Method(reactions.listed, ("reactions:read",), TIER_2),
    "reactions.remove": Method(reactions.remove, ("reactions:write",), TIER_2),
    "team.info": Method(auth.team_info, ("team:read",), TIER_3),
    "team.profile.get": Method(auth.team_profile, PROFILES, TIER_3),
    "usergroups.create": Method(usergroups.create, CHANGE_GROUPS, TIER_2),
    "usergroups.disable": Method(usergroups.disable, CHANGE_GROUPS, TIER_2),
    "usergroups.enable": Method(usergroups.enable, CHANGE_GROUPS, TIER_2),
    "usergroups.list": Method(usergroups.listed, GROUPS, TIER_2),
    "usergroups.update": Method(usergroups.update, CHANGE_GROUPS, TIER_2),
    "usergroups.users.list": Method(usergroups.members, GROUPS, TIER_2),
    "usergroups.users.update": Method(usergroups.update_members, CHANGE_GROUPS, TIER_2),
    "users.conversations": Method(conversations.of_user, READ, TIER_2),
    "users.getPresence": Method(users.presence, PEOPLE, TIER_3),
    "users.info": Method(users.info, PEOPLE, TIER_4),
    "users.list": Method(users.listed, PEOPLE, TIER_2),
    "users.lookupByEmail": Method(users.by_email, ("users:read.email",), TIER_3),
    "users.profile.get": Method(users.profile, PROFILES, TIER_4),
    "users.profile.set": Method(users_only, (), TIER_3, token="user"),  # noqa: S106 - the kind
    "users.setPresence": Method(users.set_presence, ("users:write",), TIER_2),
    "views.open": Method(views.open_view, (), TIER_4),
    "views.publish": Method(views.publish, (), TIER_4),
    "views.push": Method(views.push, (), TIER_4),
    "views.update": Method(views.update, (), TIER_4),
}
