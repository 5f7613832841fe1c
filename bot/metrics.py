"""What an operator's Prometheus reads at `GET /metrics`: how fast inputs are answered, what waits, and what went wrong.

Numbers only: nothing of what people write, and nobody's id, is among them.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.http import Handler
from scheduler.outcomes import Delivered, NotAccepted, Outcome
from storage.database import Database, Unavailable
from storage.outbox_care import Backlog

ANSWERED_IN = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.0, 3.0)
LATE = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 7200.0)
LAGGED = (0.005, 0.01, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0)
"""Seconds. Slack waits three for an answer; a loop that lags by 0.2 keeps everybody waiting."""
STATES = ("planned", "sending", "uncertain", "undeliverable")
RATE_LIMITED = ("ratelimited", "rate_limited")


class Metrics:
    """The numbers of one bot."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        histogram = partial(Histogram, registry=self.registry)
        counter, gauge = partial(Counter, registry=self.registry), partial(Gauge, registry=self.registry)
        self._acks = histogram("cairn_ack_seconds", "Time to answer Slack.", ["kind"], buckets=ANSWERED_IN)
        self._lag = histogram("cairn_loop_lag_seconds", "How late the loop comes.", buckets=LAGGED)
        self._posts = counter("cairn_posts", "Calls that say something, by what came of them.", ["outcome"])
        self._late_by = histogram("cairn_said_late_seconds", "How long after its time it was said.", buckets=LATE)
        self._limited = counter("cairn_slack_rate_limited", "Calls that Slack put off (429).")
        self._failed = counter("cairn_database_errors", "Transactions that failed or took too long.")
        self._up = gauge("cairn_database_up", "Whether the database answers.")
        self._notices = gauge("cairn_outbox_notices", "What is to be said, by state.", ["state"])
        self._due = gauge("cairn_outbox_due", "What could be said now.")
        self._late = gauge("cairn_outbox_late", "What is due for longer than the backlog explains: should be 0.")
        self._oldest = gauge("cairn_outbox_oldest_due_seconds", "For how long the oldest has been due.")
        self._catch_up = gauge("cairn_outbox_catch_up_seconds", "How long saying all that is due takes.")
        self._doubles = gauge("cairn_duplicates_removed", "Second messages that were ever removed.")

    def answered(self, kind: str, seconds: float) -> None:
        """Note that an input was answered."""
        self._acks.labels(kind).observe(seconds)

    def posted(self, outcome: Outcome, late: timedelta) -> None:
        """Note what came of a call, and how long after its time it was."""
        self._posts.labels(type(outcome).__name__).inc()
        if isinstance(outcome, Delivered):
            self._late_by.observe(max(late.total_seconds(), 0))
        if isinstance(outcome, NotAccepted) and outcome.reason in RATE_LIMITED:
            self._limited.inc()

    def failed(self) -> None:
        """Note that the database failed somebody."""
        self._failed.inc()

    async def feel_the_loop(self, every: float = 0.5) -> None:
        """Note again and again how late the loop comes; ends when it is cancelled."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(every)
            self._lag.observe(max(time.monotonic() - began - every, 0))

    def stands(self, backlog: Backlog | None, *, now: datetime, a_minute: int) -> None:
        """Take over how the outbox stands; None where the database does not say."""
        self._up.set(backlog is not None)
        if backlog is None:
            return
        for state in STATES:
            self._notices.labels(state).set(next((n for one, n in backlog.states.items() if one == state), 0))
        self._due.set(backlog.due)
        self._late.set(backlog.late)
        self._oldest.set((now - backlog.oldest_due).total_seconds() if backlog.oldest_due else 0)
        self._catch_up.set(catch_up(backlog, a_minute))
        self._doubles.set(backlog.doubles)


def catch_up(backlog: Backlog, a_minute: int) -> float:
    """Return how many seconds it takes to say all that is due, at `a_minute` messages a minute."""
    return backlog.due * 60 / a_minute


def metrics_page(metrics: Metrics, database: Database, clock: Callable[[], datetime], *, a_minute: int) -> Handler:
    """Return the handler of `GET /metrics`: what was noted, and how the outbox stands right now."""

    async def page(_request: web.Request) -> web.StreamResponse:
        now = clock()
        try:
            async with database.reading() as store:
                backlog = await store.outbox_care.backlog(now=now, a_minute=a_minute)
        except Unavailable:
            backlog = None
        metrics.stands(backlog, now=now, a_minute=a_minute)
        return web.Response(body=generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    return page
