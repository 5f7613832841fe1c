"""Modals and Home tabs: opening, pushing, updating, publishing, and every way to be refused."""

from datetime import timedelta

import pytest
from northwind_slack import button, error, home, modal, refusal, section, text_field


@pytest.fixture
def trigger(emulator):
    """Return a fresh trigger id, as a click of Ana's would carry it."""

    def trigger(root=None):
        return emulator.triggers.new("UANA", "A0CAIRN", root=root).id

    return trigger


@pytest.fixture
def opened(client, trigger):
    async def opened(view=None, **more):
        return (await client.views_open(trigger_id=trigger(), view=view or modal(**more)))["view"]

    return opened


async def test_a_view_comes_back_whole(opened, ana):
    view = await opened(private_metadata="7")
    assert ana.view == view
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert (view["callback_id"], view["private_metadata"], view["external_id"]) == ("form", "7", "")
    assert (view["app_id"], view["bot_id"], view["state"]) == ("A0CAIRN", "B0CAIRN", {"values": {}})


async def test_a_trigger_id_lives_three_seconds(client, trigger, clock):
    late = trigger()
    clock.forward(timedelta(seconds=3.01))
    assert await error(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"
    in_time = trigger()
    clock.forward(timedelta(seconds=3))
    assert (await client.views_open(trigger_id=in_time, view=modal()))["ok"]


async def test_on_a_fast_clock_the_three_seconds_are_real_ones(client, trigger, clock):
    clock.speed(3600)
    assert (await client.views_open(trigger_id=trigger(), view=modal()))["ok"]


async def test_a_trigger_id_opens_one_view(client, trigger):
    once = trigger()
    await client.views_open(trigger_id=once, view=modal())
    assert await error(client.views_open(trigger_id=once, view=modal())) == "exchanged_trigger_id"
    assert await error(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"


async def test_a_refused_view_does_not_use_the_trigger_up(client, trigger):
    once = trigger()
    assert await error(client.views_open(trigger_id=once, view=modal(title=None))) == "invalid_arguments"
    assert (await client.views_open(trigger_id=once, view=modal()))["ok"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"title": None}, "missing required field: title [json-pointer:/view]", id="no title"),
        pytest.param(
            {"title": {"type": "plain_text", "text": "x" * 25}},
            "must be less than 25 characters [json-pointer:/view/title/text]",
            id="title",
        ),
        pytest.param(
            {"submit": None},
            "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]",
            id="no submit",
        ),
        pytest.param(
            {"private_metadata": "x" * 3001},
            "must be less than 3001 characters [json-pointer:/view/private_metadata]",
            id="private metadata",
        ),
        pytest.param(
            {"colour": "red"}, "invalid additional property: colour [json-pointer:/view]", id="a key of our own"
        ),
        pytest.param({"type": "home"}, "unsupported type: home [json-pointer:/view/type]", id="home"),
        pytest.param(
            {"blocks": [{"type": "divider"}] * 101},
            "no more than 100 items allowed [json-pointer:/view/blocks]",
            id="101 blocks",
        ),
        pytest.param(
            {"blocks": [{"type": "markdown", "text": "x"}]},
            "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
            id="surface",
        ),
        pytest.param(
            {"blocks": [text_field("same"), text_field("same")]},
            '`block_id` "same" already exists [json-pointer:/view/blocks/1/block_id]',
            id="same id",
        ),
    ],
)
async def test_what_a_modal_cannot_be(client, trigger, change, message):
    answer = await refusal(client.views_open(trigger_id=trigger(), view=modal(**change)))
    assert answer["error"] == "invalid_arguments"
    assert f"[ERROR] {message}" in answer["response_metadata"]["messages"]


async def test_a_hundred_blocks_fit(opened):
    assert len((await opened(modal(*[{"type": "divider"}] * 100)))["blocks"]) == 100


async def test_a_view_that_is_too_large(client, trigger):
    large = modal(*(section("é" * 2900, block_id=str(number)) for number in range(45)))
    assert await error(client.views_open(trigger_id=trigger(), view=large)) == "view_too_large"


