"""Saying notices in a local workspace, and telling exactly what came of it."""

import asyncio
import json
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.messenger import File, SlackMessenger
from company import ANA, BO, NOW
from domain.notices import CheckInDone, CheckInPrompt, KudosPosted, KudosPostGone, KudosReceived, PacketRequested
from emulator import Clock, Emulator, Workspace
from handlers.views import notices
from handlers.views.blocks import Message
from running import workspace
from scheduler.outcomes import Delivered, Held, HistoryUnavailable, Never, NotAccepted, Paused, Uncertain
from storage.database import Unavailable
from storage.outbox import Posted

FRIDAY = NOW.date()
MARKER = "0123456789abcdef"
LATELY = NOW - timedelta(hours=1)
ASKED = CheckInPrompt(to=ANA.id, period=FRIDAY)
THANKS = KudosReceived(to=BO.id, kudos=1, giver=ANA.id, reason="the calm handover")
PUBLIC = KudosPosted(to="CKUDOS", kudos=1, giver=ANA.id, receivers=(BO.id,), reason="the calm handover")
PACKET = PacketRequested(to=ANA.id, request="1", subject=ANA.id, since=FRIDAY, until=FRIDAY)
PAGE = File(name="ana-ruiz.html", content=b"<h1>Ana</h1>", title="Ana Ruiz", comment="Your page.")


@pytest.fixture
def clock():
    return Clock(NOW, frozen=True)


@pytest.fixture
async def chat(clock):
    async with Emulator(Workspace.from_mapping(workspace()), clock=clock) as running:
        yield running


@pytest.fixture
async def connect(chat):
    """Make a messenger; `token`, `url`, and whatever SlackMessenger takes may be given."""
    async with aiohttp.ClientSession() as session:

        def connect(token="xoxb-test-token", url=chat.api_url, **options):
            async def make_file(_):
                return PAGE

            client = AsyncWebClient(token, base_url=url, session=session, retry_handlers=[])
            return SlackMessenger(client, **({"make_file": make_file} | options))

        yield connect


@pytest.fixture
def messenger(connect):
    return connect()


def called(chat, method):
    return [call for call in chat.calls if call.method == method]


class TestPosting:
    async def test_a_person_gets_a_direct_message_and_the_answer_says_where(self, chat, messenger):
        outcome = await messenger.post(ASKED, MARKER, None)

        (message,) = chat.person(ANA.id).dm()
        assert outcome == Delivered(outcome.channel, message["ts"])
        assert outcome.channel.startswith("D")
        assert message["blocks"][-1]["block_id"] == f"cairn-{MARKER}"

    async def test_a_channel_gets_kudos_and_nothing_is_unfurled(self, chat, messenger):
        assert isinstance(await messenger.post(PUBLIC, MARKER, None), Delivered)

        assert len(chat.person(ANA.id).messages("CKUDOS")) == 1
        (call,) = called(chat, "chat.postMessage")
        assert (call.args["unfurl_links"], call.args["unfurl_media"]) == (False, False)

    async def test_a_rewrite_changes_the_message_that_is_there(self, chat, messenger):
        first = await messenger.post(ASKED, MARKER, None)
        done = CheckInDone(to=ANA.id, period=FRIDAY, revision=1)

        again = await messenger.post(done, "f" * 16, Posted(channel=first.channel, ts=first.ts))

        (message,) = chat.person(ANA.id).dm()
        assert again == Delivered(first.channel, first.ts)
        assert message["text"] == notices.render(done, marker="").text

    async def test_kudos_that_are_gone_are_deleted_once_and_for_all(self, chat, messenger):
        first = await messenger.post(PUBLIC, MARKER, None)
        gone = KudosPostGone(to="CKUDOS", kudos=1, by=ANA.id)
        where = Posted(channel=first.channel, ts=first.ts)

        assert [await messenger.post(gone, "f" * 16, where) for _ in range(2)] == [
            Delivered(first.channel, first.ts)
        ] * 2
        assert chat.person(ANA.id).messages("CKUDOS") == []

    async def test_what_slack_does_not_delete_is_told_as_it_is(self, chat, messenger):
        first = await messenger.post(PUBLIC, MARKER, None)
        gone = KudosPostGone(to="CKUDOS", kudos=1, by=ANA.id)
        chat.faults.add("chat.delete", "error", error="cant_delete_message")

        outcome = await messenger.post(gone, "f" * 16, Posted(channel=first.channel, ts=first.ts))

        assert outcome == Never("cant_delete_message")

    async def test_blocks_slack_does_not_take_are_said_as_text_and_logged_without_it(self, chat, connect, capsys):
        wrong = Message(text="Thank you, said Ana", blocks=[{"type": "data_visualization", "block_id": "x"}])
        messenger = connect(render=lambda _, *, marker: wrong)

        assert isinstance(await messenger.post(THANKS, MARKER, None), Delivered)

        (message,) = chat.person(BO.id).dm()
        assert message["text"] == "Thank you, said Ana"
        assert await messenger.find(BO.id, MARKER, LATELY)
        printed = capsys.readouterr().out
        assert "slack_refused_our_blocks" in printed
        assert "said Ana" not in printed

    async def test_a_long_text_alone_is_cut_between_words(self, chat, connect):
        wrong = Message(text="word " * 1000, blocks=[{"type": "odd"}])

        assert isinstance(await connect(render=lambda _, *, marker: wrong).post(THANKS, MARKER, None), Delivered)

        (message,) = chat.person(BO.id).dm()
        assert message["blocks"][0]["text"]["text"].endswith("word…")

    async def test_what_cannot_be_rendered_is_held_and_logged_without_its_words(self, connect, chat, capsys):
        def render(notice, *, marker):
            raise KeyError(notice.reason)

        outcome = await connect(render=render).post(THANKS, MARKER, None)

        assert outcome == Held("cannot be shown: KeyError")
        assert chat.calls == []
        assert "handover" not in capsys.readouterr().out


