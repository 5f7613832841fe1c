"""An instance of the bot that dies or freezes anywhere: at a call to Slack, before or after a transaction, before its commit."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime

from domain.calendar import Schedule
from domain.notices import AnyNotice
from faults.years.pretended import LATEST, SECOND, Clock, PretendedSlack
from scheduler.closing import close_weeks
from scheduler.delivery import Delivery
from scheduler.outcomes import Outcome, Uncertain
from scheduler.planner import plan_prompts
from scheduler.reconcile import reconcile, sweep
from storage.database import Database, Unavailable
from storage.outbox import Posted
from storage.store import Store

BUDGET = 60.0
"""Seconds of real time for a transaction: no test here is about a busy machine."""


class Killed(BaseException):
    """The process ends here."""


class Fate:
    """When a process dies or freezes: after it has passed so many places. Once dead, nothing of it goes on."""

    def __init__(self) -> None:
        self.dies_after: int | None = None
        self.freezes_after: int | None = None
        self.freezes_with_an_answer = False
        self.dead = False
        self.froze, self._thawed = asyncio.Event(), asyncio.Event()
        self._thawed.set()

    def may_die(self) -> None:
        """Pass a place at which the process can only die."""
        if self.dies_after is not None:
            self.dies_after -= 1
            self.dead = self.dead or self.dies_after < 0
        if self.dead:
            raise Killed

    async def passes(self) -> None:
        """Pass a place at which the process can die, or stand still until `thaw`."""
        self.may_die()
        if self.freezes_after is not None:
            self.freezes_after -= 1
            if self.freezes_after < 0:
                self.freezes_after = None
                self._thawed.clear()
                self.froze.set()
        await self._thawed.wait()
        if self.dead:
            raise Killed

    def thaw(self) -> None:
        """Go on."""
        self.freezes_after, self.freezes_with_an_answer = None, False
        self.froze.clear()
        self._thawed.set()


class Mortal(Database):
    """The database, as a process sees it that may die."""

    def __init__(self, database: Database, fate: Fate) -> None:
        super().__init__(database.engine, workspace_id=database.workspace_id, budget=BUDGET)
        self._fate = fate

    @asynccontextmanager
    async def transaction(self, *, once: str | None = None, budget: float | None = None) -> AsyncIterator[Store]:
        """Do everything or nothing, unless death comes in between: then nothing of it is stored."""
        await self._fate.passes()
        async with super().transaction(once=once, budget=BUDGET) as store:
            yield store
            self._fate.may_die()
        await self._fate.passes()


class Line:
    """The way to Slack of a process that may die while it calls."""

    def __init__(self, slack: PretendedSlack, fate: Fate) -> None:
        self._slack, self._fate = slack, fate

    async def post(self, notice: AnyNotice, marker: str, rewrites: Posted | None) -> Outcome:
        """Post, if it lives so long; whoever stands still just then is late without knowing, but not for ever."""
        began = self._slack.now
        await self._fate.passes()
        if self._slack.now - began > LATEST * SECOND:
            return Uncertain("the connection was closed long ago")
        outcome = await self._slack.post(notice, marker, rewrites, began)
        if self._fate.freezes_with_an_answer:
            self._fate.freezes_with_an_answer, self._fate.freezes_after = False, 0
        await self._fate.passes()
        return outcome

    async def find(self, channel_or_person: str, marker: str, since: datetime) -> list[Posted]:
        """Read, if it lives so long."""
        await self._fate.passes()
        found = await self._slack.find(channel_or_person, marker, since)
        await self._fate.passes()
        return found

    async def remove(self, message: Posted) -> bool:
        """Remove, if it lives so long."""
        await self._fate.passes()
        gone = await self._slack.remove(message)
        await self._fate.passes()
        return gone


class Instance:
    """One running bot, without its listeners: the jobs of the timetable, done when it has a turn."""

    def __init__(
        self, database: Database, slack: PretendedSlack, clock: Clock, schedule: Schedule, *, messages_per_minute: int
    ) -> None:
        self.fate = Fate()
        self._database, self._line = Mortal(database, self.fate), Line(slack, self.fate)
        self._clock, self._schedule = clock, schedule
        self._closings_seen: datetime | None = None
        self.planned_at: datetime | None = None
        self._round: asyncio.Task[None] | None = None
        self.delivery = Delivery(
            self._database,
            self._line,
            clock=clock,
            schedule=schedule,
            messages_per_minute=messages_per_minute,
            monotonic=clock.monotonic,
            sleep=lambda _: asyncio.sleep(0),
        )

    @property
    def frozen(self) -> bool:
        """Whether it stands still."""
        return self.fate.froze.is_set()

    async def turn(self, *, plan: bool, settle: bool, all_of_it: bool) -> None:
        """Do what is to be done now, up to its death or until it stands still."""
        if self._round is None:
            self._round = asyncio.create_task(self._jobs(plan=plan, settle=settle, all_of_it=all_of_it))
        freezing = asyncio.create_task(self.fate.froze.wait())
        await asyncio.wait({self._round, freezing}, return_when=asyncio.FIRST_COMPLETED)
        freezing.cancel()
        if self._round.done():
            ended, self._round = self._round, None
            if not isinstance(ended.exception(), Killed):
                ended.result()

    async def die(self) -> None:
        """End at once, whatever it was doing."""
        self.fate.dead = True
        self.fate.thaw()
        if self._round:
            await asyncio.wait([self._round])
            self._round.exception()
        await self.delivery.settled()

    async def stop(self) -> None:
        """End as a deploy ends it."""
        self.fate.thaw()
        if self._round:
            await asyncio.wait([self._round])
            self._round.exception()
        with suppress(Unavailable, Killed):
            await self.delivery.stop()

    async def _jobs(self, *, plan: bool, settle: bool, all_of_it: bool) -> None:
        if plan:
            await _unless_away(self._plan)
        if settle or plan:
            await _unless_away(self._reconcile)
        await _unless_away(self.delivery.drain if all_of_it else self.delivery.step)
        await self.delivery.settled()
        if settle or plan:
            await _unless_away(self._reconcile)  # what was taken back just now may leave cards without a message
            await _unless_away(lambda: sweep(self._database, self._line, clock=self._clock))

    async def _plan(self) -> None:
        now = self._clock()
        await plan_prompts(self._database, self._schedule, now=now)
        await close_weeks(self._database, self._schedule, since=self._closings_seen, now=now)
        self._closings_seen = self.planned_at = now

    async def _reconcile(self) -> None:
        owner, under_way = self.delivery.owner, self.delivery.under_way
        while await reconcile(self._database, self._line, owner=owner, clock=self._clock, under_way=under_way):
            pass


async def _unless_away(job: Callable[[], Awaitable[object]]) -> None:
    with suppress(Unavailable):
        await job()
