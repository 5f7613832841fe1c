"""The page's own files, its live socket, and the files people may open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from emulator.control.answering import Given, refusal
from emulator.errors import Misuse
from emulator.serving import snapshots
from emulator.serving.own_page import PAGE_HEADERS, file_response

if TYPE_CHECKING:
    from emulator.server import Emulator

PAGE = Path(__file__).parent.parent / "page"
LARGEST_FRAME = 1_000  # bytes: a page has nothing to say on its live socket


class Pages:
    """Serves what is no JSON."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Return the bytes of a file a person may see."""
        given = Given(dict(request.query.items()))
        try:
            person, wanted = self._emulator.person(given.text("as")), given.text("id")
            content = self._emulator.file_for(person.id, wanted)
        except Misuse as trouble:
            return refusal(trouble)
        file = self._emulator.files.object(self._emulator.files.get(wanted))  # type: ignore[arg-type]  # it was just read
        return file_response(content, name=file["name"], mimetype=file["mimetype"])

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Tell a page of each change that concerns its person."""
        user = request.query.get("as", "")
        if user and user not in self._emulator.workspace.people:
            return refusal(Misuse(f"Nobody has the id {user}."))
        socket = web.WebSocketResponse(heartbeat=30, max_msg_size=LARGEST_FRAME)
        await socket.prepare(request)
        await snapshots.follow(self._emulator.live, socket, user)
        return socket

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return a file of the page."""
        try:
            path = (PAGE / (request.match_info.get("path") or "index.html")).resolve()
            found = path.is_relative_to(PAGE) and path.is_file()
        except (OSError, ValueError):  # a name no file can have
            found = False
        if not found:
            return web.Response(status=404, text="There is no such page.")
        return web.FileResponse(path, headers=PAGE_HEADERS)
