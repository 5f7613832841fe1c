"""`cairn run` as a process of its own: it starts, says so, and ends cleanly; or says in a sentence why it cannot."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.manifest import manifest
from bot.settings import names
from emulator import Emulator, Workspace

ROOT = Path(__file__).parents[2]
APP = {
    "id": "A0CAIRN", "name": "Cairn", "bot_user": "UCAIRN", "bot_id": "B0CAIRN", "bot_token": "xoxb-cairn",
    "app_token": "xapp-cairn", "signing_secret": "abcdef0123456789", "request_url": None,
}  # fmt: skip


@pytest.fixture
async def slack():
    """A workspace where the app of our manifest is installed."""
    facts = {
        "team": {"id": "T0NORTHWIND", "name": "Northwind", "domain": "northwind"},
        "people": [{"id": "UANA", "name": "ana", "real_name": "Ana Ruiz", "email": "ana@northwind.example"}],
        "channels": [],
        "apps": [APP | {"manifest": manifest()}],
    }
    async with Emulator(Workspace.from_mapping(facts)) as running:
        yield running


@pytest.fixture
async def run(slack, tmp_path):
    """Start `cairn run` beside the workspace, in a folder of its own."""
    started = []

    async def start(**changed):
        bare = {name: value for name, value in os.environ.items() if name not in names()}
        told = {"SLACK_BOT_TOKEN": "xoxb-cairn", "SLACK_APP_TOKEN": "xapp-cairn", "SLACK_API_URL": slack.api_url}
        environment = bare | told | {"PORT": "0", "PYTHONPATH": str(ROOT)} | changed
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=tmp_path, env=environment, stderr=asyncio.subprocess.PIPE
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def ended(process):
    """What a process said until its end."""
    _, said = await asyncio.wait_for(process.communicate(), 60)
    return said.decode()


async def until(event, process):
    """The lines of the log up to this event."""
    while line := await asyncio.wait_for(process.stderr.readline(), 60):
        told = json.loads(line)
        yield told
        if told["event"] == event:
            return


async def test_it_starts_connects_keeps_a_second_one_out_and_ends_when_told_to(slack, run):
    process = await run()
    lines = [line async for line in until("cairn is running", process)]
    await slack.connected("A0CAIRN")
    second = await run()
    refused = await ended(second)
    assert (second.returncode, refused.count("\n")) == (1, 1), refused
    assert refused.startswith("Another `cairn run` works on cairn.db already.")
    process.send_signal(signal.SIGTERM)
    rest = await ended(process)

    assert process.returncode == 0, rest
    assert lines[-1]["mode"] == "socket"
    assert "xoxb" not in rest
    assert "Traceback" not in rest


async def test_a_refused_token_is_said_in_a_sentence(run):
    process = await run(SLACK_BOT_TOKEN="xoxb-wrong")

    said = await ended(process)

    assert (process.returncode, said.count("\n")) == (1, 1), said
    assert said.startswith("Slack refused SLACK_BOT_TOKEN (invalid_auth).")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://cairn:hush@127.0.0.1:1/cairn", "The database does not answer"),
        (
            "sqlite:///nowhere/cairn.db",
            "nowhere/cairn.db cannot be written (No such file or directory). Make its folder",
        ),
    ],
)
async def test_a_missing_database_is_said_in_a_sentence(run, url, sentence):
    process = await run(DATABASE_URL=url)

    said = await ended(process)

    assert (process.returncode, said.count("\n")) == (1, 1), said
    assert said.startswith(sentence)
    assert "hush" not in said
