"""Socket Mode as Slack does it, and whatever a client may do to its socket: the workspace goes on."""

import asyncio
import json
import logging
import os

import pytest
from aiohttp import WSMsgType

from emulator.wires.connections import MOST_UNREAD
from emulator.wires.event_allowance import HOUR
from emulator.wires.socket_mode import LARGEST_FRAME
from outside import slack_data


@pytest.fixture(autouse=True)
def no_mistakes(caplog):
    yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR] == []


@pytest.fixture
def connect(session, emulator):
    async def connect(**query):
        url = emulator.socket_url(emulator.app())
        url += "".join(f"&{name}={value}" for name, value in query.items())
        socket = await session.ws_connect(url, max_msg_size=0)
        return socket, await socket.receive_json()

    return connect


async def answer_one(socket):
    async with asyncio.timeout(10):
        frame = json.loads(await socket.receive_str())
    await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": "Here"}})
    return frame


async def still_works(connect, ana):
    socket, _ = await connect()
    waiting = asyncio.ensure_future(ana.command("/plain x"))
    await answer_one(socket)
    assert (await waiting).text == "Here"
    await socket.close()


def shape(value):
    if isinstance(value, dict):
        return {name: shape(one) for name, one in value.items()}
    return type(value)


async def test_hello_has_the_recorded_shape(connect):
    _, hello = await connect()
    assert shape(hello) == shape(slack_data("payloads", "socket-mode", "hello.json"))
    assert hello["debug_info"]["approximate_connection_time"] == 18060


async def test_goodbye_has_the_recorded_shape(connect, emulator):
    socket, _ = await connect()
    await emulator.disconnect(reason="too_many_websockets")
    recorded = slack_data("payloads", "socket-mode", "disconnect_too_many_websockets.json")
    assert shape(await socket.receive_json()) == shape(recorded)


@pytest.mark.parametrize(
    ("reason", "stays"),
    [("warning", True), ("refresh_requested", False), ("link_disabled", False), ("too_many_websockets", False)],
)
async def test_only_a_warning_leaves_the_connection_open(connect, emulator, reason, stays):
    socket, _ = await connect()
    await asyncio.gather(emulator.disconnect(reason=reason), goodbye(socket, reason, stays=stays))


async def goodbye(socket, reason, *, stays):
    assert (await socket.receive_json())["reason"] == reason
    if stays:
        await socket.ping()
        assert not socket.closed
    else:
        assert (await socket.receive()).type is WSMsgType.CLOSE


async def test_debug_reconnects_shortens_a_connections_life(connect):
    _, hello = await connect(debug_reconnects="true")
    assert hello["debug_info"]["approximate_connection_time"] == 360


async def test_a_connection_is_warned_and_then_ended(connect, emulator):
    emulator.sockets.lifetime = 0.02
    socket, _ = await connect()
    reasons = [(await socket.receive_json())["reason"] for _ in range(2)]
    assert reasons == ["warning", "refresh_requested"]
    assert (await socket.receive()).type is WSMsgType.CLOSE


async def test_what_accepts_an_answer_is_as_recorded(connect, ana, bo, emulator):
    recorded = {}
    for name in ("envelope_slash_commands", "envelope_interactive_global_shortcut", "envelope_events_api_message"):
        envelope = slack_data("payloads", "socket-mode", f"{name}.json")
        recorded[envelope["type"]] = (set(envelope), envelope["accepts_response_payload"])
    socket, _ = await connect()
    seen = {}
    for act in (ana.command("/plain x"), ana.shortcut("check_in"), bo.say("CKUDOS", "x")):
        waiting = asyncio.ensure_future(act)
        frame = await answer_one(socket)
        await waiting
        seen[frame["type"]] = (set(frame), frame["accepts_response_payload"])
    assert seen == recorded


async def test_an_answer_after_three_seconds_counts_for_nothing(connect, ana, emulator):
    emulator.delivery.ack_seconds = 0.05
    socket, _ = await connect()
    assert (await ana.command("/plain x")).error == "operation_timeout"
    await answer_one(socket)
    await socket.close()
    emulator.delivery.ack_seconds = 3
    await still_works(connect, ana)


