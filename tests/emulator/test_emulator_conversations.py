"""Channels, direct messages and their history."""

import pytest
from northwind_slack import error


@pytest.fixture
async def three(client):
    return [(await client.chat_postMessage(channel="CKUDOS", text=text))["ts"] for text in ("one", "two", "three")]


async def test_history_is_newest_first_and_comes_in_pages(client, three):
    first = await client.conversations_history(channel="CKUDOS", limit=2)
    assert [one["text"] for one in first["messages"]] == ["three", "two"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel="CKUDOS", limit=2, cursor=cursor)
    assert [one["text"] for one in second["messages"]] == ["one"]
    assert not second["has_more"]


@pytest.mark.parametrize(
    ("bounds", "texts"),
    [
        pytest.param({"oldest": 0}, ["three", "two"], id="after the oldest"),
        pytest.param({"oldest": 0, "inclusive": True}, ["three", "two", "one"], id="from the oldest"),
        pytest.param({"latest": 2}, ["two", "one"], id="before the latest"),
        pytest.param({"latest": 2, "inclusive": True}, ["three", "two", "one"], id="up to the latest"),
    ],
)
async def test_a_part_of_history(client, three, bounds, texts):
    args = {name: three[value] if name != "inclusive" else value for name, value in bounds.items()}
    answer = await client.conversations_history(channel="CKUDOS", **args)
    assert [one["text"] for one in answer["messages"]] == texts


async def test_what_history_refuses(client, emulator):
    emulator.workspace.settings.rate_limits = False
    assert await error(client.conversations_history(channel="CGENERAL")) == "not_in_channel"
    assert await error(client.conversations_history(channel="CSECRET")) == "channel_not_found"
    assert await error(client.conversations_history(channel="CKUDOS", cursor="!")) == "invalid_cursor"
    assert await error(client.conversations_history(channel="CKUDOS", oldest="x")) == "invalid_ts_oldest"
    assert await error(client.conversations_history(channel="CKUDOS", limit="x")) == "invalid_arguments"
    assert await error(client.conversations_history(channel="CKUDOS", limit=-1)) == "invalid_limit"


async def test_the_scope_of_history_goes_by_the_kind_of_channel(client, emulator):
    emulator.app().manifest.source["oauth_config"]["scopes"]["bot"] = ["im:history", "chat:write"]
    vars(emulator.app().manifest).pop("scopes", None)
    assert await error(client.conversations_history(channel="CKUDOS")) == "missing_scope"
    channel = (await client.chat_postMessage(channel="UANA", text="Hello"))["channel"]
    assert len((await client.conversations_history(channel=channel))["messages"]) == 1


async def test_a_thread(client, three):
    await client.chat_postMessage(channel="CKUDOS", text="reply", thread_ts=three[0])
    answer = await client.conversations_replies(channel="CKUDOS", ts=three[0])
    assert [one["text"] for one in answer["messages"]] == ["one", "reply"]
    assert await error(client.conversations_replies(channel="CKUDOS", ts="1.2")) == "thread_not_found"


async def test_direct_messages_open_once(client):
    first = await client.conversations_open(users="UANA", return_im=True)
    assert (first["no_op"], first["channel"]["user"]) == (False, "UANA")
    again = await client.conversations_open(users="UANA")
    assert (again["already_open"], again["channel"]) == (True, {"id": first["channel"]["id"]})
    assert (await client.conversations_open(channel=first["channel"]["id"]))["no_op"]


@pytest.mark.parametrize(
    ("users", "reason"),
    [
        ("UNONE", "user_not_found"),
        ("UGONE", "user_disabled"),
        ("UCAIRN", "cannot_dm_bot"),
        ("", "users_list_not_supplied"),
        (",".join(["UANA"] * 9), "too_many_users"),
    ],
)
async def test_direct_messages_that_cannot_be(client, users, reason):
    assert await error(client.conversations_open(users=users)) == reason


async def test_channels_are_listed_as_far_as_the_app_may_know(client, emulator):
    emulator.workspace.dm("UANA", emulator.app())
    listed = await client.conversations_list(types="public_channel,private_channel,im")
    assert {one["id"] for one in listed["channels"]} == {"CGENERAL", "CKUDOS", "DANA"}
    mine = await client.users_conversations(types="public_channel,private_channel")
    assert [one["id"] for one in mine["channels"]] == ["CKUDOS"]
    theirs = await client.users_conversations(user="UANA", types="public_channel,private_channel")
    assert {one["id"] for one in theirs["channels"]} == {"CGENERAL", "CKUDOS"}
    assert await error(client.conversations_list(types="secret")) == "invalid_types"


async def test_one_channel(client):
    channel = (await client.conversations_info(channel="CKUDOS", include_num_members=True))["channel"]
    assert (channel["name"], channel["is_member"], channel["num_members"]) == ("kudos", True, 4)
    assert await error(client.conversations_info(channel="CSECRET")) == "channel_not_found"


async def test_members_in_pages(client):
    first = await client.conversations_members(channel="CKUDOS", limit=3)
    cursor = first["response_metadata"]["next_cursor"]
    rest = await client.conversations_members(channel="CKUDOS", limit=3, cursor=cursor)
    assert first["members"] + rest["members"] == ["UANA", "UBO", "UCY", "UCAIRN"]


async def test_joining(client, emulator):
    assert (await client.conversations_join(channel="CGENERAL"))["channel"]["is_member"]
    assert (await client.conversations_join(channel="CGENERAL"))["warning"] == "already_in_channel"
    assert await error(client.conversations_join(channel="CSECRET")) == "channel_not_found"
    channel = emulator.workspace.dm("UANA", emulator.app()).id
    assert await error(client.conversations_join(channel=channel)) == "method_not_supported_for_channel_type"
    emulator.workspace.channels["CGENERAL"].archived = True
    assert await error(client.conversations_join(channel="CGENERAL")) == "is_archived"
