"""The way of a call: fault, method, token, scope, rate limit, then the method itself."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from emulator.errors import JSON, RateLimited, SlackError
from emulator.serving.mistakes import internal_error
from emulator.serving.requests import Given, TooLarge, given_in, parsed
from emulator.web_api import METHODS, Method, arguments, oauth
from emulator.web_api.blocks import validate
from emulator.web_api.call import ApiCall
from emulator.wires.cutting import drop, reset

if TYPE_CHECKING:
    from emulator.server import Emulator
    from emulator.state.workspace import App
    from emulator.wires.faults import Fault
    from emulator.wires.traffic import Begun

# A bot token works for what one app may do; an app-level token only opens connections.
TOKENLESS: dict[str, Callable[[Emulator, JSON], JSON]] = {
    "api.test": oauth.api_test,
    "blocks.validate": validate,
    "oauth.v2.access": oauth.access,
}
ANSWERED = frozenset({"error", "ratelimited", "lag", "accept_then_error"})
NOTES = {
    "http_500": "HTTP 500, not carried out",
    "drop": "connection closed, not carried out",
    "reset": "connection reset, not carried out",
    "hang": "never answered, not carried out",
    "late_accept": "connection closed, carried out later",
    "accept_then_drop": "carried out, then the connection was closed",
}
SERVER_ERROR = "<html><body><h1>Server Error</h1></body></html>"
TOO_LARGE = "<html><body><h1>413 Request Entity Too Large</h1></body></html>"


@dataclass(frozen=True)
class Call:
    """What one Web API call asked and was answered; `answer` is None where the connection was cut or hung."""

    method: str
    args: JSON
    token: str | None
    at: datetime
    answer: JSON | None


@dataclass
class Incoming:
    """A call on its way in. `refused` is why its arguments cannot be read."""

    method: str
    begun: Begun
    given: Given = field(default_factory=lambda: Given({}, None))
    args: JSON = field(default_factory=dict)
    refused: SlackError | None = None
    fault: Fault | None = None
    note: str = ""

    def read(self) -> None:
        """Read the arguments that are JSON in a string, once for the method and the notes of it."""
        try:
            self.args = parsed(self.given.args)
        except SlackError as refusal:
            self.args = {name: value for name, value in self.given.args.items() if name != "token"}
            self.refused = refusal


class Gate:
    """Lets calls in."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._hanging: set[asyncio.Future[None]] = set()
        self._late: set[asyncio.Task[None]] = set()
        self.in_progress = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer POST or GET /api/{method}."""
        self.in_progress += 1
        try:
            return await self._handle(request)
        finally:
            self.in_progress -= 1
            self._emulator.live.stir()

    def stop(self) -> None:
        """Let go of the calls that hang."""
        for hanging in self._hanging:
            hanging.cancel()
        for late in self._late:
            late.cancel()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = Incoming(request.match_info["method"], self._emulator.traffic.begin())
        try:
            call.given = await given_in(request)
        except TooLarge:
            call.note = "HTTP 413, too large"
            self._note(call, None)
            return web.Response(status=413, text=TOO_LARGE, content_type="text/html")
        except SlackError as refusal:
            return self._answered(call, refusal)
        except ConnectionError:
            return drop(request)  # the caller went away while it spoke
        call.read()
        call.fault = self._emulator.faults.take(call.method)
        if call.fault is None or call.fault.kind in ANSWERED:
            return self._answered(call, self._run(call) if call.fault is None else self._with_fault(call, call.fault))
        return await self._cut_off(request, call, call.fault)

    async def _cut_off(self, request: web.Request, call: Incoming, fault: Fault) -> web.StreamResponse:
        if fault.kind == "accept_then_drop":
            self._run(call)
        call.note = NOTES[fault.kind]
        self._note(call, None)
        if fault.kind == "http_500":
            return web.Response(status=500, text=SERVER_ERROR, content_type="text/html")
        if fault.kind == "hang":
            await self._hang()
        if fault.kind == "late_accept":
            self._accept_later(call, timedelta(seconds=fault.options["seconds"]))
        return reset(request) if fault.kind == "reset" else drop(request)

    def _with_fault(self, call: Incoming, fault: Fault) -> JSON | SlackError:
        if fault.kind == "ratelimited":
            return RateLimited(fault.retry_after)
        if fault.kind == "lag":
            call.note = fault.words
            return self._run(call, lag=float(fault.options["seconds"]))
        if fault.kind == "accept_then_error":
            call.note = f"carried out, then called {fault.options['error']}"
            self._run(call)
        return SlackError(fault.options["error"])

    def _run(self, call: Incoming, *, lag: float = 0.0) -> JSON | SlackError:
        try:
            if tokenless := TOKENLESS.get(call.method):
                arguments.check(call.method, self._arguments(call))
                return tokenless(self._emulator, self._arguments(call))
            return self._let_in(call, lag)
        except SlackError as refusal:
            return refusal
        except Exception as mistake:  # noqa: BLE001 - whatever a stranger sends, Slack has an answer, and no traceback
            return internal_error(call.method, mistake)

    def _let_in(self, call: Incoming, lag: float) -> JSON:
        known = METHODS.get(call.method)
        if known is None:
            raise SlackError("unknown_method", req_method=call.method)
        app = self._caller(known, call.given.token)
        self._check_scope(known, app)
        if known.per_minute is not None:
            self._emulator.limits.call(app.id, call.method, known.per_minute)
        answer = known.run(ApiCall(self._emulator, app, call.method, self._arguments(call), lag))
        self._emulator.steps.note(call.given.token, answer)
        return answer

    def _arguments(self, call: Incoming) -> JSON:
        if call.refused is not None:
            raise call.refused
        return call.args

    def _caller(self, method: Method, token: str | None) -> App:
        if not token:
            raise SlackError("not_authed")
        app = self._app_of(token)
        if app is None or self._emulator.steps.ended(token):
            raise SlackError("invalid_auth")
        return _usable(app, "app" if token == app.app_token else "bot", method.token)

    def _app_of(self, token: str | None) -> App | None:
        if token and token.startswith("xwfp-"):  # a custom step's own
            step = self._emulator.steps.by_token(token)
            return step.app if step else None
        apps = self._emulator.workspace.apps.values()
        return next((app for app in apps if token in (app.bot_token, app.app_token)), None) if token else None

    def _check_scope(self, method: Method, app: App) -> None:
        provided = app.scopes
        if method.token == "bot" and method.scopes and not set(method.scopes) & set(provided):  # noqa: S105 - a kind
            raise SlackError("missing_scope", needed=",".join(method.scopes), provided=",".join(provided))

    def _answered(self, call: Incoming, result: JSON | SlackError) -> web.Response:
        answer = result.answer() if isinstance(result, SlackError) else {"ok": True, **result}
        text = json.dumps(answer)
        self._note(call, answer, len(text))
        if isinstance(result, RateLimited):
            headers, status = {"Retry-After": str(result.retry_after)}, 429
        else:
            headers, status = self._scopes(call.given.token), 200
        return web.Response(text=text, status=status, headers=headers, content_type="application/json")

    def _scopes(self, token: str | None) -> dict[str, str]:
        """Return the header in which Slack names the scopes of a bot's token, in small letters as slack_sdk reads it."""
        app = self._app_of(token)
        return {"x-oauth-scopes": ",".join(app.scopes)} if app and token == app.bot_token else {}

    def _note(self, call: Incoming, answer: JSON | None, weight: int = 0) -> None:
        weight += call.given.size + 500
        token = call.given.token
        self._emulator.calls.append(Call(call.method, call.args, token, call.begun.at, answer), weight)
        self._emulator.traffic.to_slack(
            call.begun,
            self._app_of(token),
            "web_api",
            call.method,
            call.args,
            answer,
            note=call.note,
            fault=call.fault.kind if call.fault else None,
            weight=weight,
        )

    def _accept_later(self, call: Incoming, pause: timedelta) -> None:
        async def accept() -> None:
            await self._emulator.clock.wait_until(due)
            self._run(call)

        due = self._emulator.clock.now() + pause
        task = asyncio.get_running_loop().create_task(accept())
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _hang(self) -> None:
        hanging = asyncio.get_running_loop().create_future()
        self._hanging.add(hanging)
        try:
            await hanging
        finally:
            self._hanging.discard(hanging)


def _usable(app: App, kind: str, wanted: str) -> App:
    if not app.installed:
        raise SlackError("account_inactive")
    if app.revoked:
        raise SlackError("token_revoked")
    if kind != wanted:
        raise SlackError("not_allowed_token_type")
    return app
