"""The running bot: built from settings, started, stopped. Nothing happens at import."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Self

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from bot.files import file_maker
from bot.health import Health, database_answers, plainly
from bot.http import Handler, listen, slack_requests, web_app
from bot.kpi_api import kpi_requests
from bot.messenger import SlackMessenger
from bot.metrics import Metrics, metrics_page
from bot.quiet_hours import asking
from bot.roster import read_people
from bot.settings import Settings
from bot.slack_time import asking_time
from bot.socket_mode import Socket
from handlers.dispatch import wire
from handlers.tasks import Tasks
from scheduler.timetable import Timetable
from storage.database import BUDGET, Database
from storage.schema import prepare

log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]
SLACK_TIMEOUT = 10
"""Seconds one call to Slack may take."""
STOP_WITHIN = 10.0
"""Seconds after which whoever stops us loses patience. Without anything under way it takes a tenth of one."""
POSTS_END = 5.0
"""Of them for posts under way; requests have the three seconds that Slack waits for them."""
SILENT = 60.0
"""Seconds after which a ticker that does not tick is dead."""


class CannotStart(Exception):
    """The bot cannot start; the text says why and what to do."""


def real_time() -> datetime:
    """Return the time of this machine, in UTC."""
    return datetime.now(UTC)


class Bot:
    """A bot that serves one workspace: `bot = await Bot.start(settings)`, later `await bot.stop()`."""

    def __init__(self, settings: Settings, database: Database, client: AsyncWebClient, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.client = client
        self.clock = clock
        self.tasks = Tasks()
        self.health, self.metrics = Health(), Metrics()
        self.port = 0
        self.timetable: Timetable | None = None
        self.socket: Socket | None = None
        self._closing = AsyncExitStack()
        self._end = math.inf

    @classmethod
    async def start(
        cls,
        settings: Settings,
        *,
        clock: Clock = real_time,
        before_speaking: Callable[[Database], Awaitable[None]] | None = None,
        budget: float = BUDGET,
    ) -> Self:
        """Open the database, meet Slack, listen and begin to speak; `before_speaking` may fill the database.

        `budget` is what a listener's transaction may take, in seconds. Raises CannotStart, and what `storage.schema.prepare` refuses.
        """
        async with AsyncExitStack() as opening:
            database = Database.open(settings.database_url)
            database.budget = budget
            opening.push_async_callback(database.close)
            await prepare(database.engine)
            session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SLACK_TIMEOUT))
            opening.push_async_callback(session.close)
            client = _client(settings, session, token=settings.slack_bot_token.get_secret_value())
            bot = cls(settings, database, client, clock)
            await bot._meet_slack()
            if before_speaking:
                await before_speaking(bot.database)
            bot._closing = opening.pop_all()
        try:
            await bot._begin()
        except BaseException:
            await bot.stop()
            raise
        return bot

    async def _meet_slack(self) -> None:
        try:
            me = await self.client.auth_test()
        except SlackApiError as refused:
            raise CannotStart(
                f"Slack refused SLACK_BOT_TOKEN ({refused.response.get('error')}). "
                "Copy the token again from OAuth & Permissions of your app."
            ) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise CannotStart(
                f"Slack does not answer at {self.settings.slack_api_url}. Check SLACK_API_URL and the network."
            ) from None
        self.team, self.bot_user, self.bot_id = me["team_id"], me["user_id"], me["bot_id"]
        async with self.database.transaction(budget=30) as store:
            number = await store.workspaces.meet(self.team, me.get("team") or "", url=me.get("url") or "")
        self.database = self.database.of(number)
        async with self.database.reading(budget=30) as store:
            nobody = not await store.people.all()
        if nobody:
            await self.read_people()
        else:
            self.tasks.start("reading people", self.read_people())

    async def read_people(self) -> None:
        """Take over the people of the workspace from Slack, and appoint the people team of the settings."""
        users = await read_people(self.client)
        async with self.database.transaction(budget=60) as store:
            now = self.clock()
            await handlers.people.take_over(store, users, now=now)
            await handlers.people.appoint(store, self.settings.admins, now=now)

    async def redraw_homes(self) -> None:
        """Draw the Home tabs anew that rights have changed of."""
        rules = self.settings.rules()
        await handlers.home.redraw_stale(self.client, self.database.patient(), rules=rules, now=self.clock())

    async def _begin(self) -> None:
        app = self._app()
        self._closing.push_async_callback(self._in_time, self.tasks.done)
        self.health.watch(database_answers(self.database))
        self.database.fails(self.metrics.failed)
        try:
            runner, self.port = await listen(self._routes(app), self.settings.port)
        except OSError:
            raise CannotStart(
                f"PORT {self.settings.port} is taken. Choose another one, or stop what uses it."
            ) from None
        self._closing.push_async_callback(self._in_time, runner.cleanup)
        if self.settings.mode == "socket":
            await self._connect(app)
        await self._speak()

    def _routes(self, app: AsyncApp) -> web.Application:
        secret = self.settings.slack_signing_secret
        over_http = secret if self.settings.mode == "http" else None
        slack = slack_requests(app, over_http.get_secret_value(), self.metrics.answered) if over_http else None
        rate = self.settings.messages_per_minute
        numbers = metrics_page(self.metrics, self.database.patient(), self.clock, a_minute=rate)
        return web_app(self.health, slack=slack, kpis=self._kpis(), metrics=numbers)

    def _kpis(self) -> Handler | None:
        secret = self.settings.api_secret
        return kpi_requests(self.database.patient(), self.clock, secret.get_secret_value()) if secret else None

    def _app(self) -> AsyncApp:
        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None,
                team_id=self.team,
                bot_user_id=self.bot_user,
                bot_id=self.bot_id,
                bot_token=self.client.token,
            )

        app = AsyncApp(
            logger=_quiet_logger(),
            client=_client(self.settings, self.client.session),  # `authorize` gives each request the token
            authorize=authorize,
            process_before_response=True,  # store before ack; and no polling for it
            request_verification_enabled=False,  # bot/http.py did it, before anything read the body
        )
        needs = {
            "database": self.database,
            "clock": self.clock,
            "rules": self.settings.rules(),
            "tasks": self.tasks,
        }
        wire(app, handlers.register(), team=self.team, needs=needs, prefix=self.settings.command_prefix)
        return app

    async def _connect(self, app: AsyncApp) -> None:
        token = self.settings.slack_app_token
        secret = token.get_secret_value() if token else ""
        handler = Socket(app, secret, web_client=self.client, answered=self.metrics.answered)
        self._closing.push_async_callback(self._in_time, handler.close_async)
        try:
            await handler.connect_async()
        except SlackApiError as refused:
            raise CannotStart(
                f"Slack refused SLACK_APP_TOKEN ({refused.response.get('error')}). Copy it again from Basic "
                "Information → App-Level Tokens; it needs the scope connections:write."
            ) from None
        self.socket = handler
        self.health.watch(self._socket_is_connected)

    async def _socket_is_connected(self) -> str | None:
        if self.socket and await self.socket.client.is_connected():
            return None
        return "the socket to Slack is not connected; it is being opened again"

    async def _speak(self) -> None:
        database = self.database.patient()
        messenger = SlackMessenger(
            self.client, make_file=file_maker(database, self.clock, self.settings.rules().schedule)
        )
        self.timetable = Timetable(
            database,
            messenger,
            clock=self.clock,
            schedule=self.settings.rules().schedule,
            messages_per_minute=self.settings.messages_per_minute,
            sync_people=self.read_people,
            redraw_homes=self.redraw_homes,
            ask_quiet_hours=asking(self.client),
            kudos_channel=self.settings.kudos_channel,
            told=self.metrics.posted,
            ask_time=asking_time(self.client) if self.clock is real_time else None,
        )
        self.health.watch(plainly(self._ticks))
        self.health.watch(plainly(self._may_speak))
        lag = asyncio.create_task(self.metrics.feel_the_loop())
        self._closing.callback(lag.cancel)
        await self.timetable.start()
        self._closing.push_async_callback(self.timetable.stop, POSTS_END)

    def silent(self) -> float:
        """Return for how many seconds nothing has moved; safe from any thread."""
        return time.monotonic() - self.timetable.last_tick if self.timetable else 0.0

    def _ticks(self) -> str | None:
        silent = self.silent()
        return f"nothing was looked at for {silent:.0f} seconds; restart the bot" if silent > SILENT else None

    def _may_speak(self) -> str | None:
        reason = self.timetable.delivery.paused if self.timetable else None
        return f"Slack lets the bot say nothing ({reason}); see `cairn doctor`" if reason else None

    async def stop(self) -> None:
        """Stop speaking, stop listening, finish what is under way, close; at most STOP_WITHIN seconds in all."""
        self._end = time.monotonic() + STOP_WITHIN
        await self._closing.aclose()

    async def _in_time(self, finish: Callable[[], Awaitable[None]]) -> None:
        """Finish something, or give it up when the time to stop is over."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(self._end - time.monotonic(), 0)):
                await finish()

    async def idle(self) -> int:
        """Wait until nothing is left to do at this moment of the clock: calls under way, and notices that may go now.

        Returns how many notices are due and must wait for a later moment: Slack takes one a second in each channel.
        """
        await self.tasks.done()
        if self.timetable:
            await self.timetable.delivery.drain()
        async with self.database.reading() as store:
            return await store.outbox.overdue(before=self.clock() + timedelta(microseconds=1))


def _client(settings: Settings, session: aiohttp.ClientSession | None, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        session=session,
        timeout=SLACK_TIMEOUT,
        retry_handlers=[],  # the SDK's own would post twice when a connection is cut
    )


def _quiet_logger() -> logging.Logger:
    """Bolt and the SDK log bodies at INFO and texts at DEBUG: never here."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.WARNING)
    return logger
