"""Messages for later: posted on the emulator's clock, refused where Slack refuses them."""

from datetime import timedelta

import pytest
from northwind_slack import MONDAY, error
from wider_slack import widened

NOW = int(MONDAY.timestamp())
IN_AN_HOUR = NOW + 3600


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


def texts(person, channel="CKUDOS"):
    return [message["text"] for message in person.messages(channel)]


async def test_it_is_posted_at_its_time_and_not_before(emulator, client, clock, ana):
    answer = await client.chat_scheduleMessage(channel="CKUDOS", text="Good morning", post_at=IN_AN_HOUR)
    assert (answer["channel"], answer["message"]["type"]) == ("CKUDOS", "delayed_message")
    assert int(answer["post_at"]) == IN_AN_HOUR
    clock.forward(timedelta(seconds=3599))
    assert texts(ana) == []
    waiting = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [(row["id"], row["text"]) for row in waiting] == [(answer["scheduled_message_id"], "Good morning")]
    clock.forward(timedelta(seconds=1))
    await emulator.until(lambda: texts(ana) == ["Good morning"])
    assert (await client.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_several_come_in_the_order_of_their_times(emulator, client, clock, ana):
    for minutes in (30, 10, 20):
        post_at = NOW + minutes * 60
        await client.chat_scheduleMessage(channel="CKUDOS", text=str(minutes), post_at=post_at)
    rows = (await client.chat_scheduledMessages_list(channel="CKUDOS", limit=2))["scheduled_messages"]
    assert [row["text"] for row in rows] == ["10", "20"]
    for _ in range(3):
        clock.forward(timedelta(minutes=10))
        await emulator.until(lambda: len(texts(ana)) == (clock.now() - MONDAY) // timedelta(minutes=10))
    assert texts(ana) == ["10", "20", "30"]


async def test_one_with_metadata_is_taken_and_never_posted(emulator, client, clock, ana):
    metadata = {"event_type": "reminder", "event_payload": {}}
    await client.chat_scheduleMessage(channel="CKUDOS", text="lost", post_at=IN_AN_HOUR, metadata=metadata)
    await client.chat_scheduleMessage(channel="CKUDOS", text="found", post_at=IN_AN_HOUR + 1)
    clock.forward(timedelta(hours=2))
    await emulator.until(lambda: texts(ana) == ["found"])


async def test_one_that_was_taken_back_is_not_posted(emulator, client, clock, ana):
    first = await client.chat_scheduleMessage(channel="CKUDOS", text="no", post_at=IN_AN_HOUR)
    await client.chat_scheduleMessage(channel="CKUDOS", text="yes", post_at=IN_AN_HOUR + 1)
    name = first["scheduled_message_id"]
    await client.chat_deleteScheduledMessage(channel="CKUDOS", scheduled_message_id=name)
    again = client.chat_deleteScheduledMessage(channel="CKUDOS", scheduled_message_id=name)
    assert await error(again) == "invalid_scheduled_message_id"
    clock.forward(timedelta(hours=2))
    await emulator.until(lambda: texts(ana) == ["yes"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"post_at": NOW}, "time_in_past"),
        ({"post_at": "soon"}, "invalid_time"),
        ({"post_at": NOW + 120 * 86400 + 1}, "time_too_far"),
        ({"post_at": IN_AN_HOUR, "text": "x" * 40_001}, "msg_too_long"),
        ({"post_at": IN_AN_HOUR, "channel": "CNOWHERE"}, "channel_not_found"),
        ({"post_at": IN_AN_HOUR, "thread_ts": "1.2"}, "invalid_thread_ts"),
    ],
)
async def test_what_cannot_be_scheduled(client, given, expected):
    assert await error(client.chat_scheduleMessage(**{"channel": "CKUDOS", "text": "x", **given})) == expected


async def test_the_last_moment_that_can_be(client):
    assert (await client.chat_scheduleMessage(channel="CKUDOS", text="x", post_at=NOW + 120 * 86400))["ok"]


async def test_thirty_to_a_channel_in_five_minutes(emulator, client):
    emulator.workspace.settings.rate_limits = False
    for second in range(30):
        await client.chat_scheduleMessage(channel="CKUDOS", text="x", post_at=IN_AN_HOUR + second)
    one_more = client.chat_scheduleMessage(channel="CKUDOS", text="x", post_at=IN_AN_HOUR + 299)
    assert await error(one_more) == "restricted_too_many"
    await client.chat_scheduleMessage(channel="CKUDOS", text="x", post_at=IN_AN_HOUR + 300)
    await client.chat_scheduleMessage(channel="UANA", text="x", post_at=IN_AN_HOUR)


async def test_into_a_thread(emulator, client, clock, ana):
    ts = (await ana.say("CKUDOS", "Who is in?"))["ts"]
    await client.chat_scheduleMessage(channel="CKUDOS", text="Me", thread_ts=ts, post_at=IN_AN_HOUR)
    clock.forward(timedelta(hours=1))
    await emulator.until(lambda: len(ana.messages("CKUDOS", thread=ts)) == 2)
    assert ana.messages("CKUDOS", thread=ts)[1]["text"] == "Me"


async def test_not_after_the_app_is_gone(emulator, client, clock, ana):
    await client.chat_scheduleMessage(channel="CKUDOS", text="x", post_at=IN_AN_HOUR)
    await emulator.uninstall()
    clock.forward(timedelta(hours=1))
    await emulator.until(lambda: emulator.schedule.of(emulator.app()) == [])
    assert texts(ana) == []
