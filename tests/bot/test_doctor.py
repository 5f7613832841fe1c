"""`cairn doctor`: a line for each thing that can be wrong, what to do about it, and an exit code."""

import asyncio
import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from bot import doctor
from bot.commands.ground import now
from bot.doctor import examine_slack
from bot.manifest import manifest, scopes
from bot.settings import Settings
from emulator import Emulator, Workspace

WORKSPACE = {
    "team": {"id": "T0NORTHWIND", "name": "Northwind", "domain": "northwind"},
    "people": [{"id": "UANA", "name": "ana", "real_name": "Ana Ruiz", "email": "ana@northwind.example"}],
    "channels": [
        {"id": "CKUDOS", "name": "kudos", "members": "all", "apps": ["A0CAIRN"]},
        {"id": "COTHER", "name": "other", "members": "all"},
    ],
    "apps": [
        {
            "id": "A0CAIRN", "name": "Cairn", "bot_user": "UCAIRN", "bot_id": "B0CAIRN", "bot_token": "xoxb-cairn",
            "app_token": "xapp-cairn", "signing_secret": "abcdef0123456789", "request_url": None, "manifest": None,
        }
    ],
}  # fmt: skip


@pytest.fixture
async def slack():
    """A workspace where the app of our manifest is installed."""
    app = WORKSPACE["apps"][0] | {"manifest": manifest()}
    async with Emulator(Workspace.from_mapping(WORKSPACE | {"apps": [app]})) as running:
        yield running


@pytest.fixture
def look(slack):
    """Look with settings that are all right but for those given; answer the findings by what they are about."""

    async def look(*, clock=now, **changed):
        told = {"slack_bot_token": "xoxb-cairn", "slack_app_token": "xapp-cairn", "slack_api_url": slack.api_url}
        settings = Settings.load(None, **told | {"kudos_channel": "CKUDOS"} | changed)
        return {finding.what: finding async for finding in examine_slack(settings, clock=clock)}

    return look


async def test_all_is_well(look):
    found = await look()

    assert {what: finding.said for what, finding in found.items()} == {
        "token": "cairn in Northwind",
        "scopes": "as in the manifest",
        "clock": "as Slack's",
        "kudos channel": "the bot is in #kudos",
        "socket": "can be opened",
    }
    assert all(finding.fine for finding in found.values())


async def test_http_mode_needs_no_socket(look):
    found = await look(slack_app_token=None, slack_signing_secret="abcdef0123456789")

    assert found["socket"].fine
    assert "over HTTP" in found["socket"].said


async def test_missing_settings_are_a_finding_too(look):
    found = await look(slack_bot_token="")

    assert list(found) == ["settings"]
    assert found["settings"].cure.startswith("SLACK_BOT_TOKEN is missing")


async def test_a_wrong_token_ends_what_needs_it_but_not_the_socket(look):
    found = await look(slack_bot_token="xoxb-wrong")

    assert list(found) == ["token", "socket"]
    assert found["token"].said == "Slack refuses it (invalid_auth)"
    assert "Copy SLACK_BOT_TOKEN again" in found["token"].cure
    assert found["socket"].fine


async def test_a_wrong_app_token_is_told_apart(look):
    found = await look(slack_app_token="xapp-wrong")

    assert found["token"].fine
    assert found["socket"].said == "Slack refuses it (invalid_auth)"
    assert "connections:write" in found["socket"].cure


async def test_missing_scopes_are_named(slack, look):
    app = next(iter(slack.workspace.apps.values()))
    app.manifest.source["oauth_config"]["scopes"]["bot"] = ["chat:write", "commands", "reactions:read"]

    found = await look()

    assert found["scopes"].said.startswith("missing: channels:read, dnd:read, files:write")
    assert "Reinstall to Workspace" in found["scopes"].cure
    assert found["kudos channel"].said == "not known (missing_scope)"


async def test_scopes_too_many_are_mentioned(slack, look):
    app = next(iter(slack.workspace.apps.values()))
    app.manifest.source["oauth_config"]["scopes"]["bot"] = [*scopes(), "pins:read"]

    found = await look()

    assert (found["scopes"].fine, found["scopes"].said) == (True, "as in the manifest; not needed: pins:read")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param(timedelta(minutes=10), "ahead of Slack's", id="ahead"),
        pytest.param(timedelta(minutes=-10), "behind Slack's", id="behind"),
    ],
)
async def test_a_wrong_clock_is_found(look, wrong, said):
    found = await look(clock=lambda: now() + wrong)

    assert found["clock"].said.endswith(said)
    assert "NTP" in found["clock"].cure


async def test_a_few_seconds_do_no_harm(look):
    found = await look(clock=lambda: now() + timedelta(seconds=20))

    assert found["clock"].fine
    assert "which is fine" in found["clock"].said


