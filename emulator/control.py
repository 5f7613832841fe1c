"""The control API: what the web page (or any script) needs to act as a person, move the clock, add faults."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from emulator import snapshots
from emulator.errors import JSON, Misuse, SlackError
from emulator.interactions import Place, Reply
from emulator.own_page import PAGE_HEADERS, file_response

if TYPE_CHECKING:
    from emulator.envelopes import Ack
    from emulator.server import Emulator
    from emulator.views import View
    from emulator.workspace import App, Channel

PAGE = Path(__file__).parent / "page"
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TROUBLES = (Misuse, SlackError, KeyError, ValueError, TypeError)


def answers(
    work: Callable[[Control, JSON], Awaitable[JSON]],
) -> Callable[[Control, web.Request], Awaitable[web.Response]]:
    """Make a handler of a function from arguments to an answer; what goes wrong becomes 400 and a sentence."""

    @functools.wraps(work)
    async def handler(self: Control, request: web.Request) -> web.Response:
        try:
            return web.json_response(await work(self, await _arguments(request)))
        except TROUBLES as trouble:
            return web.json_response({"error": _sentence(trouble)}, status=400)

    return handler


class Control:
    """Handlers of /_control/…, the page's files and its live socket."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    def add_to(self, router: web.UrlDispatcher) -> None:
        """Add the addresses."""
        gets = ("state", "messages", "views", "home", "calls")
        posts = (
            "home",
            "messages",
            "shortcut",
            "action",
            "submit",
            "close",
            "options",
            "reaction",
            "read",
            "clock",
            "faults",
        )
        for name in gets:
            router.add_get(f"/_control/{name}", getattr(self, f"get_{name}"))
        for name in posts:
            router.add_post(f"/_control/{name}", getattr(self, f"post_{name}"))
        router.add_delete("/_control/faults", self.delete_faults)
        router.add_get("/_control/file", self.get_file)
        router.add_get("/_control/live", self.live)
        router.add_get("/", self.page)
        router.add_get("/page/{path:.*}", self.page)

    @answers
    async def get_state(self, args: JSON) -> JSON:
        """Return everything the page draws around the messages."""
        return snapshots.state(self._emulator, args.get("as") or snapshots.anybody(self._emulator))

    @answers
    async def get_messages(self, args: JSON) -> JSON:
        """Return what a person sees in a channel or thread."""
        person = self._emulator.person(args["as"])
        return {"messages": person.messages(args["channel"], thread=args.get("thread") or None)}

    @answers
    async def get_views(self, args: JSON) -> JSON:
        """Return a person's open modals."""
        return {"views": [snapshots.view(one) for one in self._emulator.views.stack(args["as"])]}

    @answers
    async def get_home(self, args: JSON) -> JSON:
        """Return what the app published for a person."""
        return {"view": self._home(args)}

    @answers
    async def post_home(self, args: JSON) -> JSON:
        """Open the Home tab."""
        person = self._emulator.person(args["as"]).me
        await self._emulator.interactions.open_home(person, self._emulator.app(args.get("app")))
        return {"view": self._home(args)}

    @answers
    async def post_messages(self, args: JSON) -> JSON:
        """Send what a person typed: a message, or a command if it starts with a slash."""
        person, text = self._emulator.person(args["as"]), str(args["text"])
        if not text.startswith("/"):
            self._emulator.posts.by_person(
                person.me, person.channel(args["channel"]), text, thread_ts=args.get("thread") or None
            )
            return {"ok": True, "reply": None}
        reply = await person.command(text, channel=args["channel"])
        return {"ok": reply.error is None, "reply": _reply(reply)}

    @answers
    async def post_shortcut(self, args: JSON) -> JSON:
        """Choose a global shortcut, or a message's if `ts` is given."""
        person, app = self._emulator.person(args["as"]), self._emulator.app(args.get("app"))
        if args.get("ts"):
            channel = person.channel(args["channel"])
            ack = await self._emulator.interactions.message_shortcut(
                person.me, app, args["callback_id"], channel, args["ts"]
            )
        else:
            ack = await self._emulator.interactions.shortcut(person.me, app, args["callback_id"])
        return _outcome(ack)

    @answers
    async def post_action(self, args: JSON) -> JSON:
        """Press a button or choose from a menu."""
        person = self._emulator.person(args["as"])
        app, place = self._place(args)
        for block_id, values in (args.get("state") or {}).items():
            for action_id, value in values.items():
                place.remember(block_id, action_id, value)
        ack = await self._emulator.interactions.click(
            person.me, app, place, args["action_id"], args.get("value"), args.get("block_id")
        )
        return _outcome(ack)

    @answers
    async def post_submit(self, args: JSON) -> JSON:
        """Send a form."""
        person, shown = self._emulator.person(args["as"]), self._view(args)
        self._emulator.forms.fill(shown, args.get("values") or {})
        result = await self._emulator.forms.submit(person.me, shown)
        outcome: JSON = {
            "ok": result.error is None and not result.errors,
            "errors": result.errors,
            "closed": result.closed,
        }
        return {**outcome, "error": result.error, "text": result.text} if result.error else outcome

    @answers
    async def post_close(self, args: JSON) -> JSON:
        """Close a form."""
        person, shown = self._emulator.person(args["as"]), self._view(args)
        await self._emulator.forms.close(person.me, shown, all_of_them=bool(args.get("all")))
        return {"ok": True}

    @answers
    async def post_options(self, args: JSON) -> JSON:
        """Ask an external menu for its options."""
        person = self._emulator.person(args["as"])
        app, place = self._place(args)
        return await self._emulator.interactions.options(
            person.me, app, place, args["action_id"], str(args.get("query", "")), args.get("block_id")
        )

    @answers
    async def post_reaction(self, args: JSON) -> JSON:
        """Put an emoji under a message, or take it back."""
        person = self._emulator.person(args["as"])
        channel = person.channel(args["channel"])
        message = person.message(channel, args["ts"])
        act = self._emulator.posts.unreact if args.get("remove") else self._emulator.posts.react
        act(channel, message, person.id, args["name"])
        return {"ok": True}

    @answers
    async def post_read(self, args: JSON) -> JSON:
        """Clear a channel's unread count."""
        channel = self._emulator.person(args["as"]).channel(args["channel"])
        channel.read[args["as"]] = channel.latest_ts or "0"
        self._emulator.live.tell("state", only=frozenset([args["as"]]))
        return {"ok": True}

    @answers
    async def post_clock(self, args: JSON) -> JSON:
        """Set, move or speed up the clock."""
        clock = self._emulator.clock
        if args.get("set"):
            moment = datetime.fromisoformat(args["set"])
            clock.set(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
        if args.get("forward"):
            clock.forward(timedelta(seconds=float(args["forward"])))
        if args.get("speed") is not None:
            clock.speed(float(args["speed"]))
        return snapshots.clock(self._emulator)

    @answers
    async def post_faults(self, args: JSON) -> JSON:
        """Add a fault."""
        options = {name: value for name, value in args.items() if name not in {"method", "kind", "times"}}
        self._emulator.faults.add(args["method"], args["kind"], args.get("times", 1), **options)
        return {"ok": True}

    @answers
    async def delete_faults(self, _args: JSON) -> JSON:
        """Take all faults away."""
        self._emulator.faults.clear()
        return {"ok": True}

    @answers
    async def get_calls(self, args: JSON) -> JSON:
        """Return the Web API calls from number `since` on."""
        since = int(args.get("since", 0))
        calls = self._emulator.calls[since:]
        return {"calls": [snapshots.call(one) for one in calls], "next": since + len(calls)}

    async def get_file(self, request: web.Request) -> web.StreamResponse:
        """Return the bytes of a file a person may see."""
        try:
            content = self._emulator.file_for(request.query["as"], request.query["id"])
        except (Misuse, KeyError) as trouble:
            return web.json_response({"error": _sentence(trouble)}, status=400)
        file = self._emulator.files.object(self._emulator.files.get(request.query["id"]))  # type: ignore[arg-type]  # it was just read
        return file_response(content, name=file["name"], mimetype=file["mimetype"])

    async def live(self, request: web.Request) -> web.WebSocketResponse:
        """Tell a page of each change that concerns its person."""
        user = request.query.get("as", "")
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        await snapshots.follow(self._emulator.live, socket, user, WSMsgType.TEXT)
        return socket

    async def page(self, request: web.Request) -> web.StreamResponse:
        """Return a file of the page."""
        path = (PAGE / (request.match_info.get("path") or "index.html")).resolve()
        if not path.is_relative_to(PAGE) or not path.is_file():
            return web.Response(status=404, text="There is no such page.")
        return web.FileResponse(path, headers=PAGE_HEADERS)

    def _home(self, args: JSON) -> JSON | None:
        home = self._emulator.views.home(args["as"], self._emulator.app(args.get("app")))
        return snapshots.view(home) if home else None

    def _view(self, args: JSON) -> View:
        shown = self._emulator.views.find(str(args["view_id"]))
        if shown is None or shown.user != args["as"]:
            raise Misuse("This form is not open any more.")
        return shown

    def _place(self, args: JSON) -> tuple[App, Place]:
        container = args["container"]
        if container["type"] == "view":
            return self._emulator.place_in_view(args["as"], container["view_id"])
        channel: Channel = self._emulator.person(args["as"]).channel(container["channel"])
        found = self._emulator.workspace.message(container["ts"])
        if found is None or found[0] is not channel:
            raise Misuse("This message is gone.")
        return self._emulator.place_in_message(*found)


async def _arguments(request: web.Request) -> JSON:
    if request.method == "GET" or not request.can_read_body:
        return dict(request.query)
    body: Any = json.loads(await request.text())
    if not isinstance(body, dict):
        raise Misuse("Send a JSON object.")
    return body


def _sentence(trouble: Exception) -> str:
    if isinstance(trouble, KeyError):
        return f"The argument {trouble.args[0]!r} is missing."
    if isinstance(trouble, SlackError):
        return f"Slack says no: {trouble.error}."
    return str(trouble)


def _outcome(ack: Ack) -> JSON:
    return {"ok": ack.error is None, **({"error": ack.error} if ack.error else {})}


def _reply(reply: Reply) -> JSON | None:
    if not (reply.text or reply.blocks or reply.error):
        return None
    return {
        "text": reply.text,
        "blocks": reply.blocks,
        "response_type": reply.response_type,
        "error": reply.error,
    }
