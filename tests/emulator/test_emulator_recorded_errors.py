"""The names by which the emulator refuses: each is one of Slack's."""

import ast
import re
from pathlib import Path

import emulator as package
from outside import there

# Names on Slack's pages of the methods (docs.slack.dev/reference/methods) that no file of the recorded data has.
OF_THE_PAGES = {
    "already_disabled": "usergroups.disable",
    "already_enabled": "usergroups.enable",
    "bad_redirect_uri": "oauth.v2.access",
    "cannot_dm_bot": "conversations.open",
    "cannot_find_message": "chat.unfurl",
    "cannot_find_channel": "chat.unfurl",
    "cannot_parse_attachment": "chat.unfurl",
    "cannot_unfurl_message": "chat.unfurl",
    "channel_is_archived": "incoming webhooks",
    "code_already_used": "oauth.v2.access",
    "expired_url": "a response_url after 30 minutes",
    "execution_not_in_running_state": "functions.completeSuccess",
    "function_execution_not_found": "functions.completeSuccess",
    "parameter_validation_failed": "functions.completeSuccess",
    "handle_already_exists": "usergroups.create",
    "invalid_bookmark_type": "bookmarks.add",
    "invalid_chunks": "chat.startStream",
    "invalid_code": "oauth.v2.access",
    "invalid_event_context": "apps.event.authorizations.list",
    "invalid_link": "bookmarks.add",
    "invalid_metadata_format": "chat.postMessage",
    "invalid_payload": "incoming webhooks",
    "invalid_channel_provided": "usergroups.create",
    "invalid_refresh_token": "oauth.v2.access",
    "invalid_thread_ts": "what SDKs report of a thread_ts that is of no message; on no page",
    "invalid_unfurl_id": "chat.unfurl",
    "invalid_unfurls_format": "chat.unfurl",
    "invalid_url": "a response_url that never was",
    "invalid_users": "usergroups.users.update",
    "markdown_text_conflict": "chat.postMessage",
    "message_not_in_streaming_state": "chat.appendStream",
    "name_already_exists": "usergroups.create",
    "no_active_hooks": "incoming webhooks",
    "no_scopes": "the consent page, not a method",
    "no_service": "incoming webhooks",
    "no_such_subteam": "usergroups.update",
    "no_users_provided": "usergroups.users.update",
    "push_limit_reached": "views.push",
    "too_many_bookmarks": "bookmarks.add",
    "too_many_pins": "pins.add",
    "unknown_method": "every call of a method that is not there",
    "used_url": "a response_url after five uses",
}
NAME = re.compile(r"[a-z][a-z0-9_]+")
FILES = ("openapi/slack_web_openapi_v2.json", "openapi/error_enums_by_method.json", "../slack.md")


def names_in_code():
    """Return every error name the emulator's code can answer, and where it stands."""
    found = {}
    for path in sorted(Path(package.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _named(node):
                found.setdefault(name, path.name)
    return found


def _named(node):
    """Yield the names a SlackError is raised with; of a made-up one (an f-string) nothing can be read here."""
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "SlackError" or not node.args:
        return
    made_up = {id(part) for one in ast.walk(node.args[0]) if isinstance(one, ast.JoinedStr) for part in ast.walk(one)}
    for part in ast.walk(node.args[0]):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in made_up:
            yield part.value


def words_of_slack():
    """Return every word of the files that name errors: Slack's OpenAPI, and the notes on Slack's pages."""
    return {word for file in FILES for word in NAME.findall(there(file).read_text(encoding="utf-8"))}


def test_every_refusal_has_a_name_of_slacks():
    known, names = words_of_slack(), names_in_code()
    strange = {name: file for name, file in names.items() if name not in known and name not in OF_THE_PAGES}
    assert strange == {}, "is it on the method's page? then say so in OF_THE_PAGES"
    assert len(names) > 60


def test_no_name_is_explained_in_vain():
    assert sorted(set(OF_THE_PAGES) - set(names_in_code())) == [], "nobody answers these any more"
    assert sorted(set(OF_THE_PAGES) & words_of_slack()) == [], "the recorded data knows these"
