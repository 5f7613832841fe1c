"""The app's client in its workspace, and what tests of the recordings do with it again and again."""

from datetime import timedelta

from northwind_slack import modal, section

METADATA = {"event_type": "prompt", "event_payload": {"day": "Monday"}}


class Scene:
    """The app's client and the workspace around it."""

    def __init__(self, emulator, client):
        self.emulator = emulator
        self.client = client
        self.ana = emulator.person("UANA")

    async def call(self, method, **args):
        """Call a method with a JSON body and return what it answers."""
        return (await self.client.api_call(method, json=args)).data

    async def posted(self, **more):
        """Post a message into #kudos and return its time stamp."""
        args = {"channel": "CKUDOS", "text": "Hello", "blocks": [section()], "metadata": METADATA, **more}
        return (await self.call("chat.postMessage", **args))["ts"]

    async def thread(self):
        """Post a message with a reaction and an answer to it; return its time stamp."""
        ts = await self.posted()
        await self.call("reactions.add", channel="CKUDOS", timestamp=ts, name="tada")
        await self.ana.say("CKUDOS", "An answer", thread=ts)
        return ts

    async def opened(self):
        """Open a modal and return it."""
        trigger = self.emulator.triggers.new("UANA", "A0CAIRN").id
        return (await self.call("views.open", trigger_id=trigger, view=modal()))["view"]

    async def channel(self, name="new"):
        """Make a channel and return its id."""
        return (await self.call("conversations.create", name=name))["channel"]["id"]

    def soon(self):
        """Return the seconds since 1970 in an hour."""
        return int((self.emulator.clock() + timedelta(hours=1)).timestamp())

    async def uploaded(self):
        """Upload a file to #kudos and return its id."""
        answer = await self.client.files_upload_v2(filename="a.txt", content="abc", channel="CKUDOS")
        return answer["files"][0]["id"]

    async def bookmark(self):
        """Bookmark a link in #kudos and return its id."""
        link = {"title": "Handbook", "type": "link", "link": "https://example.com"}
        return (await self.call("bookmarks.add", channel_id="CKUDOS", **link))["bookmark"]["id"]

    async def stream(self):
        """Start to write an answer in a thread and return its time stamp."""
        whom = {"recipient_user_id": "UANA", "recipient_team_id": "T0DEMO"}
        args = {"channel": "CKUDOS", "thread_ts": await self.posted(), "markdown_text": "Once", **whom}
        return (await self.call("chat.startStream", **args))["ts"]

    async def scheduled(self):
        """Schedule a message and return its id."""
        answer = await self.call("chat.scheduleMessage", channel="CKUDOS", text="Later", post_at=self.soon())
        return answer["scheduled_message_id"]