async def test_an_answer_without_a_date_is_no_fault():
    assert doctor._clock({}, now()).fine


async def test_the_kudos_channel_must_have_the_bot_in_it(look):
    found = await look(kudos_channel="COTHER")

    assert found["kudos channel"].said == "the bot is not in #other"
    assert found["kudos channel"].cure == "In Slack open the channel and type: /invite @cairn"


async def test_a_channel_that_is_not_there_is_found(look):
    found = await look(kudos_channel="CNONE")

    assert found["kudos channel"].said == "CNONE is not there, or private"
    assert "Check CAIRN_KUDOS_CHANNEL" in found["kudos channel"].cure


async def test_an_archived_channel_is_found(slack, look):
    slack.workspace.channels["COTHER"].archived = True

    assert (await look(kudos_channel="COTHER"))["kudos channel"].said == "#other is archived"


async def test_no_kudos_channel_is_a_choice(look):
    assert (await look(kudos_channel=None))["kudos channel"].fine


@pytest.mark.parametrize("kind", ["drop", "http_500"])
async def test_a_slack_that_does_not_answer_is_found(slack, look, kind):
    slack.faults.add("auth.test", kind, times=None)
    slack.faults.add("apps.connections.open", kind, times=None)

    found = await look()

    assert [finding.said for finding in found.values()] == ["Slack does not answer", "Slack does not answer"]
    assert "SLACK_API_URL" in found["token"].cure


async def test_nothing_is_said_or_changed_in_slack(slack, look):
    await look()

    assert [call.method for call in slack.calls] == ["auth.test", "conversations.info", "apps.connections.open"]


@pytest.fixture
def type_in(slack, cairn, monkeypatch):
    """Type `cairn doctor` beside the running workspace."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-cairn")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-cairn")
    monkeypatch.setenv("SLACK_API_URL", slack.api_url)
    return lambda: asyncio.to_thread(cairn, "doctor")


async def test_the_command_prints_a_line_for_each(type_in, monkeypatch, database_url, database):
    monkeypatch.setenv("DATABASE_URL", database_url)

    result = await type_in()

    assert result.exit_code == 0, result.stdout
    lines = result.stdout.splitlines()
    assert [line.split()[:2] for line in lines[:4]] == [
        ["ok", "token"],
        ["ok", "scopes"],
        ["ok", "clock"],
        ["ok", "kudos"],
    ]
    assert [line.split()[1] for line in lines[4:8]] == ["socket", "database", "schema", "people"]
    assert "nobody will be asked" in lines[7]
    assert [line.split()[1] for line in lines[8:12]] == ["waiting", "ahead", "stuck", "said"]
    assert lines[-1] == "Everything is in place."


async def test_a_fault_has_its_cure_below_it_and_an_exit_code(type_in, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")

    result = await type_in()

    assert result.exit_code == 1
    assert result.stdout.startswith(
        "fault token          Slack refuses it (invalid_auth)\n      → Copy SLACK_BOT_TOKEN"
    )
    assert result.stdout.endswith("\nOne thing to mend.\n")


async def test_several_faults_are_counted(type_in, monkeypatch):
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-wrong")
    monkeypatch.setenv("DATABASE_URL", "postgresql://cairn:hush@127.0.0.1:1/cairn")

    result = await type_in()

    assert result.exit_code == 1
    assert "database       PostgreSQL, cairn at 127.0.0.1 does not answer" in result.stdout
    assert result.stdout.endswith("\n2 to mend.\n")
    assert "hush" not in result.stdout


@pytest.mark.parametrize(
    ("url", "said", "code"),
    [
        pytest.param("sqlite:///new.db", "SQLite, new.db: not there yet, the first command", 0, id="new"),
        pytest.param("sqlite:///no/such/x.db", "SQLite, no/such/x.db: its folder is not there", 1, id="no folder"),
    ],
)
async def test_a_missing_file_is_looked_at_and_not_made(type_in, monkeypatch, tmp_path, url, said, code):
    monkeypatch.setenv("DATABASE_URL", url)

    result = await type_in()

    assert said in result.stdout
    assert result.exit_code == code
    assert list(tmp_path.iterdir()) == []


async def test_an_empty_database_and_another_schema_are_told_apart(type_in, monkeypatch, tmp_path, sqlite_template):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///x.db")
    (tmp_path / "x.db").touch()
    assert "schema         empty: the first command that needs it sets it up" in (await type_in()).stdout

    shutil.copy(sqlite_template, tmp_path / "x.db")
    with closing(sqlite3.connect(tmp_path / "x.db")) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "→ The database has schema 9999, which this version" in (await type_in()).stdout
