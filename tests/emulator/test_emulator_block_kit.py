"""Block Kit: what is wrong is said in Slack's words, at the right place."""

import time

import pytest
from block_samples import option, plain
from northwind_slack import button, home, modal, section, text_field

from emulator.block_kit import blocks_report, view_report
from emulator.block_kit.blocks import BLOCKS
from emulator.block_kit.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def said(report):
    return report.messages


def test_every_element_stands_somewhere():
    places = {*IN_ACTIONS, *IN_SECTION, *IN_INPUT, *IN_CONTEXT, "feedback_buttons", "icon_button", "url"}
    assert set(ELEMENTS) == places


@pytest.mark.parametrize(
    ("block", "words"),
    [
        pytest.param(section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]", id="empty text"),
        pytest.param({"type": "section"}, "must define either `text` or `fields` [json-pointer:/blocks/0/type]", id="no text"),
        pytest.param({"type": "sction"}, "unsupported type: sction [json-pointer:/blocks/0/type]", id="typo"),
        pytest.param({"text": plain()}, "missing required field: type [json-pointer:/blocks/0]", id="no type"),
        pytest.param({"type": "divider", "x": 1}, "invalid additional property: x [json-pointer:/blocks/0]", id="extra"),
        pytest.param({"type": "actions", "elements": []}, "must provide at least 1 items [json-pointer:/blocks/0/elements]", id="no buttons"),
        pytest.param({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]", id="formatted header"),
        pytest.param(actions(button("same"), button("same")), '`action_id` "same" already exists for `block_id` "" [json-pointer:/blocks/0/elements/1/action_id]', id="same action"),
        pytest.param({"type": "context", "elements": [button("b")]}, "unsupported type: button [json-pointer:/blocks/0/elements/0/type]", id="button in context"),
        pytest.param({**text_field("a"), "element": button("b")}, "unsupported type: button [json-pointer:/blocks/0/element/type]", id="button as input"),
        pytest.param(actions({"type": "static_select"}), "must define either `options` or `option_groups` [json-pointer:/blocks/0/elements/0/type]", id="no options"),
        pytest.param(actions({"type": "static_select", "options": [option()], "initial_option": option("w")}), "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]", id="initial option"),
        pytest.param(actions({"type": "datepicker", "initial_date": "2 March"}), "must be a valid date (YYYY-MM-DD) [json-pointer:/blocks/0/elements/0/initial_date]", id="date"),
        pytest.param(actions({"type": "timepicker", "initial_time": "25:00"}), "must be a valid time (HH:mm) [json-pointer:/blocks/0/elements/0/initial_time]", id="time"),
        pytest.param(text_field("a", min_length=5, max_length=4), "must not be more than `max_length` [json-pointer:/blocks/0/element/min_length]", id="inverted"),
        pytest.param({"type": "image", "image_url": "x", "slack_file": {"id": "F"}, "alt_text": "x"}, "must define only one of `image_url` or `slack_file` [json-pointer:/blocks/0/type]", id="two images"),
        pytest.param({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], []]}, "all rows must have the same number of cells [json-pointer:/blocks/0/rows]", id="ragged table"),
        pytest.param({"type": "card", "subtitle": {"type": "mrkdwn", "text": "x"}}, "must define at least one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0/type]", id="card that says nothing"),
        pytest.param({"type": "container", "child_blocks": [section()]}, "must define either `title` or `rich_text_title` [json-pointer:/blocks/0/type]", id="container without title"),
        pytest.param({"type": "container", "title": plain(), "default_collapsed": True, "child_blocks": [section()]}, "requires `is_collapsible` [json-pointer:/blocks/0/default_collapsed]", id="collapsed for ever"),
        pytest.param({"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}, "invalid additional property: emoji [json-pointer:/blocks/0/text]", id="emoji of formatted text"),
        pytest.param({"type": "section", "text": plain(verbatim=True)}, "invalid additional property: verbatim [json-pointer:/blocks/0/text]", id="verbatim plain text"),
        pytest.param({"type": "alert", "text": plain()}, "unsupported type: alert [json-pointer:/blocks/0/type]", id="alert in a message"),
        pytest.param(actions(button("b", style="loud")), "must be one of: primary, danger [json-pointer:/blocks/0/elements/0/style]", id="style"),
        pytest.param("text", "must be a valid object [json-pointer:/blocks/0]", id="no object"),
        pytest.param(section(block_id=7), "must be a valid string [json-pointer:/blocks/0/block_id]", id="number as id"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_slacks_words(block, words):
    assert f"[ERROR] {words}" in said(blocks_report([block]))


def test_sums_over_a_message():
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    pie = {
        "type": "data_visualization",
        "title": "x",
        "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]},
    }
    half = {"type": "markdown", "text": "x" * 6001}
    assert said(blocks_report([table, pie, pie, half])) == []
    assert len(said(blocks_report([table, table]))) == 1
    assert len(said(blocks_report([pie, pie, pie]))) == 1
    assert len(said(blocks_report([half, half]))) == 1


def test_a_chart_needs_a_point_for_each_category_and_positive_slices():
    series = [{"name": "a", "data": [{"label": "W1", "value": 1}]}]
    bar = {"type": "bar", "series": series, "axis_config": {"categories": ["W1", "W2"]}}
    pie = {"type": "pie", "segments": [{"label": "a", "value": 0}]}
    for chart in (bar, pie):
        assert len(said(blocks_report([{"type": "data_visualization", "title": "x", "chart": chart}]))) == 1


def test_containers_are_looked_into():
    container = {"type": "container", "title": plain(), "child_blocks": [section("")]}
    assert said(blocks_report([container])) == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/child_blocks/0/text/text]"
    ]


def test_one_element_has_the_focus():
    first, second = (
        text_field("a", focus_on_load=True),
        {"type": "users_select", "action_id": "u", "focus_on_load": True},
    )
    view = modal(
        first, {"type": "actions", "elements": [second]}, section(accessory={**second, "focus_on_load": False})
    )
    assert said(view_report(view, surface="modal")) == [
        "[ERROR] only one element can have `focus_on_load` [json-pointer:/view/blocks/1/elements/0/focus_on_load]"
    ]


def test_a_block_id_names_one_block():
    twice = [section(block_id="same"), section(block_id="same")]
    assert said(blocks_report(twice)) == ['[ERROR] `block_id` "same" already exists [json-pointer:/blocks/1/block_id]']
    assert said(blocks_report([section(block_id=""), section(block_id="")])) == []


def test_a_view_that_is_no_object():
    assert said(view_report([], surface="home")) == ["[ERROR] must be a valid object [json-pointer:/view]"]
    assert said(view_report(home(blocks="x"), surface="home")) == [
        "[ERROR] must be a valid array [json-pointer:/view/blocks]"
    ]


@pytest.mark.bench
def test_how_long_validation_takes():
    view = modal(*(section("x" * 200, block_id=str(number), accessory=button(str(number))) for number in range(100)))
    start = time.perf_counter()
    for _ in range(100):
        view_report(view, surface="modal")
    print(f"{(time.perf_counter() - start) * 10:.2f} ms a view of 100 blocks")  # noqa: T201
    assert BLOCKS
