"""What the web page is told: the state as plain JSON, and word of each change."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from typing import TYPE_CHECKING

from emulator.errors import JSON
from emulator.workspace import SLACKBOT

if TYPE_CHECKING:
    from aiohttp import WSMsgType, web

    from emulator.live import Live
    from emulator.server import Emulator
    from emulator.views import View
    from emulator.web_api.gate import Call
    from emulator.workspace import App, Channel, Person


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
        "me": _person(me),
        "clock": clock(emulator),
        "people": [_person(one) for one in people],
        "channels": [_channel(one, user) for one in workspace.visible_channels(user)],
        "apps": [_app(emulator, app) for app in workspace.apps.values()],
    }


def anybody(emulator: Emulator) -> str:
    """Return the first person of the workspace: who a page is that does not say so."""
    return next(one.id for one in emulator.workspace.people.values() if one.id != SLACKBOT and not one.is_bot)


def clock(emulator: Emulator) -> JSON:
    """Return the time and how fast it runs."""
    return {"now": emulator.clock.now().isoformat(), "speed": emulator.clock.rate}


def view(shown: View) -> JSON:
    """Return a view with its field errors and what is typed."""
    return {**deepcopy(shown.view), "errors": dict(shown.errors), "values": deepcopy(shown.typed)}


def call(made: Call) -> JSON:
    """Return a Web API call; the token's end is cut off."""
    return {"method": made.method, "args": made.args, "at": made.at.isoformat(), "answer": made.answer}


async def follow(live: Live, socket: web.WebSocketResponse, user: str, text: WSMsgType) -> None:
    """Send each change that concerns `user` until the page goes away."""
    changes: asyncio.Queue[JSON] = asyncio.Queue()

    def note(change: JSON, only: frozenset[str] | None) -> None:
        if only is None or user in only:
            changes.put_nowait(change)

    async def send() -> None:
        while True:
            await socket.send_json(await changes.get())

    stop = live.listen(note)
    sending = asyncio.get_running_loop().create_task(send())
    try:
        async for frame in socket:
            if frame.type is not text:
                break
    finally:
        stop()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


def _person(person: Person) -> JSON:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.tz,
        "title": person.title,
        "color": person.color,
        "deleted": person.deleted,
        "is_bot": person.is_bot,
    }


def _channel(channel: Channel, user: str) -> JSON:
    read = channel.read.get(user, "0")
    unread = [ts for ts, message in channel.messages.items() if float(ts) > float(read) and message["user"] != user]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "app": channel.app,
        "member": user in channel.members,
        "latest_ts": channel.latest_ts,
        "unread": len(unread),
        "topic": channel.topic,
        "members": len(channel.members),
    }


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
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in manifest.commands.values()
        ],
        "shortcuts": [
            {"name": one.name, "type": one.type, "callback_id": one.callback_id, "description": one.description}
            for one in manifest.shortcuts.values()
        ],
    }
