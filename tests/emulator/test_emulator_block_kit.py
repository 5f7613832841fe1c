"""Block Kit: what Slack accepts is accepted, one more than a limit is refused."""

import time

import pytest
from northwind_slack import button, home, modal, section, text_field

from emulator.block_kit import blocks_report, view_report
from emulator.block_kit.blocks import BLOCKS, SURFACES
from emulator.block_kit.elements import ELEMENTS, IN_ACTIONS, IN_CONTEXT, IN_INPUT, IN_SECTION
from emulator.block_kit.report import Report
from emulator.block_kit.rich_text import PARTS, PIECES
from emulator.block_kit.rules import typed
from outside import SLACK_DATA, slack_data

FIXTURES = SLACK_DATA / "blockkit/slackblocks-fixtures/valid"
# slackblocks lets two blocks of a webhook message have one id; Slack does not.
SAME_IDS = {"webhook_message_basic.json", "webhook_message_delete.json", "message_compound.json"}


def fixtures(folder):
    names = sorted(path.name for path in (FIXTURES / folder).glob("*.json"))
    return names or [pytest.param("missing.json", id="no recorded data")]


def plain(text="x"):
    return {"type": "plain_text", "text": text}


def option(text="x", value="v"):
    return {"text": plain(text), "value": value}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


def said(report):
    return report.messages


@pytest.mark.parametrize("name", fixtures("blocks"))
def test_every_block_of_the_fixtures_is_accepted(name):
    block = slack_data("blockkit/slackblocks-fixtures/valid/blocks", name)
    surface = next(surface for surface in ("message", "modal", "home") if block["type"] in SURFACES[surface])
    assert said(blocks_report([block], surface=surface)) == []


@pytest.mark.parametrize("name", fixtures("elements"))
def test_every_element_of_the_fixtures_is_accepted(name):
    element = slack_data("blockkit/slackblocks-fixtures/valid/elements", name)
    report = Report()
    typed(ELEMENTS)(element, "", report)
    assert said(report) == []


@pytest.mark.parametrize("name", fixtures("rich_text"))
def test_all_rich_text_of_the_fixtures_is_accepted(name):
    piece = slack_data("blockkit/slackblocks-fixtures/valid/rich_text", name)
    report = Report()
    typed({**PARTS, **PIECES})(piece, "", report)
    assert said(report) == []


@pytest.mark.parametrize("name", fixtures("messages"))
def test_every_message_of_the_fixtures_is_accepted(name):
    message = slack_data("blockkit/slackblocks-fixtures/valid/messages", name)
    problems = said(blocks_report(message.get("blocks", [])))
    for attachment in message.get("attachments", []):
        problems += said(blocks_report(attachment["blocks"]))
    kept = [one for one in problems if "already exists" not in one] if name in SAME_IDS else problems
    assert kept == []


@pytest.mark.parametrize("name", fixtures("views"))
def test_every_view_of_the_fixtures_is_accepted(name):
    view = slack_data("blockkit/slackblocks-fixtures/valid/views", name)
    assert said(view_report(view, surface=view["type"])) == []


def test_the_surfaces_are_slackblocks_surfaces():
    recorded = slack_data("blockkit/slackblocks-surfaces-3.0.0.json")
    assert {name: set(blocks) for name, blocks in SURFACES.items()} == {
        name: set(blocks) for name, blocks in recorded.items()
    }


def test_every_element_stands_somewhere():
    places = {*IN_ACTIONS, *IN_SECTION, *IN_INPUT, *IN_CONTEXT, "feedback_buttons", "icon_button", "url"}
    assert set(ELEMENTS) == places


AT_LIMIT = [
    ("section text", 3000, lambda n: section("x" * n)),
    ("section field", 2000, lambda n: {"type": "section", "fields": [plain("x" * n)]}),
    ("section fields", 10, lambda n: {"type": "section", "fields": [plain()] * n}),
    ("header", 150, lambda n: {"type": "header", "text": plain("x" * n)}),
    ("context", 10, lambda n: {"type": "context", "elements": [plain()] * n}),
    ("actions", 25, lambda n: actions(*(button(str(number)) for number in range(n)))),
    ("button text", 75, lambda n: actions({**button("b"), "text": plain("x" * n)})),
    ("button value", 2000, lambda n: actions(button("b", value="x" * n))),
    ("button url", 3000, lambda n: actions(button("b", url="x" * n))),
    ("action id", 255, lambda n: actions(button("x" * n))),
    ("block id", 255, lambda n: section(block_id="x" * n)),
    ("option text", 75, lambda n: actions({"type": "static_select", "options": [option("x" * n)]})),
    ("option value", 150, lambda n: actions({"type": "static_select", "options": [option(value="x" * n)]})),
    ("options", 100, lambda n: actions({"type": "static_select", "options": [option()] * n})),
    (
        "option groups",
        100,
        lambda n: actions({"type": "static_select", "option_groups": [{"label": plain(), "options": [option()]}] * n}),
    ),
    ("placeholder", 150, lambda n: actions({"type": "users_select", "placeholder": plain("x" * n)})),
    ("overflow", 5, lambda n: actions({"type": "overflow", "options": [option()] * n})),
    ("radio buttons", 10, lambda n: actions({"type": "radio_buttons", "options": [option()] * n})),
    ("checkboxes", 10, lambda n: actions({"type": "checkboxes", "options": [option()] * n})),
    ("input label", 2000, lambda n: {**text_field("a"), "label": plain("x" * n)}),
    ("input hint", 2000, lambda n: {**text_field("a"), "hint": plain("x" * n)}),
    ("text field length", 3000, lambda n: text_field("a", max_length=n)),
    ("image alt text", 2000, lambda n: {"type": "image", "image_url": "https://x", "alt_text": "x" * n}),
    ("markdown", 12_000, lambda n: {"type": "markdown", "text": "x" * n}),
    ("table rows", 100, lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}),
    ("table columns", 20, lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * n]}),
    ("data table rows", 101, lambda n: {"type": "data_table", "rows": [[{"type": "raw_text", "text": "x"}]] * n}),
    (
        "data table characters",
        20_000,
        lambda n: {
            "type": "data_table",
            "rows": [[{"type": "raw_text", "text": "x" * 2000}]] * 9
            + [[{"type": "raw_text", "text": "x" * (n - 18_000)}]],
        },
    ),
    (
        "chart title",
        50,
        lambda n: {
            "type": "data_visualization",
            "title": "x" * n,
            "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]},
        },
    ),
    (
        "chart segments",
        12,
        lambda n: {
            "type": "data_visualization",
            "title": "x",
            "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}] * n},
        },
    ),
    ("plan tasks", 50, lambda n: {"type": "plan", "title": "x", "tasks": [{"task_id": "t", "title": "x"}] * n}),
]


