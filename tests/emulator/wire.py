"""An app's end of the wire: a bare Socket Mode connection that keeps every frame and acknowledges it."""

import asyncio
import json
from contextlib import asynccontextmanager

from recorded import event_types
from scene import METADATA, Scene
from slack_sdk.web.async_client import AsyncWebClient
from wider_slack import REVERSE

from emulator import Emulator, Workspace
from emulator.web_api import METHODS

OPTION = {"text": {"type": "plain_text", "text": "One"}, "value": "one"}
# Scopes that are looked at inside a method, not only in its row of METHODS.
MORE_SCOPES = {
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "incoming-webhook",
    "links:read",
    "metadata.message:read",
    "users:read.email",
}


class Wire:
    """What came over the socket; an external menu is answered with one option."""

    def __init__(self, socket):
        self.frames = []
        self._socket = socket
        self._news = asyncio.Event()
        self._reading = asyncio.ensure_future(self._read())

    @property
    def payloads(self):
        """The payloads of the envelopes, oldest first."""
        return [frame["payload"] for frame in self.frames if "payload" in frame]

    def events(self, kind, subtype=None):
        """The whole payloads of the events of a type and subtype."""
        found = [one for one in self.payloads if one.get("type") == "event_callback" and one["event"]["type"] == kind]
        return [one for one in found if one["event"].get("subtype") == subtype]

    def last(self, kind):
        """The last interaction of a type; a command has none."""
        return next(one for one in reversed(self.payloads) if one.get("type") == kind)

    async def heard(self, kind):
        """Wait for a frame of a type and return it."""
        while not (found := [frame for frame in self.frames if frame["type"] == kind]):
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 5)
        return found[-1]

    async def _read(self):
        async for message in self._socket:
            frame = json.loads(message.data)
            self.frames.append(frame)
            self._news.set()
            if "envelope_id" in frame:
                answer = {"options": [OPTION]} if frame["payload"].get("type") == "block_suggestion" else {}
                await self._socket.send_json({"envelope_id": frame["envelope_id"], "payload": answer})

    async def close(self):
        """Leave."""
        await self._socket.close()
        await self._reading


def widened(northwind):
    """Let the workspace's app do everything and hear of everything."""
    manifest = northwind["apps"][0]["manifest"]
    scopes = {scope for method in METHODS.values() for scope in method.scopes}
    manifest["oauth_config"]["scopes"]["bot"] = sorted(scopes | MORE_SCOPES)
    manifest["settings"]["event_subscriptions"]["bot_events"] = sorted(event_types())
    manifest["settings"]["event_subscriptions"]["metadata_subscriptions"] = [
        {"app_id": "A0CAIRN", "event_type": METADATA["event_type"]}
    ]
    manifest["features"] |= {"assistant_view": {"assistant_description": "Helps"}, "unfurl_domains": ["menu.example"]}
    manifest["functions"] = {"reverse": REVERSE}
    northwind["apps"][0] |= {"client_id": "1.2", "client_secret": "secret", "redirect_urls": ["https://x.example"]}
    return northwind


@asynccontextmanager
async def stage(northwind, clock, session):
    """Run the workspace without rate limits; yields a `Scene`."""
    workspace = Workspace.from_mapping(widened(northwind))
    workspace.settings.rate_limits = False
    async with Emulator(workspace, clock=clock) as emulator:
        client = AsyncWebClient("xoxb-cairn", base_url=emulator.api_url, session=session, retry_handlers=[])
        yield Scene(emulator, client)


@asynccontextmanager
async def connected(scene):
    """Connect the app of a scene; yields its `Wire`."""
    url = (await scene.client.apps_connections_open(app_token="xapp-cairn"))["url"]
    wire = Wire(await scene.client.session.ws_connect(url))
    await scene.emulator.connected("A0CAIRN")
    try:
        yield wire
    finally:
        await wire.close()