class TestWhatCameOfIt:
    async def test_a_429_says_when(self, chat, messenger):
        chat.faults.add("chat.postMessage", "ratelimited", retry_after=17)

        assert await messenger.post(ASKED, MARKER, None) == NotAccepted(timedelta(seconds=17), "ratelimited")

    @pytest.mark.parametrize(
        ("error", "outcome"),
        [
            pytest.param("not_in_channel", Never("not_in_channel"), id="for good"),
            pytest.param("token_revoked", Paused("token_revoked"), id="the workspace"),
            pytest.param("missing_scope", Held("missing_scope"), id="until mended"),
            pytest.param("team_added_to_org", Paused("team_added_to_org"), id="migrating"),
            pytest.param("fatal_error", Uncertain("fatal_error"), id="in doubt"),
            pytest.param("brand_new_error", Uncertain("brand_new_error"), id="unknown"),
        ],
    )
    async def test_an_error_means_what_the_table_says(self, chat, messenger, error, outcome):
        chat.faults.add("chat.postMessage", "error", error=error)

        assert await messenger.post(ASKED, MARKER, None) == outcome
        assert chat.person(ANA.id).dm() == []

    async def test_a_limit_told_in_the_body_waits_half_a_minute(self, chat, messenger):
        chat.faults.add("chat.postMessage", "error", error="rate_limited")

        assert await messenger.post(ASKED, MARKER, None) == NotAccepted(timedelta(seconds=30), "rate_limited")

    @pytest.mark.parametrize("kind", ["http_500", "drop", "accept_then_drop", "accept_then_error"])
    async def test_whatever_may_have_come_after_the_post_is_uncertain_and_called_once(self, chat, messenger, kind):
        chat.faults.add("chat.postMessage", kind)

        assert isinstance(await messenger.post(ASKED, MARKER, None), Uncertain)
        assert len(called(chat, "chat.postMessage")) == 1

    async def test_no_answer_in_time_is_uncertain(self, chat, connect):
        chat.faults.add("chat.postMessage", "hang")

        outcome = await connect(timeout=timedelta(seconds=0.2)).post(ASKED, MARKER, None)

        assert outcome == Uncertain("no answer in time")

    async def test_an_answer_that_names_no_message_is_uncertain(self, connect):
        async with odd_server({"ok": True}) as url:
            assert await connect(url=url).post(ASKED, MARKER, None) == Uncertain("an answer without a message")

    @pytest.mark.parametrize("body", ["<html>", "{broken"])
    async def test_an_answer_that_cannot_be_read_is_uncertain(self, connect, body):
        async with odd_server(body) as url:
            assert isinstance(await connect(url=url).post(ASKED, MARKER, None), Uncertain)

    @pytest.mark.parametrize(
        "url",
        ["http://127.0.0.1:1/api/", "http://nowhere.invalid/api/"],
        ids=["nobody listens", "no such host"],
    )
    async def test_a_slack_out_of_reach_has_accepted_nothing(self, connect, url):
        outcome = await connect(url=url).post(ASKED, MARKER, None)

        assert isinstance(outcome, NotAccepted)
        assert outcome.retry_after is None

    async def test_a_connection_that_is_not_tls_has_accepted_nothing(self, chat, connect):
        outcome = await connect(url=chat.api_url.replace("http", "https")).post(ASKED, MARKER, None)

        assert isinstance(outcome, NotAccepted)

    async def test_a_removed_bot_pauses(self, chat, connect):
        assert await connect(token="xoxb-other").post(ASKED, MARKER, None) == Paused("invalid_auth")

    async def test_a_person_who_left_is_never_reached(self, chat, messenger):
        await chat.change(ANA.id, deleted=True)

        assert await messenger.post(ASKED, MARKER, None) == Never("user_disabled")

    async def test_a_message_that_is_gone_is_never_rewritten(self, chat, messenger):
        first = await messenger.post(ASKED, MARKER, None)
        done = CheckInDone(to=ANA.id, period=FRIDAY, revision=1)

        gone = await messenger.post(done, "f" * 16, Posted(channel=first.channel, ts="1.000001"))

        assert gone == Never("message_not_found")

    async def test_a_time_out_of_the_session_is_uncertain_too(self, chat):
        chat.faults.add("chat.postMessage", "hang")
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.2)) as session:
            client = AsyncWebClient("xoxb-test-token", base_url=chat.api_url, session=session, retry_handlers=[])

            outcome = await SlackMessenger(client, make_file=None).post(ASKED, MARKER, None)

        assert outcome == Uncertain("no answer in time")

    async def test_a_client_that_repeats_calls_or_connects_anew_each_time_is_not_taken(self):
        with pytest.raises(ValueError, match="posts twice"):
            SlackMessenger(AsyncWebClient("xoxb-x"), make_file=None)
        with pytest.raises(ValueError, match="session"):
            SlackMessenger(AsyncWebClient("xoxb-x", retry_handlers=[]), make_file=None)


