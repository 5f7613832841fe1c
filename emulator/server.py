"""The emulator: a local Slack workspace behind one HTTP server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from aiohttp import web

from emulator import http_delivery
from emulator.actor import Actor
from emulator.clock import Clock
from emulator.delivery import Delivery
from emulator.envelopes import Ack
from emulator.errors import JSON, Misuse
from emulator.events import Events
from emulator.faults import Faults
from emulator.files import Files
from emulator.forms import Forms
from emulator.interactions import Interactions, Place
from emulator.live import Live
from emulator.loading import add_person
from emulator.objects import epoch
from emulator.posts import Posts
from emulator.rate_limits import RateLimits
from emulator.response_urls import ResponseUrls
from emulator.routes import routes
from emulator.socket_mode import SocketMode
from emulator.triggers import Triggers
from emulator.views import Views
from emulator.web_api.gate import Call, Gate
from emulator.workspace import App, Channel, Workspace

OFFERED_KEPT = 300


class Emulator:
    """A pretended Slack. `async with Emulator(workspace): …` or `start` and `stop`.

    `signing_clock` dates the signatures of HTTP requests: the real time unless given, since SDKs compare it with theirs.
    """

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock | None = None,
        *,
        signing_clock: Callable[[], datetime] = http_delivery.now,
    ) -> None:
        self.workspace = workspace
        self.clock = clock or Clock()
        self.calls: list[Call] = []
        self.faults = Faults()
        self.live = Live()
        self.limits = RateLimits(self.clock, workspace.settings)
        self.sockets = SocketMode(self.live)
        self._http = http_delivery.HttpDelivery(signing_clock)
        self.delivery = Delivery(self.clock, self.sockets, self._http)
        self.events = Events(workspace, self.clock, self.delivery)
        self.posts = Posts(workspace, self.clock, self.events, self.live)
        self.views = Views(workspace.team, self.clock, self.live)
        self.files = Files(workspace.team, self.clock)
        self.triggers = Triggers(self.clock)
        self.response_urls = ResponseUrls(self.clock, self.posts)
        self.interactions = Interactions(self)
        self.forms = Forms(self)
        self.gate = Gate(self)
        self.url = ""
        self._offered: dict[str, list[JSON]] = {}
        self._runner: web.AppRunner | None = None
        self.clock.on_move(self._tell_time)

    @property
    def api_url(self) -> str:
        """The base address of the Web API."""
        return f"{self.url}/api/"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes any free one."""
        self._runner = web.AppRunner(routes(self), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        self.files.url = self.url

    async def stop(self) -> None:
        """Give up what is under way and close every connection."""
        self.gate.stop()
        await self.delivery.stop()
        await self.sockets.stop()
        await self._http.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def person(self, user: str) -> Actor:
        """Return a person to act as."""
        return Actor(self, user)

    def app(self, app_id: str | None = None) -> App:
        """Return an app; without an id the only (or first) one."""
        apps = self.workspace.apps
        if app_id is None and apps:
            return next(iter(apps.values()))
        if app_id not in apps:
            raise Misuse(f"There is no app {app_id}; there is {', '.join(apps) or 'none'}.")
        return apps[app_id]

    async def settled(self) -> None:
        """Wait until everything sent so far has been answered or given up."""
        await self.delivery.settled()

    async def connected(self, app_id: str | None = None, *, timeout: float = 10.0) -> None:  # noqa: ASYNC109 - wall clock
        """Wait until the app has a Socket Mode connection; an app with a request URL needs none."""
        app = self.app(app_id)
        if app.request_url is None:
            await self.live.until(lambda: self.sockets.is_connected(app.id), timeout)

    async def until(self, condition: Callable[[], object], *, timeout: float = 3.0) -> None:  # noqa: ASYNC109 - wall clock
        """Wait until `condition` holds; it is looked at after each change and each Web API call."""
        await self.live.until(condition, timeout)

    async def redeliver(self, times: int = 1, *, at_once: bool = False) -> list[Ack]:
        """Send the last command, interaction or event again, exactly as it was; return the answers."""
        return await self.delivery.redeliver(times, at_once=at_once)

    async def join(self, row: Mapping[str, Any]) -> Actor:
        """Let somebody join the workspace: `team_join`."""
        person = add_person(self.workspace, {"updated": epoch(self.clock.now()), **row})
        self.events.team_join(person)
        self.live.tell("state")
        await self.settled()
        return Actor(self, person.id)

    async def change(self, user: str, **fields: Any) -> None:
        """Change a member's account or profile: `user_change`."""
        person = self.person(user).me
        for name, value in fields.items():
            if not hasattr(person, name):
                raise Misuse(f"A person has no {name}.")
            setattr(person, name, value)
        person.updated = epoch(self.clock.now())
        self.events.user_change(person)
        self.live.tell("state")
        await self.settled()

    async def uninstall(self, app_id: str | None = None) -> None:
        """Remove the app from the workspace: `tokens_revoked` and `app_uninstalled`; its tokens end."""
        app = self.app(app_id)
        self.events.uninstalled(app)
        await self.settled()
        app.installed = False

    async def disconnect(self, app_id: str | None = None, reason: str = "refresh_requested") -> None:
        """End the app's Socket Mode connections: "warning" (it may leave by itself), "refresh_requested", "link_disabled"."""
        await self.sockets.disconnect(self.app(app_id).id, reason)

    def cut(self, app_id: str | None = None) -> None:
        """Cut the app's Socket Mode connections without a word, as a broken network does."""
        self.sockets.cut(self.app(app_id).id)

    def socket_url(self, app: App) -> str:
        """Return the address of a new Socket Mode connection."""
        ticket = self.sockets.ticket(app.id)
        return f"ws{self.url.removeprefix('http')}/link/?ticket={ticket}&app_id={app.id}"

    def next_ts(self) -> str:
        """Return a new time stamp."""
        return self.workspace.next_ts(self.clock.now())

    def offer(self, user: str, options: Sequence[JSON]) -> None:
        """Remember options an external menu has shown, so that they can be chosen."""
        kept = [*self._offered.get(user, []), *options]
        self._offered[user] = kept[-OFFERED_KEPT:]

    def offered(self, user: str) -> list[JSON]:
        """Return the options external menus have shown a person, the newest first."""
        return self._offered.get(user, [])[::-1]

    def place_of(self, user: str, where: JSON) -> tuple[App, Place]:
        """Return the app and the place that a message or view object names."""
        if "id" in where and where.get("type") in {"modal", "home"}:
            return self.place_in_view(user, where["id"])
        found = self.workspace.message(str(where.get("ts")))
        if found is None:
            raise Misuse("This message is gone, or it is no message of this workspace.")
        return self.place_in_message(*found)

    def place_in_message(self, channel: Channel, message: JSON) -> tuple[App, Place]:
        """Return the app and the place of a message."""
        app = self.workspace.app_of_bot(message.get("user", ""))
        if app is None:
            raise Misuse("Nobody answers clicks on a message that no app has posted.")
        return app, Place(message.get("blocks", []), channel=channel, message=message)

    def place_in_view(self, user: str, view_id: str) -> tuple[App, Place]:
        """Return the app and the place of a view that is open."""
        shown = self.views.find(view_id)
        if shown is None or shown.user != user:
            raise Misuse("This view is not open any more.")
        return shown.app, Place(shown.view["blocks"], view=shown.view, typed=shown.typed)

    def file_for(self, user: str, file_id: str) -> bytes:
        """Return the bytes of a file a person may see."""
        file = self.files.get(file_id)
        channels = [*file.channels, *file.groups, *file.ims] if file else []
        visible = {one.id for one in self.workspace.visible_channels(user)}
        if file is None or file.content is None or not visible & set(channels):
            raise Misuse(f"{user} sees no file {file_id}.")
        return file.content

    def _tell_time(self) -> None:
        self.live.tell("clock", now=self.clock.now().isoformat(), speed=self.clock.rate)
