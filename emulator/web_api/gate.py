"""The way of a call: fault, method, token, scope, rate limit, then the method itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from emulator.errors import JSON, RateLimited, SlackError
from emulator.requests import arguments_of, parsed, token_of
from emulator.web_api import METHODS, Method
from emulator.web_api.blocks import validate
from emulator.web_api.call import ApiCall

if TYPE_CHECKING:
    from emulator.faults import Fault
    from emulator.server import Emulator
    from emulator.workspace import App

# A bot token works for what one app may do; an app-level token only opens connections.
TOKENLESS = {"blocks.validate": validate}


@dataclass(frozen=True)
class Call:
    """What one Web API call asked and was answered; `answer` is None where the connection was cut or hung."""

    method: str
    args: JSON
    token: str | None
    at: datetime
    answer: JSON | None


class Gate:
    """Lets calls in."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator
        self._hanging: set[asyncio.Future[None]] = set()
        self._late: set[asyncio.Task[None]] = set()
        self.in_progress = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer POST or GET /api/{method}."""
        method = request.match_info["method"]
        self.in_progress += 1
        try:
            return await self._handle(request, method)
        finally:
            self.in_progress -= 1
            self._emulator.live.stir()

    def stop(self) -> None:
        """Let go of the calls that hang."""
        for hanging in self._hanging:
            hanging.cancel()
        for late in self._late:
            late.cancel()

    async def _handle(self, request: web.Request, method: str) -> web.StreamResponse:
        try:
            args = await arguments_of(request)
        except SlackError as refusal:
            return self._answered(method, {}, None, refusal)
        token = token_of(request, args)
        fault = self._emulator.faults.take(method)
        if fault is None:
            return self._answered(method, args, token, self._run(method, args, token))
        return await self._faulty(request, method, args, token, fault)

    async def _faulty(
        self, request: web.Request, method: str, args: JSON, token: str | None, fault: Fault
    ) -> web.StreamResponse:
        options = fault.options
        if fault.kind in {"error", "ratelimited", "lag", "accept_then_error"}:
            return self._answered(method, args, token, self._with_fault(method, args, token, fault))
        if fault.kind == "accept_then_drop":
            self._run(method, args, token)
        self._note(method, args, token, None)
        if fault.kind == "http_500":
            return web.Response(status=500, text="<html>server error</html>", content_type="text/html")
        if fault.kind == "hang":
            await self._hang()
        if fault.kind == "late_accept":
            self._accept_later(method, args, token, timedelta(seconds=options.get("seconds", 1)))
        return self._drop(request)

    def _with_fault(self, method: str, args: JSON, token: str | None, fault: Fault) -> JSON | SlackError:
        if fault.kind == "ratelimited":
            return RateLimited(int(fault.options.get("retry_after", 30)))
        if fault.kind == "lag":
            return self._run(method, args, token, lag=float(fault.options.get("seconds", 10)))
        if fault.kind == "accept_then_error":
            self._run(method, args, token)
            return SlackError(fault.options.get("error", "fatal_error"))
        return SlackError(fault.options.get("error", "internal_error"))

    def _run(self, method: str, args: JSON, token: str | None, *, lag: float = 0.0) -> JSON | SlackError:
        try:
            if tokenless := TOKENLESS.get(method):
                return tokenless(parsed(args))
            return self._let_in(method, args, token, lag)
        except SlackError as refusal:
            return refusal

    def _let_in(self, method: str, args: JSON, token: str | None, lag: float) -> JSON:
        known = METHODS.get(method)
        if known is None:
            raise SlackError("unknown_method", req_method=method)
        app = self._caller(known, token)
        self._check_scope(known, app)
        if known.per_minute is not None:
            self._emulator.limits.call(app.id, method, known.per_minute)
        return known.run(ApiCall(self._emulator, app, method, parsed(args), lag))

    def _caller(self, method: Method, token: str | None) -> App:
        if not token:
            raise SlackError("not_authed")
        for app in self._emulator.workspace.apps.values():
            if token in {app.bot_token, app.app_token}:
                return _usable(app, "app" if token == app.app_token else "bot", method.token)
        raise SlackError("invalid_auth")

    def _check_scope(self, method: Method, app: App) -> None:
        provided = app.manifest.scopes
        if method.token == "bot" and method.scopes and not set(method.scopes) & set(provided):  # noqa: S105 - a kind
            raise SlackError("missing_scope", needed=",".join(method.scopes), provided=",".join(provided))

    def _answered(self, method: str, args: JSON, token: str | None, result: JSON | SlackError) -> web.Response:
        answer = result.answer() if isinstance(result, SlackError) else {"ok": True, **result}
        self._note(method, args, token, answer)
        if isinstance(result, RateLimited):
            return web.json_response(answer, status=429, headers={"Retry-After": str(result.retry_after)})
        return web.json_response(answer, headers=self._scopes(token))

    def _scopes(self, token: str | None) -> dict[str, str]:
        """Return the header in which Slack names the scopes of a bot's token."""
        for app in self._emulator.workspace.apps.values():
            if token == app.bot_token:
                return {"X-OAuth-Scopes": ",".join(app.manifest.scopes)}
        return {}

    def _note(self, method: str, args: JSON, token: str | None, answer: JSON | None) -> None:
        given = {name: value for name, value in args.items() if name != "token"}
        self._emulator.calls.append(Call(method, _readable(given), token, self._emulator.clock.now(), answer))

    def _accept_later(self, method: str, args: JSON, token: str | None, pause: timedelta) -> None:
        async def accept() -> None:
            await self._emulator.clock.wait_until(due)
            self._run(method, args, token)

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

    def _drop(self, request: web.Request) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=499)


def _usable(app: App, kind: str, wanted: str) -> App:
    if not app.installed:
        raise SlackError("account_inactive")
    if app.revoked:
        raise SlackError("token_revoked")
    if kind != wanted:
        raise SlackError("not_allowed_token_type")
    return app


def _readable(args: JSON) -> JSON:
    try:
        return parsed(args)
    except SlackError:
        return args
