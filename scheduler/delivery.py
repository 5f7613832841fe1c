"""Say what is due: claim it, post it outside any transaction, write down what came of it.

- Up to 8 at a time, in order of due time, at the pace Slack allows; a wait that Slack asks for is kept.
- A call starts only while enough of its lease is left for the whole call, by a clock that nobody can set.
- Where Slack refuses the workspace itself (token revoked), everything stays planned, and one call a minute finds out
  when that is over.
- Whatever ends without an answer being written down is left to `scheduler/reconcile.py`.
"""

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

import structlog

from domain.calendar import Schedule
from scheduler.blockers import still_theirs
from scheduler.kudos import as_they_are
from scheduler.last_look import still_wanted
from scheduler.outcomes import HTTP_TIMEOUT, Delivered, Held, Messenger, NotAccepted, Outcome, Paused, Uncertain
from scheduler.pace import CHANNEL_GAP, Channels, Pace
from scheduler.records import Record, after_posting, write
from storage.database import Database, Unavailable
from storage.outbox import AT_A_TIME, LEASE, Claimed
from storage.paces import Bucket
from storage.store import Store

log = structlog.get_logger(__name__)
MESSAGES_A_MINUTE = 300
REWRITES_A_MINUTE, REWRITES_AT_ONCE = 50, 20
"""chat.update is a method of Slack's Tier 3, which tolerates short bursts."""
ASK_AGAIN = timedelta(minutes=1)
"""So often a paused workspace is tried."""
REST = 0.1
"""Seconds between two looks, so that a hundred commits a second cause ten looks and not a hundred."""
WRITE_AGAIN = (0.2, 1.0, 3.0)
"""Seconds to wait for a database that is away just when a post is to be recorded."""


