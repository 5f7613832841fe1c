"""Socket Mode frames beside recorded ones."""

import pytest
from recorded import recordings
from shapes import shape_of
from wire import connected, stage

FRAMES = "payloads/socket-mode"
REASONS = ["warning", "refresh_requested", "link_disabled"]


@pytest.fixture
async def scene(northwind, clock, session):
    async with stage(northwind, clock, session) as scene:
        yield scene


def example(name):
    return recordings(FRAMES)[name]


def around(frame):
    """Return the shape of an envelope without its payload, which other tests look into."""
    return shape_of({key: value for key, value in frame.items() if key != "payload"})


async def test_hello(scene):
    async with connected(scene) as wire:
        assert shape_of(await wire.heard("hello")) == shape_of(example("hello"))


@pytest.mark.parametrize("reason", REASONS)
async def test_goodbye(scene, reason):
    async with connected(scene) as wire:
        await scene.emulator.disconnect(reason=reason)
        goodbye = await wire.heard("disconnect")
    assert goodbye["reason"] == reason
    known = shape_of(example("disconnect_too_many_websockets"))
    assert shape_of(goodbye).items() <= known.items()
    assert {"type", "reason", "debug_info", "debug_info.host"} <= set(shape_of(goodbye))


async def test_one_connection_too_many(scene, session):
    opened = []
    for _ in range(11):
        url = (await scene.client.apps_connections_open(app_token="xapp-cairn"))["url"]
        opened.append(await session.ws_connect(url))
    goodbye = await opened[-1].receive_json()
    assert goodbye["reason"] == "too_many_websockets"
    assert shape_of(goodbye) == shape_of(example("disconnect_too_many_websockets"))
    for socket in opened:
        await socket.close()


async def test_envelopes(scene):
    async with connected(scene) as wire:
        await scene.ana.command("/kudos x")
        assert around(wire.frames[-1]) == around(example("envelope_slash_commands"))
        assert wire.frames[-1]["accepts_response_payload"] is True
        await scene.ana.shortcut("check_in")
        assert around(wire.frames[-1]) == around(example("envelope_interactive_global_shortcut"))
        assert wire.frames[-1]["accepts_response_payload"] is False
        await scene.ana.say("CKUDOS", "Hello")
        for name in ("envelope_events_api_message", "envelope_events_api_app_mention", "envelope_events_api_retry"):
            assert around(wire.frames[-1]) == around(example(name))
        assert (wire.frames[-1]["retry_attempt"], wire.frames[-1]["retry_reason"]) == (0, "")


def test_every_recorded_frame_is_held_up():
    used = {"hello", "disconnect_too_many_websockets", "envelope_slash_commands"}
    used |= {"envelope_interactive_global_shortcut", "envelope_events_api_message", "envelope_events_api_app_mention"}
    assert set(recordings(FRAMES)) == used | {"envelope_events_api_retry"}
