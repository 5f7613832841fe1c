"""Commands and interactions beside recorded ones: keys, kinds, and what Slack's types call required."""

import pytest
from block_samples import BLOCKS, ELEMENTS, modal, option, plain
from jsonschema import Draft7Validator
from northwind_slack import button, home, section, text_field
from recorded import interactions, payload_shape, recordings
from shapes import explained, of_another_kind, shape_of, unknown
from wire import connected, stage

from emulator.block_kit.elements import IN_ACTIONS, IN_INPUT

JAVA, EXAMPLES = "java-json-logs/app-backend", "payloads/interactions"
CANCEL = {"close": plain("Cancel")}
# The value a person gives an element, when it is not the option "v".
VALUES = {
    "button": None,
    "workflow_button": None,
    "icon_button": None,
    "feedback_buttons": "v",
    "checkboxes": ["v"],
    "multi_static_select": ["v"],
    "multi_external_select": ["v"],
    "users_select": "UBO",
    "multi_users_select": ["UBO"],
    "conversations_select": "CKUDOS",
    "multi_conversations_select": ["CKUDOS"],
    "channels_select": "CKUDOS",
    "multi_channels_select": ["CKUDOS"],
    "datepicker": "2026-03-02",
    "timepicker": "09:30",
    "datetimepicker": "1772442000",
    "rich_text_input": "x",
    "plain_text_input": "x",
    "number_input": "1",
    "email_text_input": "ana@northwind.example",
    "url_text_input": "https://example.com",
    "file_input": None,
}
CHOSEN = {"external_select": {"initial_option": option()}, "multi_external_select": {"initial_options": [option()]}}
WHOLE = {"icon_button": {"value": "v"}}
CLICKED = (*IN_ACTIONS, "feedback_buttons", "icon_button")
# Keys and kinds the recordings, examples and types do not have: payload, path, reason.
NEWER = {}
NO_GRID = "null outside of Grid, as in envelope_interactive_global_shortcut"
OTHER_KINDS = {(r".*", r"enterprise"): NO_GRID}
# Where the types want something else: payload, path (with the rule it breaks), reason.
MISSING = {
    (r".*", r"enterprise: type"): NO_GRID,
    ("BlockAction", "response_url"): "of messages; a click in a view has none, as its example in the Slack docs",
}
OTHERWISE = {}
# Elements whose entry in `actions` the types do not have.
UNTYPED_ACTIONS = {
    "datetimepicker": "its page shows selected_date_time",
    "workflow_button": "it starts a workflow and tells the app nothing more",
}


@pytest.fixture
async def scene(northwind, clock, session):
    async with stage(northwind, clock, session) as scene:
        yield scene


@pytest.fixture
async def wire(scene):
    async with connected(scene) as wire:
        yield wire


def asked(value, definition):
    """Return where Slack's types want something else of a value; `additionalProperties` they know too few of."""
    schema = {"$ref": f"#/definitions/{definition}", "definitions": interactions()}
    found = []
    for error in Draft7Validator(schema).iter_errors(value):
        where = ".".join(str(step) for step in error.absolute_path if not isinstance(step, int))
        if error.validator == "required":
            name = error.message.partition("'")[2].partition("'")[0]
            found.append(f"{where}.{name}".strip("."))
        elif error.validator != "additionalProperties":
            found.append(f"{where}: {error.validator}")
    return sorted(set(found))


def held(payload, definition, *recorded):
    """Hold a payload against everything that is known of it."""
    name, known = definition, payload_shape(definition, *recorded)
    assert explained(unknown(shape_of(payload), known), NEWER, name) == []
    kinds = of_another_kind(shape_of(payload), known)
    assert {path: kinds[path] for path in explained(kinds, OTHER_KINDS, name)} == {}
    assert explained(asked(payload, definition), MISSING, name) == []


async def test_a_command(scene, wire):
    await scene.ana.command("/kudos @bo", channel="CKUDOS")
    recorded = (JAVA, "SlashCommandPayload"), (EXAMPLES, "slash_command")
    held(wire.payloads[-1], "SlashCommand", *recorded)


MESSAGE = [("java-json-logs/app-backend", "BlockActionPayload"), (EXAMPLES, "block_actions_message")]


async def test_a_click_in_a_message(scene, wire):
    ts = await scene.posted(blocks=[section(accessory=button("b", value="v"))])
    await scene.ana.say("CKUDOS", "An answer", thread=ts)
    await scene.ana.click(scene.ana.messages("CKUDOS")[-1], "b")
    held(wire.last("block_actions"), "BlockAction", *MESSAGE)


async def test_a_click_in_a_thread(scene, wire):
    ts = await scene.posted()
    await scene.posted(thread_ts=ts, blocks=[section(accessory=button("b"))])
    await scene.ana.click(scene.ana.messages("CKUDOS", thread=ts)[-1], "b")
    held(wire.last("block_actions"), "BlockAction", *MESSAGE)


async def test_a_click_in_an_ephemeral_message(scene, wire):
    blocks = [section(accessory=button("b"))]
    await scene.call("chat.postEphemeral", channel="CKUDOS", user="UANA", text="x", blocks=blocks)
    await scene.ana.click(scene.ana.messages("CKUDOS")[-1], "b")
    payload = wire.last("block_actions")
    assert "message" not in payload
    held(payload, "BlockAction", *MESSAGE)


