"""Socket Mode connections: tickets, hello, goodbye, and answers that come another way."""

import asyncio
import json

import pytest


class Raw:
    """A bare Socket Mode client that shows every frame."""

    def __init__(self, session, emulator):
        self.session = session
        self.emulator = emulator

    async def connect(self):
        headers = {"Authorization": "Bearer xapp-cairn"}
        async with self.session.post(self.emulator.api_url + "apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        socket = await self.session.ws_connect(url)
        return socket, json.loads(await socket.receive_str())


@pytest.fixture
def raw(session, emulator):
    return Raw(session, emulator)


async def test_hello_counts_connections_and_ten_are_enough(raw, emulator):
    connections = [await raw.connect() for _ in range(10)]
    assert [hello["num_connections"] for _, hello in connections] == list(range(1, 11))
    emulator.workspace.settings.rate_limits = False
    _, eleventh = await raw.connect()
    assert (eleventh["type"], eleventh["reason"]) == ("disconnect", "too_many_websockets")


async def test_payloads_go_round(raw, ana):
    sockets = [(await raw.connect())[0] for _ in range(2)]

    async def serve(socket):
        frame = json.loads(await socket.receive_str())
        await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": frame["payload"]["text"]}})
        return frame["payload"]["text"]

    served = [asyncio.ensure_future(serve(socket)) for socket in sockets]
    assert {(await ana.command(f"/plain {word}")).text for word in ("one", "two")} == {"one", "two"}
    assert {await one for one in served} == {"one", "two"}


async def test_a_ticket_is_good_for_one_connection(session, emulator):
    url = "http" + emulator.socket_url(emulator.app()).removeprefix("ws")
    await session.ws_connect(url)
    async with session.get(url) as answer:
        assert answer.status == 404


async def test_an_app_reconnects_after_a_refresh(bolt, connect, ana, emulator):
    @bolt.command("/kudos")
    async def kudos(ack):
        await ack("Here")

    await connect()
    await emulator.disconnect(reason="warning")
    await emulator.connected("A0CAIRN")
    assert (await ana.command("/kudos x")).text == "Here"


async def test_a_cut_connection_is_gone_at_once(raw, emulator):
    socket, _ = await raw.connect()
    emulator.cut()
    assert not emulator.sockets.is_connected("A0CAIRN")
    await socket.receive()


async def test_the_answer_may_come_over_another_connection(raw, ana, emulator):
    first, _ = await raw.connect()
    waiting = asyncio.ensure_future(ana.command("/plain x"))
    frame = json.loads(await first.receive_str())
    second, _ = await raw.connect()
    await first.close()
    await second.send_str("no JSON")
    await second.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": "late but there"}})
    assert (await waiting).text == "late but there"
