"""Channels that apps and people make, name, archive, join and leave; who is told of it."""

import pytest
from northwind_slack import error, refusal
from wider_slack import Heard, widened, without


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


@pytest.fixture
def heard(emulator):
    return Heard(emulator)


@pytest.fixture
async def made(client):
    """A channel that the app has made."""
    return (await client.conversations_create(name="lunch"))["channel"]["id"]


async def test_a_channel_is_made_with_its_maker_in_it(emulator, heard, client):
    channel = (await client.conversations_create(name="lunch"))["channel"]
    assert (channel["name"], channel["creator"], channel["is_member"]) == ("lunch", "UCAIRN", True)
    created = heard.one("channel_created")["channel"]
    assert (created["id"], created["creator"]) == (channel["id"], "UCAIRN")
    assert heard.one("member_joined_channel")["channel_type"] == "C"


async def test_a_private_channel_is_told_to_nobody(emulator, heard, client, ana):
    channel = (await client.conversations_create(name="board", is_private=True))["channel"]
    assert (channel["is_private"], channel["is_group"], channel["is_channel"]) == (True, True, False)
    assert heard.all("channel_created") == []
    assert channel["id"] not in {one.id for one in emulator.workspace.visible_channels("UANA")}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kudos", "name_taken"),
        ("---", "invalid_name_punctuation"),
        ("Lunch", "invalid_name_specials"),
        ("lunch today", "invalid_name_specials"),
        ("x" * 81, "invalid_name_maxlength"),
    ],
)
async def test_names_that_cannot_be(client, name, expected):
    assert await error(client.conversations_create(name=name)) == expected


async def test_the_longest_name_can_be(client):
    assert (await client.conversations_create(name="x" * 80))["ok"]


async def test_people_are_invited_and_removed(emulator, heard, client, made, bo):
    answer = await client.conversations_invite(channel=made, users=["UBO", "UCY"])
    assert answer["channel"]["id"] == made
    joined = heard.all("member_joined_channel")
    assert [(event["user"], event.get("inviter")) for event in joined][-2:] == [("UBO", "UCAIRN"), ("UCY", "UCAIRN")]
    await client.conversations_kick(channel=made, user="UCY")
    assert heard.one("member_left_channel")["user"] == "UCY"
    assert emulator.workspace.channels[made].members == ["UCAIRN", "UBO"]
    assert [message["subtype"] for message in bo.messages(made)] == ["channel_join"] * 3 + ["channel_leave"]


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("UCAIRN", "cant_invite_self"),
        ("UNOBODY", "user_not_found"),
        ("UGONE", "cant_invite"),
        ("UANA", "already_in_channel"),
    ],
)
async def test_people_who_cannot_be_invited(client, users, expected):
    answer = await refusal(client.conversations_invite(channel="CKUDOS", users=users))
    assert answer["error"] == expected
    assert answer["errors"] == [{"user": users, "ok": False, "error": expected}]


async def test_one_wrong_guest_keeps_all_out_unless_forced(emulator, client, made):
    users = ["UBO", "UNOBODY"]
    assert await error(client.conversations_invite(channel=made, users=users)) == "user_not_found"
    assert "UBO" not in emulator.workspace.channels[made].members
    answer = await client.conversations_invite(channel=made, users=users, force=True)
    assert [row["error"] for row in answer["errors"]] == ["user_not_found"]
    assert "UBO" in emulator.workspace.channels[made].members


@pytest.mark.parametrize(
    ("user", "expected"), [("UCAIRN", "cant_kick_self"), ("UNOBODY", "user_not_found"), ("UANA", "not_in_channel")]
)
async def test_people_who_cannot_be_removed(client, made, user, expected):
    assert await error(client.conversations_kick(channel=made, user=user)) == expected


async def test_an_app_that_was_removed_is_told_and_sees_no_more(emulator, heard, client, made, ana):
    await ana.join(made)
    emulator.channels.leave(emulator.workspace.channels[made], "UCAIRN", remover="UANA")
    assert heard.one("channel_left")["actor_id"] == "UANA"
    assert await error(client.chat_postMessage(channel=made, text="x")) == "not_in_channel"


async def test_leaving(client, made):
    assert (await client.conversations_leave(channel=made)).data == {"ok": True}
    assert (await client.conversations_leave(channel=made))["not_in_channel"]