async def test_a_stack_holds_three(client, trigger, opened, ana):
    root = await opened()
    for _ in range(2):
        await client.views_push(trigger_id=trigger(root["id"]), view=modal())
    assert [view["root_view_id"] for view in ana.views] == [root["id"]] * 3
    assert ana.views[2]["previous_view_id"] == ana.views[1]["id"]
    assert await error(client.views_push(trigger_id=trigger(root["id"]), view=modal())) == "push_limit_reached"


async def test_pushing_needs_a_trigger_from_the_open_modal(client, trigger, opened):
    await opened()
    assert await error(client.views_push(trigger_id=trigger(), view=modal())) == "invalid_trigger_id"


async def test_an_update_keeps_what_was_typed_into_the_same_fields(client, opened, ana, emulator):
    view = await opened(modal(text_field("a"), text_field("b")))
    ana.fill({"a": "kept", "b": "lost"})
    answer = await client.views_update(
        view_id=view["id"], hash=view["hash"], view=modal(text_field("a"), text_field("c"))
    )
    assert (answer["view"]["id"], answer["view"]["hash"] != view["hash"]) == (view["id"], True)
    assert emulator.views.stack("UANA")[0].typed == {"a": {"text": "kept"}}


async def test_what_an_update_refuses(client, opened):
    view = await opened(external_id="mine")
    await client.views_update(external_id="mine", view=modal(external_id="mine"))
    wrong = client.views_update(view_id=view["id"], hash=view["hash"], view=modal())
    assert await error(wrong) == "hash_conflict"
    assert await error(client.views_update(view_id="VNONE", view=modal())) == "not_found"
    both = client.api_call("views.update", json={"view_id": view["id"], "external_id": "mine", "view": modal()})
    assert await error(both) == "invalid_arguments"
    neither = client.api_call("views.update", json={"view": modal()})
    assert await error(neither) == "invalid_arguments"


async def test_an_external_id_is_taken_once(client, opened, trigger):
    view = await opened(external_id="mine")
    again = client.views_push(trigger_id=trigger(view["id"]), view=modal(external_id="mine"))
    assert await error(again) == "duplicate_external_id"


async def test_publishing(client, ana):
    view = (await client.views_publish(user_id="UANA", view=home()))["view"]
    assert ana.home == view
    again = await client.views_publish(user_id="UANA", view=home(section("New")), hash=view["hash"])
    assert again["view"]["id"] == view["id"]
    assert await error(client.views_publish(user_id="UANA", view=home(), hash=view["hash"])) == "hash_conflict"
    assert await error(client.views_publish(user_id="UNONE", view=home())) == "invalid_arguments"
    assert await error(client.views_publish(user_id="UANA", view=modal())) == "invalid_arguments"


async def test_a_home_tab_that_is_off(client, emulator):
    emulator.app().manifest.source["features"]["app_home"]["home_tab_enabled"] = False
    assert await error(client.views_publish(user_id="UANA", view=home())) == "not_enabled"


async def test_a_home_may_hold_a_chart_and_a_table(client):
    chart = {
        "type": "data_visualization",
        "title": "Check-ins",
        "chart": {
            "type": "bar",
            "series": [{"name": "Answered", "data": [{"label": "W45", "value": 11}]}],
            "axis_config": {"categories": ["W45"]},
        },
    }
    cell = {"type": "raw_text", "text": "Ana"}
    table = {"type": "data_table", "caption": "Who answered", "rows": [[cell], [cell]]}
    assert (await client.views_publish(user_id="UANA", view=home(chart, table)))["ok"]


async def test_elements_without_an_action_id_get_one(client):
    unnamed = button("x")
    del unnamed["action_id"]
    view = (await client.views_publish(user_id="UANA", view=home(section(accessory=unnamed))))["view"]
    assert view["blocks"][0]["accessory"]["action_id"]
