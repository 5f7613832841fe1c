"""A person edits and deletes their own messages, as apps are told of it."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from emulator.errors import Misuse


@pytest.fixture
async def heard(bolt, connect):
    """The message events that the app got."""
    events = []

    @bolt.event("message")
    async def message(event):
        events.append(event)

    await connect()
    return events


async def test_apps_hear_of_an_edit_as_slack_tells_it(ana, heard, clock):
    said = await ana.say("CKUDOS", "Well done")
    clock.forward(timedelta(seconds=60))
    now = await ana.edit("CKUDOS", said["ts"], "Well done, @bo & co")

    told = heard[-1]
    assert (told["subtype"], told["channel"], told["channel_type"], told["hidden"]) == (
        "message_changed",
        "CKUDOS",
        "channel",
        True,
    )
    assert told["message"] == now
    assert told["previous_message"] == said
    assert now["text"] == "Well done, <@UBO> &amp; co"
    assert now["edited"] == {"user": "UANA", "ts": f"{int(clock.now().timestamp())}.000000"}
    assert (now["ts"], now["client_msg_id"]) == (said["ts"], said["client_msg_id"])
    assert {"type": "user", "user_id": "UBO"} in now["blocks"][0]["elements"][0]["elements"]
    assert float(told["ts"]) > float(said["ts"])


async def test_an_edit_that_changes_nothing_is_none(ana, heard):
    said = await ana.say("CKUDOS", "Well done")
    assert await ana.edit("CKUDOS", said["ts"], "Well done") == said
    assert len(heard) == 1


async def test_apps_hear_of_a_deletion_as_slack_tells_it(ana, bo, heard):
    said = await ana.say("CKUDOS", "Well done")
    await ana.delete("CKUDOS", said["ts"])

    told = heard[-1]
    assert (told["subtype"], told["deleted_ts"], told["hidden"]) == ("message_deleted", said["ts"], True)
    assert told["previous_message"] == said
    assert bo.messages("CKUDOS") == []


async def test_a_deleted_message_with_replies_leaves_a_tombstone_until_they_are_gone(ana, bo, heard):
    said = await ana.say("CKUDOS", "Who knows?")
    reply = await bo.say("CKUDOS", "I do", thread=said["ts"])
    await ana.delete("CKUDOS", said["ts"])

    [stone] = bo.messages("CKUDOS")
    assert (stone["subtype"], stone["user"], stone["text"]) == ("tombstone", "USLACKBOT", "This message was deleted.")
    assert (stone["ts"], stone["reply_count"], stone["hidden"]) == (said["ts"], 1, True)
    assert not {"blocks", "client_msg_id"} & set(stone)
    assert (heard[-1]["subtype"], heard[-1]["message"]["subtype"]) == ("message_changed", "tombstone")
    await bo.delete("CKUDOS", reply["ts"])
    assert bo.messages("CKUDOS") == []
    assert [one["deleted_ts"] for one in heard[-2:]] == [reply["ts"], said["ts"]]


async def test_a_deleted_message_takes_its_files_along(ana, bo):
    file = ana.upload("plan.txt", b"secret")
    said = await ana.say("CKUDOS", "", files=[file])
    again = await ana.say("CKUDOS", "Once more", files=[file])
    await ana.delete("CKUDOS", said["ts"])
    assert await bo.download(file) == b"secret"
    await ana.delete("CKUDOS", again["ts"])
    with pytest.raises(Misuse, match="sees no file"):
        await bo.download(file)


async def test_the_text_of_a_message_with_files_may_go_but_not_all_of_a_message(ana):
    said = await ana.say("CKUDOS", "My plan", files=[ana.upload("plan.txt", b"x")])
    now = await ana.edit("CKUDOS", said["ts"], "")
    assert (now["text"], now["files"], "blocks" in now) == ("", said["files"], False)
    bare = await ana.say("CKUDOS", "My plan")
    with pytest.raises(Misuse, match="delete it instead"):
        await ana.edit("CKUDOS", bare["ts"], "  ")
    with pytest.raises(Misuse, match="at most 40,000 characters"):
        await ana.edit("CKUDOS", bare["ts"], "x" * 40_001)


@pytest.mark.parametrize(
    "act", [lambda one, ts: one.edit("CKUDOS", ts, "Mine"), lambda one, ts: one.delete("CKUDOS", ts)]
)
async def test_what_others_wrote_is_refused_in_a_sentence(act, ana, bo, client, emulator):
    said = (await ana.say("CKUDOS", "Well done"))["ts"]
    posted = (await client.chat_postMessage(channel="CKUDOS", text="News"))["ts"]
    for ts in (said, posted):
        with pytest.raises(Misuse, match=r"bo has not written this message: only one's own can be (edited|deleted)\."):
            await act(bo, ts)
    await ana.create_channel("new")
    await bo.join("#new")
    note = bo.messages("#new")[-1]
    with pytest.raises(Misuse, match="There is no message"):
        await act(bo, "1.2")
    assert note["user"] == "UBO"
    emulator.workspace.channels["CKUDOS"].messages[note["ts"]] = note
    with pytest.raises(Misuse, match="note of Slack's own"):
        await act(bo, note["ts"])


async def test_nobody_edits_in_an_archived_channel(ana, emulator):
    said = await ana.say("CKUDOS", "Well done")
    emulator.workspace.channels["CKUDOS"].archived = True
    with pytest.raises(Misuse, match="archived"):
        await ana.edit("CKUDOS", said["ts"], "No")
    with pytest.raises(Misuse, match="archived"):
        await ana.delete("CKUDOS", said["ts"])


@pytest.fixture
def control(session, emulator):
    async def control(method, path, /, **args):
        given = {"params": args} if method == "GET" else {"json": args}
        async with session.request(method, f"{emulator.url}/_control/{path}", **given) as answer:
            return answer.status, await answer.json()

    return control


async def test_the_page_edits_and_deletes(control, ana, bo):
    said = await ana.say("CKUDOS", "Well done")
    where = {"channel": "CKUDOS", "ts": said["ts"]}
    assert await control("POST", "edit", **{"as": "UANA"}, **where, text="Better") == (200, {"ok": True})
    assert bo.messages("CKUDOS")[0]["text"] == "Better"
    status, body = await control("POST", "delete", **{"as": "UBO"}, **where)
    assert (status, "only one's own can be deleted" in body["error"]) == (400, True)
    assert await control("POST", "delete", **{"as": "UANA"}, **where) == (200, {"ok": True})
    assert bo.messages("CKUDOS") == []


async def test_the_page_reads_who_is_in_a_channel(control, emulator):
    await emulator.change("UBO", status_text="On a train", presence="away")
    _, body = await control("GET", "members", **{"as": "UANA"}, channel="CKUDOS")
    names = [one["real_name"] or one["name"] for one in body["members"]]
    assert {one["id"] for one in body["members"]} == set(emulator.workspace.channels["CKUDOS"].members)
    assert names == sorted(names, key=str.casefold)
    [bo] = [one for one in body["members"] if one["id"] == "UBO"]
    assert (bo["presence"], bo["status_text"]) == ("away", "On a train")
    assert (await control("GET", "members", **{"as": "UBO"}, channel="CSECRET"))[0] == 400


@pytest.fixture
def uploaded(client):
    """Upload a file as the app, without a place; return its id."""

    async def uploaded(name, *, complete=True):
        ticket = await client.files_getUploadURLExternal(filename=name, length=1)
        async with client.session.post(ticket["upload_url"], data=b"x"):
            pass
        if complete:
            await client.files_completeUploadExternal(files=[{"id": ticket["file_id"]}])
        return ticket["file_id"]

    return uploaded


async def test_an_app_replaces_the_files_of_its_message(client, bo, uploaded):
    first, second = await uploaded("a.txt"), await uploaded("b.txt")
    ts = (await client.chat_postMessage(channel="CKUDOS", text="Report"))["ts"]
    for ids, names in (([first], ["a.txt"]), ([second], ["b.txt"]), ([second, first], ["b.txt", "a.txt"])):
        answer = await client.api_call("chat.update", json={"channel": "CKUDOS", "ts": ts, "file_ids": ids})
        assert [one["name"] for one in answer["message"]["files"]] == names
        assert [one["name"] for one in bo.messages("CKUDOS")[0]["files"]] == names
    assert (await client.chat_update(channel="CKUDOS", ts=ts, text="New"))["message"]["files"]
    for file in (first, second):
        info = (await client.files_info(file=file))["file"]
        assert (info["channels"], len(info["shares"]["public"]["CKUDOS"])) == (["CKUDOS"], 1)
    answer = await client.chat_update(channel="CKUDOS", ts=ts, text="New", file_ids=[])
    assert "files" not in answer["message"]
    assert (await client.files_info(file=first))["file"]["channels"] == []
    with pytest.raises(Misuse, match="sees no file"):
        await bo.download(first)


async def test_a_message_of_files_alone_does_not_lose_them_all(client, bo):
    await client.files_upload_v2(filename="a.csv", content="x,y", channel="CKUDOS")
    [said] = bo.messages("CKUDOS")
    with pytest.raises(SlackApiError, match="no_text"):
        await client.api_call("chat.update", json={"channel": "CKUDOS", "ts": said["ts"], "file_ids": []})
    assert bo.messages("CKUDOS") == [said]


async def test_an_app_gives_its_message_no_file_of_somebody_elses_or_half_uploaded(client, ana, uploaded):
    ts = (await client.chat_postMessage(channel="CKUDOS", text="Report"))["ts"]
    begun = (await client.files_getUploadURLExternal(filename="a.txt", length=1))["file_id"]
    for file in (ana.upload("a.txt", b"x"), begun, await uploaded("a.txt", complete=False), "F1"):
        with pytest.raises(SlackApiError, match="file_not_found"):
            await client.chat_update(channel="CKUDOS", ts=ts, text="Report", file_ids=[file])
