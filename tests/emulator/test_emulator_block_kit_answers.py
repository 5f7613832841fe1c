"""Block Kit over the Web API: how Slack answers blocks and views it does not take."""

import json

import pytest
from block_samples import BLOCKS, with_block
from northwind_slack import error, home, modal, refusal, section

DIVIDER = {"type": "divider"}
EMPTY = section("", block_id="empty")
PROBLEM = {
    "pointer": "/blocks/0/text/text",
    "code": "failed_constraint",
    "message": "must be more than 0 characters",
    "field": "text",
    "constraint": {"type": "min_length", "min": 1},
}
LINE = "[ERROR] must be more than 0 characters [json-pointer:{}]"
LARGEST_VIEW = 250_000


def trigger(emulator):
    return emulator.triggers.new("UANA", "A0CAIRN").id


async def test_a_message_with_a_wrong_block(client):
    answer = await refusal(client.chat_postMessage(channel="CKUDOS", text="x", blocks=[EMPTY]))
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [PROBLEM]
    assert answer["response_metadata"] == {"messages": [LINE.format("/blocks/0/text/text")]}


async def test_a_message_with_wrong_blocks_in_an_attachment(client):
    attachments = [{"blocks": [DIVIDER]}, {"blocks": [DIVIDER, EMPTY]}]
    answer = await refusal(client.chat_postMessage(channel="CKUDOS", text="x", attachments=attachments))
    assert answer["error"] == "invalid_blocks"
    assert [one["pointer"] for one in answer["errors"]] == ["/attachments/1/blocks/1/text/text"]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "chat.postEphemeral"])
async def test_every_way_to_say_something_checks_the_blocks(client, method):
    ts = (await client.chat_postMessage(channel="CKUDOS", text="x"))["ts"]
    args = {"channel": "CKUDOS", "text": "x", "blocks": [EMPTY]}
    args |= {"chat.update": {"ts": ts}, "chat.postEphemeral": {"user": "UANA"}}.get(method, {})
    assert (await refusal(client.api_call(method, json=args)))["errors"] == [PROBLEM]


async def test_a_view_with_a_wrong_block(client, emulator):
    wrong = modal(EMPTY, submit=None)
    answer = await refusal(client.views_open(trigger_id=trigger(emulator), view=wrong))
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"] == {"messages": [LINE.format("/view/blocks/0/text/text")]}
    view = (await client.views_open(trigger_id=trigger(emulator), view=modal()))["view"]
    inside = emulator.triggers.new("UANA", "A0CAIRN", root=view["id"]).id
    for call in (
        client.views_push(trigger_id=inside, view=wrong),
        client.views_update(view_id=view["id"], view=wrong),
        client.views_publish(user_id="UANA", view=home(EMPTY)),
    ):
        answer = await refusal(call)
        assert answer["error"] == "invalid_arguments"
        assert answer["response_metadata"] == {"messages": [LINE.format("/view/blocks/0/text/text")]}


async def test_a_message_has_fifty_blocks(client):
    assert (await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[DIVIDER] * 50))["ok"]
    answer = await refusal(client.chat_postMessage(channel="CKUDOS", text="x", blocks=[DIVIDER] * 51))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]


async def test_a_view_has_a_hundred_blocks(client, emulator):
    assert (await client.views_open(trigger_id=trigger(emulator), view=modal(*[DIVIDER] * 100)))["ok"]
    assert (await client.views_publish(user_id="UANA", view=home(*[DIVIDER] * 100)))["ok"]
    words = ["[ERROR] no more than 100 items allowed [json-pointer:/view/blocks]"]
    for call in (
        client.views_open(trigger_id=trigger(emulator), view=modal(*[DIVIDER] * 101)),
        client.views_publish(user_id="UANA", view=home(*[DIVIDER] * 101)),
    ):
        answer = await refusal(call)
        assert (answer["error"], answer["response_metadata"]["messages"]) == ("invalid_arguments", words)


def view_of(size, make):
    """Return a view whose JSON has so many bytes, by the text of its first field."""
    blocks = [section("x" * 3000, block_id=f"b{number}") for number in range(81)]
    view = make(*blocks, {"type": "section", "fields": [{"type": "mrkdwn", "text": "x"} for _ in range(5)]})
    missing = size - len(json.dumps(view, ensure_ascii=False).encode())
    for field in view["blocks"][-1]["fields"]:
        more = min(missing, 1999)
        field["text"] += "x" * more
        missing -= more
    assert len(json.dumps(view, ensure_ascii=False).encode()) == size
    return view


async def test_a_view_has_250_kilobytes(client, emulator):
    assert (await client.views_open(trigger_id=trigger(emulator), view=view_of(LARGEST_VIEW, modal)))["ok"]
    assert (await client.views_publish(user_id="UANA", view=view_of(LARGEST_VIEW, home)))["ok"]
    too_large = view_of(LARGEST_VIEW + 1, modal)
    assert await error(client.views_open(trigger_id=trigger(emulator), view=too_large)) == "view_too_large"
    shown = view_of(LARGEST_VIEW + 1, home)
    assert await error(client.views_publish(user_id="UANA", view=shown)) == "view_too_large"


async def test_a_message_has_a_hundred_attachments(client):
    assert (await client.chat_postMessage(channel="CKUDOS", text="x", attachments=[{"text": "a"}] * 100))["ok"]
    attachments = [{"text": "a"}] * 101
    call = client.chat_postMessage(channel="CKUDOS", text="x", attachments=attachments)
    assert await error(call) == "too_many_attachments"


async def test_a_message_goes_somewhere(client):
    assert (await client.api_call("chat.postMessage", json={"channel": "CKUDOS", "text": "x"}))["ok"]
    call = client.api_call("chat.postMessage", json={"channel": "", "text": "x"})
    assert await error(call) in {"invalid_arguments", "channel_not_found"}


async def test_the_public_validator(client):
    for kind in ("section", "table", "data_visualization"):
        assert (await client.blocks_validate(blocks=with_block(BLOCKS[kind])[0]["blocks"]))["ok"]
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
