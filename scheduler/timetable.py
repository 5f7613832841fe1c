"""All jobs on one page. APScheduler is the ticker and nothing else: the database decides what is to be done.

Each job is safe to run late, twice, or on several machines; what fails is logged and comes round again.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from domain.calendar import Schedule
from scheduler.closing import EVERY, close_weeks
from scheduler.delivery import Delivery
from scheduler.goal_warnings import end_warnings
from scheduler.kudos import celebrate
from scheduler.outcomes import Messenger, Outcome
from scheduler.planner import plan_prompts
from scheduler.quiet import AskSlack, QuietHours
from scheduler.reconcile import reconcile, sweep
from scheduler.requests import end_requests
from scheduler.steady_clock import AskTime, SteadyClock
from scheduler.today import say_todays
from storage.database import Database, Unavailable

log = structlog.get_logger(__name__)
Job = Callable[[], Awaitable[object]]
STOP_WITHIN = 8.0
"""Seconds given to posts under way: whoever stops us waits about ten."""


class Timetable:
    """The jobs of one workspace, and the delivery they drive. `start` once, `stop` once, in one event loop.

    With `ask_time`, a clock that is set while they run misleads none of them.
    """

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        *,
        clock: Callable[[], datetime],
        schedule: Schedule,
        messages_per_minute: int,
        sync_people: Job | None = None,
        kudos_channel: str | None = None,
        redraw_homes: Job | None = None,
        ask_quiet_hours: AskSlack | None = None,
        told: Callable[[Outcome, timedelta], None] = lambda *_: None,
        ask_time: AskTime | None = None,
    ) -> None:
        self._steady = SteadyClock(clock, ask_time) if ask_time else None
        clock = self._steady or clock
        self._database, self._messenger, self._kudos_channel = database, messenger, kudos_channel
        self._clock, self._schedule, self._sync_people = clock, schedule, sync_people
        self._redraw_homes = redraw_homes
        self._quiet = QuietHours(database, ask_quiet_hours)
        self._mornings_seen: datetime | None = None
        self._closings_seen: datetime | None = None
        self.delivery = Delivery(
            database,
            messenger,
            clock=clock,
            schedule=schedule,
            messages_per_minute=messages_per_minute,
            prepare=self._before_sending,
            told=told,
        )
        self._ticker = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._running: asyncio.Task[None] | None = None
        self._redrawing: asyncio.Task[None] | None = None
        self._ticked = time.monotonic()

    @property
    def last_tick(self) -> float:
        """When the ticker last ticked and the delivery last looked, the earlier one, in seconds of `time.monotonic()`.

        It stands still when one of them has died.
        """
        return min(self._ticked, self.delivery.last_step)

    async def start(self) -> None:
        """Begin: plan what is missing, then tick."""
        self._database.wakes(self.delivery.wake)
        self._running = asyncio.create_task(self.delivery.run())
        await self.plan()
        self._each(1, self._tick, "deliver")
        self._each(5, self.reconcile, "reconcile")
        self._each(60, self.plan, "plan")
        self._each(60, self.sweep, "sweep")
        if self._redraw_homes:
            self._each(3, self._start_redrawing, "redraw homes")
        if self._sync_people:
            self._each(3600, self._sync_people, "sync people")
        self._ticker.start()

    async def stop(self, within: float = STOP_WITHIN) -> None:
        """Stop ticking, wait for posts under way, at most `within` seconds, and leave nothing half recorded."""
        if self._ticker.running:
            self._ticker.shutdown(wait=False)
        if self._redrawing:  # a tab that is not drawn any more is drawn after the next start
            self._redrawing.cancel()
            await asyncio.wait([self._redrawing])
        await self.delivery.stop(within)
        if self._running:
            await self._running
            self._running = None

    async def plan(self) -> None:
        """Plan now and send what is due; also for a clock that was moved by hand."""
        await _safely("plan", lambda: plan_prompts(self._database, self._schedule, now=self._clock()))
        await _safely("end requests", lambda: end_requests(self._database, now=self._clock()))
        await _safely("celebrate", lambda: celebrate(self._database, self._kudos_channel, now=self._clock()))
        await _safely("close weeks", self._close_weeks)
        await _safely("today", self._say_todays)
        await _safely("quiet hours", lambda: self._quiet.ahead(self._clock()))
        self.delivery.wake()

    async def reconcile(self) -> None:
        """Look now for what nobody knows the fate of. Raises Unavailable."""
        delivery = self.delivery
        await reconcile(
            self._database, self._messenger, owner=delivery.owner, clock=self._clock, under_way=delivery.under_way
        )
        delivery.wake()

    async def sweep(self) -> None:
        """Look now for second messages that Slack showed late. Raises Unavailable."""
        await sweep(self._database, self._messenger, clock=self._clock)

    async def _close_weeks(self) -> None:
        now, seen = self._clock(), self._closings_seen
        if seen is None or now - seen >= EVERY:
            await close_weeks(self._database, self._schedule, since=seen, now=now)
            await end_warnings(self._database, now=now)
            self._closings_seen = now

    async def _say_todays(self) -> None:
        now = self._clock()
        await say_todays(self._database, self._schedule, self._quiet, since=self._mornings_seen, now=now)
        self._mornings_seen = now

    async def _before_sending(self, now: datetime) -> None:
        if self._steady:
            await self._steady.confirm()
            now = self._steady()
        await self._quiet.before_sending(now)

    async def _tick(self) -> None:
        self._ticked = time.monotonic()
        self.delivery.wake()

    async def _start_redrawing(self) -> None:
        """Draw Home tabs beside the ticker, which would warn of each round that takes longer than the time between two."""
        if self._redraw_homes and (self._redrawing is None or self._redrawing.done()):
            self._redrawing = asyncio.create_task(_safely("redraw homes", self._redraw_homes))

    def _each(self, seconds: int, job: Job, name: str) -> None:
        async def run() -> None:
            await _safely(name, job)

        self._ticker.add_job(run, IntervalTrigger(seconds=seconds, timezone=UTC), id=name, name=name)


async def _safely(name: str, job: Job) -> None:
    """Run a job; what it raises is logged by name only, since a traceback may quote what people wrote."""
    try:
        await job()
    except Unavailable:
        log.warning("job_waits_for_the_database", job=name)
    except Exception as bug:  # noqa: BLE001, the next round must come
        log.error("job_failed", job=name, error=type(bug).__name__)
