"""Keep other web pages out: a browser that has the workspace open may have them open too.

- Only a name that is surely this workspace's counts: a stranger's name may be given this machine's address.
- Only the workspace's own page, and scripts (which name no origin), may act as a person.
- A browser may send a form to any address unasked, but no JSON: so what acts must be JSON.
- An uploaded file opens like a page of its own, without scripts and without this page's rights.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from emulator.serving import emoji
from emulator.serving.own_hosts import is_own

CONTROL = "/_control/"
BOUND: web.AppKey[Callable[[], str]] = web.AppKey("bound")  # tells the host it was told to listen at
ACTING = frozenset({"POST", "PUT", "PATCH"})
PAGE_HEADERS = {"Cache-Control": "no-cache", "Content-Security-Policy": "frame-ancestors 'none'"}


@web.middleware
async def own_page_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another web page sends to the control API, its live socket included."""
    why = _refused(request) if request.path.startswith(CONTROL) else None
    return web.json_response({"error": why}, status=400) if why else await handler(request)


async def emoji_table(request: web.Request) -> web.Response:
    """Return every emoji with its short names; a browser that has this version already is told so."""
    tag = f'"{hashlib.sha256(emoji.table().encode()).hexdigest()[:16]}"'
    headers = {**PAGE_HEADERS, "Cache-Control": "private, max-age=3600", "ETag": tag}
    if tag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=headers)
    answer = web.Response(text=emoji.table(), content_type="application/json", headers=headers)
    answer.enable_compression()
    return answer


def file_response(content: bytes, *, name: str, mimetype: str) -> web.Response:
    """Return an uploaded file so that it can be looked at, and can do nothing."""
    plain_name = "".join(sign if sign.isprintable() and sign not in '"\\' else "_" for sign in name)
    headers = {
        "Content-Disposition": f'inline; filename="{plain_name}"',
        "Content-Security-Policy": "sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    charset = "utf-8" if mimetype.startswith("text/") else None
    return web.Response(body=content, content_type=mimetype, charset=charset, headers=headers)


def _refused(request: web.Request) -> str | None:
    if not is_own(request.host, request.app[BOUND]()):
        return f"This workspace is not called {request.host[:100]!r}: use an address, localhost, or its --host."
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        return "Another web page asked for this. Only the workspace's own page and scripts may."
    if request.method in ACTING and request.content_type != "application/json":
        return "Send JSON, with the header Content-Type: application/json."
    return None
