"""What happens when a person does something: the payload goes out, the answer comes back, the screen changes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulator.acting.rights import has_commands, need_active
from emulator.block_kit.state import state_of
from emulator.errors import JSON, Misuse, SlackError
from emulator.state import dialogs
from emulator.state.messages import CONTENT
from emulator.state.response_urls import ResponseUrl
from emulator.state.text import plain_text, slack_text
from emulator.wires import payloads
from emulator.wires.envelopes import Ack, Sent

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.triggers import Trigger
    from emulator.state.workspace import App, Channel, Person

UNKNOWN_COMMAND = "{command} is not a valid command. In Slack, you can type / to see a list of available commands."
COMMAND_FAILED = '{command} failed with the error "{error}"'
QUIET_SECONDS = 0.025
HOME_SECONDS = 3.0
AGAIN_SECONDS = 0.5
"""An app whose Home tab was refused may try another one; so long a person would look at the old tab."""


@dataclass(frozen=True)
class Reply:
    """What a person sees under a command. `error` is "operation_timeout", "dispatch_failed", … or None."""

    text: str = ""
    blocks: list[JSON] = field(default_factory=list)
    response_type: str = "ephemeral"
    error: str | None = None


class Interactions:
    """Commands, clicks, menus, shortcuts and the Home tab; forms are in `forms`."""

    def __init__(self, emulator: Emulator) -> None:
        self.quiet_seconds = QUIET_SECONDS
        self.home_seconds = HOME_SECONDS
        self._emulator = emulator

    async def command(self, person: Person, typed: str, channel: Channel) -> Reply:
        """Run what a person typed, slash and all."""
        need_active(person)
        name, _, text = typed.partition(" ")
        app = self._app_of_command(name)
        if app is None or not has_commands(person):
            return Reply(text=UNKNOWN_COMMAND.format(command=name), error="unknown_command")
        trigger = self._emulator.triggers.new(person.id, app.id, channel=channel.id)
        words = {
            "command": name,
            "text": self._words(app, name, text.strip()),
            "response_url": self._response_url("commands", app, channel, person),
            "trigger_id": trigger.id,
        }
        payload = payloads.command(app, self._emulator.workspace.team, person, channel, words)
        ack = await self._send(app, "slash_commands", payload, wants_answer=True)
        reply = self._reply(name, app, channel, person, ack)
        if ack.error is None and not reply.text and not reply.blocks:
            await self.quiet(trigger)
        return reply

    async def click(
        self, person: Person, app: App, place: Place, action_id: str, value: Any, block_id: str | None = None
    ) -> Ack:
        """Press a button, choose from a menu, or leave a field that sends actions."""
        need_active(person)
        block, element = payloads.find_element(place.blocks, action_id, block_id)
        place.remember(block["block_id"], action_id, value)
        here = place.channel.id if place.channel else None
        trigger = self._emulator.triggers.new(person.id, app.id, root=place.root, channel=here)
        offered = tuple(self._emulator.offered(person.id))
        payload = {
            **payloads.base("block_actions", app, self._emulator.workspace.team, person),
            **place.payload(offered),
            "trigger_id": trigger.id,
            "actions": [payloads.action(block, element, value, self._emulator.next_ts(), offered)],
        }
        if step := self._emulator.steps.of(place.message_ts or place.root):
            payload |= step.data()
        if place.channel is not None:
            payload["response_url"] = self._response_url("actions", app, place.channel, person, place.message_ts)
        ack = await self._send(app, "interactive", payload)
        await self.quiet(trigger, ack)
        return ack

    async def options(
        self, person: Person, app: App, place: Place, action_id: str, query: str, block_id: str | None = None
    ) -> JSON:
        """Ask an external menu for its options; return `options` and `option_groups`."""
        need_active(person)
        block, element = payloads.find_element(place.blocks, action_id, block_id)
        if "external_select" not in element["type"]:
            raise Misuse(f"{action_id} is a {element['type']}, which asks nobody for options.")
        payload = {
            **payloads.base("block_suggestion", app, self._emulator.workspace.team, person),
            **place.payload(tuple(self._emulator.offered(person.id))),
            "action_id": action_id,
            "block_id": block["block_id"],
            "value": query,
        }
        shown = self._emulator.views.find(place.view["id"]) if place.view else None
        dialog = shown if shown and shown.dialog else None
        if dialog is not None:
            payload = dialogs.suggestion(self._emulator, person, dialog, action_id, query)
        ack = await self._send(app, "interactive", payload, wants_answer=True)
        answer = dialogs.options_in(ack.payload or {}) if dialog else ack.payload or {}
        options, groups = answer.get("options") or [], answer.get("option_groups") or []
        every = [*options, *(option for group in groups for option in group["options"])]
        self._emulator.offer(person.id, every)
        return {"options": options, "option_groups": groups}

    async def shortcut(self, person: Person, app: App, callback_id: str) -> Ack:
        """Choose a global shortcut."""
        need_active(person)
        self._need_shortcut(app, callback_id, "global")
        trigger = self._emulator.triggers.new(person.id, app.id)
        payload = {
            **payloads.base("shortcut", app, self._emulator.workspace.team, person),
            "action_ts": self._emulator.next_ts(),
            "callback_id": callback_id,
            "trigger_id": trigger.id,
        }
        del payload["api_app_id"], payload["user"]["name"]
        ack = await self._send(app, "interactive", payload)
        await self.quiet(trigger, ack)
        return ack

    async def message_shortcut(self, person: Person, app: App, callback_id: str, channel: Channel, ts: str) -> Ack:
        """Choose a shortcut from a message's menu."""
        need_active(person)
        self._need_shortcut(app, callback_id, "message")
        message = channel.messages.get(ts)
        if message is None:
            raise Misuse(f"There is no message {ts} in {channel.id}.")
        trigger = self._emulator.triggers.new(person.id, app.id, channel=channel.id)
        place = payloads.in_message(channel, message)
        payload = {
            **payloads.base("message_action", app, self._emulator.workspace.team, person),
            "action_ts": self._emulator.next_ts(),
            "callback_id": callback_id,
            "trigger_id": trigger.id,
            "channel": place["channel"],
            "message_ts": ts,
            "message": deepcopy(message),
            "response_url": self._response_url("app", app, channel, person, ts),
        }
        del payload["api_app_id"], payload["user"]["username"]
        ack = await self._send(app, "interactive", payload)
        await self.quiet(trigger, ack)
        return ack

    async def open_home(self, person: Person, app: App, *, tab: str = "home") -> JSON | None:
        """Open the Home (or Messages) tab; wait until the app has published, or was refused: some real seconds at most."""
        need_active(person)
        before = self._emulator.views.home(person.id, app)
        shown = before.view if before else None
        calls = len(self._emulator.calls)
        channel = self._emulator.workspace.dm(person.id, app)
        self._emulator.events.home_opened(app, person.id, channel, deepcopy(shown), tab=tab)
        await self._emulator.settled()
        if tab == "home" and "app_home_opened" in app.manifest.events:
            await self._published(person, app, shown, calls)
        home = self._emulator.views.home(person.id, app)
        return home.view if home else None

    async def _published(self, person: Person, app: App, shown: JSON | None, calls: int) -> None:
        """Wait until the app has published another tab than the one `shown`, or seems not to."""

        def published() -> bool:
            home = self._emulator.views.home(person.id, app)
            return home is not None and home.view is not shown

        def refused() -> bool:
            tried = [call for call in self._emulator.calls[calls:] if call.method == "views.publish"]
            return any(not (call.answer or {}).get("ok") for call in tried if call.args.get("user_id") == person.id)

        with suppress(TimeoutError):
            await self._emulator.live.until(lambda: published() or refused(), self.home_seconds)
            await self._emulator.live.until(published, AGAIN_SECONDS)

    async def quiet(self, trigger: Trigger, ack: Ack | None = None) -> None:
        """Give an app that answered, but has not opened a view yet, the moment it needs to do so.

        Many apps acknowledge first and call `views.open` right after; a person would not notice.
        """
        if trigger.used or (ack is not None and ack.error):
            return
        before = -1
        while before != len(self._emulator.calls) and not trigger.used:
            before = len(self._emulator.calls)
            await asyncio.sleep(self.quiet_seconds)
            await self._emulator.live.until(lambda: not self._emulator.gate.in_progress, self.home_seconds)

    async def _send(self, app: App, kind: str, payload: JSON, *, wants_answer: bool = False) -> Ack:
        return await self._emulator.delivery.send(Sent(app, kind, payload, wants_answer))

    def _reply(self, name: str, app: App, channel: Channel, person: Person, ack: Ack) -> Reply:
        if ack.error:
            return Reply(text=COMMAND_FAILED.format(command=name, error=ack.error), error=ack.error)
        if not ack.payload or not any(ack.payload.get(name) for name in CONTENT):
            return Reply()
        target = ResponseUrl(app, channel, person.id, self._emulator.clock.now())
        try:
            message = self._emulator.response_urls.respond(target, ack.payload) or {}
        except SlackError as refusal:
            return Reply(text=COMMAND_FAILED.format(command=name, error=refusal.error), error=refusal.error)
        kind = ack.payload.get("response_type", "ephemeral")
        return Reply(message.get("text", ""), deepcopy(message.get("blocks", [])), kind)

    def _words(self, app: App, name: str, text: str) -> str:
        if app.manifest.commands[name].should_escape:
            return slack_text(text, self._emulator.workspace)
        return plain_text(text)

    def _app_of_command(self, name: str) -> App | None:
        # A later app wins the name, as in Slack.
        apps = self._emulator.workspace.apps.values()
        found = [app for app in apps if app.installed and name in app.manifest.commands]
        return found[-1] if found else None

    def _need_shortcut(self, app: App, callback_id: str, kind: str) -> None:
        shortcut = app.manifest.shortcuts.get(callback_id)
        if shortcut is None or shortcut.type != kind:
            there = [one.callback_id for one in app.manifest.shortcuts.values() if one.type == kind]
            raise Misuse(f"{app.name} has no {kind} shortcut {callback_id!r}; it has {', '.join(there) or 'none'}.")

    def _response_url(
        self, kind: str, app: App, channel: Channel, person: Person, message_ts: str | None = None
    ) -> str:
        return self._emulator.url + self._emulator.response_urls.new(kind, app, channel, person.id, message_ts)


@dataclass
class Place:
    """Where something is clicked: a message in a channel, or a view."""

    blocks: list[JSON]
    channel: Channel | None = None
    message: JSON | None = None
    view: JSON | None = None
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def root(self) -> str | None:
        """The root of the modals it is in."""
        return self.view["root_view_id"] if self.view and self.view["type"] == "modal" else None

    @property
    def message_ts(self) -> str | None:
        """The message's time stamp."""
        return self.message["ts"] if self.message else None

    def remember(self, block_id: str, action_id: str, value: Any) -> None:
        """Keep what was chosen, as Slack does until the message or view changes."""
        self.typed.setdefault(block_id, {})[action_id] = value

    def payload(self, offered: tuple[JSON, ...]) -> JSON:
        """Return what the place adds to a payload."""
        values = state_of(self.blocks, self.typed, offered)
        if self.view is not None:
            return payloads.in_view({**deepcopy(self.view), "state": {"values": values}})
        if self.channel is None or self.message is None:
            raise Misuse("A click needs a message or a view.")
        return {**payloads.in_message(self.channel, self.message), "state": {"values": values}}
