"""What Slack's errors mean for something that is to be said: every documented error of the methods that post.

Collected from the pages of chat.postMessage, chat.update, conversations.open, conversations.history and files.* under
docs.slack.dev/reference/methods. An error that stands nowhere here leaves doubt: it may have come after the post.
"""

from collections.abc import Mapping
from datetime import timedelta

from scheduler.outcomes import Held, Never, NotAccepted, Outcome, Paused, Uncertain

RATE_LIMITED: Mapping[str, str] = {
    "ratelimited": "too many calls",
    "rate_limited": "too many messages",
    "message_limit_exceeded": "too many messages in the workspace",
}
UNHEARD: Mapping[str, str] = {
    "request_timeout": "the request did not arrive whole",
}
"""Refused before anything was done; it may be tried again."""

PAUSES: Mapping[str, str] = {
    "account_inactive": "the app was removed, or its bot user is off",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "invalid_auth": "the token is none, or this address may not call",
    "not_authed": "no token was sent",
    "not_allowed_token_type": "this kind of token may not do that",
    "org_login_required": "the workspace is being moved to an organisation",
    "team_added_to_org": "the workspace is being moved to an organisation",
    "team_access_not_granted": "the app is not in this workspace",
    "team_not_found": "the workspace is unknown",
    "accesslimited": "the method is not open to this network",
    "ekm_access_denied": "the admins have suspended posting",
    "enterprise_is_restricted": "the method is closed to this organisation",
    "two_factor_setup_required": "the workspace wants two-factor sign-in set up first",
    "app_access_restricted": "the admins have restricted the app",
}
"""Nothing can be posted in the workspace until somebody has put it right."""

HOLDS: Mapping[str, str] = {
    "missing_scope": "the app lacks a scope; install it again",
    "no_permission": "the token lacks a permission",
    "access_denied": "the app may not touch this",
    "messages_tab_disabled": "the app's messages tab is off",
    "external_channel_migrating": "the channel is being moved",
    "file_uploads_disabled": "the workspace takes no files",
    "file_uploads_except_images_disabled": "the workspace takes no files but images",
    "storage_limit_reached": "the workspace's storage is full",
}
"""This message waits until somebody has put it right; others may go."""

REFUSES: Mapping[str, str] = {
    "as_user_not_supported": "as_user is gone",
    "attachment_payload_limit_exceeded": "the attachments are too large",
    "block_mismatch": "the blocks do not fit the message",
    "blocked_file_type": "files of this kind are blocked",
    "cannot_dm_bot": "the person is a bot",
    "cannot_reply_to_message": "nobody can reply to this message",
    "cant_delete_message": "the message is not the app's",
    "cant_broadcast_message": "the reply cannot be shown in the channel",
    "cant_update_message": "the message is not the app's",
    "channel_not_found": "there is no such channel, or the bot cannot see it",
    "deprecated_endpoint": "the method is gone",
    "duplicate_channel_not_found": "the message it repeats is in no known channel",
    "duplicate_message_not_found": "the message it repeats is unknown",
    "edit_window_closed": "the message is too old to be changed",
    "file_deleted": "the file is gone",
    "file_not_found": "the file is unknown",
    "invalid_arg_name": "an argument has a wrong name",
    "invalid_arguments": "an argument is wrong",
    "invalid_array_arg": "a list was expected",
    "invalid_attachments": "the attachments are wrong",
    "invalid_blocks": "the blocks are wrong",
    "invalid_blocks_format": "the blocks are no JSON list",
    "invalid_channel": "the channel is none",
    "invalid_charset": "the charset is unknown",
    "invalid_form_data": "the form cannot be read",
    "invalid_json": "the JSON cannot be read",
    "invalid_metadata_format": "the metadata is wrong",
    "invalid_metadata_schema": "the metadata does not fit its schema",
    "invalid_post_type": "the content type is wrong",
    "invalid_ts_latest": "the time stamp is wrong",
    "invalid_ts_oldest": "the time stamp is wrong",
    "invalid_user_combination": "these people cannot share a conversation",
    "is_archived": "the channel is archived",
    "is_inactive": "the channel is frozen",
    "json_not_object": "the JSON is no object",
    "malware_detected": "the file was taken for malware",
    "markdown_text_conflict": "text and markdown_text exclude each other",
    "message_not_found": "the message is gone",
    "metadata_must_be_sent_from_app": "metadata needs an app",
    "metadata_too_large": "the metadata is too large",
    "method_deprecated": "the method is gone",
    "method_not_supported_for_channel_type": "this kind of channel does not know the method",
    "missing_argument": "an argument is missing",
    "missing_file_data": "the file is empty",
    "missing_post_type": "the content type is missing",
    "msg_blocks_too_long": "the blocks are too long",
    "msg_too_long": "the text is too long",
    "no_text": "there is no text",
    "not_enough_users": "nobody was named",
    "not_in_channel": "the bot is not in the channel",
    "posting_to_general_channel_denied": "the bot may not post in #general",
    "restricted_action": "a setting of the workspace keeps the bot from posting",
    "restricted_action_non_threadable_channel": "the channel knows no threads",
    "restricted_action_read_only_channel": "the channel is read-only",
    "restricted_action_thread_locked": "the thread is locked",
    "restricted_action_thread_only_channel": "the channel takes replies only",
    "send_on_behalf_not_allowed": "the app may not speak for others",
    "slack_connect_canvas_sharing_blocked": "canvases may not be shared with other organisations",
    "slack_connect_file_link_sharing_blocked": "files may not be shared with other organisations",
    "slack_connect_lists_sharing_blocked": "lists may not be shared with other organisations",
    "snippet_too_large": "the snippet is too large",
    "streaming_state_conflict": "the message is still being streamed",
    "too_many_attachments": "there are too many attachments",
    "too_many_contact_cards": "there are too many contact cards",
    "too_many_users": "too many people were named",
    "upgrade_required": "the workspace's plan does not include it",
    "user_disabled": "the person's account is off",
    "user_not_found": "there is no such person",
    "user_not_visible": "the bot cannot see this person",
    "users_list_not_supplied": "nobody was named",
}
"""Refused for good."""

DOUBTFUL: Mapping[str, str] = {
    "fatal_error": "some of it may have been done",
    "internal_error": "some of it may have been done",
    "service_unavailable": "Slack is down in part",
    "update_failed": "the change may have been made",
}
"""Slack's own words that leave it open; the same as any error that stands nowhere here."""

DOCUMENTED: Mapping[str, str] = {**RATE_LIMITED, **UNHEARD, **PAUSES, **HOLDS, **REFUSES, **DOUBTFUL}
"""Every documented error with what it means, for logs and `cairn doctor`."""


def outcome_of(error: str, *, retry_after: timedelta | None = None) -> Outcome:
    """Return what an answer with this error means for the message."""
    if error in RATE_LIMITED or error in UNHEARD:
        return NotAccepted(retry_after, error)
    for kind, errors in ((Paused, PAUSES), (Held, HOLDS), (Never, REFUSES)):
        if error in errors:
            return kind(error)
    return Uncertain(error)