@pytest.mark.parametrize("place", ["modal", "home"])
async def test_a_click_in_a_view(scene, wire, place):
    blocks = [section(accessory=button("b")), text_field("words")]
    if place == "modal":
        trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
        await scene.call("views.open", trigger_id=trigger, view=modal(*blocks, **CANCEL))
    else:
        await scene.call("views.publish", user_id="UANA", view=home(*blocks))
    await scene.ana.click(scene.ana.view or scene.ana.home, "b")
    held(wire.last("block_actions"), "BlockAction", *MESSAGE)


def definition_of(kind):
    """Return the name of the definition of an element's entry in `actions`, None when the types have none."""
    found = (
        name for name, one in interactions().items() if one.get("properties", {}).get("type", {}).get("const") == kind
    )
    return next((name for name in found if name.endswith("Action")), None)


@pytest.mark.parametrize("kind", CLICKED)
async def test_each_element_says_what_was_chosen(scene, wire, kind):
    element = {**ELEMENTS[kind], **CHOSEN.get(kind, {}), **WHOLE.get(kind, {}), "action_id": "a"}
    block = "actions" if kind in IN_ACTIONS else "context_actions"
    await scene.posted(blocks=[{"type": block, "elements": [element]}], metadata=None)
    await scene.ana.click(scene.ana.messages("CKUDOS")[-1], "a", VALUES.get(kind, "v"))
    (action,) = wire.last("block_actions")["actions"]
    definition = definition_of(kind)
    assert definition or kind in UNTYPED_ACTIONS
    if definition:
        assert explained(asked(action, definition), OTHERWISE, kind) == []
        known = payload_shape(definition)
        assert explained(unknown(shape_of(action), known), NEWER, kind) == []


@pytest.mark.parametrize("kind", IN_INPUT)
async def test_each_field_says_what_was_filled_in(scene, wire, kind):
    field = {**BLOCKS["input"], "block_id": "f", "optional": True}
    field["element"] = {**ELEMENTS[kind], **CHOSEN.get(kind, {}), "action_id": "a"}
    for value in (VALUES.get(kind, "v"), None):
        trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
        await scene.call("views.open", trigger_id=trigger, view=modal(field, **CANCEL))
        await scene.ana.submit({"f": value})
        payload = wire.last("view_submission")
        held(payload, "ViewSubmitAction", *SUBMISSION)
        state = payload["view"]["state"]["values"]["f"]["a"]
        assert explained(asked(state, "ViewStateValue"), OTHERWISE, kind) == []
        assert unknown(shape_of(state), payload_shape("ViewStateValue")) == []


SUBMISSION = [
    (JAVA, "ViewSubmissionPayload"),
    (EXAMPLES, "view_submission"),
    (EXAMPLES, "view_submission_with_response_urls"),
    (EXAMPLES, "view_submission_slack_connect"),
]


async def test_a_form_that_asks_where_to_answer(scene, wire):
    menu = {"type": "channels_select", "action_id": "a", "response_url_enabled": True}
    where = {**BLOCKS["input"], "block_id": "f", "element": menu}
    trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
    await scene.call("views.open", trigger_id=trigger, view=modal(where, **CANCEL))
    await scene.ana.submit({"f": "CKUDOS"})
    payload = wire.last("view_submission")
    assert len(payload["response_urls"]) == 1
    held(payload, "ViewSubmitAction", *SUBMISSION)


@pytest.mark.parametrize("everything", [False, True])
async def test_a_form_that_is_closed(scene, wire, everything):
    trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
    await scene.call("views.open", trigger_id=trigger, view=modal(notify_on_close=True, **CANCEL))
    await scene.ana.close(all=everything)
    held(wire.last("view_closed"), "ViewClosedAction", (JAVA, "ViewClosedPayload"), (EXAMPLES, "view_closed"))


@pytest.mark.parametrize("place", ["modal", "message"])
async def test_a_menu_that_asks_for_options(scene, wire, place):
    menu = {"type": "external_select", "action_id": "a"}
    if place == "modal":
        trigger = scene.emulator.triggers.new("UANA", "A0CAIRN").id
        field = {**BLOCKS["input"], "element": menu}
        await scene.call("views.open", trigger_id=trigger, view=modal(field, **CANCEL))
    else:
        await scene.posted(blocks=[section(accessory=menu)], metadata=None)
    await scene.ana.options(scene.ana.view or scene.ana.messages("CKUDOS")[-1], "a", "search word")
    recorded = (EXAMPLES, "block_suggestion"), (JAVA, "BlockActionPayload")
    held(wire.last("block_suggestion"), "BlockSuggestion", *recorded)


async def test_shortcuts(scene, wire):
    await scene.ana.shortcut("check_in")
    held(wire.last("shortcut"), "GlobalShortcut", (EXAMPLES, "global_shortcut"))
    ts = (await scene.ana.say("CKUDOS", "Thanks"))["ts"]
    await scene.ana.message_shortcut("give_kudos", "CKUDOS", ts)
    recorded = (EXAMPLES, "message_shortcut"), (JAVA, "MessageShortcutPayload")
    held(wire.last("message_action"), "MessageShortcut", *recorded)


def test_every_payload_of_the_types_is_tried():
    tried = {"slash_command", "block_actions", "view_submission", "view_closed", "message_action", "shortcut"}
    assert set(interactions()["Interactions"]["properties"]) == {*tried, "block_suggestion", "event_callback"}
    assert len(recordings(JAVA)) == 5
