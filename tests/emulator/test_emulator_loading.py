"""Reading workspace files, and starting from the command line."""

import argparse
import asyncio
import json
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from northwind_slack import MANIFEST, NORTHWIND

from emulator import Emulator, Workspace
from emulator.__main__ import CannotStart, clock_of, main, options_from, run, welcome, workspace_of
from emulator.loading.workspace_file import WorkspaceFileError

ROOT = Path(__file__).parents[2]


def test_a_file_is_read_with_its_manifest_beside_it(tmp_path):
    northwind = {**NORTHWIND, "apps": [{"id": "A0CAIRN", "name": "Cairn", "manifest": "manifest.yml"}]}
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(MANIFEST))
    (tmp_path / "northwind.yml").write_text(yaml.safe_dump(northwind))
    workspace = Workspace.from_file(tmp_path / "northwind.yml")
    app = workspace.apps["A0CAIRN"]
    assert app.manifest.commands["/kudos"].should_escape
    assert (app.bot_user, app.bot_id, app.bot_token) == ("U0CAIRN", "B0CAIRN", "xoxb-0CAIRN")
    assert workspace.people["U0CAIRN"].is_bot


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"people": [{"id": "U1", "nmae": "x"}]}, "A person has no nmae; it has .*real_name", id="typo"),
        pytest.param({"people": [{"id": "U1"}]}, "A person lacks something: .*name", id="no name"),
        pytest.param({"poeple": []}, "A workspace file has no poeple; it has team, people,", id="unknown section"),
        pytest.param({"people": {}, "channels": {"a": 1}}, "`channels` of a workspace file is a list", id="no list"),
        pytest.param({"people": ["ana"]}, "A person is a mapping such as .*, not 'ana'", id="no mapping"),
        pytest.param({"people": [{"id": 7, "name": "x"}]}, "The id of a person is text, not 7", id="id as a number"),
        pytest.param({"people": [{"id": "x1", "name": "x"}]}, "The id of a person is U or W, then letters", id="id"),
        pytest.param({"people": [{"id": "U1", "name": "x"}] * 2}, "have the id U1", id="the same id twice"),
        pytest.param({"people": [{"id": "U1", "name": "x", "tz": "Mars"}]}, "The tz of a person is a zone", id="tz"),
        pytest.param({"people": [{"id": "U1", "name": "x", "is_admin": "no"}]}, "is true or false, not 'no'", id="bool"),
        pytest.param({"settings": {"messages_per_minute": True}}, "is a whole number, not True", id="number"),
        pytest.param({"channels": [{"id": "C1", "name": "x", "messages": {}}]}, "A channel has no messages", id="state"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "bot_token": "t"}, {"id": "A2", "name": "y", "bot_token": "t"}]}, "x and y have the same token|y and x have", id="tokens"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "manifest": {"features": [1]}}]}, "`features` of a manifest is a mapping", id="manifest part"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "manifest": {"features": {"slash_commands": [{"command": "kudos"}]}}}]}, "must begin with a slash", id="command"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "manifest": {"features": {"shortcuts": [{"name": "x", "type": "x", "callback_id": "x"}]}}}]}, "is global or message, not 'x'", id="shortcut"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "manifest": {"oauth_config": {"scopes": {"bot": "chat:write"}}}}]}, "`oauth_config.scopes.bot` of a manifest is a list", id="scopes"),
        pytest.param({"emoji": ["x"]}, "`emoji` of a workspace file is a mapping", id="emoji"),
        pytest.param({"channels": [{"id": "C1", "name": "x", "members": ["U1"]}]}, "names U1", id="unknown member"),
        pytest.param({"channels": [{"id": "C1", "name": "x", "apps": ["A1"]}]}, "names the app A1", id="unknown app"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "manifest": 7}]}, "a mapping or the path", id="manifest"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_explained(change, words):
    with pytest.raises(WorkspaceFileError, match=words):
        Workspace.from_mapping(change)


