"""The emulator: a local Slack workspace behind one HTTP server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from aiohttp import web

from emulator.acting import placing
from emulator.acting.actor import Actor
from emulator.acting.forms import Forms
from emulator.acting.interactions import Interactions, Place
from emulator.clock import Clock
from emulator.errors import JSON, Misuse
from emulator.loading.workspace_file import add_person
from emulator.serving.live import Live
from emulator.serving.quiet_log import server_log
from emulator.serving.routes import routes
from emulator.state import changes
from emulator.state.assistants import Assistants
from emulator.state.channels import Channels
from emulator.state.files import Files
from emulator.state.keeping import Newest
from emulator.state.oauth import OAuth
from emulator.state.objects import epoch
from emulator.state.posts import Posts
from emulator.state.response_urls import ResponseUrls
from emulator.state.scheduled import Schedule
from emulator.state.steps import Steps
from emulator.state.triggers import Triggers
from emulator.state.views import Views
from emulator.state.webhooks import Webhooks
from emulator.state.workspace import App, Channel, Workspace
from emulator.web_api import METHODS
from emulator.web_api.gate import TOKENLESS, Call, Gate
from emulator.wires import http_delivery
from emulator.wires.delivery import Delivery
from emulator.wires.envelopes import Ack
from emulator.wires.events import Events
from emulator.wires.faults import Faults
from emulator.wires.rate_limits import RateLimits
from emulator.wires.socket_mode import SocketMode
from emulator.wires.traffic import HEAVIEST, Traffic

OFFERED_KEPT = 300
CALLS_KEPT = 10_000


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
        self.calls: Newest[Call] = Newest(CALLS_KEPT, HEAVIEST)
        self.live = Live()
        self.faults = Faults(self.clock, {**METHODS, **TOKENLESS})
        self.traffic = Traffic(workspace, self.clock, self.live)
        self.limits = RateLimits(self.clock, workspace.settings)
        self.sockets = SocketMode(self.live)
        self._http = http_delivery.HttpDelivery(signing_clock)
        self.delivery = Delivery(self.clock, self.sockets, self._http, self.faults, self.traffic)
        self.events = Events(workspace, self.clock, self.delivery)
        self.posts = Posts(workspace, self.clock, self.events, self.live)
        self.channels = Channels(workspace, self.clock, self.events, self.posts, self.live)
        self.steps = Steps(self.clock, self.events, self.live)
        self.assistants = Assistants(workspace, self.posts, self.events)
        self.schedule = Schedule(self.clock, self.posts)
        self.streaming: set[str] = set()
        self.webhooks = Webhooks(workspace.team, self.posts)
        self.oauth = OAuth(workspace, self.clock, self.live, self.webhooks)
        self.views = Views(workspace.team, self.clock, self.live)
        self.files = Files(workspace.team, self.clock)
        self.triggers = Triggers(self.clock)
        self.response_urls = ResponseUrls(self.clock, self.posts)
        self.interactions = Interactions(self)
        self.forms = Forms(self)
        self.gate = Gate(self)
        self.host = ""
        self.port = 0
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
        runner = web.AppRunner(routes(self), access_log=None, logger=server_log(), shutdown_timeout=0.1)
        await runner.setup()
        self.host, self._runner = host, runner
        await web.TCPSite(runner, host, port).start()
        self.port = runner.addresses[0][1]
        self.url = f"http://{_reachable(host)}:{self.port}"
        self.files.url = self.webhooks.url = self.url

    async def stop(self) -> None:
        """Give up what is under way and close every connection."""
        self.gate.stop()
        await self.schedule.stop()
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
        """Change a member's account, profile, status or quiet hours: `user_change`, `dnd_updated_user`."""
        changes.change(self, self.person(user).me, fields)
        await self.settled()

    def revoke(self, app_id: str | None = None) -> None:
        """Revoke the app's tokens: every call is answered `token_revoked` until `restore`; the app hears of it."""
        app = self.app(app_id)
        self.events.to_app(app, "tokens_revoked", {"tokens": {"oauth": [], "bot": [app.bot_user]}})
        app.revoked = True
        self.live.tell("state")

    def restore(self, app_id: str | None = None) -> None:
        """Make the app's tokens work again."""
        self.app(app_id).revoked = False
        self.live.tell("state")

    def silence(self, app_id: str | None = None, *, silent: bool = True) -> None:
        """Let nothing through the app's sockets, in either direction, while they stay open; or let it through again."""
        self.sockets.silence(self.app(app_id).id, silent=silent)
        self.live.tell("state")

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
        return placing.place_of(self, user, where)

    def place_in_message(self, channel: Channel, message: JSON) -> tuple[App, Place]:
        """Return the app and the place of a message."""
        return placing.place_in_message(self, channel, message)

    def place_in_view(self, user: str, view_id: str) -> tuple[App, Place]:
        """Return the app and the place of a view that is open."""
        return placing.place_in_view(self, user, view_id)

    def file_for(self, user: str, file_id: str) -> bytes:
        """Return the bytes of a file a person may see."""
        return placing.file_for(self, user, file_id)

    def _tell_time(self) -> None:
        self.live.tell("clock", now=self.clock.now().isoformat(), speed=self.clock.rate)


def _reachable(host: str) -> str:
    """Return the host of an address that leads here from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)  # noqa: S104 - it is only read
    return f"[{host}]" if ":" in host else host
