"""Faults on demand."""

import asyncio
import errno
import re
from datetime import timedelta
from random import Random

import aiohttp
import pytest
from northwind_slack import error
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from emulator.wires.fault_kinds import KINDS


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


@pytest.mark.parametrize(("kind", "posted"), [("drop", 0), ("reset", 0), ("accept_then_drop", 1)])
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


async def test_a_reset_is_not_a_polite_end(session, emulator):
    """RST instead of FIN: the client's own system says so."""
    url, headers = emulator.api_url + "auth.test", {"Authorization": "Bearer xoxb-cairn"}
    emulator.faults.add("auth.test", "reset")
    with pytest.raises(aiohttp.ClientOSError) as raised:
        await session.post(url, headers=headers)
    assert raised.value.errno == errno.ECONNRESET
    emulator.faults.add("auth.test", "drop")
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await session.post(url, headers=headers)


async def test_too_many_requests_for_a_while(client, emulator, clock):
    emulator.faults.add("auth.test", "ratelimited", for_seconds=60)

    async def retry_after():
        with pytest.raises(SlackApiError) as raised:
            await client.auth_test()
        return int(raised.value.response.headers["Retry-After"])

    assert await retry_after() == 60
    clock.forward(timedelta(seconds=40.5))
    assert await retry_after() == 20
    clock.forward(timedelta(hours=-1))
    assert await retry_after() == 20
    clock.forward(timedelta(seconds=19.5))
    assert (await client.auth_test())["ok"]
    assert emulator.faults.there() == []


async def test_replies_lag_behind_too(client, emulator, clock):
    parent = (await post(client))["ts"]
    clock.forward(timedelta(seconds=20))
    await client.chat_postMessage(channel="CKUDOS", text="Reply", thread_ts=parent)
    emulator.faults.add("*", "lag", times=2, seconds=10)
    assert (await client.auth_test())["ok"]  # no method that shows messages: not counted
    shown = [
        (await client.conversations_replies(channel="CKUDOS", ts=parent))["messages"],
        (await client.conversations_history(channel="CKUDOS"))["messages"],
    ]
    assert [[one["text"] for one in messages] for messages in shown] == [["Hello"], ["Hello"]]
    assert len((await client.conversations_replies(channel="CKUDOS", ts=parent))["messages"]) == 2


async def test_a_fault_by_chance_is_the_same_each_time(client, emulator):
    async def run(seed):
        emulator.faults.clear()
        emulator.faults.add("auth.test", "error", times=None, probability=0.5, seed=seed)
        emulator.faults.add("team.info", "error", times=None, probability=0.5, seed=1)
        answers = []
        for _ in range(12):
            await emulate(client.team_info())  # other dice, thrown in between, change nothing
            answers.append(await emulate(client.auth_test()))
        return answers

    async def emulate(call):
        try:
            return (await call)["ok"]
        except SlackApiError:
            return False

    first = await run(seed=7)
    dice = Random(7)
    assert first == [dice.random() >= 0.5 for _ in range(12)]
    assert first == await run(seed=7)
    assert first != await run(seed=8)


async def test_a_chance_that_is_missed_is_not_counted(client, emulator):
    emulator.faults.add("auth.test", "error", times=2, probability=0.3, seed=1)
    answers = []
    for _ in range(20):
        try:
            answers.append((await client.auth_test())["ok"])
        except SlackApiError:
            answers.append(False)
    assert answers.count(False) == 2


async def test_faults_are_taken_in_order_and_one_by_one(client, emulator):
    first = emulator.faults.add("*", "error", error="fatal_error")
    second = emulator.faults.add("auth.test", "error", error="team_added_to_org")
    assert await error(client.auth_test()) == "fatal_error"
    assert [one.id for one in emulator.faults.there()] == [second]
    assert not emulator.faults.remove(first)
    assert emulator.faults.remove(second)
    assert (await client.auth_test())["ok"]


@pytest.mark.parametrize(
    ("method", "kind", "options", "words"),
    [
        pytest.param("chat.postMessage", "meteor", {}, "There is no fault 'meteor'; there are error,", id="kind"),
        pytest.param("chat.postMesage", "drop", {}, "did you mean chat.postMessage?", id="method"),
        pytest.param("x", "drop", {}, "There is no method 'x'; name a Web API method", id="no method at all"),
        pytest.param("events_api", "drop", {}, "There is no method 'events_api'", id="a delivery of a call's kind"),
        pytest.param("chat.postMessage", "lost", {}, "A fault lost is of slash_commands, interactive, events_api or *", id="a call of a delivery's kind"),
        pytest.param("chat.postMessage", "lag", {}, "is of conversations.history, conversations.replies or *", id="lag"),
        pytest.param("auth.test", "drop", {"probability": 1.5}, "probability of a fault is a number from 0 to 1, not 1.5", id="probability"),
        pytest.param("auth.test", "drop", {"probability": "often"}, "probability of a fault is a number", id="probability in words"),
        pytest.param("auth.test", "drop", {"times": 0}, "times of a fault is a whole number from 1", id="times"),
        pytest.param("auth.test", "drop", {"times": True}, "times of a fault is a whole number", id="times is no number"),
        pytest.param("auth.test", "drop", {"seed": "x"}, "seed of a fault is a whole number", id="seed"),
        pytest.param("auth.test", "drop", {"error": "x"}, "A fault drop has no option 'error'; it has for_seconds", id="option"),
        pytest.param("auth.test", "error", {"error": 7}, "error of a fault error is text, not 7", id="error"),
        pytest.param("auth.test", "ratelimited", {"retry_after": "soon"}, "retry_after of a fault is a whole number", id="retry_after"),
        pytest.param("auth.test", "ratelimited", {"for_seconds": -1}, "for_seconds of a fault is a number from 0", id="for_seconds"),
        pytest.param("*", "duplicate", {"copies": 1}, "copies of a fault is a whole number from 2 to 100", id="copies"),
        pytest.param("*", "late", {"seconds": float("nan")}, "seconds of a fault is a number from 0", id="no number"),
    ],
)  # fmt: skip
def test_a_fault_that_cannot_be_is_explained(emulator, method, kind, options, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        emulator.faults.add(method, kind, **options)
    assert emulator.faults.there() == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_each_kind_says_what_it_does(emulator, kind):
    emulator.faults.add("*", kind.name)
    [fault] = emulator.faults.there()
    subject = "every call" if kind.where == "call" else "every delivery"
    assert fault.words.startswith(subject)
    assert "{" not in fault.words + kind.words