@pytest.mark.parametrize(("most", "build"), [row[1:] for row in AT_LIMIT], ids=[row[0] for row in AT_LIMIT])
def test_a_limit_is_kept_to_the_character(most, build):
    assert said(blocks_report([build(most)])) == []
    assert len(said(blocks_report([build(most + 1)]))) >= 1


def test_a_message_has_fifty_blocks():
    assert said(blocks_report([{"type": "divider"}] * 50)) == []
    assert said(blocks_report([{"type": "divider"}] * 51)) == [
        "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_emoji_count_as_one_character():
    assert said(blocks_report([{"type": "header", "text": plain("😀" * 150)}])) == []


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
        pytest.param(actions({"type": "static_select", "options": [option()], "initial_option": option(value="w")}), "must match one of the options [json-pointer:/blocks/0/elements/0/initial_option]", id="initial option"),
        pytest.param(actions({"type": "datepicker", "initial_date": "2 March"}), "must be a valid date (YYYY-MM-DD) [json-pointer:/blocks/0/elements/0/initial_date]", id="date"),
        pytest.param(actions({"type": "timepicker", "initial_time": "25:00"}), "must be a valid time (HH:mm) [json-pointer:/blocks/0/elements/0/initial_time]", id="time"),
        pytest.param(text_field("a", min_length=5, max_length=4), "must not be more than `max_length` [json-pointer:/blocks/0/element/min_length]", id="inverted"),
        pytest.param({"type": "image", "image_url": "x", "slack_file": {"id": "F"}, "alt_text": "x"}, "must define only one of `image_url` or `slack_file` [json-pointer:/blocks/0/type]", id="two images"),
        pytest.param({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}], []]}, "all rows must have the same number of cells [json-pointer:/blocks/0/rows]", id="ragged table"),
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
    container = {"type": "container", "child_blocks": [section("")]}
    assert said(blocks_report([container])) == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/child_blocks/0/text/text]"
    ]


def test_one_field_has_the_focus():
    view = modal(text_field("a", focus_on_load=True), text_field("b", focus_on_load=True))
    assert len(said(view_report(view, surface="modal"))) == 1


def test_a_view_that_is_no_object():
    assert said(view_report([], surface="home")) == ["[ERROR] must be a valid object [json-pointer:/view]"]
    assert said(view_report(home(blocks="x"), surface="home")) == [
        "[ERROR] must be a valid array [json-pointer:/view/blocks]"
    ]


async def test_the_public_validator(client):
    from northwind_slack import refusal

    assert (await client.blocks_validate(blocks=[section()]))["ok"]
    answer = await refusal(
        client.blocks_validate(blocks=[{"type": "section", "text": {"type": "invalid", "text": "x"}}])
    )
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][0] == {
        "pointer": "/0/text/type",
        "code": "failed_constraint",
        "message": "unsupported type: invalid",
        "field": "type",
        "constraint": {"type": "enum", "expected": ["plain_text", "mrkdwn"], "got": "invalid"},
    }
    assert (await refusal(client.blocks_validate(view=modal(title=None))))["error"] == "invalid_view"
    assert (await refusal(client.blocks_validate(message={"blocks": ["x"]})))["error"] == "invalid_message"
    assert (await refusal(client.blocks_validate()))["error"] == "invalid_arguments"
    assert (await client.blocks_validate(view=home()))["ok"]


@pytest.mark.bench
def test_how_long_validation_takes():
    view = modal(*(section("x" * 200, block_id=str(number), accessory=button(str(number))) for number in range(100)))
    start = time.perf_counter()
    for _ in range(100):
        view_report(view, surface="modal")
    print(f"{(time.perf_counter() - start) * 10:.2f} ms a view of 100 blocks")  # noqa: T201
    assert BLOCKS
