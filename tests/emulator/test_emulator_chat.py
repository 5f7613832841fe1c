"""Posting, changing and deleting, as chat.* does it."""

import pytest
from northwind_slack import error, refusal, section

from emulator import Emulator, Workspace


@pytest.fixture
def post(client):
    async def post(channel="CKUDOS", text="Hello", **more):
        return (await client.chat_postMessage(channel=channel, text=text, **more)).data

    return post


async def test_a_message_of_the_bot_says_who_it_is(post):
    message = (await post())["message"]
    assert {"user": "UCAIRN", "bot_id": "B0CAIRN", "app_id": "A0CAIRN", "team": "T0DEMO"}.items() <= message.items()
    assert message["bot_profile"]["name"] == "Cairn"


async def test_time_stamps_are_unique_and_increase_even_while_the_clock_stands(post, clock):
    stamps = [(await post())["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith(str(int(clock().timestamp())))


async def test_blocks_get_the_ids_they_lack_and_history_shows_them(post, client):
    await post(blocks=[section(), section(block_id="mark-1")])
    blocks = (await client.conversations_history(channel="CKUDOS"))["messages"][0]["blocks"]
    assert blocks[0]["block_id"]
    assert blocks[1]["block_id"] == "mark-1"


async def test_a_persons_id_opens_their_direct_messages(post, ana, client):
    answer = await post("UANA", "Only for you")
    assert ana.dm()[-1]["text"] == "Only for you"
    assert answer["channel"] == (await client.conversations_open(users="UANA"))["channel"]["id"]


@pytest.mark.parametrize(
    ("channel", "reason"),
    [
        pytest.param("CGENERAL", "not_in_channel", id="not a member"),
        pytest.param("CSECRET", "channel_not_found", id="private"),
        pytest.param("CNONE", "channel_not_found", id="unknown channel"),
        pytest.param("UNONE", "channel_not_found", id="unknown person"),
        pytest.param("UGONE", "user_disabled", id="deactivated person"),
        pytest.param("USLACKBOT", "cannot_dm_bot", id="slackbot"),
        pytest.param("UCAIRN", "cannot_dm_bot", id="itself"),
    ],
)
async def test_where_a_bot_may_post(client, channel, reason):
    assert await error(client.chat_postMessage(channel=channel, text="Hello")) == reason


async def test_public_channels_with_the_wider_scope(northwind, client, emulator):
    scopes = emulator.app().manifest.source["oauth_config"]["scopes"]["bot"]
    scopes.append("chat:write.public")
    vars(emulator.app().manifest).pop("scopes", None)
    assert (await client.chat_postMessage(channel="#general", text="Hello"))["channel"] == "CGENERAL"


async def test_an_archived_channel(client, emulator):
    emulator.workspace.channels["CKUDOS"].archived = True
    assert await error(client.chat_postMessage(channel="CKUDOS", text="Hello")) == "is_archived"


async def test_a_messages_tab_that_is_off(northwind, session):
    northwind["apps"][0]["manifest"]["features"]["app_home"]["messages_tab_enabled"] = False
    async with Emulator(Workspace.from_mapping(northwind)) as emulator:
        from slack_sdk.web.async_client import AsyncWebClient

        client = AsyncWebClient("xoxb-cairn", base_url=emulator.api_url, session=session, retry_handlers=[])
        assert await error(client.chat_postMessage(channel="UANA", text="Hello")) == "messages_tab_disabled"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param({}, "no_text", id="nothing"),
        pytest.param({"text": ""}, "no_text", id="empty"),
        pytest.param({"text": "x" * 40_001}, "msg_too_long", id="too long"),
        pytest.param({"markdown_text": "x" * 12_001}, "msg_too_long", id="markdown too long"),
        pytest.param({"markdown_text": "x", "text": "y"}, "markdown_text_conflict", id="both texts"),
        pytest.param({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format", id="blocks no list"),
        pytest.param({"text": "x", "attachments": [{}] * 101}, "too_many_attachments", id="101 attachments"),
        pytest.param({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format", id="metadata"),
        pytest.param({"text": "x", "thread_ts": "1.2"}, "invalid_thread_ts", id="thread"),
        pytest.param(
            {"text": "x", "metadata": {"event_type": "a", "event_payload": {"k": "v" * 20_000}}},
            "metadata_too_large",
            id="large metadata",
        ),
    ],
)
async def test_what_a_message_cannot_be(client, content, reason):
    assert await error(client.api_call("chat.postMessage", json={"channel": "CKUDOS", **content})) == reason


async def test_the_longest_text_is_fine(post):
    assert (await post(text="x" * 40_000))["ok"]


async def test_metadata_is_kept_and_shown_to_those_who_ask(post, client):
    metadata = {"event_type": "prompt", "event_payload": {"id": "7"}}
    assert (await post(metadata=metadata))["message"]["metadata"] == metadata
    plain = await client.conversations_history(channel="CKUDOS")
    full = await client.conversations_history(channel="CKUDOS", include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_invalid_blocks_are_explained(client):
    answer = await refusal(client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section("x" * 3001)]))
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [
        {
            "pointer": "/blocks/0/text/text",
            "code": "failed_constraint",
            "message": "must be less than 3001 characters",
            "field": "text",
            "constraint": {"type": "max_length", "max": 3000},
        }
    ]
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_changing_ones_own_message(post, client, ana):
    ts = (await post(blocks=[section()]))["ts"]
    answer = await client.chat_update(channel="CKUDOS", ts=ts, text="Better")
    shown = ana.messages("CKUDOS")[-1]
    assert (answer["text"], shown["text"]) == ("Better", "Better")
    assert shown["blocks"]  # what is not given stays
    assert shown["edited"]["user"] == "UCAIRN"
    await client.api_call("chat.update", json={"channel": "CKUDOS", "ts": ts, "blocks": []})
    assert "blocks" not in ana.messages("CKUDOS")[-1]


async def test_what_cannot_be_changed_or_deleted(client, ana):
    theirs = (await ana.say("CKUDOS", "Mine"))["ts"]
    assert await error(client.chat_update(channel="CKUDOS", ts=theirs, text="x")) == "cant_update_message"
    assert await error(client.chat_delete(channel="CKUDOS", ts=theirs)) == "cant_delete_message"
    assert await error(client.chat_update(channel="CKUDOS", ts="1.2", text="x")) == "message_not_found"
    assert await error(client.chat_delete(channel="CKUDOS", ts="1.2")) == "message_not_found"


async def test_a_change_needs_content(post, client):
    ts = (await post())["ts"]
    assert await error(client.api_call("chat.update", json={"channel": "CKUDOS", "ts": ts})) == "no_text"


async def test_deleting(post, client, ana):
    ts = (await post())["ts"]
    await client.chat_delete(channel="CKUDOS", ts=ts)
    assert ana.messages("CKUDOS") == []


async def test_an_ephemeral_message_is_for_one_person(client, ana, bo):
    await client.chat_postEphemeral(channel="CKUDOS", user="UANA", text="Psst")
    assert [(one["text"], one["is_ephemeral"]) for one in ana.messages("CKUDOS")] == [("Psst", True)]
    assert bo.messages("CKUDOS") == []
    assert (await client.conversations_history(channel="CKUDOS"))["messages"] == []


@pytest.mark.parametrize("user", ["UGONE", "UNONE", "USLACKBOT"])
async def test_an_ephemeral_message_needs_an_active_member(client, user):
    assert await error(client.chat_postEphemeral(channel="CKUDOS", user=user, text="x")) == "user_not_in_channel"


async def test_threads(post, client, ana):
    parent = (await post(text="Question"))["ts"]
    reply = await post(text="Answer", thread_ts=parent)
    await post(text="For all", thread_ts=parent, reply_broadcast=True)
    assert [one["text"] for one in ana.messages("CKUDOS")] == ["Question", "For all"]
    assert [one["text"] for one in ana.messages("CKUDOS", thread=parent)] == ["Question", "Answer", "For all"]
    assert ana.messages("CKUDOS")[0]["reply_count"] == 2
    await client.chat_delete(channel="CKUDOS", ts=reply["ts"])
    assert ana.messages("CKUDOS")[0]["reply_count"] == 1


async def test_links(post, client):
    parent = (await post())["ts"]
    reply = (await post(thread_ts=parent))["ts"]
    link = (await client.chat_getPermalink(channel="CKUDOS", message_ts=parent))["permalink"]
    assert link == f"https://northwind.slack.com/archives/CKUDOS/p{parent.replace('.', '')}"
    link = (await client.chat_getPermalink(channel="CKUDOS", message_ts=reply))["permalink"]
    assert link.endswith(f"?thread_ts={parent}&cid=CKUDOS")
    assert await error(client.chat_getPermalink(channel="CKUDOS", message_ts="1.2")) == "message_not_found"