def test_a_file_that_holds_no_mapping(tmp_path):
    (tmp_path / "x.yml").write_text("- a")
    with pytest.raises(WorkspaceFileError, match="must hold a mapping"):
        Workspace.from_file(tmp_path / "x.yml")


def test_the_command_line(tmp_path):
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(MANIFEST))
    (tmp_path / "w.yml").write_text(yaml.safe_dump(NORTHWIND))
    options = options_from(["--port", "0", "--manifest", str(tmp_path / "manifest.yml")])
    assert "/kudos" in workspace_of(options).apps["A0CAIRN"].manifest.commands
    options = options_from(["--workspace", str(tmp_path / "w.yml")])
    assert (options.port, workspace_of(options).team.name) == (4000, "Northwind")


async def test_it_runs_until_it_is_interrupted(capsys):
    running, said = asyncio.ensure_future(run(options_from(["--port", "0"]))), ""
    while "Ctrl-C" not in said and not running.done():  # it prints once it listens
        await asyncio.sleep(0)
        said += capsys.readouterr().out
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)", said)[1])
    signal.raise_signal(signal.SIGTERM)
    await running

    with pytest.raises(OSError):
        await asyncio.open_connection("127.0.0.1", port)


def test_several_manifests_are_several_apps(tmp_path):
    (tmp_path / "one.yml").write_text(yaml.safe_dump({**MANIFEST, "display_information": {"name": "One"}}))
    (tmp_path / "two.json").write_text(json.dumps({"display_information": {"name": "Two & more"}}))
    (tmp_path / "three.yml").write_text("features: {}")
    paths = [str(tmp_path / name) for name in ("one.yml", "two.json", "three.yml")]
    workspace = workspace_of(options_from([word for path in paths for word in ("--manifest", path)]))
    assert [(app.id, app.name, app.bot_token) for app in workspace.apps.values()] == [
        ("A0CAIRN", "One", "xoxb-emulator-bot-token"),
        ("A0TWOMORE", "Two & more", "xoxb-0TWOMORE"),
        ("A0APP3", "App 3", "xoxb-0APP3"),
    ]
    assert workspace.people["UCAIRN"].real_name == "One"
    assert {"UCAIRN", "U0TWOMORE", "U0APP3"} <= set(workspace.channels["CGENERAL"].members)


def test_a_workspace_without_apps_gets_one_of_each_manifest(tmp_path):
    (tmp_path / "m.yml").write_text("display_information: {name: Echo}")
    (tmp_path / "w.json").write_text(json.dumps({"people": [{"id": "U1", "name": "ana"}]}))
    arguments = ["--workspace", str(tmp_path / "w.json"), *["--manifest", str(tmp_path / "m.yml")] * 2]
    assert list(workspace_of(options_from(arguments)).apps) == ["A0ECHO", "A0ECHO1"]


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({"event_subscriptions": {"request_url": "http://localhost:3000/x"}}, "http://localhost:3000/x"),
        ({"event_subscriptions": {"request_url": "https://example.com/x"}}, None),
        ({"socket_mode_enabled": True, "event_subscriptions": {"request_url": "http://localhost:3000/x"}}, None),
    ],
)
def test_a_manifest_may_name_where_a_local_app_listens(settings, url):
    workspace = Workspace.from_mapping({"apps": [{"id": "A1", "name": "x", "manifest": {"settings": settings}}]})
    assert workspace.apps["A1"].request_url == url


