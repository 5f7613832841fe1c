"""How messages may look and grow: names and icons, broadcasts, streams, unfurled links, files in several places."""

import pytest
from northwind_slack import error, section
from slack_sdk.models.messages.chunk import PlanUpdateChunk, TaskUpdateChunk
from wider_slack import Heard, widened, without


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


@pytest.fixture
async def thread(ana):
    """A message of Ana's to answer in a thread."""
    return (await ana.say("CKUDOS", "What is for lunch?"))["ts"]


FOR_ANA = {"recipient_team_id": "T0DEMO", "recipient_user_id": "UANA"}


async def test_another_name_and_icon(client, ana):
    await client.chat_postMessage(channel="CKUDOS", text="Soup", username="Cook", icon_emoji=":stew:")
    shown = ana.messages("CKUDOS")[-1]
    assert (shown["username"], shown["icons"], shown["subtype"]) == ("Cook", {"emoji": ":stew:"}, "bot_message")
    await client.chat_postMessage(channel="CKUDOS", text="Soup", icon_url="https://cook.example/1.png")
    assert ana.messages("CKUDOS")[-1]["icons"] == {"image_48": "https://cook.example/1.png"}


class TestWithoutTheScope:
    @pytest.fixture
    def northwind(self, northwind):
        return without(northwind, "chat:write.customize")

    async def test_another_name_is_not_minded(self, client, ana):
        await client.chat_postMessage(channel="CKUDOS", text="Soup", username="Cook", icon_emoji=":stew:")
        assert not {"username", "icons", "subtype"} & set(ana.messages("CKUDOS")[-1])


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("@ana in #kudos", {"link_names": True}, "<@UANA> in <#CKUDOS|kudos>"),
        ("@ana in #kudos", {"parse": "full"}, "<@UANA> in <#CKUDOS|kudos>"),
        ("@ana in #kudos", {}, "@ana in #kudos"),
        (
            "<https://a.example/#kudos|@ana> & @nobody",
            {"link_names": True},
            "<https://a.example/#kudos|@ana> & @nobody",
        ),
        ("ana@bo.example @here", {"link_names": True}, "ana@bo.example <!here>"),
    ],
)
async def test_names_become_links_where_asked(client, ana, text, more, expected):
    await client.chat_postMessage(channel="CKUDOS", text=text, **more)
    assert ana.messages("CKUDOS")[-1]["text"] == expected


async def test_a_reply_may_be_shown_in_the_channel_too(emulator, client, ana, thread):
    heard = Heard(emulator)
    await client.chat_postMessage(channel="CKUDOS", text="Soup", thread_ts=thread, reply_broadcast=True)
    assert [one["text"] for one in ana.messages("CKUDOS")] == ["What is for lunch?", "Soup"]
    assert heard.one("thread_broadcast")["root"]["text"] == "What is for lunch?"
    hidden = await client.chat_postMessage(channel="CKUDOS", text="With bread", thread_ts=thread)
    assert len(ana.messages("CKUDOS")) == 2
    await client.chat_update(channel="CKUDOS", ts=hidden["ts"], text="With bread", reply_broadcast=True)
    assert [one["text"] for one in ana.messages("CKUDOS")][2:] == ["With bread"]


async def test_something_the_bot_does(client, ana):
    answer = await client.chat_meMessage(channel="CKUDOS", text="is hungry")
    shown = ana.messages("CKUDOS")[-1]
    assert (shown["ts"], shown["subtype"], shown["text"]) == (answer["ts"], "me_message", "is hungry")
    assert await error(client.chat_meMessage(channel="CGENERAL", text="x")) == "not_in_channel"


async def test_links_are_unfurled(emulator, client, ana):
    heard = Heard(emulator)
    url = "https://menu.example/?day=1&week=2"
    ts = (await ana.say("CKUDOS", f"Look: {url}"))["ts"]
    await client.chat_unfurl(channel="CKUDOS", ts=ts, unfurls={url: {"blocks": [section("Soup")]}})
    shown = ana.messages("CKUDOS")[-1]
    assert shown["attachments"][0]["blocks"][0]["text"]["text"] == "Soup"
    assert (shown["attachments"][0]["from_url"], "edited" in shown) == (url, False)
    assert heard.one("message_changed")["message"]["attachments"]


@pytest.mark.parametrize(
    ("unfurls", "expected"),
    [
        ({"https://other.example": {"text": "x"}}, "cannot_unfurl_message"),
        ([{"text": "x"}], "invalid_unfurls_format"),
        (None, "missing_unfurls"),
        ({"https://menu.example": "x"}, "cannot_parse_attachment"),
    ],
)
async def test_what_cannot_be_unfurled(client, ana, unfurls, expected):
    ts = (await ana.say("CKUDOS", "https://menu.example"))["ts"]
    assert await error(client.chat_unfurl(channel="CKUDOS", ts=ts, unfurls=unfurls)) == expected


async def test_an_author_is_asked_to_sign_in_first(client, ana, bo):
    ts = (await ana.say("CKUDOS", "https://menu.example"))["ts"]
    await client.chat_unfurl(channel="CKUDOS", ts=ts, user_auth_url="https://menu.example/sign-in")
    asked = "Sign in to Cairn to see more of this link: <https://menu.example/sign-in>"
    assert [one["text"] for one in ana.messages("CKUDOS")][1:] == [asked]
    assert len(bo.messages("CKUDOS")) == 1


