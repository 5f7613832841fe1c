"""The page on which a person lets an app into the workspace: who asks, what it may do, allow or cancel."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web

from emulator.errors import JSON, SlackError
from emulator.state.webhooks import WEBHOOK_SCOPE

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.oauth import Request
    from emulator.state.workspace import Person

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CARRIED = ("client_id", "scope", "user_scope", "redirect_uri", "state")
WORDS = {
    "app_mentions:read": "Read messages that mention it",
    "channels:history": "Read messages in public channels it is in",
    "channels:join": "Join public channels",
    "channels:manage": "Make and change public channels",
    "channels:read": "See public channels",
    "chat:write": "Send messages as itself",
    "chat:write.customize": "Send messages with another name and picture",
    "chat:write.public": "Send messages to channels it is not in",
    "commands": "Add shortcuts and slash commands",
    "dnd:read": "See who wants no notifications",
    "files:read": "See files in conversations it is in",
    "files:write": "Upload and delete its files",
    "groups:history": "Read messages in private channels it is in",
    "groups:read": "See private channels it is in",
    "im:history": "Read the direct messages with it",
    "im:read": "See who it has direct messages with",
    "im:write": "Start direct messages with people",
    "incoming-webhook": "Post to one channel of your choice",
    "mpim:write": "Start group messages with people",
    "reactions:read": "See reactions",
    "reactions:write": "Add and remove its reactions",
    "team:read": "See the name and address of the workspace",
    "usergroups:read": "See user groups",
    "users.profile:read": "See profiles",
    "users:read": "See the people of the workspace",
    "users:read.email": "See people's email addresses",
}
STYLE = """
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;display:grid;place-items:center;min-height:100vh;background:Canvas;color:CanvasText}
main{max-width:32rem;margin:1rem;padding:1.5rem 2rem;border:1px solid color-mix(in srgb,CanvasText 25%,transparent);
border-radius:12px}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .5rem}
ul{padding-left:1.2rem}code{font-size:.85rem;opacity:.8}
label{display:block;margin:1rem 0 .25rem;font-weight:600}
select{font:inherit;width:100%;padding:.5rem;box-sizing:border-box}
.choice{display:flex;gap:.75rem;justify-content:flex-end;margin-top:1.5rem}
button{font:inherit;font-weight:600;padding:.55rem 1.25rem;border-radius:8px;border:1px solid CanvasText;
background:Canvas;color:CanvasText;cursor:pointer}
button[value=allow]{background:#00684a;border-color:#00684a;color:#fff}
:focus-visible{outline:3px solid #1264a3;outline-offset:2px}
"""


class Consent:
    """GET and POST /oauth/v2/authorize."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the address."""
        router.add_get("/oauth/v2/authorize", self.ask)
        router.add_post("/oauth/v2/authorize", self.decide)

    async def ask(self, request: web.Request) -> web.Response:
        """Show who asks for what."""
        given = dict(request.query)
        try:
            asked = self._emulator.oauth.asked(given)
        except SlackError as refusal:
            return _refused(refusal.error)
        return _html(self._question(asked, given))

    async def decide(self, request: web.Request) -> web.Response:
        """Send the browser back to the app with a code, or with a no."""
        origin = request.headers.get("Origin")
        if origin not in {None, "null"} and urlsplit(str(origin)).netloc != request.host:
            return _refused("another web page sent this form")
        given = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        try:
            asked = self._emulator.oauth.asked(given)
            return web.Response(status=302, headers={**HEADERS, "Location": self._answer(asked, given)})
        except SlackError as refusal:
            return _refused(refusal.error)

    def _answer(self, asked: Request, given: JSON) -> str:
        if given.get("decision") != "allow":
            return asked.answer(error="access_denied")
        if given.get("user") not in {person.id for person in self._installers()}:
            raise SlackError("user_not_found")
        if WEBHOOK_SCOPE in asked.scopes and given.get("channel") not in self._emulator.workspace.channels:
            raise SlackError("channel_not_found")
        return self._emulator.oauth.allow(asked, str(given["user"]), given.get("channel"))

    def _installers(self) -> list[Person]:
        people = self._emulator.workspace.people.values()
        return [one for one in people if not (one.is_bot or one.deleted or one.is_guest or one.id == "USLACKBOT")]

    def _question(self, asked: Request, given: JSON) -> str:
        team, app = escape(self._emulator.workspace.team.name), escape(asked.app.name)
        hidden = "".join(_hidden(name, str(given[name])) for name in CARRIED if name in given)
        people = [(one.id, one.real_name or one.name) for one in self._installers()]
        fields = _select("user", "You are", people)
        if WEBHOOK_SCOPE in asked.scopes:
            channels = self._emulator.workspace.channels.values()
            fields += _select("channel", "Post to", [(one.id, f"#{one.name}") for one in channels if _public(one.kind)])
        return (
            f"<h1>{app} asks for access to the workspace {team}</h1><p>It will be able to:</p>"
            f"<ul>{''.join(_scope(name) for name in asked.scopes)}</ul>"
            f'<form method="post" action="/oauth/v2/authorize">{hidden}{fields}<div class="choice">'
            f'<button name="decision" value="cancel" formnovalidate>Cancel</button>'
            f'<button name="decision" value="allow">Allow</button></div></form>'
        )


def _public(kind: str) -> bool:
    return kind == "channel"


def _scope(name: str) -> str:
    words = f"{escape(WORDS[name])} " if name in WORDS else ""
    return f"<li>{words}<code>{escape(name)}</code></li>"


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _select(name: str, label: str, options: list[tuple[str, str]]) -> str:
    rows = "".join(f'<option value="{escape(value)}">{escape(words)}</option>' for value, words in options)
    return f'<label for="{name}">{escape(label)}</label><select id="{name}" name="{name}" required>{rows}</select>'


def _refused(error: str) -> web.Response:
    words = f"<h1>This app cannot be installed</h1><p>Slack says no: <code>{escape(error)}</code>.</p>"
    return _html(words, status=400)


def _html(body: str, *, status: int = 200) -> web.Response:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Install an app</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>"
    )
    return web.Response(status=status, text=page, content_type="text/html", headers=HEADERS)
