"""A running emulator, a real AsyncWebClient and a real Bolt app for the emulator's own tests."""

import json

import aiohttp
import pytest
from northwind_slack import MONDAY, NORTHWIND
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from emulator import Clock, Emulator, Workspace


@pytest.fixture
def clock():
    return Clock(MONDAY, frozen=True)


@pytest.fixture
def northwind():
    return json.loads(json.dumps(NORTHWIND))


@pytest.fixture
async def emulator(northwind, clock):
    async with Emulator(Workspace.from_mapping(northwind), clock=clock) as running:
        yield running


@pytest.fixture
async def session():
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def client(emulator, session):
    return AsyncWebClient("xoxb-cairn", base_url=emulator.api_url, session=session, retry_handlers=[])


@pytest.fixture
async def bolt(client):
    """A Bolt app whose listeners answer before the acknowledgement leaves, as ours do."""
    return AsyncApp(client=client, signing_secret="secret-of-cairn", process_before_response=True)


@pytest.fixture
async def connect(bolt, emulator):
    """Connect the Bolt app by Socket Mode once its listeners are registered."""
    handlers = []

    async def connect():
        handler = AsyncSocketModeHandler(bolt, "xapp-cairn")
        await handler.connect_async()
        await emulator.connected("A0CAIRN")
        handlers.append(handler)
        return handler

    yield connect
    for handler in handlers:
        await handler.close_async()


@pytest.fixture
def ana(emulator):
    return emulator.person("UANA")


@pytest.fixture
def bo(emulator):
    return emulator.person("UBO")
