"""Events beside recorded ones: each the emulator can send, as the types, recordings and examples know it."""

import ast
from pathlib import Path

import pytest
from happenings import HAPPENINGS
from jsonschema import Draft7Validator
from recorded import event_definitions, event_shape, event_types, recordings
from shapes import explained, of_another_kind, shape_of, unknown
from wire import connected, stage

import emulator as package
from outside import slack_data

# Names of events that stand in the emulator's code and are no event it sends.
NO_EVENT = {"app_rate_limited": "comes as it is, around no event: see the last test"}
NEWER = {}
OTHER_KINDS = {}
# What the types call required and we do not send: event, path, reason.
MISSING = {
    ("thread_broadcast", "client_msg_id"): "of what a person types, not of what an app posts",
    ("channel_join", "inviter"): "of who was invited, not of who came by themselves",
}
IGNORED = {"additionalProperties", "anyOf", "oneOf", "not"}


def names_in_code():
    """Return the names of events that stand in the emulator's code."""
    names = set()
    for path in Path(package.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names.add(node.value)
    return names & {kind for kind in event_types() if not kind.startswith("message.")}


def test_every_event_of_the_emulator_is_tried():
    tried = {kind for kind, _ in HAPPENINGS}
    assert names_in_code() - tried - set(NO_EVENT) == set(), "give each a row in happenings.HAPPENINGS"


def required(event, definition):
    """Return the places of an event where the types want another value, or one at all."""
    schema = {
        "$ref": f"#/definitions/{definition}",
        "definitions": slack_data("schemas/SlackEvent.schema.json")["definitions"],
    }
    found = []
    for error in Draft7Validator(schema).iter_errors(event):
        where = ".".join(str(step) for step in error.absolute_path if not isinstance(step, int))
        if error.validator == "required":
            name = error.message.partition("'")[2].partition("'")[0]
            found.append(f"{where}.{name}".strip("."))
        elif error.validator not in IGNORED:
            found.append(f"{where} {error.message}"[:200])
    return sorted(set(found))


@pytest.mark.parametrize(("kind", "subtype"), HAPPENINGS, ids=["-".join(filter(None, one)) for one in HAPPENINGS])
async def test_an_event_is_as_slack_sends_it(kind, subtype, northwind, clock, session):
    name, known = subtype or kind, event_shape(kind, subtype)
    definition = event_definitions().get((kind, subtype))
    assert definition, "no type knows this event"
    for happen in HAPPENINGS[kind, subtype]:
        async with stage(northwind, clock, session) as scene, connected(scene) as wire:
            await happen(scene)
            await scene.emulator.settled()
            payloads = wire.events(kind, subtype)
        assert payloads, f"{happen.__name__} did not make it happen"
        for payload in payloads:
            assert payload["event"]["type"] in event_types() | {"message"}
            assert explained(unknown(shape_of(payload), known), NEWER, name) == []
            kinds = of_another_kind(shape_of(payload), known)
            assert {path: kinds[path] for path in explained(kinds, OTHER_KINDS, name)} == {}
            assert explained(required(payload["event"], definition), MISSING, name) == []


async def test_too_many_events_are_told_of(northwind, clock, session):
    async with stage(northwind, clock, session) as scene, connected(scene) as wire:
        scene.emulator.delivery.allowance.most = 0
        await scene.ana.say("CKUDOS", "Hello")
        payload = wire.last("app_rate_limited")
    # The recording wraps it as an event; Slack's page and types show it bare.
    assert shape_of(payload) == shape_of(recordings("java-json-logs/events")["AppRateLimitedPayload"]["event"])
    assert required(payload, "AppRateLimitedEvent") == []
