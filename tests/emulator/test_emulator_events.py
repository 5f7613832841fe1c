"""Which events an app hears of, and which not."""

import pytest
from northwind_slack import home


@pytest.fixture
async def heard(bolt, connect):
    """Everything the app hears."""
    events = []

    @bolt.event({"type": "message"})
    async def message(event):
        events.append(event)

    @bolt.event({"type": "message", "subtype": "message_changed"})
    async def changed(event):
        events.append(event)

    for name in (
        "app_mention",
        "reaction_added",
        "reaction_removed",
        "team_join",
        "user_change",
        "user_profile_changed",
        "member_joined_channel",
        "app_uninstalled",
        "tokens_revoked",
    ):

        @bolt.event(name)
        async def other(event):
            events.append(event)

    await connect()
    return events


async def test_a_message_where_the_app_is_a_member(heard, ana):
    await ana.say("CGENERAL", "Nobody from Cairn here")
    said = await ana.say("CKUDOS", "Hello @bo, see https://northwind.example :tada:")
    [event] = heard
    assert event["text"] == "Hello <@UBO>, see <https://northwind.example> :tada:"
    assert (event["channel"], event["channel_type"], event["ts"]) == ("CKUDOS", "channel", said["ts"])
    kinds = [element["type"] for element in event["blocks"][0]["elements"][0]["elements"]]
    assert kinds == ["text", "user", "text", "link", "text", "emoji"]


async def test_direct_messages_and_mentions(heard, ana, emulator):
    await ana.say(emulator.workspace.dm("UANA", emulator.app()).id, "Only for you")
    await ana.say("CKUDOS", "@cairn what now?")
    assert [(event["type"], event.get("channel_type")) for event in heard] == [
        ("message", "im"),
        ("message", "channel"),
        ("app_mention", None),
    ]


async def test_reactions(heard, client, ana, emulator):
    ts = (await ana.say("CKUDOS", "Well done"))["ts"]
    await ana.react("CKUDOS", ts, "tada")
    await ana.unreact("CKUDOS", ts, "tada")
    added, removed = heard[1:]
    assert (added["type"], removed["type"], added["item_user"]) == ("reaction_added", "reaction_removed", "UANA")
    assert added["item"] == {"type": "message", "channel": "CKUDOS", "ts": ts}


async def test_people_come_and_change(heard, emulator):
    await emulator.join({"id": "UDEE", "name": "dee", "tz": "Asia/Tokyo"})
    await emulator.change("UDEE", tz="America/Sao_Paulo", deleted=False)
    await emulator.change("UDEE", deleted=True)
    assert [event["type"] for event in heard] == ["team_join"] + ["user_change", "user_profile_changed"] * 2
    assert [heard[0]["user"]["tz"], heard[1]["user"]["tz"]] == ["Asia/Tokyo", "America/Sao_Paulo"]
    assert heard[-1]["user"]["deleted"]


async def test_the_app_joins_a_channel(heard, client, emulator):
    await client.conversations_join(channel="CGENERAL")
    await emulator.settled()
    assert (heard[0]["type"], heard[0]["user"], heard[0]["channel"]) == ("member_joined_channel", "UCAIRN", "CGENERAL")


async def test_the_app_is_removed(heard, emulator):
    await emulator.uninstall()
    assert [event["type"] for event in heard] == ["tokens_revoked", "app_uninstalled"]


async def test_events_nobody_subscribed_to_are_not_sent(heard, emulator, ana):
    emulator.app().manifest.source["settings"]["event_subscriptions"]["bot_events"] = []
    vars(emulator.app().manifest).pop("events", None)
    await ana.say("CKUDOS", "Hello")
    assert heard == []


async def test_an_event_can_be_delivered_again(heard, ana, emulator):
    await ana.say("CKUDOS", "Hello")
    await emulator.redeliver(2)
    assert [event["text"] for event in heard] == ["Hello"] * 3


async def test_redelivery_means_what_a_person_did_not_the_bots_own_echo(heard, ana, client, emulator):
    await ana.say("CKUDOS", "Hello")
    await client.chat_postMessage(channel="CKUDOS", text="Hello yourself")
    await emulator.settled()
    await emulator.redeliver()
    assert heard[-1]["text"] == "Hello"


async def test_nothing_to_deliver_again(emulator):
    assert await emulator.redeliver() == []


async def test_a_home_that_is_not_published_again_is_shown_as_it_was(client, ana, emulator):
    emulator.app().manifest.source["settings"]["event_subscriptions"]["bot_events"] = []
    view = (await client.views_publish(user_id="UANA", view=home()))["view"]
    assert await ana.open_home() == view
