"""Reading workspace files, and starting from the command line."""

import argparse
import asyncio
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from northwind_slack import MANIFEST, NORTHWIND

from emulator import Emulator, Workspace
from emulator.__main__ import options_from, run, welcome, workspace_of
from emulator.loading import WorkspaceFileError

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
        pytest.param({"channels": [{"id": "C1", "name": "x", "members": ["U1"]}]}, "names U1", id="unknown member"),
        pytest.param({"channels": [{"id": "C1", "name": "x", "apps": ["A1"]}]}, "names the app A1", id="unknown app"),
        pytest.param({"apps": [{"id": "A1", "name": "x", "manifest": 7}]}, "a mapping or the path", id="manifest"),
    ],
)
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
    running = asyncio.ensure_future(run(options_from(["--port", "0"])))
    while "Ctrl-C" not in capsys.readouterr().out:  # noqa: ASYNC110 - it prints once it listens
        await asyncio.sleep(0)
    signal.raise_signal(signal.SIGTERM)
    await running


def test_the_module_can_be_run():
    out = subprocess.run(
        [sys.executable, "-m", "emulator", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "--workspace" in out.stdout


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