def test_the_clock_and_the_limits_of_the_command_line():
    options = options_from(["--start", "2026-03-02T09:00", "--speed", "0", "--messages-per-minute", "60"])
    assert (clock_of(options)(), clock_of(options).rate) == (datetime(2026, 3, 2, 9, tzinfo=UTC), 0)
    assert workspace_of(options).settings.messages_per_minute == 60
    assert workspace_of(options_from([])).settings.messages_per_minute == 300


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "70000"], "a whole number from 0 to 65535 is needed, not '70000'"),
        (["--port", "x"], "a whole number from 0 to 65535"),
        (["--speed", "-1"], "a number from 0 to 1000000 is needed"),
        (["--start", "monday"], "a time such as 2026-03-02T09:00Z is needed, not 'monday'"),
        (["--messages-per-minute", "0"], "a whole number from 1 to 1000000"),
        (["--manifests", "x"], "unrecognized arguments"),
    ],
)
def test_a_wrong_word_on_the_command_line(capsys, arguments, words):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr().err
    assert (ended.value.code, words in said, "Traceback" in said) == (2, True, False), said


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.yml", None, "none.yml cannot be read: No such file or directory."),
        ("broken.yml", "team: [", "broken.yml is no YAML: expected the node content"),
        ("broken.json", "{", "broken.json is no JSON: Expecting property name"),
        ("bytes.yml", b"\xff\xfe\x00", "bytes.yml is no text in UTF-8."),
        ("tag.yml", "team: !!python/object:os.system {}", "is no YAML: could not determine a constructor"),
        ("control.yml", "team: \x07", "is no YAML: "),
        ("list.yml", "- a", "must hold a mapping"),
        ("typo.yml", "peopel: []", "A workspace file has no peopel"),
    ],
)
@pytest.mark.parametrize("option", ["--workspace", "--manifest"])
def test_a_file_that_cannot_be_used_ends_it_with_one_sentence(tmp_path, capsys, option, name, content, words):
    if option == "--manifest" and name == "typo.yml":
        words, content = "`features` of a manifest is a mapping", "features: x"
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["--port", "0", option, str(tmp_path / name)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("python -m emulator: ")
    assert words in said
    assert said.count("\n") == 1


def test_a_folder_is_no_file(tmp_path, capsys):
    assert main(["--port", "0", "--workspace", str(tmp_path)]) == 2
    assert "cannot be read: Is a directory." in capsys.readouterr().err


async def test_a_taken_port(emulator, tmp_path):
    with pytest.raises(CannotStart, match=f"Port {emulator.port} of 127.0.0.1 cannot be used .*choose another one"):
        await run(options_from(["--port", str(emulator.port)]))


async def test_it_is_loud_where_others_can_reach_it(capsys):
    running = asyncio.ensure_future(run(options_from(["--port", "0", "--host", "0.0.0.0"])))
    said, warned = "", ""
    while "Ctrl-C" not in said and not running.done():
        await asyncio.sleep(0)
        seen = capsys.readouterr()
        said, warned = said + seen.out, warned + seen.err
    assert "CAREFUL: this workspace listens at 0.0.0.0, not only on this machine." in warned
    signal.raise_signal(signal.SIGTERM)
    await running


def test_the_module_can_be_run(tmp_path):
    command = [sys.executable, "-m", "emulator"]
    out = subprocess.run([*command, "--help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--workspace" in out.stdout
    wrong = [*command, "--workspace", str(tmp_path / "none.yml")]
    out = subprocess.run(wrong, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (out.returncode, out.stdout) == (2, "")
    assert "none.yml cannot be read" in out.stderr


async def test_what_the_terminal_shows(emulator):
    assert f"Northwind is open at {emulator.url}" in welcome(emulator)
    assert "bot token xoxb-cairn" in welcome(emulator)


async def test_starting_takes_a_moment(northwind):
    async def start():
        begun = time.perf_counter()
        async with Emulator(Workspace.from_mapping(northwind)):
            return time.perf_counter() - begun

    assert min([await start() for _ in range(5)]) < 0.05


async def test_it_may_be_stopped_twice(northwind):
    emulator = Emulator(Workspace.from_mapping(northwind))
    await emulator.stop()
    await emulator.start()
    await emulator.stop()
    await emulator.stop()
    assert isinstance(options_from([]), argparse.Namespace)