class TestFinding:
    async def test_a_message_is_found_by_its_marker(self, chat, messenger, connect):
        posted = await messenger.post(ASKED, MARKER, None)

        found = await connect().find(ANA.id, MARKER, LATELY)  # one that has never posted anything

        assert found == [Posted(channel=posted.channel, ts=posted.ts)]

    async def test_another_marker_is_another_message(self, messenger):
        await messenger.post(ASKED, MARKER, None)

        assert await messenger.find(ANA.id, "f" * 16, LATELY) == []

    async def test_all_that_carry_it_are_found_the_first_first_and_can_be_taken_away(self, messenger):
        first, second = [await messenger.post(ASKED, MARKER, None) for _ in range(2)]
        there = [Posted(channel=one.channel, ts=one.ts) for one in (first, second)]

        assert await messenger.find(ANA.id, MARKER, LATELY) == there
        assert await messenger.remove(there[1])
        assert await messenger.find(ANA.id, MARKER, LATELY) == there[:1]
        assert await messenger.remove(there[1])  # gone is gone

    async def test_what_slack_does_not_take_away_is_said_to_stand(self, chat, messenger):
        posted = await messenger.post(ASKED, MARKER, None)
        chat.faults.add("chat.delete", "http_500")

        assert not await messenger.remove(Posted(channel=posted.channel, ts=posted.ts))

    async def test_what_was_accepted_before_the_connection_was_cut_is_found(self, chat, messenger):
        chat.faults.add("chat.postMessage", "accept_then_drop")
        await messenger.post(ASKED, MARKER, None)

        assert await messenger.find(ANA.id, MARKER, LATELY)

    async def test_a_long_history_is_read_page_by_page(self, chat, messenger, clock):
        posted = await messenger.post(ASKED, MARKER, None)
        dm = next(one for one in chat.workspace.channels.values() if one.id == posted.channel)
        for number in range(450):
            chat.posts.by_person(chat.person(ANA.id).me, dm, f"note {number}")

        assert await messenger.find(posted.channel, MARKER, LATELY)
        assert len(called(chat, "conversations.history")) == 3

    async def test_a_history_without_end_proves_nothing(self, chat, messenger, monkeypatch):
        posted = await messenger.post(ASKED, MARKER, None)
        dm = next(one for one in chat.workspace.channels.values() if one.id == posted.channel)
        for number in range(1100):
            chat.posts.by_person(chat.person(ANA.id).me, dm, f"note {number}")

        with pytest.raises(HistoryUnavailable, match="too long"):
            await messenger.find(ANA.id, MARKER, LATELY)

    @pytest.mark.parametrize("method", ["conversations.history", "conversations.open"])
    @pytest.mark.parametrize("kind", ["ratelimited", "http_500", "drop", "error"])
    async def test_a_history_that_cannot_be_read_is_said_to_be(self, chat, messenger, method, kind):
        chat.faults.add(method, kind, times=None)

        with pytest.raises(HistoryUnavailable):
            await messenger.find(ANA.id, MARKER, LATELY)

    async def test_a_history_that_does_not_answer_is_unavailable(self, chat, connect):
        chat.faults.add("conversations.history", "hang")

        with pytest.raises(HistoryUnavailable, match="in time"):
            await connect(timeout=timedelta(seconds=0.2)).find(ANA.id, MARKER, LATELY)

    async def test_channels_are_never_read(self, chat, messenger):
        with pytest.raises(HistoryUnavailable, match="direct messages"):
            await messenger.find("CKUDOS", MARKER, LATELY)
        assert chat.calls == []

    async def test_the_conversation_is_asked_for_once(self, chat, messenger):
        for _ in range(3):
            await messenger.find(ANA.id, MARKER, LATELY)

        assert len(called(chat, "conversations.open")) == 1


