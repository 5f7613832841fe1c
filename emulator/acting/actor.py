"""A person in the pretended workspace, for tests: does what people do, sees what people see."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from emulator.acting.interactions import Place, Reply
from emulator.acting.rights import need_active, need_place
from emulator.errors import JSON, Misuse
from emulator.state import editing
from emulator.state.sharing import say

if TYPE_CHECKING:
    from emulator.acting.forms import Submission
    from emulator.server import Emulator
    from emulator.state.assistants import Thread
    from emulator.state.steps import Step
    from emulator.state.views import View
    from emulator.state.workspace import App, Channel, Person
    from emulator.wires.envelopes import Ack


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

    async def say(self, channel: str, typed: str, *, thread: str | None = None, files: Sequence[str] = ()) -> JSON:
        """Type a message, with uploaded files by their ids; return it."""
        message = say(self._emulator, self.me, self.channel(channel), typed, files, thread)
        await self._emulator.settled()
        return deepcopy(message)

    async def edit(self, channel: str, ts: str, text: str) -> JSON:
        """Change the text of one's own message; return it as it is now."""
        place = self.channel(channel)
        message = self.message(place, ts)
        editing.edit(self._emulator, self.me, place, message, text)
        await self._emulator.settled()
        return deepcopy(message)

    async def delete(self, channel: str, ts: str) -> None:
        """Delete one's own message."""
        place = self.channel(channel)
        editing.delete(self._emulator, self.me, place, self.message(place, ts))
        await self._emulator.settled()

    def open(self, *others: str) -> str:
        """Open the direct messages with one person or bot, or with two to eight; return the conversation's id."""
        need_active(self.me)
        channel = self._emulator.workspace.start_talk([self.id, *(self._emulator.person(one).id for one in others)])
        self._emulator.live.tell("state", only=frozenset(channel.members))
        return channel.id

    async def create_channel(self, name: str, *, private: bool = False) -> str:
        """Make a channel; return its id."""
        need_active(self.me)
        channel = self._emulator.channels.create(self.id, name, private=private)
        await self._emulator.settled()
        return channel.id

    async def join(self, channel: str) -> None:
        """Join a public channel."""
        place = self.channel(channel)
        need_place(self.me, place)
        if self.id not in place.members:
            self._emulator.channels.join(place, self.id)
        await self._emulator.settled()

    async def leave(self, channel: str) -> None:
        """Leave a channel."""
        need_active(self.me)
        place = self.channel(channel)
        if self.id not in place.members:
            raise Misuse(f"{self.me.name} is not in {place.id}.")
        self._emulator.channels.leave(place, self.id)
        await self._emulator.settled()

    async def invite(self, channel: str, user: str) -> None:
        """Bring a person or a bot into a channel."""
        place = self.channel(channel)
        need_place(self.me, place)
        if user not in place.members:
            self._emulator.channels.join(place, self._emulator.person(user).id, inviter=self.id)
        await self._emulator.settled()

    def upload(self, name: str, content: bytes) -> str:
        """Upload a file, for a message or a form; return its id."""
        need_active(self.me)
        return self._emulator.files.keep(self.id, name, content).id

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

    def messages(self, channel: str, *, thread: str | None = None, newest: int | None = None) -> list[JSON]:
        """Return what this person sees in a channel or thread, oldest first; with `newest` the last so many."""
        return self._emulator.posts.visible(self.channel(channel), self.id, thread=thread, newest=newest)

    def dm(self, app_id: str | None = None) -> list[JSON]:
        """Return the direct messages with an app, oldest first."""
        return self._emulator.posts.visible(self._dm(app_id), self.id)

    async def run_step(self, callback_id: str, inputs: dict[str, Any], app_id: str | None = None) -> Step:
        """Run a workflow in which a function of the app is a step; return the step, which may go on."""
        step = self._emulator.steps.run(self._emulator.app(app_id), callback_id, inputs)
        await self._emulator.settled()
        return step

    async def open_assistant(self, app_id: str | None = None, *, looking_at: str | None = None) -> str:
        """Open a thread with an app's assistant, perhaps while looking at a channel; return the thread's ts."""
        place = self.channel(looking_at) if looking_at else None
        thread = self._emulator.assistants.open(self.me, self._emulator.app(app_id), place)
        await self._emulator.settled()
        return thread.ts

    def look(self, channel: str, ts: str, app_id: str | None = None) -> None:
        """Go to another channel while a thread with an assistant stays open."""
        self._emulator.assistants.look(self._thread(ts, app_id), self.channel(channel))

    def assistant(self, ts: str, app_id: str | None = None) -> JSON:
        """Return what the assistant says of a thread: title, status, suggested prompts."""
        thread = self._thread(ts, app_id)
        return {"title": thread.title, "status": thread.status_now, "prompts": deepcopy(thread.prompts)}

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

    def _thread(self, ts: str, app_id: str | None) -> Thread:
        thread = self._emulator.assistants.find(self._dm(app_id).id, ts)
        if thread is None:
            raise Misuse(f"There is no thread {ts} with an assistant.")
        return thread

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
