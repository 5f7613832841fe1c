"""Do-not-disturb: Slack is asked about those who are about to be written to, shortly before, and about nobody else.

- What Slack says is kept with the person, so that the rules can hold to it (`domain/working_days.py`).
- Slack takes 20 calls a minute of 50 people each; who does not fit is asked about a minute later.
- A call that fails stops nothing: they count as not disturbed, and Slack is left alone for a while.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from storage.database import Database

log = structlog.get_logger(__name__)
Span = tuple[datetime, datetime]
AskSlack = Callable[[Sequence[str]], Awaitable[Mapping[str, Span | None]]]
"""Returns the do-not-disturb that runs or comes next, from when to when, of these people. May raise anything."""
AHEAD = timedelta(minutes=15)
"""So long before somebody is written to Slack may be asked, and so long its word holds."""
A_CALL, CALLS_A_MINUTE = 50, 15
"""Slack's Tier 2 is 20 calls a minute; some are left for others."""
DUE_AT_ONCE = 50
PATIENCE = 3.0
"""Seconds for an answer; others wait to be written to meanwhile."""
A_MINUTE, LEAVE_ALONE = timedelta(minutes=1), timedelta(minutes=2)


class QuietHours:
    """Learns who is in do-not-disturb. One for each process; what it learns is in the database for all."""

    def __init__(self, database: Database, ask: AskSlack | None) -> None:
        self._database, self._ask = database, ask
        self._asked_at: dict[str, datetime] = {}
        self._calls: list[datetime] = []
        self._not_before: datetime | None = None

    async def before_sending(self, now: datetime) -> None:
        """Ask about those whose prompt or *Today* message is due at this moment. Raises Unavailable."""
        if self._ask:
            async with self._database.reading() as store:
                people = await store.todays.about_to_be_asked(until=now, most=DUE_AT_ONCE)
            await self.learn(people, now)

    async def ahead(self, now: datetime) -> None:
        """Ask about those whose prompt will be due soon. Raises Unavailable."""
        if self._ask:
            async with self._database.reading() as store:
                people = await store.todays.about_to_be_asked(until=now + AHEAD, most=A_CALL * CALLS_A_MINUTE)
            await self.learn(people, now)

    async def learn(self, people: Collection[str], now: datetime) -> None:
        """Ask about these people, but for those it knows of already. Raises Unavailable."""
        self._forget(now)
        unknown = [person for person in dict.fromkeys(people) if person not in self._asked_at]
        for start in range(0, len(unknown), A_CALL):
            if self._ask is None or not self._may_call(now):
                return
            await self._learn(unknown[start : start + A_CALL], now)

    async def _learn(self, people: Sequence[str], now: datetime) -> None:
        self._calls.append(now)
        self._asked_at |= dict.fromkeys(people, now)
        try:
            async with asyncio.timeout(PATIENCE):
                told = await self._ask(people) if self._ask else {}
        except Exception as trouble:  # noqa: BLE001, a prompt matters more than why Slack would not say
            self._not_before = now + LEAVE_ALONE
            log.warning("do_not_disturb_unknown", error=type(trouble).__name__)
            return
        async with self._database.transaction() as store:
            await store.people.keep_quiet_hours({person: span for person, span in told.items() if person in people})

    def _may_call(self, now: datetime) -> bool:
        resting = self._not_before is not None and self._not_before - LEAVE_ALONE <= now < self._not_before
        return not resting and len(self._calls) < CALLS_A_MINUTE

    def _forget(self, now: datetime) -> None:
        """Forget what is too old to hold; a clock that jumps back makes everything so."""
        self._calls = [at for at in self._calls if timedelta() <= now - at < A_MINUTE]
        self._asked_at = {who: at for who, at in self._asked_at.items() if timedelta() <= now - at < AHEAD}
