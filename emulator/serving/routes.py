"""The addresses the emulator answers at."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from emulator.control import Control
from emulator.serving.consent import Consent
from emulator.serving.own_page import BOUND, emoji_table, file_response, own_page_only
from emulator.serving.requests import token_of
from emulator.serving.responding import Responses
from emulator.serving.webhook_posts import webhook_posts

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.files import File

LARGEST_BODY = 64 * 2**20


def routes(emulator: Emulator) -> web.Application:
    """Return the web application with every address of the pretended Slack."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[own_page_only])
    app[BOUND] = lambda: emulator.host
    pages = Pages(emulator)
    app.router.add_route("*", "/api/{method:.*}", emulator.gate.handle)
    app.router.add_get("/link/", emulator.sockets.serve)
    app.router.add_post("/{kind:commands|actions|app}/{team}/{number}/{secret}", Responses(emulator).respond)
    app.router.add_post("/upload/v1/{ticket}", pages.upload)
    app.router.add_get("/files-pri/{file}/{name}", pages.download)
    app.router.add_get("/files-pri/{file}/download/{name}", pages.download)
    app.router.add_get("/archives/{channel}/{message}", permalink)
    app.router.add_get("/page/emoji.json", emoji_table)
    app.router.add_post("/services/{team}/{bot}/{secret}", webhook_posts(emulator))
    Consent(emulator).add_to(app.router)
    Control(emulator).add_to(app.router)
    return app


async def permalink(request: web.Request) -> web.Response:
    """Lead from a message's permalink to its conversation on the page."""
    channel = quote(request.match_info["channel"], safe="")
    return web.Response(status=302, headers={"Location": f"/?to={channel}"})


class Pages:
    """Uploads and downloads."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file's bytes, raw or as a form."""
        file = self._emulator.files.by_ticket(request.match_info["ticket"])
        if file is None or file.complete:
            return web.Response(status=404, text="no such upload")
        content = await _bytes(request)
        if len(content) != file.length:
            return web.Response(status=400, text="wrong length")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.Response:
        """Give a file's bytes to an app with its token; anybody else gets Slack's sign-in page."""
        file = self._file(request)
        if file is None or file.content is None:
            return web.Response(text="<html>Sign in to the workspace</html>", content_type="text/html")
        kind = self._emulator.files.object(file)["mimetype"]
        return file_response(file.content, name=file.name, mimetype=kind)

    def _file(self, request: web.Request) -> File | None:
        token = token_of(request, {})
        apps = self._emulator.workspace.apps.values()
        reader = next((app for app in apps if app.bot_token == token and "files:read" in app.manifest.scopes), None)
        return self._emulator.files.get(request.match_info["file"].rpartition("-")[2]) if reader else None


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
