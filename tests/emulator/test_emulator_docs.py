"""docs/emulator.md tells the truth: every key, endpoint, option and fault stands in it, and every example works."""

import json
import re
from pathlib import Path

import pytest
import yaml
from northwind_slack import MONDAY, button, home, modal, section, text_field
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Clock, Emulator, Workspace
from emulator.__main__ import options_from
from emulator.loading.rows import HAPPENS, keys_of
from emulator.loading.workspace_file import SECTIONS
from emulator.wires.fault_kinds import KINDS

DOCS = (Path(__file__).parents[2] / "docs" / "emulator.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```http\n(GET|POST|DELETE) (\S+)\n(.*?)```\n```json\n(.*?)```", re.DOTALL)
ENDPOINT = re.compile(r"\*\*`(GET|POST|DELETE) (/_control/\w+)`\*\*")
SECTION_OF = {"Team": "team", "Person": "people", "Channel": "channels", "Group": "groups", "App": "apps"}


def paragraph(section):
    return re.search(rf"\*\*`{section}`\*\*.*", DOCS)[0]


@pytest.mark.parametrize("kind", HAPPENS, ids=lambda kind: kind.__name__)
def test_every_key_of_the_workspace_file_stands_there_and_no_other(kind):
    said = set(re.findall(r"`(\w+)`", paragraph(SECTION_OF.get(kind.__name__, "settings"))))
    section = SECTION_OF.get(kind.__name__, "settings")
    assert said - {section, "all"} == keys_of(kind)


def test_every_section_of_the_workspace_file_stands_there():
    assert all(f"**`{section}`**" in DOCS for section in SECTIONS)


def test_every_endpoint_stands_there_and_each_that_stands_there_exists(emulator):
    routes = emulator._runner.app.router.routes()
    there = {(one.method, one.resource.canonical) for one in routes if "/_control/" in one.resource.canonical}
    assert set(ENDPOINT.findall(DOCS)) == {pair for pair in there if pair[0] != "HEAD"}


def test_every_endpoint_that_answers_json_has_an_example():
    shown = {(method, path.partition("?")[0]) for method, path, _, _ in EXAMPLE.findall(DOCS)}
    assert set(ENDPOINT.findall(DOCS)) - shown == {("GET", "/_control/file"), ("GET", "/_control/live")}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_fault_stands_there_with_its_options(kind):
    line = re.search(rf"^\| `{kind.name}` \|.*$", DOCS, re.MULTILINE)[0]
    said = re.findall(r"`(\w+)` \(([^)]+)\)", line.split("|")[-2])
    assert said == [
        (one.name, f"{one.default:g}" if isinstance(one.default, float) else str(one.default)) for one in kind.options
    ]


def test_no_fault_stands_there_that_does_not_exist():
    tables = DOCS.partition("\n## Faults\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", tables, re.MULTILINE)) == set(KINDS)


def test_every_option_of_the_command_line_stands_there(capsys):
    with pytest.raises(SystemExit):
        options_from(["--help"])
    options = set(re.findall(r"^ +(?:-\w, )?(--[\w-]+)", capsys.readouterr().out, re.MULTILINE)) - {"--help"}
    table = DOCS.partition("## Start it")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(--[\w-]+)", table, re.MULTILINE)) == options


@pytest.fixture
async def workspace():
    written = yaml.safe_load(re.search(r"```yaml\n(.*?)```", DOCS, re.DOTALL)[1])
    async with Emulator(Workspace.from_mapping(written), clock=Clock(MONDAY, frozen=True)) as running:
        yield running


@pytest.fixture
async def app(workspace, session):
    """The app of the examples."""
    demo = workspace.app()
    client = AsyncWebClient(demo.bot_token, base_url=workspace.api_url, session=session, retry_handlers=[])
    bolt = AsyncApp(client=client, signing_secret="x", process_before_response=True)
    menu = {"type": "external_select", "action_id": "pick", "min_query_length": 0}
    rows = [section(accessory=button("press")), {"type": "actions", "elements": [menu]}]

    @bolt.command("/thanks")
    async def thanks(ack, command):
        await ack(f"You thank {command['text']}")

    @bolt.shortcut("new_goal")
    async def new_goal(ack, shortcut):
        form = modal(text_field("goal"), callback_id="goal")
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form)
        await ack()

    @bolt.view("goal")
    async def goal(ack):
        await ack(response_action="errors", errors={"goal": "Say more."})

    @bolt.event("app_home_opened")
    async def opened(event):
        await client.views_publish(user_id=event["user"], view=home(*rows))

    @bolt.action("press")
    async def press(ack):
        await ack()

    @bolt.options("pick")
    async def pick(ack):
        await ack(options=[{"text": {"type": "plain_text", "text": "Ship it"}, "value": "g1"}])

    handler = AsyncSocketModeHandler(bolt, demo.app_token)
    await handler.connect_async()
    await workspace.connected()
    yield bolt
    await handler.close_async()


def matches(said, found):
    """Whether the docs say what is there; "…" stands for anything, and an object may leave keys out."""
    if said == "…":
        return True
    if isinstance(said, dict):
        return isinstance(found, dict) and all(
            name in found and matches(one, found[name]) for name, one in said.items()
        )
    if isinstance(said, list):
        return isinstance(found, list) and len(said) == len(found) and all(map(matches, said, found))
    return type(said) is type(found) and said == found


def ids_in(workspace):
    ana = workspace.person("UANA")
    return {
        "<view>": (ana.view or {}).get("id", ""),
        "<home>": (ana.home or {}).get("id", ""),
        "<thread>": next((one.ts for one in workspace.assistants.threads), ""),
        "<step>": next((one.id for one in workspace.steps.all), ""),
        "<message>": workspace.workspace.channels["CKUDOS"].latest_ts or "",
    }


async def test_every_example_works(workspace, app, session):
    examples = EXAMPLE.findall(DOCS)
    assert len(examples) > 20
    for method, path, body, said in examples:
        for name, id in ids_in(workspace).items():
            path, body = path.replace(name, id), body.replace(name, id)  # noqa: PLW2901 - as a reader would fill it in
        given = {"json": json.loads(body)} if body.strip() else {}
        async with session.request(method, workspace.url + path, **given) as answer:
            found = await answer.json()
        assert (answer.status, matches(json.loads(said), found)) == (200, True), (method, path, found)


@pytest.mark.parametrize(
    ("said", "found", "same"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, True),
        ({"a": 1}, {"b": 2}, False),
        ({"a": "…"}, {}, False),
        ([1], [1, 2], False),
        (True, 1, False),
        ("…", None, True),
    ],
)
def test_how_examples_are_compared(said, found, same):
    assert matches(said, found) is same
