"""A person in the pretended workspace, for tests: does what people do, sees what people see."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from emulator.errors import JSON, Misuse
from emulator.interactions import Place, Reply

if TYPE_CHECKING:
    from emulator.envelopes import Ack
    from emulator.forms import Submission
    from emulator.server import Emulator
    from emulator.views import View
    from emulator.workspace import App, Channel, Person


class Actor:
    """One person. Methods return when the app has answered, at the latest after three real seconds."""

    def __init__(self, emulator: Emulator, user: str) -> None:
        if user not in emulator.workspace.people:
            raise Misuse(f"Nobody has the id {user}; there are {', '.join(emulator.workspace.people)}.")
        self.id = user
        self._emulator = emulator

    @property
    def me(self) -> Person:
        """The person."""
        return self._emulator.workspace.people[self.id]

    async def command(self, typed: str, *, channel: str | None = None) -> Reply:
        """Type a slash command, by default in the direct messages with the app."""
        place = self.channel(channel) if channel else self._dm()
        return await self._emulator.interactions.command(self.me, typed, place)

    async def say(self, channel: str, typed: str, *, thread: str | None = None) -> JSON:
        """Type a message; return it."""
        message = self._emulator.posts.by_person(self.me, self.channel(channel), typed, thread_ts=thread)
        await self._emulator.settled()
        return deepcopy(message)

    async def react(self, channel: str, ts: str, name: str) -> None:
        """Put an emoji under a message."""
        place = self.channel(channel)
        self._emulator.posts.react(place, self.message(place, ts), self.id, name)
        await self._emulator.settled()

    async def unreact(self, channel: str, ts: str, name: str) -> None:
        """Take one's emoji back."""
        place = self.channel(channel)
        self._emulator.posts.unreact(place, self.message(place, ts), self.id, name)
        await self._emulator.settled()

    def messages(self, channel: str, *, thread: str | None = None) -> list[JSON]:
        """Return what this person sees in a channel or thread, oldest first."""
        return self._emulator.posts.visible(self.channel(channel), self.id, thread=thread)

    def dm(self, app_id: str | None = None) -> list[JSON]:
        """Return the direct messages with an app, oldest first."""
        return self._emulator.posts.visible(self._dm(app_id), self.id)

    async def click(self, where: JSON, action_id: str, value: Any = None, block_id: str | None = None) -> Ack:
        """Press a button or choose from a menu of a message, a view or the Home tab."""
        app, place = self._place(where)
        return await self._emulator.interactions.click(self.me, app, place, action_id, value, block_id)

    async def options(self, where: JSON, action_id: str, query: str, block_id: str | None = None) -> list[JSON]:
        """Type into a menu that asks the app; return the options offered, those in groups too."""
        app, place = self._place(where)
        answer = await self._emulator.interactions.options(self.me, app, place, action_id, query, block_id)
        return [*answer["options"], *(option for group in answer["option_groups"] for option in group["options"])]

    @property
    def views(self) -> list[JSON]:
        """The open modals, the top one last."""
        return [deepcopy(view.view) for view in self._emulator.views.stack(self.id)]

    @property
    def view(self) -> JSON | None:
        """The modal on top."""
        stack = self._emulator.views.stack(self.id)
        return deepcopy(stack[-1].view) if stack else None

    @property
    def home(self) -> JSON | None:
        """The Home tab of the (only) app, as it was last published."""
        home = self._emulator.views.home(self.id, self._emulator.app())
        return deepcopy(home.view) if home else None

    def fill(self, values: dict[str, Any]) -> None:
        """Type into the modal on top without sending it."""
        self._emulator.forms.fill(self._top(), values)

    async def submit(self, values: dict[str, Any] | None = None) -> Submission:
        """Type into the modal on top and send it."""
        top = self._top()
        self._emulator.forms.fill(top, values or {})
        return await self._emulator.forms.submit(self.me, top)

    async def close(self, *, all: bool = False) -> None:
        """Press cancel, or the x, which closes all."""
        await self._emulator.forms.close(self.me, self._top(), all_of_them=all)

    async def open_home(self, app_id: str | None = None) -> JSON | None:
        """Open the Home tab; return what the app published."""
        home = await self._emulator.interactions.open_home(self.me, self._emulator.app(app_id))
        return deepcopy(home)

    async def shortcut(self, callback_id: str) -> Ack:
        """Choose a global shortcut."""
        return await self._emulator.interactions.shortcut(self.me, self._app_of_shortcut(callback_id), callback_id)

    async def message_shortcut(self, callback_id: str, channel: str, ts: str) -> Ack:
        """Choose a shortcut from a message's menu."""
        app = self._app_of_shortcut(callback_id)
        return await self._emulator.interactions.message_shortcut(self.me, app, callback_id, self.channel(channel), ts)

    async def download(self, file_id: str) -> bytes:
        """Open a file this person may see."""
        return self._emulator.file_for(self.id, file_id)

    def channel(self, channel_id: str) -> Channel:
        """Return a channel this person may look into, by id or #name."""
        workspace = self._emulator.workspace
        found = workspace.channels.get(channel_id) or workspace.channel_named(channel_id.removeprefix("#"))
        if found is None or found not in workspace.visible_channels(self.id):
            raise Misuse(f"{self.me.name} sees no channel {channel_id}.")
        return found

    def message(self, channel: Channel, ts: str) -> JSON:
        """Return a message of a channel."""
        if ts not in channel.messages:
            raise Misuse(f"There is no message {ts} in {channel.id}.")
        return channel.messages[ts]

    def _dm(self, app_id: str | None = None) -> Channel:
        return self._emulator.workspace.dm(self.id, self._emulator.app(app_id))

    def _top(self) -> View:
        stack = self._emulator.views.stack(self.id)
        if not stack:
            raise Misuse(f"{self.me.name} has no form open.")
        return stack[-1]

    def _place(self, where: JSON) -> tuple[App, Place]:
        return self._emulator.place_of(self.id, where)

    def _app_of_shortcut(self, callback_id: str) -> App:
        for app in self._emulator.workspace.apps.values():
            if callback_id in app.manifest.shortcuts:
                return app
        return self._emulator.app()
