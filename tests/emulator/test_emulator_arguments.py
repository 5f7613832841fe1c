"""Arguments: each method takes what Slack's types, a catalogue and the SDK know, and nothing else."""

import inspect
from urllib.parse import unquote

import pytest
from northwind_slack import modal, refusal, section
from slack_sdk.web.async_client import AsyncWebClient
from wider_slack import widened

from emulator.web_api import METHODS
from emulator.web_api.arguments import ARGUMENTS, takes
from emulator.web_api.gate import TOKENLESS
from outside import slack_data

# The catalogue writes these two methods down as nobody else does: by a stream's id instead of the message's time.
GUESSED = {"chat.appendStream": {"stream_id", "text", "blocks"}, "chat.stopStream": {"stream_id"}}


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


def of_types(method):
    """Return the arguments in the types of @slack/web-api."""
    schema = slack_data("schemas/web-api-requests.schemas.json").get(method, {})
    return names_in(schema, schema.get("definitions", {}), set())


def names_in(node, definitions, seen):
    if "$ref" in node:
        name = unquote(node["$ref"].split("/")[-1])
        if name in seen:
            return set()
        seen.add(name)
        return names_in(definitions[name], definitions, seen)
    inner = [one for kind in ("anyOf", "allOf", "oneOf") for one in node.get(kind, ())]
    return set(node.get("properties", ())).union(*(names_in(one, definitions, seen) for one in inner))


def of_catalogue(method):
    """Return the arguments in slack-toolkit's catalogue."""
    rows = {row["name"]: row for row in slack_data("catalog/web-api-methods.slack-toolkit-0.2.3.json")}
    row = rows.get(method, {"required_params": [], "optional_params": []})
    return {*row["required_params"], *row["optional_params"]} - GUESSED.get(method, set())


def of_sdk(method):
    """Return the arguments of the SDK's client."""
    parameters = inspect.signature(getattr(AsyncWebClient, method.replace(".", "_"))).parameters
    return set(parameters) - {"self", "kwargs", "app_token"}


def test_every_method_has_its_row():
    assert set(ARGUMENTS) == {*METHODS, *TOKENLESS} - {"api.test"}


@pytest.mark.parametrize("method", sorted(ARGUMENTS))
def test_no_argument_of_slacks_is_refused(method):
    known = of_types(method) | of_catalogue(method) | of_sdk(method)
    assert known - {"token"} - ARGUMENTS[method].known == set()


@pytest.mark.parametrize("method", sorted(ARGUMENTS))
def test_none_is_made_up(method):
    assert ARGUMENTS[method].known - of_types(method) - of_catalogue(method) - of_sdk(method) == set()


@pytest.mark.parametrize("method", sorted(ARGUMENTS))
def test_what_the_sdk_leaves_open_is_never_needed(method):
    parameters = inspect.signature(getattr(AsyncWebClient, method.replace(".", "_"))).parameters
    open_ones = {name for name, one in parameters.items() if one.default is not inspect.Parameter.empty}
    # Here the SDK is laxer than Slack: it has a second way to say the same, which needs a workflow.
    assert set(ARGUMENTS[method].needed) & open_ones <= {"trigger_id"}


def test_a_row_of_the_table():
    row = takes("channel ts", "text blocks", "metadata")
    assert row.needed == ("channel", "ts")
    assert row.known == {"channel", "ts", "text", "blocks", "metadata"}


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("chat.postMessage", {"channel": "CKUDOS", "text": "x", "txt": "y"}),
        ("auth.test", {"txt": ""}),
        ("views.open", {"trigger_id": "1", "view": modal(), "txt": "y"}),
        ("blocks.validate", {"blocks": [section()], "txt": 1}),
        ("oauth.v2.access", {"code": "1", "txt": "1"}),
        ("apps.connections.open", {"txt": "1"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_argument_nobody_knows_is_named(client, method, given):
    token = "xapp-cairn" if method.startswith("apps.") else "xoxb-cairn"
    answer = await refusal(client.api_call(method, json=given, headers={"Authorization": f"Bearer {token}"}))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: txt [json-pointer:/txt]"]


async def test_nothing_is_done_with_an_unknown_argument(client, ana):
    await refusal(client.api_call("chat.postMessage", json={"channel": "CKUDOS", "text": "x", "chanel": "C"}))
    assert ana.messages("CKUDOS") == []


async def test_api_test_takes_and_says_anything(client):
    assert (await client.api_test(foo="bar"))["args"] == {"foo": "bar"}
    answer = await refusal(client.api_test(error="my_error"))
    assert (answer["error"], answer["args"]) == ("my_error", {"error": "my_error"})
