"""How often an app may call, on the emulator's clock."""

from datetime import timedelta

import pytest
from northwind_slack import refusal
from slack_sdk.errors import SlackApiError


async def limited(call):
    """Return the status and Retry-After of a call that comes too often."""
    with pytest.raises(SlackApiError) as raised:
        await call
    response = raised.value.response
    return response.status_code, response["error"], int(response.headers["Retry-After"])


async def test_a_tier_2_method(client, clock):
    for _ in range(20):
        await client.users_list()
    assert await limited(client.users_list()) == (429, "ratelimited", 3)
    assert (await client.usergroups_list())["ok"]  # each method by itself
    clock.forward(timedelta(seconds=3))
    assert (await client.users_list())["ok"]
    assert (await refusal(client.users_list()))["error"] == "ratelimited"


@pytest.mark.parametrize(
    ("method", "args", "times"),
    [
        pytest.param("conversations.open", {"users": "UANA"}, 50, id="tier 3"),
        pytest.param("users.info", {"user": "UANA"}, 100, id="tier 4"),
        pytest.param("auth.test", {}, 600, id="special"),
    ],
)
async def test_the_other_tiers(client, method, args, times):
    for _ in range(times):
        await client.api_call(method, params=args)
    assert (await limited(client.api_call(method, params=args)))[:2] == (429, "ratelimited")


async def test_a_message_a_second_in_a_channel_after_a_short_burst(client, clock):
    for _ in range(5):
        await client.chat_postMessage(channel="CKUDOS", text="x")
    assert await limited(client.chat_postMessage(channel="CKUDOS", text="x")) == (429, "ratelimited", 1)
    assert (await client.chat_postMessage(channel="UANA", text="x"))["ok"]
    clock.forward(timedelta(seconds=1))
    assert (await client.chat_postMessage(channel="CKUDOS", text="x"))["ok"]


async def test_messages_a_minute_in_the_workspace(client, emulator, clock):
    emulator.workspace.settings.messages_per_minute = 60
    people = [f"U{number:03}" for number in range(61)]
    for user in people:
        await emulator.join({"id": user, "name": user.lower()})
    for user in people[:60]:
        await client.chat_postMessage(channel=user, text="x")
    assert await limited(client.chat_postMessage(channel=people[60], text="x")) == (429, "ratelimited", 1)
    clock.forward(timedelta(seconds=1))
    assert (await client.chat_postMessage(channel=people[60], text="x"))["ok"]


async def test_a_clock_set_back_takes_nothing_away(client, clock):
    await client.users_list()
    clock.forward(timedelta(hours=-1))
    assert (await client.users_list())["ok"]


async def test_limits_can_be_switched_off(client, emulator):
    emulator.workspace.settings.rate_limits = False
    assert all([(await client.users_list())["ok"] for _ in range(25)])


async def test_retry_after_is_right_when_the_clock_was_set_back(client, clock):
    for _ in range(20):
        await client.users_list()
    clock.forward(timedelta(hours=-5))
    assert await limited(client.users_list()) == (429, "ratelimited", 3)
    clock.forward(timedelta(seconds=2))
    assert await limited(client.users_list()) == (429, "ratelimited", 1)
    clock.forward(timedelta(seconds=1))
    assert (await client.users_list())["ok"]


async def test_messages_a_minute_can_be_changed_while_it_runs(client, emulator, clock):
    await client.chat_postMessage(channel="CKUDOS", text="x")
    emulator.workspace.settings.messages_per_minute = 6
    clock.forward(timedelta(minutes=1))
    for user in ("UANA", "UBO", "UCY", "UANA", "UBO", "UCY"):
        await client.chat_postMessage(channel=user, text="x")
    assert await limited(client.chat_postMessage(channel="CKUDOS", text="x")) == (429, "ratelimited", 10)
    emulator.workspace.settings.messages_per_minute = 60
    assert await limited(client.chat_postMessage(channel="CKUDOS", text="x")) == (429, "ratelimited", 1)
