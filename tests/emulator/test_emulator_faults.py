"""Faults on demand."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from northwind_slack import error
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient


def post(client):
    return client.chat_postMessage(channel="CKUDOS", text="Hello")


async def test_an_error_the_given_number_of_times(client, emulator, ana):
    emulator.faults.add("chat.postMessage", "error", times=2, error="fatal_error")
    assert [await error(post(client)) for _ in range(2)] == ["fatal_error"] * 2
    assert (await post(client))["ok"]
    assert len(ana.messages("CKUDOS")) == 1


async def test_too_many_requests(client, emulator):
    emulator.faults.add("chat.postMessage", "ratelimited", retry_after=30)
    with pytest.raises(SlackApiError) as raised:
        await post(client)
    assert (raised.value.response.status_code, raised.value.response.headers["Retry-After"]) == (429, "30")


async def test_a_broken_server(client, emulator):
    emulator.faults.add("chat.postMessage", "http_500")
    with pytest.raises(SlackApiError) as raised:
        await post(client)
    assert raised.value.response.status_code == 500


@pytest.mark.parametrize(("kind", "posted"), [("drop", 0), ("accept_then_drop", 1)])
async def test_a_cut_connection(client, emulator, ana, kind, posted):
    emulator.faults.add("chat.postMessage", kind)
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert len(ana.messages("CKUDOS")) == posted


async def test_done_but_called_an_error(client, emulator, ana):
    emulator.faults.add("chat.postMessage", "accept_then_error", error="internal_error")
    assert await error(post(client)) == "internal_error"
    assert len(ana.messages("CKUDOS")) == 1


async def test_the_sdks_own_retry_posts_twice(emulator, session, ana):
    """The trap itself: with default retry handlers one answer lost is one message twice."""
    client = AsyncWebClient("xoxb-cairn", base_url=emulator.api_url, session=session)
    emulator.faults.add("chat.postMessage", "accept_then_drop")
    await post(client)
    assert len(ana.messages("CKUDOS")) == 2


async def test_no_answer_at_all(emulator, ana):
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.05)) as impatient:
        client = AsyncWebClient("xoxb-cairn", base_url=emulator.api_url, session=impatient, retry_handlers=[])
        emulator.faults.add("chat.postMessage", "hang")
        with pytest.raises(asyncio.TimeoutError):
            await post(client)
    assert ana.messages("CKUDOS") == []


async def test_accepted_after_the_connection_was_cut(client, emulator, ana, clock):
    emulator.faults.add("chat.postMessage", "late_accept", seconds=20)
    with pytest.raises(aiohttp.ClientError):
        await post(client)
    assert ana.messages("CKUDOS") == []
    clock.forward(timedelta(seconds=20))
    await emulator.until(lambda: ana.messages("CKUDOS"))


async def test_history_that_lags_behind(client, emulator, clock):
    await post(client)
    emulator.faults.add("conversations.history", "lag", times=2, seconds=10)
    assert (await client.conversations_history(channel="CKUDOS"))["messages"] == []
    clock.forward(timedelta(seconds=11))
    assert len((await client.conversations_history(channel="CKUDOS"))["messages"]) == 1


async def test_a_fault_for_ever_until_it_is_taken_away(client, emulator):
    emulator.faults.add("*", "error", times=None, error="service_unavailable")
    assert [await error(client.auth_test()) for _ in range(3)] == ["service_unavailable"] * 3
    emulator.faults.clear()
    assert (await client.auth_test())["ok"]


def test_a_fault_that_does_not_exist(emulator):
    with pytest.raises(ValueError, match="there are error"):
        emulator.faults.add("chat.postMessage", "meteor")