async def test_general_is_for_all(client):
    await client.conversations_join(channel="CGENERAL")
    assert await error(client.conversations_leave(channel="CGENERAL")) == "cant_leave_general"
    assert await error(client.conversations_archive(channel="CGENERAL")) == "cant_archive_general"
    assert await error(client.conversations_kick(channel="CGENERAL", user="UANA")) == "cant_kick_from_general"


async def test_archived_and_back(heard, client, made):
    await client.conversations_archive(channel=made)
    assert heard.one("channel_archive")["user"] == "UCAIRN"
    assert await error(client.conversations_archive(channel=made)) == "already_archived"
    assert await error(client.chat_postMessage(channel=made, text="x")) == "is_archived"
    assert (await client.conversations_info(channel=made))["channel"]["is_archived"]
    await client.conversations_unarchive(channel=made)
    assert heard.one("channel_unarchive")["channel"] == made
    assert await error(client.conversations_unarchive(channel=made)) == "not_archived"
    assert (await client.chat_postMessage(channel=made, text="x"))["ok"]


async def test_renamed_by_its_maker_only(heard, client, made):
    channel = (await client.conversations_rename(channel=made, name="dinner"))["channel"]
    assert (channel["name"], channel["previous_names"]) == ("dinner", ["lunch"])
    assert heard.one("channel_rename")["channel"]["name"] == "dinner"
    assert heard.one("channel_name")["old_name"] == "lunch"
    assert await error(client.conversations_rename(channel=made, name="kudos")) == "name_taken"
    assert await error(client.conversations_rename(channel="CKUDOS", name="thanks")) == "not_authorized"


async def test_topic_and_purpose(client, made, heard):
    topic = (await client.conversations_setTopic(channel=made, topic="Soup today"))["channel"]["topic"]
    assert (topic["value"], topic["creator"]) == ("Soup today", "UCAIRN")
    purpose = (await client.conversations_setPurpose(channel=made, purpose="Eating"))["channel"]["purpose"]
    assert purpose["value"] == "Eating"
    assert heard.one("channel_topic")["topic"] == "Soup today"
    assert await error(client.conversations_setTopic(channel=made, topic="x" * 251)) == "too_long"
    assert (await client.conversations_setTopic(channel=made, topic="x" * 250))["ok"]


async def test_how_far_the_bot_has_read(emulator, client, made):
    await client.conversations_mark(channel=made, ts="1772442000.000100")
    assert emulator.workspace.channels[made].read["UCAIRN"] == "1772442000.000100"
    assert await error(client.conversations_mark(channel=made, ts="soon")) == "invalid_timestamp"


async def test_a_private_channel_has_its_own_events(heard, client):
    board = (await client.conversations_create(name="board", is_private=True))["channel"]["id"]
    await client.conversations_rename(channel=board, name="council")
    await client.conversations_archive(channel=board)
    assert heard.one("group_rename")["channel"]["id"] == board
    assert heard.one("group_archive")["channel"] == board
    assert [event["type"] for event in heard.all("channel_archive")] == ["message"]
    assert heard.all("channel_rename") == []


async def test_people_make_channels_and_bring_the_bot(emulator, heard, ana, client):
    place = await ana.create_channel("secret-santa", private=True)
    assert await error(client.conversations_info(channel=place)) == "channel_not_found"
    await ana.invite(place, "UCAIRN")
    assert heard.all("member_joined_channel")[-1]["inviter"] == "UANA"
    assert (await client.conversations_info(channel=place))["channel"]["creator"] == "UANA"
    await ana.leave(place)
    assert heard.one("member_left_channel")["user"] == "UANA"


class TestScopes:
    @pytest.fixture
    def northwind(self, northwind):
        return without(northwind, "groups:write")

    async def test_private_channels_need_a_scope_of_their_own(self, client, ana):
        assert (await client.conversations_create(name="open"))["ok"]
        answer = await refusal(client.conversations_create(name="hidden", is_private=True))
        assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:write")
        place = await ana.create_channel("board", private=True)
        await ana.invite(place, "UCAIRN")
        assert await error(client.conversations_setTopic(channel=place, topic="x")) == "missing_scope"
