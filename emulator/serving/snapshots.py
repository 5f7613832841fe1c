"""What the web page is told: the state as plain JSON, and word of each change."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import TYPE_CHECKING

from aiohttp import WSMsgType

from emulator.errors import JSON, Misuse
from emulator.state.quiet_hours import is_quiet
from emulator.state.workspace import SLACKBOT
from emulator.wires.masking import without_secrets

if TYPE_CHECKING:
    from aiohttp import web

    from emulator.acting.interactions import Reply
    from emulator.server import Emulator
    from emulator.serving.live import Live
    from emulator.state.views import View
    from emulator.state.workspace import App, Channel, Person
    from emulator.web_api.gate import Call


def state(emulator: Emulator, user: str) -> JSON:
    """Return team, people, channels and apps as one person sees them."""
    me = emulator.person(user).me
    workspace = emulator.workspace
    for app in workspace.apps.values():
        workspace.dm(user, app)
    people = [one for one in workspace.people.values() if one.id != SLACKBOT]
    team = workspace.team
    return {
        "team": {"id": team.id, "name": team.name, "domain": team.domain},
        "me": person_snapshot(emulator, me),
        "clock": clock(emulator),
        "people": [person_snapshot(emulator, one) for one in people],
        "channels": [_channel(one, user) for one in workspace.visible_channels(user)],
        "apps": [_app(emulator, app) for app in workspace.apps.values()],
    }


def anybody(emulator: Emulator) -> str:
    """Return the first person of the workspace: who a page is that does not say so."""
    people = (one.id for one in emulator.workspace.people.values() if one.id != SLACKBOT and not one.is_bot)
    found = next(people, None)
    if found is None:
        raise Misuse("Nobody is in this workspace: put people into its file.")
    return found


def clock(emulator: Emulator) -> JSON:
    """Return the time and how fast it runs."""
    return {"now": emulator.clock.now().isoformat(), "speed": emulator.clock.rate}


def view(shown: View) -> JSON:
    """Return a view with its field errors and what is typed."""
    return {**deepcopy(shown.view), "errors": dict(shown.errors), "values": deepcopy(shown.typed)}


def home(emulator: Emulator, user: str, app_id: str | None) -> JSON | None:
    """Return what an app published for a person."""
    shown = emulator.views.home(emulator.person(user).id, emulator.app(app_id))
    return view(shown) if shown else None


def reply(given: Reply) -> JSON | None:
    """Return what a command answered; None where it said nothing."""
    if not (given.text or given.blocks or given.error):
        return None
    return {
        "text": given.text,
        "blocks": given.blocks,
        "response_type": given.response_type,
        "error": given.error,
    }


def call(made: Call, apps: list[App]) -> JSON:
    """Return a Web API call without its secrets."""
    return {
        "method": made.method,
        "args": without_secrets(made.args, apps),
        "at": made.at.isoformat(),
        "answer": without_secrets(made.answer, apps),
    }


async def follow(live: Live, socket: web.WebSocketResponse, user: str) -> None:
    """Send each change that concerns `user` until the page goes away.

    A change that a slow page has not heard of yet takes the place of an older one of the same thing: what waits for a
    page that reads nothing stays as small as the workspace.
    """
    waiting: dict[tuple[object, ...], JSON] = {}
    stirred = asyncio.Event()

    def note(change: JSON, only: frozenset[str] | None) -> None:
        if only is None or user in only:
            waiting[change["type"], change.get("channel"), change.get("app")] = change
            stirred.set()

    async def send() -> None:
        while True:
            await stirred.wait()
            stirred.clear()
            while waiting:
                await socket.send_json(waiting.pop(next(iter(waiting))))

    stop = live.listen(note)
    sending = asyncio.get_running_loop().create_task(send())
    try:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                break
    finally:
        stop()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


def person_snapshot(emulator: Emulator, person: Person) -> JSON:
    """Return what everybody sees of a person."""
    now = emulator.clock.now()
    status_text, status_emoji, _ = person.status(now)
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.tz,
        "title": person.title,
        "color": person.color,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
        "is_restricted": person.is_restricted or person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "presence": person.presence,
        "status_text": status_text,
        "status_emoji": status_emoji,
        "dnd": is_quiet(person, now),
    }


def _channel(channel: Channel, user: str) -> JSON:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "app": channel.app,
        "people": channel.others(user) if channel.kind in {"dm", "mpim"} else [],
        "member": user in channel.members,
        "latest_ts": channel.latest_ts,
        "unread": _unread(channel, user),
        "topic": channel.topic,
        "members": len(channel.members),
    }


def _unread(channel: Channel, user: str) -> int:
    read, count = float(channel.read.get(user, "0")), 0
    for ts, message in reversed(channel.messages.items()):
        if float(ts) <= read:
            break
        count += message.get("user") != user
    return count


def _app(emulator: Emulator, app: App) -> JSON:
    manifest = app.manifest
    return {
        "id": app.id,
        "name": app.name,
        "bot_user": app.bot_user,
        "home": manifest.has_home,
        "messages": manifest.has_messages,
        "takes_messages": manifest.takes_messages,
        "connected": emulator.sockets.is_connected(app.id) or app.request_url is not None,
        "connections": emulator.sockets.count(app.id),
        "revoked": app.revoked,
        "silent": emulator.sockets.is_silent(app.id),
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in manifest.commands.values()
        ],
        "shortcuts": [
            {"name": one.name, "type": one.type, "callback_id": one.callback_id, "description": one.description}
            for one in manifest.shortcuts.values()
        ],
    }