@pytest.mark.parametrize(
    "text",
    [
        "no JSON",
        "[]",
        '"x"',
        "null",
        "{}",
        '{"envelope_id": []}',
        '{"envelope_id": {"a": 1}}',
        '{"envelope_id": "nobody"}',
        "[" * 100_000,
        '{"envelope_id": "\\ud800"}',
    ],
    ids=range(10),
)
async def test_garbage_is_passed_over(connect, ana, text):
    socket, _ = await connect()
    await socket.send_str(text)
    await socket.send_bytes(b"\x00\xff")
    waiting = asyncio.ensure_future(ana.command("/plain x"))
    await answer_one(socket)
    assert (await waiting).text == "Here"


@pytest.mark.parametrize("payload", ["text", ["list"], 7, None, True])
async def test_an_answer_that_is_no_object_is_an_empty_one(connect, ana, payload):
    socket, _ = await connect()
    waiting = asyncio.ensure_future(ana.command("/plain x"))
    frame = json.loads(await socket.receive_str())
    await socket.send_json({"envelope_id": frame["envelope_id"], "payload": payload})
    reply = await waiting
    assert (reply.text, reply.error) == ("", None)


async def test_a_huge_frame_ends_the_connection(connect, ana, emulator):
    socket, _ = await connect()
    await socket.send_str("x" * (LARGEST_FRAME + 1))
    assert (await socket.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
    await emulator.until(lambda: not emulator.sockets.count("A0CAIRN"))
    await still_works(connect, ana)


@pytest.mark.parametrize(
    "frame",
    [b"\x81\xff\x00", b"\xff\xff\xff\xff", b"\x81\x05abcde", b"\x83\x80\x00\x00\x00\x00", os.urandom(64)],
    ids=["half", "reserved bits", "unmasked", "unknown kind", "noise"],
)
async def test_a_broken_frame_and_a_cut_in_the_middle(connect, ana, emulator, frame):
    socket, _ = await connect()
    transport = socket._response.connection.transport
    transport.write(frame)
    transport.close()
    await emulator.until(lambda: not emulator.sockets.count("A0CAIRN"))
    await still_works(connect, ana)


async def test_a_connection_that_breaks_while_slack_speaks(connect, ana, emulator):
    await connect()
    [connection] = emulator.sockets._open("A0CAIRN")
    connection._request.transport.abort()
    assert (await ana.command("/plain x")).error == "dispatch_failed"
    await still_works(connect, ana)


async def test_a_client_that_never_reads_is_let_go(connect, ana, emulator):
    emulator.delivery.ack_seconds = 0.02
    socket, _ = await connect()
    socket._response.connection.transport.pause_reading()
    words = "x" * (MOST_UNREAD // 4)
    for _ in range(20):
        assert (await ana.command(f"/plain {words}")).error in {"operation_timeout", "dispatch_failed"}
        if not emulator.sockets.count("A0CAIRN"):
            break
    assert not emulator.sockets.count("A0CAIRN")
    await socket.close()
    emulator.delivery.ack_seconds = 3
    await still_works(connect, ana)


async def test_a_page_that_sends_garbage_or_goes(session, emulator, client):
    url = f"{emulator.url}/_control/live?as=UANA"
    page = await session.ws_connect(url)
    await page.send_str("x" * 100_000)
    assert (await page.receive()).type in {WSMsgType.CLOSE, WSMsgType.CLOSED}
    cut = await session.ws_connect(url)
    cut._response.connection.transport.abort()
    await client.auth_test()
    async with session.ws_connect(url) as third:
        await client.auth_test()
        assert (await third.receive_json())["type"] == "traffic"


async def test_above_the_hourly_limit_only_word_of_it_comes(connect, bo, emulator, clock):
    emulator.workspace.settings.rate_limits = False
    emulator.delivery.allowance.most = 2
    socket, _ = await connect()
    for words in ("one", "two", "one too many"):
        saying = asyncio.ensure_future(bo.say("CKUDOS", words))
        frame = await answer_one(socket)
        await saying
    await bo.say("CKUDOS", "of this minute they know already")
    payload = frame["payload"]
    assert payload == {
        "token": "legacy-verification-token",
        "type": "app_rate_limited",
        "team_id": "T0DEMO",
        "minute_rate_limited": 1772442000,
        "api_app_id": "A0CAIRN",
    }
    assert set(payload) <= set(slack_data("java-json-logs/events", "AppRateLimitedPayload.json")["event"])
    clock.forward(HOUR)
    saying = asyncio.ensure_future(bo.say("CKUDOS", "An hour later"))
    assert (await answer_one(socket))["payload"]["event"]["text"] == "An hour later"
    await saying
