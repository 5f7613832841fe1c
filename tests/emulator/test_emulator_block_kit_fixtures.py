"""Block Kit: every valid example of slackblocks is accepted where it may stand, every invalid case refused."""

import pytest
from block_samples import (
    BLOCKS,
    ELEMENTS,
    IMAGE,
    OPTIONS,
    bar,
    cell,
    option,
    plain,
    problems,
    with_block,
    with_element,
)
from limit_places import PLACES
from test_emulator_block_kit_limits import beyond, kind_of, limits, subject_of

from emulator.block_kit.rich_text import PARTS
from outside import SLACK_DATA, slack_data

VALID = "blockkit/slackblocks-fixtures/valid"
# Examples that Slack's own types (and slackblocks' newer limits) contradict: the only thing we find wrong there.
CONTRADICTED = {
    "rich_text/rich_text_list_ordered": "border",  # 3; @slack/types and slackblocks 3.0.0 know 0 and 1
    "elements/rich_text_input_basic": "initial_value/type",  # a piece of text; @slack/types wants a rich text block
    "messages/webhook_message_basic": "block_id",  # two blocks with one id, which Slack's pages forbid
    "messages/webhook_message_delete": "block_id",
}


def names():
    """Return the names of all examples, such as `blocks/alert_block`."""
    root = SLACK_DATA / VALID
    found = sorted(str(path.relative_to(root).with_suffix("")) for path in root.glob("*/*.json"))
    return found or [pytest.param("blocks/alert_block", id="no recorded data")]


def in_rich_text(piece):
    if piece["type"] == "rich_text":
        return with_block(piece)[0]
    part = piece if piece["type"] in PARTS else {"type": "rich_text_section", "elements": [piece]}
    return with_block({"type": "rich_text", "elements": [part]})[0]


def in_button(confirm):
    return with_element({**ELEMENTS["button"], "confirm": confirm})[0]


def in_workflow(trigger):
    return with_element({**ELEMENTS["workflow_button"], "workflow": {"trigger": trigger}})[0]


OBJECTS = {
    "confirmation_dialogue": in_button,
    "conversation_filter": lambda one: with_element({"type": "conversations_select", "filter": one})[0],
    "dispatch_action_configuration": lambda one: with_element(
        {"type": "plain_text_input", "dispatch_action_config": one}
    )[0],
    "input_parameter": lambda one: in_workflow({"url": "https://x", "customizable_input_parameters": [one]}),
    "option_group": lambda one: with_element({"type": "static_select", "option_groups": [one]})[0],
    "option": lambda one: with_element({"type": "static_select", "options": [one]})[0],
    "text": lambda one: with_block({"type": "section", "text": one})[0],
    "trigger": in_workflow,
    "workflow": lambda one: in_workflow(one["trigger"]),
}


def payload_of(name, content):
    """Return the message or view that holds an example."""
    folder, _, file = name.partition("/")
    if folder == "objects":
        return next(wrap for start, wrap in OBJECTS.items() if file.startswith(start))(content)
    wraps = {
        "attachments": lambda one: {"attachments": [one]},
        "blocks": lambda one: with_block(one)[0],
        "elements": lambda one: with_element(one)[0],
        "messages": lambda one: one,
        "rich_text": in_rich_text,
        "views": lambda one: {"view": one},
    }
    return wraps[folder](content)


@pytest.mark.parametrize("name", names())
def test_every_valid_example_is_accepted(name):
    wrong = {one["pointer"] for one in problems(payload_of(name, slack_data(VALID, f"{name}.json")))}
    if name in CONTRADICTED:
        assert wrong, "nothing is wrong any more: take it out of CONTRADICTED"
    assert {pointer for pointer in wrong if not pointer.endswith(f"/{CONTRADICTED.get(name)}")} == set()


def test_all_examples_are_tried():
    assert sorted(one["id"] for one in slack_data("blockkit/slackblocks-manifest.json")["fixtures"]) == names()


def rows(*lengths):
    return [[cell()] * length for length in lengths]


def select(**more):
    return with_element({"type": "static_select", **more})[0]


# Cases of slackblocks that are no plain limit: what is sent, and where the emulator finds it wrong.
NAMED = {
    "table-ragged-rows": (with_block({"type": "table", "rows": rows(1, 2)})[0], "/blocks/0/rows"),
    "table-column-settings-mismatch": (
        with_block({"type": "table", "rows": rows(1), "column_settings": [{}, {}]})[0],
        "/blocks/0/column_settings",
    ),
    "section-missing-content": (with_block({"type": "section"})[0], "/blocks/0/type"),
    "static-select-options-and-groups": (
        select(**OPTIONS, option_groups=[{"label": plain(), "options": [option()]}]),
        "/blocks/0/elements/0/type",
    ),
    "image-url-and-slack-file": (with_element({**IMAGE, "slack_file": {"id": "F0"}})[0], "/blocks/0/elements/0/type"),
    "number-input-inverted-range": (
        with_element({**ELEMENTS["number_input"], "min_value": "2", "max_value": "1"})[0],
        "/blocks/0/element/min_value",
    ),
    "context-invalid-element": (
        with_block({"type": "context", "elements": [ELEMENTS["button"]]})[0],
        "/blocks/0/elements/0/type",
    ),
    "input-invalid-element": (
        with_block({**BLOCKS["input"], "element": ELEMENTS["button"]})[0],
        "/blocks/0/element/type",
    ),
}


def cases():
    """Return the cases which slackblocks names, without payloads."""
    return slack_data("blockkit/slackblocks-fixtures/invalid/manifest.json")["cases"]


def test_every_named_invalid_case_is_refused():
    tried = 0
    for case in cases():
        if case["id"] in NAMED:
            payload, pointer = NAMED[case["id"]]
            assert pointer in {one["pointer"] for one in problems(payload)}, case["id"]
            tried += 1
            continue
        name = case["constraint"]
        _, breaks = beyond(kind_of(name), limits()[name])
        for place in PLACES[subject_of(name)]:
            refused = problems(place.build(kind_of(name), breaks))
            assert place.pointer in {one["pointer"] for one in refused}, case["id"]
        tried += 1
    assert tried == 106


def test_a_url_of_an_option_is_counted_in_code_points():
    assert problems(select(options=[option(url="😀" * 3000)])) == []
    wrong = problems(select(options=[option(url="😀" * 3001)]))
    assert [one["pointer"] for one in wrong] == ["/blocks/0/elements/0/options/0/url"]


def test_a_chart_has_a_point_for_each_category():
    chart = bar("W1", "W2")
    chart["chart"]["axis_config"]["categories"] = ["W1", "W3"]
    assert [one["pointer"] for one in problems(with_block(chart)[0])] == ["/blocks/0/chart/series/0/data"]