async def test_unfurling_needs_a_place(client):
    for given, expected in (
        ({"ts": "1.2"}, "missing_channel"),
        ({"channel": "CKUDOS"}, "missing_ts"),
        ({"channel": "CGENERAL", "ts": "1.2"}, "cannot_find_channel"),
        ({"channel": "CKUDOS", "ts": "1.2"}, "cannot_find_message"),
        ({"unfurl_id": "Ux", "source": "composer"}, "invalid_unfurl_id"),
    ):
        assert await error(client.chat_unfurl(**given, unfurls={})) == expected


async def test_an_answer_grows_while_it_is_written(client, ana, thread):
    stream = await client.chat_stream(channel="CKUDOS", thread_ts=thread, buffer_size=1, **FOR_ANA)
    await stream.append(markdown_text="Soup ")
    assert ana.messages("CKUDOS", thread=thread)[1]["text"] == "Soup "
    await stream.append(markdown_text="of the ")
    plan = PlanUpdateChunk(title="Cooking")
    await stream.append(chunks=[plan, TaskUpdateChunk(id="1", title="Peel", status="in_progress")])
    await stream.append(chunks=[TaskUpdateChunk(id="1", title="Peel", status="complete", output="Done")])
    stopped = await stream.stop(markdown_text="day", blocks=[section("Enjoy")])
    (reply,) = ana.messages("CKUDOS", thread=thread)[1:]
    assert (reply["ts"], reply["text"]) == (stopped["ts"], "Soup of the day")
    kinds = [block["type"] for block in reply["blocks"]]
    assert kinds == ["markdown", "plan", "markdown", "section"]
    task = reply["blocks"][1]["tasks"][0]
    assert (reply["blocks"][1]["title"], task["status"]) == ("Cooking", "complete")
    assert task["output"]["elements"][0]["elements"][0]["text"] == "Done"


async def test_a_stream_that_cannot_go_on(client, ana, thread):
    ts = (await client.chat_startStream(channel="CKUDOS", thread_ts=thread, **FOR_ANA))["ts"]
    append = client.chat_appendStream
    assert await error(append(channel="CKUDOS", ts=ts, chunks=[{"type": "dance"}])) == "invalid_chunks"
    assert await error(append(channel="CKUDOS", ts=ts)) == "no_text"
    assert await error(append(channel="CKUDOS", ts=ts, markdown_text="x" * 12_001)) == "msg_too_long"
    assert await error(append(channel="CKUDOS", ts=thread, markdown_text="x")) == "message_not_owned_by_app"
    await client.chat_stopStream(channel="CKUDOS", ts=ts)
    stopped = append(channel="CKUDOS", ts=ts, markdown_text="x")
    assert await error(stopped) == "message_not_in_streaming_state"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"thread_ts": "1.2", **FOR_ANA}, "invalid_thread_ts"),
        ({"recipient_team_id": "T0DEMO"}, "missing_recipient_user_id"),
        ({"recipient_user_id": "UANA"}, "missing_recipient_team_id"),
    ],
)
async def test_streams_that_cannot_begin(client, thread, given, expected):
    assert await error(client.chat_startStream(**{"channel": "CKUDOS", "thread_ts": thread, **given})) == expected


async def test_one_upload_in_several_channels(emulator, client, ana):
    heard = Heard(emulator)
    board = await ana.create_channel("board", private=True)
    await ana.invite(board, "UCAIRN")
    uploads = [{"filename": "a.txt", "content": "Soup"}, {"filename": "b.csv", "content": "1,2"}]
    answer = await client.files_upload_v2(
        file_uploads=uploads, channels=["CKUDOS", board], initial_comment="Today's menu"
    )
    assert [file["name"] for file in answer["files"]] == ["a.txt", "b.csv"]
    for place in ("CKUDOS", board):
        shown = ana.messages(place)[-1]
        assert (shown["text"], [file["name"] for file in shown["files"]]) == ("Today's menu", ["a.txt", "b.csv"])
    assert len(heard.all("file_shared")) == 4
    known = (await client.files_info(file=answer["files"][0]["id"]))["file"]
    assert (known["channels"], known["groups"]) == (["CKUDOS"], [board])
    assert known["shares"]["public"]["CKUDOS"][0]["ts"] == ana.messages("CKUDOS")[-1]["ts"]


async def test_an_upload_in_a_thread(client, ana, thread):
    await client.files_upload_v2(filename="a.txt", content="Soup", channel="CKUDOS", thread_ts=thread)
    assert [one["text"] for one in ana.messages("CKUDOS")] == ["What is for lunch?"]
    assert ana.messages("CKUDOS", thread=thread)[1]["files"][0]["name"] == "a.txt"


async def test_the_files_one_can_see(emulator, client, ana, clock):
    await client.files_upload_v2(filename="own.txt", content="x")
    shown = ana.upload("shown.txt", b"x")
    ana.upload("hidden.txt", b"x")
    await ana.say("CKUDOS", "", files=[shown])
    names = [file["name"] for file in (await client.files_list())["files"]]
    assert names == ["shown.txt", "own.txt"]
    listed = await client.files_list(channel="CKUDOS", user="UANA")
    assert [file["id"] for file in listed["files"]] == [shown]
    paged = await client.files_list(count=1, page=2)
    assert ([file["name"] for file in paged["files"]], paged["paging"]["total"]) == (["own.txt"], 2)
    later = clock.now().timestamp() + 1
    assert (await client.files_list(ts_from=str(later)))["files"] == []
