"""Direct messages between people and groups of people, with commands and shortcuts in them."""

import pytest
from northwind_slack import error
from wider_slack import Heard, take_all_events, widened, without

from emulator.errors import Misuse


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


async def test_two_people_talk_where_no_app_listens(emulator, ana, bo, client):
    heard = Heard(emulator)
    talk = ana.open("UBO")
    await ana.say(talk, "Lunch?")
    assert [message["text"] for message in bo.messages(talk)] == ["Lunch?"]
    assert (talk, heard.all("message")) == (bo.open("UANA"), [])
    with pytest.raises(Misuse):
        emulator.person("UCY").messages(talk)
    assert await error(client.conversations_info(channel=talk)) == "channel_not_found"


async def test_a_talk_with_a_bot_is_the_one_it_has(emulator, ana):
    assert ana.open("UCAIRN") == emulator.workspace.dm("UANA", emulator.app()).id


async def test_a_talk_with_oneself(ana):
    await ana.say(ana.open(), "Note to myself")
    assert ana.messages(ana.open())[0]["text"] == "Note to myself"


async def test_a_group_is_the_same_whoever_opens_it(emulator, ana, bo):
    group = ana.open("UBO", "UCY")
    assert group == bo.open("UCY", "UANA")
    channel = emulator.workspace.channels[group]
    assert (channel.kind, channel.name) == ("mpim", "mpdm-ana--bo--cy-1")
    assert group != ana.open("UBO", "UCY", "UP1")


@pytest.mark.parametrize("count", [8, 9])
async def test_a_group_has_nine_people_at_most(emulator, ana, count):
    others = [f"UP{number}" for number in range(1, count + 1)]
    if count == 8:
        assert len(emulator.workspace.channels[ana.open(*others)].members) == 9
    else:
        with pytest.raises(Misuse, match="3 to 9"):
            ana.open(*others)


async def test_an_app_opens_a_group_and_hears_what_is_said(emulator, ana, client):
    opened = await client.conversations_open(users=["UANA", "UBO"], return_im=True)
    again = await client.conversations_open(users="UBO,UANA")
    assert (opened["already_open"], again["already_open"]) == (False, True)
    assert again["channel"] == {"id": opened["channel"]["id"]}
    assert (opened["channel"]["is_mpim"], opened["channel"]["is_private"]) == (True, True)
    heard = Heard(emulator)
    await ana.say(again["channel"]["id"], "Hello all")
    assert heard.one("message")["channel_type"] == "mpim"
    await client.chat_postMessage(channel=again["channel"]["id"], text="Hello both")
    history = await client.conversations_history(channel=again["channel"]["id"])
    assert [message["text"] for message in history["messages"]] == ["Hello both", "Hello all"]
    assert [row["id"] for row in (await client.conversations_list(types="mpim"))["channels"]] == [
        again["channel"]["id"]
    ]


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("", "users_list_not_supplied"),
        ("UNOBODY,UANA", "user_not_found"),
        ("UGONE,UANA", "user_disabled"),
        (",".join(f"UP{number}" for number in range(1, 10)), "too_many_users"),
    ],
)
async def test_groups_that_cannot_be(client, users, expected):
    assert await error(client.conversations_open(users=users)) == expected


async def test_eight_people_and_the_bot_can_be(emulator, client):
    users = [f"UP{number}" for number in range(1, 9)]
    group = (await client.conversations_open(users=users))["channel"]["id"]
    assert len(emulator.workspace.channels[group].members) == 9


async def test_nothing_is_opened_where_only_asked(emulator, client):
    before = set(emulator.workspace.channels)
    asked = {"users": "UANA,UBO", "prevent_creation": "true"}
    assert await error(client.api_call("conversations.open", params=asked)) == "channel_not_found"
    assert set(emulator.workspace.channels) == before


async def test_closed_and_opened_again(client):
    talk = (await client.conversations_open(users="UANA"))["channel"]["id"]
    assert "no_op" not in (await client.conversations_close(channel=talk)).data
    assert (await client.conversations_close(channel=talk))["already_closed"]
    assert not (await client.conversations_open(channel=talk))["already_open"]
    assert await error(client.conversations_close(channel="CKUDOS")) == "method_not_supported_for_channel_type"


class TestScopes:
    @pytest.fixture
    def northwind(self, northwind):
        return without(northwind, "mpim:write", "mpim:history")

    async def test_a_group_needs_a_scope_of_its_own(self, client, ana):
        assert await error(client.conversations_open(users="UANA,UBO")) == "missing_scope"
        group = ana.open("UBO", "UCAIRN")
        assert await error(client.conversations_history(channel=group)) == "missing_scope"


@pytest.mark.parametrize(
    ("others", "name"),
    [
        (["UBO"], "directmessage"),
        (["UBO", "UCY"], "mpdm-ana--bo--cy-1"),
        (["UCAIRN"], "directmessage"),
        (None, "privategroup"),
    ],
    ids=["two people", "a group", "the app", "a private channel"],
)
async def test_commands_and_shortcuts_work_in_every_kind(bolt, connect, emulator, ana, others, name):
    seen = []
    take_all_events(bolt)

    @bolt.command("/kudos")
    async def command(ack, body):
        seen.append((body["channel_id"], body["channel_name"]))
        await ack("Thanks")

    @bolt.message_shortcut("give_kudos")
    async def shortcut(ack, body, respond):
        seen.append((body["channel"]["id"], body["channel"]["name"]))
        await ack()
        await respond("Given", response_type="in_channel")

    await connect()
    place = "CSECRET" if others is None else ana.open(*others)
    message = await ana.say(place, "You did well")
    assert (await ana.command("/kudos @bo", channel=place)).text == "Thanks"
    await ana.message_shortcut("give_kudos", place, message["ts"])
    await emulator.until(lambda: ana.messages(place)[-1]["text"] == "Given")
    assert seen == [(place, name)] * 2
    assert [one["text"] for one in ana.messages(place)] == ["You did well", "Thanks", "Given"]
