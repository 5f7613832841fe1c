"""The arguments of each method: what it needs and what else it takes; anything else is refused.

From slack-toolkit's catalogue, the types of @slack/web-api and the signatures of slack_sdk's client. Every method also
takes `token`; `api.test` takes anything.
"""

from collections.abc import Collection
from dataclasses import dataclass

from emulator.errors import JSON, SlackError, missing

MESSAGE = "as_user attachments blocks link_names markdown_text parse text thread_ts"
LOOK = "icon_emoji icon_url username"
PAGE = "cursor limit"
OLD_PAGE = "count page"
EVERYWHERE = frozenset({"team_id"})  # the client that Bolt gives a listener sends it with each call, and Slack takes it
BETWEEN = "cursor include_all_metadata inclusive latest limit oldest"


@dataclass(frozen=True)
class Arguments:
    """What a method needs and what it may be given."""

    needed: tuple[str, ...]
    known: frozenset[str]


def takes(needed: str = "", *optional: str) -> Arguments:
    """Build a row of the table from names with spaces between them."""
    names = tuple(needed.split())
    return Arguments(names, frozenset(names).union(*(words.split() for words in optional)))


ARGUMENTS: dict[str, Arguments] = {
    "apps.connections.open": takes(),
    "apps.event.authorizations.list": takes("event_context", PAGE),
    "apps.uninstall": takes("", "client_id client_secret"),
    "assistant.threads.setStatus": takes("channel_id thread_ts", LOOK, "status loading_messages"),
    "assistant.threads.setSuggestedPrompts": takes("channel_id prompts", "thread_ts title"),
    "assistant.threads.setTitle": takes("channel_id thread_ts title"),
    "auth.revoke": takes("", "test"),
    "auth.teams.list": takes("", PAGE, "include_icon"),
    "auth.test": takes(),
    "blocks.validate": takes("", "blocks message view"),
    "bookmarks.add": takes("channel_id title type", "emoji entity_id link parent_id"),
    "bookmarks.edit": takes("bookmark_id channel_id", "emoji link title"),
    "bookmarks.list": takes("channel_id"),
    "bookmarks.remove": takes("bookmark_id channel_id"),
    "bots.info": takes("", "bot team_id"),
    "chat.appendStream": takes("channel ts", "chunks markdown_text"),
    "chat.delete": takes("channel ts", "as_user"),
    "chat.deleteScheduledMessage": takes("channel scheduled_message_id", "as_user"),
    "chat.getPermalink": takes("channel message_ts"),
    "chat.meMessage": takes("channel text"),
    "chat.postEphemeral": takes("channel user", MESSAGE, LOOK),
    "chat.postMessage": takes(
        "channel", MESSAGE, LOOK, "container_id metadata mrkdwn reply_broadcast unfurl_links unfurl_media"
    ),
    "chat.scheduleMessage": takes("channel post_at", MESSAGE, "metadata reply_broadcast unfurl_links unfurl_media"),
    "chat.scheduledMessages.list": takes("", PAGE, "channel latest oldest team_id"),
    "chat.startStream": takes(
        "channel thread_ts", LOOK, "chunks markdown_text recipient_team_id recipient_user_id task_display_mode"
    ),
    "chat.stopStream": takes("channel ts", "blocks chunks markdown_text metadata session_status"),
    "chat.unfurl": takes(
        "",
        "channel ts source unfurl_id unfurls metadata",
        "user_auth_blocks user_auth_message user_auth_required user_auth_url",
    ),
    "chat.update": takes(
        "channel ts", "as_user attachments blocks file_ids link_names markdown_text metadata parse reply_broadcast text"
    ),
    "conversations.archive": takes("channel"),
    "conversations.close": takes("channel"),
    "conversations.create": takes("name", "is_private team_id"),
    "conversations.history": takes("channel", BETWEEN),
    "conversations.info": takes("channel", "include_locale include_num_members"),
    "conversations.invite": takes("channel users", "force"),
    "conversations.join": takes("channel"),
    "conversations.kick": takes("channel user"),
    "conversations.leave": takes("channel"),
    "conversations.list": takes("", PAGE, "exclude_archived team_id types"),
    "conversations.mark": takes("channel ts"),
    "conversations.members": takes("channel", PAGE),
    "conversations.open": takes("", "channel prevent_creation return_im users"),
    "conversations.rename": takes("channel name"),
    "conversations.replies": takes("channel ts", BETWEEN),
    "conversations.setPurpose": takes("channel", "purpose"),
    "conversations.setTopic": takes("channel", "topic"),
    "conversations.unarchive": takes("channel"),
    "dialog.open": takes("dialog trigger_id"),
    "dnd.endDnd": takes(),
    "dnd.endSnooze": takes(),
    "dnd.info": takes("", "team_id user"),
    "dnd.setSnooze": takes("num_minutes"),
    "dnd.teamInfo": takes("users", "team_id"),
    "emoji.list": takes("", "include_categories"),
    "files.completeUploadExternal": takes("files", "blocks channel_id channels initial_comment thread_ts"),
    "files.delete": takes("file"),
    "files.getUploadURLExternal": takes("filename length", "alt_text alt_txt snippet_type"),
    "files.info": takes("file", PAGE, OLD_PAGE),
    "files.list": takes("", OLD_PAGE, "channel show_files_hidden_by_limit team_id ts_from ts_to types user"),
    "functions.completeError": takes("error function_execution_id"),
    "functions.completeSuccess": takes("function_execution_id", "outputs"),
    "oauth.v2.access": takes("", "client_id client_secret code grant_type redirect_uri refresh_token"),
    "pins.add": takes("channel", "timestamp"),
    "pins.list": takes("channel"),
    "pins.remove": takes("channel", "timestamp"),
    "reactions.add": takes("name channel timestamp"),
    "reactions.get": takes("", "channel file file_comment full timestamp"),
    "reactions.list": takes("", PAGE, OLD_PAGE, "full team_id user"),
    "reactions.remove": takes("name", "channel file file_comment timestamp"),
    "team.info": takes("", "domain include_slackbot_availability team"),
    "team.profile.get": takes("", "visibility"),
    "usergroups.create": takes("name", "channels description handle include_count team_id"),
    "usergroups.disable": takes("usergroup", "include_count team_id"),
    "usergroups.enable": takes("usergroup", "include_count team_id"),
    "usergroups.list": takes("", "include_count include_disabled include_users team_id"),
    "usergroups.update": takes("usergroup", "channels description handle include_count name team_id"),
    "usergroups.users.list": takes("usergroup", "include_disabled team_id"),
    "usergroups.users.update": takes("usergroup users", "include_count team_id"),
    "users.conversations": takes("", PAGE, "exclude_archived team_id types user"),
    "users.getPresence": takes("", "user"),
    "users.info": takes("user", "include_locale"),
    "users.list": takes("", PAGE, "include_locale team_id"),
    "users.lookupByEmail": takes("email"),
    "users.profile.get": takes("", "include_labels user"),
    "users.profile.set": takes("", "name profile user value"),
    "users.setPresence": takes("presence"),
    "views.open": takes("trigger_id view", "interactivity_pointer"),
    "views.publish": takes("user_id view", "hash"),
    "views.push": takes("trigger_id view", "interactivity_pointer"),
    "views.update": takes("", "external_id hash view view_id"),
}


def check(method: str, given: JSON) -> None:
    """Refuse a call with arguments the method does not know, or without one it needs."""
    known = ARGUMENTS.get(method)
    if known is None:
        return
    if unknown := sorted(set(given) - known.known - EVERYWHERE):
        words = [f"[ERROR] unknown argument: {name} [json-pointer:/{name}]" for name in unknown]
        raise SlackError("invalid_arguments", messages=words)
    if absent := _absent(known.needed, given):
        raise missing(absent)


def _absent(needed: Collection[str], given: JSON) -> str | None:
    return next((name for name in needed if given.get(name) is None or given[name] == ""), None)