class TestAFile:
    async def test_the_page_comes_as_a_file_by_direct_message(self, chat, messenger):
        outcome = await messenger.post(PACKET, MARKER, None)

        (message,) = chat.person(ANA.id).dm()
        (file,) = message["files"]
        assert outcome == Delivered(outcome.channel, file["id"])
        assert file["title"] == "Ana Ruiz"
        assert message["text"] == "Your page."
        assert await chat.person(ANA.id).download(file["id"]) == PAGE.content

    async def test_it_is_found_by_the_marker_in_its_name(self, chat, messenger):
        chat.faults.add("files.completeUploadExternal", "accept_then_drop")

        assert isinstance(await messenger.post(PACKET, MARKER, None), Uncertain)
        assert await messenger.find(ANA.id, MARKER, LATELY)

    async def test_a_refusal_comes_as_a_message(self, chat, connect):
        async def refuse(_):
            return "There is nothing to show here."

        assert isinstance(await connect(make_file=refuse).post(PACKET, MARKER, None), Delivered)
        assert [message["text"] for message in chat.person(ANA.id).dm()] == ["There is nothing to show here."]

    @pytest.mark.parametrize(
        ("trouble", "outcome"),
        [
            pytest.param(Unavailable("away"), NotAccepted(None, "the database is away"), id="database"),
            pytest.param(KeyError("private words"), Held("cannot be made: KeyError"), id="bug"),
        ],
    )
    async def test_a_page_that_cannot_be_made_is_not_lost(self, connect, capsys, trouble, outcome):
        async def fail(_):
            raise trouble

        assert await connect(make_file=fail).post(PACKET, MARKER, None) == outcome
        assert "private words" not in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("method", "error", "outcome"),
        [
            ("conversations.open", "user_disabled", Never("user_disabled")),
            ("files.getUploadURLExternal", "missing_scope", Held("missing_scope")),
            ("files.completeUploadExternal", "fatal_error", Uncertain("fatal_error")),
        ],
    )
    async def test_each_step_may_fail(self, chat, messenger, method, error, outcome):
        chat.faults.add(method, "error", error=error)

        failed = await messenger.post(PACKET, MARKER, None)

        assert type(failed) is type(outcome)
        assert failed.reason == outcome.reason

    async def test_an_upload_that_is_refused_has_shown_nothing(self, chat, messenger, monkeypatch):
        monkeypatch.setattr(chat.files, "upload_url", lambda _: f"{chat.url}/upload/v1/nothing")

        assert isinstance(await messenger.post(PACKET, MARKER, None), NotAccepted)
        assert chat.person(ANA.id).dm() == []

    async def test_an_upload_that_is_cut_has_shown_nothing(self, chat, messenger, monkeypatch):
        monkeypatch.setattr(chat.files, "upload_url", lambda _: "http://127.0.0.1:1/")

        assert isinstance(await messenger.post(PACKET, MARKER, None), NotAccepted)


class odd_server:  # noqa: N801, used as a function
    """A server that answers every call in the same odd way."""

    def __init__(self, answer):
        self._body = (answer if isinstance(answer, str) else json.dumps(answer)).encode()

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        return f"http://{host}:{port}/api/"

    async def __aexit__(self, *_):
        self._server.close()

    async def _answer(self, reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        kind = b"text/html" if self._body.startswith(b"<") else b"application/json"
        head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
        writer.write(head % (kind, len(self._body)) + self._body)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
