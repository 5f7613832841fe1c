"""The manifest: exactly what the code registers and calls, in the form Slack accepts."""

import ast
import inspect
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from referencing import Registry, Resource
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.manifest import HEARD, METHODS, manifest, scopes
from domain.rules import COMMANDS, Rules
from outside import slack_data

ROOT = Path(__file__).parents[2]
NOT_FOR_US = {"channels:history", "groups:history", "mpim:history", "mpim:read", "im:read", "mpim:write"}
"""Scopes that a method takes as well, for conversations it is never called with here."""


def valid():
    """A validator of Slack's own schema, with the parts it points to."""
    schema = slack_data("manifest", "manifest.schema.json")
    base = "https://raw.githubusercontent.com/slackapi/manifest-schema/v0.5.0/schemas/"
    parts = [
        (base + name, Resource.from_contents(slack_data("manifest", name)))
        for name in ("manifest.schema.1.0.0.json", "manifest.schema.2.0.0.json")
    ]
    return jsonschema.Draft7Validator(schema, registry=Registry().with_resources(parts))


def api_methods():
    """Each method of the SDK's client with the name of the Web API method it calls."""
    found = {}
    for name, function in inspect.getmembers(AsyncWebClient, inspect.iscoroutinefunction):
        called = re.findall(r'self\.api_call\(\s*"([\w.]+)"', inspect.getsource(function))
        if called:
            found[name] = set(called)
    found["files_upload_v2"] = {"files.getUploadURLExternal", "files.completeUploadExternal"}
    return found


def called_methods():
    """The Web API methods our code calls: by the client's methods, or by name through `api_call`-like helpers."""
    names, found = api_methods(), set()
    for folder in ("bot", "handlers", "scheduler"):
        for path in (ROOT / folder).rglob("*.py"):
            if path == ROOT / "bot/manifest.py":
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Attribute) and node.attr in names:
                    found |= names[node.attr]
                if isinstance(node, ast.Constant) and node.value in set().union(*names.values()):
                    found.add(node.value)
    if "socket_mode" in (ROOT / "bot/app.py").read_text():
        found.add("apps.connections.open")  # the SDK's handler calls it
    return found


def test_the_file_of_the_repository_is_what_the_command_prints(cairn):
    printed = cairn("manifest")

    assert printed.exit_code == 0
    assert (ROOT / "manifest.yml").read_text() == printed.stdout, "cairn manifest > manifest.yml"
    assert yaml.safe_load(printed.stdout) == manifest()


@pytest.mark.parametrize("url", [None, "https://cairn.northwind.example"])
@pytest.mark.parametrize("prefix", ["", "cairn-", "x" * 20])
def test_slack_accepts_it(prefix, url):
    assert [error.message for error in valid().iter_errors(manifest(prefix=prefix, url=url))] == []


def test_the_schema_would_refuse_a_bad_one():
    bad = manifest()
    bad["features"]["slash_commands"][0]["command"] = "check-in"

    assert list(valid().iter_errors(bad))


def test_it_has_exactly_the_commands_that_are_listened_to():
    commands = {row["command"] for row in manifest()["features"]["slash_commands"]}

    assert commands == {f"/{name}" for name in handlers.register().ids("command")}
    assert commands == {Rules().command(feature) for feature in COMMANDS}


def test_every_command_arrives_with_names_as_ids():
    assert all(row["should_escape"] for row in manifest()["features"]["slash_commands"])


def test_it_has_exactly_the_shortcuts_that_are_listened_to():
    shortcuts = {row["callback_id"] for row in manifest()["features"].get("shortcuts", ())}

    assert shortcuts == handlers.register().ids("shortcut")


def test_it_has_exactly_the_events_that_are_listened_to():
    events = {event.split(".")[0] for event in manifest()["settings"]["event_subscriptions"]["bot_events"]}

    assert events == handlers.register().ids("event")


def test_it_asks_for_the_scopes_of_exactly_the_methods_that_are_called():
    assert called_methods() == set(METHODS)


def test_each_methods_scopes_are_those_of_slacks_catalog():
    rows = slack_data("catalog", "web-api-methods.slack-toolkit-0.2.3.json")
    catalog = {row["name"]: set(row["required_scopes"].get("bot", ())) for row in rows}

    for method, ours in METHODS.items():
        extra = {"users:read.email"} if method == "users.list" else set()  # else the list comes without addresses
        assert set(ours) == catalog[method] - NOT_FOR_US | extra, method


def test_no_scope_is_asked_for_without_a_reason():
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == {
        "commands", *(scope for ours in METHODS.values() for scope in ours), *HEARD.values()
    }  # fmt: skip
    assert manifest()["oauth_config"]["scopes"]["bot"] == scopes()
    assert "user" not in manifest()["oauth_config"]["scopes"]


def test_a_scope_for_an_event_goes_with_listening_to_it():
    assert set(HEARD) <= handlers.register().ids("event")
    assert not set(HEARD.values()) & {scope for ours in METHODS.values() for scope in ours}


def test_it_reads_no_channel():
    assert not [scope for scope in scopes() if scope.endswith(":history") and scope != "im:history"]


def test_the_home_tab_and_the_messages_tab_are_open():
    assert manifest()["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_http_mode_names_its_address_everywhere(cairn):
    made = yaml.safe_load(cairn("manifest", "--url", "https://cairn.northwind.example/").stdout)

    address = "https://cairn.northwind.example/slack/events"
    assert {row["url"] for row in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["interactivity"]["request_url"] == address
    assert made["settings"]["interactivity"]["message_menu_options_url"] == address
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["socket_mode_enabled"] is False


def test_the_prefix_of_the_settings_stands_before_each_command(cairn, monkeypatch):
    monkeypatch.setenv("CAIRN_COMMAND_PREFIX", "cairn-")

    made = yaml.safe_load(cairn("manifest").stdout)

    assert all(row["command"].startswith("/cairn-") for row in made["features"]["slash_commands"])


@pytest.mark.parametrize("url", ["http://cairn.example", "cairn.example", "https://", "https://a.example/?x=1"])
def test_an_address_slack_cannot_use_is_refused(cairn, url):
    result = cairn("manifest", "--url", url)

    assert (result.exit_code, result.stderr) == (
        1, "--url must be the public address of this bot and start with https://\n",
    )  # fmt: skip
