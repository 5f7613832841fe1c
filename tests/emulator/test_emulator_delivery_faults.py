"""What can befall a command, an interaction or an event on its way to the app, and the app itself."""

import asyncio
import json
from datetime import timedelta

import pytest
from aiohttp import WSMsgType
from northwind_slack import button, error, section


class Raw:
    """A bare Socket Mode client that keeps every frame and acknowledges it, unless told otherwise."""

    def __init__(self, socket, emulator):
        self.socket = socket
        self.frames = []
        self.answers = True
        self.reading = asyncio.ensure_future(self.read())
        self.emulator = emulator

    async def read(self):
        async for frame in self.socket:
            told = json.loads(frame.data)
            self.frames.append(told)
            if self.answers and "envelope_id" in told:
                await self.socket.send_json({"envelope_id": told["envelope_id"], "payload": {"text": "Done."}})
            self.emulator.live.stir()

    @property
    def payloads(self):
        return [one["payload"] for one in self.frames if "payload" in one]

    async def until(self, count):
        await self.emulator.until(lambda: len(self.payloads) >= count)


@pytest.fixture
async def raw(session, emulator):
    socket = await session.ws_connect(emulator.socket_url(emulator.app()))
    raw = Raw(socket, emulator)
    await emulator.connected()
    yield raw
    await socket.close()
    await raw.reading


async def test_a_command_that_comes_twice(raw, ana, emulator):
    emulator.faults.add("slash_commands", "duplicate")
    assert (await ana.command("/plain x")).text == "Done."
    await raw.until(2)
    assert raw.payloads[0] == raw.payloads[1]
    ids = {one["envelope_id"] for one in raw.frames if "payload" in one}
    assert len(ids) == 2
    await ana.command("/plain y")
    await emulator.settled()
    assert len(raw.payloads) == 3


async def test_an_event_that_comes_three_times(raw, bo, emulator):
    emulator.faults.add("events_api", "duplicate", copies=3)
    await bo.say("CKUDOS", "Hello")
    await raw.until(3)
    assert len({one["event_id"] for one in raw.payloads}) == 1


async def test_a_command_that_is_lost(raw, ana, emulator):
    emulator.delivery.ack_seconds = 0.05
    emulator.faults.add("slash_commands", "lost")
    reply = await ana.command("/plain x")
    assert (reply.error, reply.text) == ("operation_timeout", '/plain failed with the error "operation_timeout"')
    assert raw.payloads == []


async def test_a_lost_event_is_sent_again(raw, bo, emulator):
    emulator.delivery.ack_seconds = 0.05
    emulator.faults.add("events_api", "lost")
    await bo.say("CKUDOS", "Hello")
    await raw.until(1)
    [frame] = [one for one in raw.frames if "payload" in one]
    assert (frame["retry_attempt"], frame["retry_reason"]) == (1, "timeout")


async def test_a_click_that_comes_late(raw, ana, client, emulator, clock):
    emulator.delivery.ack_seconds = 0.05
    await client.chat_postMessage(channel="UANA", text="x", blocks=[section(accessory=button("b"))])
    emulator.faults.add("interactive", "late", seconds=30)
    assert (await ana.click(ana.dm()[-1], "b")).error == "operation_timeout"
    await emulator.settled()
    assert len(raw.payloads) == 1  # that the message was posted
    clock.forward(timedelta(seconds=30))
    await raw.until(2)
    assert raw.payloads[1]["actions"][0]["action_id"] == "b"


async def test_what_is_late_but_not_too_late_is_answered(raw, ana, emulator, clock):
    emulator.faults.add("*", "late", seconds=1)
    clock.speed(1000)
    assert (await ana.command("/plain x")).text == "Done."
    assert emulator.traffic.read(None, 1)["traffic"][0]["fault"] == "late"


async def test_faults_of_calls_and_of_deliveries_are_apart(raw, ana, client, emulator):
    emulator.faults.add("*", "error", error="fatal_error")
    emulator.faults.add("*", "duplicate")
    await ana.command("/plain x")
    await raw.until(2)
    assert await error(client.auth_test()) == "fatal_error"


async def test_a_silent_socket_stays_open_and_nothing_comes_through(raw, ana, emulator, session):
    emulator.delivery.ack_seconds = 0.1
    emulator.silence()
    assert (await ana.command("/plain x")).error == "operation_timeout"
    assert raw.payloads == []
    assert (emulator.sockets.count("A0CAIRN"), raw.socket.closed) == (1, False)
    emulator.silence(silent=False)
    assert (await ana.command("/plain y")).text == "Done."


async def test_nor_does_what_the_app_says(raw, ana, emulator):
    emulator.delivery.ack_seconds = 0.2
    raw.answers = False
    waiting = asyncio.ensure_future(ana.command("/plain x"))
    await raw.until(1)
    emulator.silence()
    await raw.socket.send_json({"envelope_id": raw.frames[-1]["envelope_id"], "payload": {"text": "Unheard"}})
    assert (await waiting).error == "operation_timeout"


async def test_a_silent_socket_answers_no_ping(session, emulator):
    socket = await session.ws_connect(emulator.socket_url(emulator.app()), autoping=False)
    await socket.receive()
    await socket.ping(b"one")
    assert (await socket.receive()).data == b"one"
    emulator.silence()
    await socket.ping(b"two")
    await socket._writer.close()
    assert (await socket.receive()).type is WSMsgType.CLOSE  # and no pong before it


async def test_a_revoked_token_and_its_return(raw, client, emulator):
    emulator.revoke()
    await raw.until(1)
    assert raw.payloads[0]["event"]["type"] == "tokens_revoked"
    assert await error(client.auth_test()) == "token_revoked"
    emulator.restore()
    assert (await client.auth_test())["ok"]