class Delivery:
    """Sends what is due in one workspace. `step` starts what may go now; `run` does so whenever it is woken.

    `prepare` is told the time before each look, to find out what a last look must know; `told` what came of each call,
    and how late.
    """

    def __init__(
        self,
        database: Database,
        messenger: Messenger,
        *,
        clock: Callable[[], datetime],
        schedule: Schedule,
        messages_per_minute: int = MESSAGES_A_MINUTE,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        prepare: Callable[[datetime], Awaitable[None]] | None = None,
        told: Callable[[Outcome, timedelta], None] = lambda *_: None,
    ) -> None:
        self.owner = secrets.token_hex(8)
        self.last_step = monotonic()
        self.paused: str | None = None
        self.held: dict[str, str] = {}
        self._database, self._messenger, self._schedule = database, messenger, schedule
        self._clock, self._monotonic, self._sleep, self._prepare = clock, monotonic, sleep, prepare
        self._told = told
        rewrites = Pace(REWRITES_A_MINUTE, burst=REWRITES_AT_ONCE)
        self._paces = {"posts": Pace(messages_per_minute), "rewrites": rewrites}
        self._channels = Channels()
        self._paused_until: datetime | None = None
        self._under_way: dict[asyncio.Task[None], Claimed] = {}
        self._woken, self._stepping, self._stopping = asyncio.Event(), asyncio.Lock(), False
        self._resting: asyncio.Future[None] | None = None

    @property
    def under_way(self) -> Collection[int]:
        """The ids of what is being sent right now."""
        return [claimed.id for claimed in self._under_way.values()]

    def wake(self) -> None:
        """Have a look soon: something was written, or a second has passed."""
        self._woken.set()

    async def run(self) -> None:
        """Send whenever woken, at once after a quiet moment, until `stop`."""
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            await self._safely()
            if not self._stopping:
                self._resting = asyncio.ensure_future(self._sleep(REST))
                await asyncio.wait([self._resting])

    async def step(self) -> int:
        """Start to send what may go now; return how many were looked at (0: nothing more for now).

        Raises Unavailable.
        """
        async with self._stepping:
            if self._prepare and not self._stopping:
                await self._prepare(self._clock())
            began, now = self._monotonic(), self._clock()
            looked_at, claimed = (0, []) if self._stopping else await self._claim(now)
            for one in claimed:
                self._begin(one, began, now)
            return looked_at

    async def drain(self) -> None:
        """Send until nothing more may go now, and wait for the answers."""
        while await self.step() or self._under_way:
            await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is being sent."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def stop(self, within: float = HTTP_TIMEOUT.total_seconds()) -> None:
        """Start nothing more; wait so many seconds for what is under way, and leave the rest as uncertain."""
        self._stopping = True
        self.wake()
        if self._resting:
            self._resting.cancel()
        async with self._stepping:
            left = dict(self._under_way)
        if left:
            await asyncio.wait(left, timeout=within)
        unfinished = {task: claimed for task, claimed in left.items() if not task.done()}
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        for claimed in unfinished.values():
            await self._record(claimed, Uncertain("stopped"))

    async def _safely(self) -> None:
        try:
            while await self.step():
                pass
        except Unavailable:
            log.warning("delivery_waits_for_the_database")
        except Exception as bug:  # noqa: BLE001, one bad step must not end all sending; its text may be private
            log.error("delivery_failed", error=type(bug).__name__)
        finally:
            self.last_step = self._monotonic()

    async def _claim(self, now: datetime) -> tuple[int, list[Claimed]]:
        """Return how many were taken from the outbox, and those of them to send."""
        free = AT_A_TIME - len(self._under_way)
        if self.paused:
            free = 0 if self._under_way or self._still_paused(now) else 1
        if free <= 0:
            return 0, []
        async with self._database.transaction() as store:
            before = await store.paces.take()
            posts, rewrites = (min(free, pace.room(now)) for pace in self._shared(before))
            busy = (
                {*self._channels.busy(now), *await store.outbox.being_told(now - CHANNEL_GAP, now)}
                if posts > 0
                else set()
            )
            found = await store.outbox.claim(self.owner, now=now, most=posts, busy=busy) if posts > 0 else []
            wanted = await still_wanted(store, found, schedule=self._schedule, now=now)
            rewrites = min(rewrites, free - len(wanted))
            changes = await store.outbox.claim_rewrites(self.owner, now=now, most=rewrites) if rewrites > 0 else []
            claimed = await still_theirs(store, [*wanted, *changes], now=now)
            claimed = await as_they_are(store, claimed, now=now)
            await store.homes.outdate({one.notice.to for one in claimed if one.notice.private}, now=now)
            await self._leave(store, before, claimed, now)
        return len(found) + len(changes), claimed

    def _shared(self, before: Mapping[str, Bucket]) -> Iterable[Pace]:
        """Return the paces of posts and rewrites, with what other instances have left of them."""
        for name, pace in self._paces.items():
            pace.share(before.get(name))
        return self._paces.values()

    async def _leave(
        self, store: Store, before: Mapping[str, Bucket], claimed: Iterable[Claimed], now: datetime
    ) -> None:
        """Take the calls for what was claimed, and leave the rest, and every wait, to the other instances."""
        spent = Counter("rewrites" if one.notice.replaces else "posts" for one in claimed)
        after = {}
        for name, pace in self._paces.items():
            pace.spend(spent[name])
            bucket = pace.bucket(now)
            waits = before[name].waits_until if name in before else None
            if spent[name] or bucket.waits_until != waits:
                after[name] = bucket
        await store.paces.keep(after)

    def _begin(self, claimed: Claimed, began: float, now: datetime) -> None:
        self._channels.begin(claimed.notice.to, now)
        task = asyncio.create_task(self._send(claimed, began))
        self._under_way[task] = claimed
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        claimed = self._under_way.pop(task)
        self._channels.end(claimed.notice.to)
        if not task.cancelled() and (trouble := task.exception()):
            log.error("sending_failed", notice=claimed.id, error=type(trouble).__name__)
        self.wake()

    async def _send(self, claimed: Claimed, began: float) -> None:
        outcome = await self._post(claimed, began)
        self._told(outcome, self._clock() - claimed.due_at)
        self._learn(claimed, outcome)
        await self._record(claimed, outcome)

    async def _post(self, claimed: Claimed, began: float) -> Outcome:
        if self._monotonic() - began > (LEASE - HTTP_TIMEOUT).total_seconds():
            return NotAccepted(timedelta(), "too little of the lease was left")
        try:
            return await self._messenger.post(claimed.notice, claimed.marker, claimed.rewrites)
        except Exception as bug:  # noqa: BLE001, whatever it was, it may have happened after the post
            return Uncertain(f"bug: {type(bug).__name__}")

    def _learn(self, claimed: Claimed, outcome: Outcome) -> None:
        """Keep in mind what this answer says of the calls to come."""
        now, pace, kind = self._clock(), self._pace(claimed), claimed.notice.kind
        if isinstance(outcome, Paused):
            self.paused, self._paused_until = outcome.reason, now + ASK_AGAIN
        elif isinstance(outcome, NotAccepted):
            pace.wait(now, outcome.retry_after)
        elif isinstance(outcome, Uncertain):
            pace.doubt(now)
        else:
            pace.went_well()
            self.paused = None
        if isinstance(outcome, Held):
            self.held[kind] = outcome.reason
        elif isinstance(outcome, Delivered):
            self.held.pop(kind, None)

    async def _record(self, claimed: Claimed, outcome: Outcome) -> None:
        now = self._clock()
        record = after_posting(claimed, outcome, now)
        written = await self._write(claimed, record, now)
        _report(claimed, outcome, record, written=written)

    async def _write(self, claimed: Claimed, record: Record, now: datetime) -> bool:
        for pause in WRITE_AGAIN:
            try:
                return await write(self._database, claimed, record, now=now)
            except Unavailable:
                await self._sleep(pause)
        return await write(self._database, claimed, record, now=now)

    def _pace(self, claimed: Claimed) -> Pace:
        return self._paces["rewrites" if claimed.notice.replaces else "posts"]

    def _still_paused(self, now: datetime) -> bool:
        until = self._paused_until
        return until is not None and until - ASK_AGAIN <= now < until


def _report(claimed: Claimed, outcome: Outcome, record: Record, *, written: bool) -> None:
    """Log what became of it: ids and Slack's words, never what was said."""
    facts = {"notice": claimed.id, "kind": claimed.notice.kind, "attempt": claimed.attempt, "state": str(record.state)}
    if not written:
        log.warning("lease_lost", **facts)
    elif isinstance(outcome, Delivered):
        log.info("sent", **facts)
    else:
        log.warning("not_sent", outcome=type(outcome).__name__, reason=outcome.reason, **facts)
