"""A workplace in which everything may go wrong: the real store, instances that come and go, people, and time that jumps.

Time goes from one moment at which something is to be done to the next; each instance then has a turn, in any order.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from logging import CRITICAL
from random import Random
from typing import Any

import structlog
from sqlalchemy import and_, bindparam, func, or_, select

from domain.calendar import Schedule
from domain.people import Person
from domain.rules import Rules
from faults.databases.outages import Trouble, trouble
from faults.years.books import Books
from faults.years.inputs import Inputs
from faults.years.mortal import BUDGET, Instance
from faults.years.pretended import SECOND, Clock, PretendedSlack
from scheduler.reconcile import SWEEP_AFTER, SWEEP_FOR
from storage.columns import Utc
from storage.database import Database, Unavailable
from storage.outbox import UNSETTLED, State
from storage.sql import table
from storage.tables import OutboxRow

O = table(OutboxRow)  # noqa: E741, as in the product
LONGEST_PAUSE, A_DAY = 1800 * SECOND, timedelta(days=1)
MOMENT = SECOND / 1000
PLAN_EACH = timedelta(hours=48)
"""The planner runs each minute; between two changes it decides the same."""
MESSAGES_A_MINUTE = 1200
NEVER = datetime.max.replace(tzinfo=UTC)


def _first(column: Any, *which: Any) -> Any:
    return select(func.min(column)).where(O.c.workspace_id == bindparam("here"), *which).scalar_subquery()


def _due() -> Any:
    """Return the query for the first moments at which something is due, a doubt is to be looked at, a lease ends, and of
    what is to be swept."""
    target = O.alias("target")
    same = and_(target.c.workspace_id == O.c.workspace_id, target.c.key == O.c.replaces, target.c.state == State.SENT)
    ready = or_(O.c.replaces.is_(None), select(target.c.id).where(same).exists())
    unswept = O.c.doubted_at.is_not(None), O.c.swept_at.is_(None), O.c.replaces.is_(None)
    return select(
        _first(O.c.due_at, O.c.state == State.PLANNED, ready),
        _first(O.c.due_at, O.c.state == State.UNCERTAIN),
        _first(O.c.lease_until, O.c.state == State.SENDING),
        _first(O.c.settled_at, O.c.state == State.SENT, *unswept, O.c.settled_at > bindparam("since", type_=Utc)),
    )


DUE = _due()


class Workplace:
    """`seed` decides what Slack answers and who has the first turn."""

    def __init__(self, database: Database, trouble: Trouble, now: datetime, seed: int) -> None:
        self.random = Random(seed)
        self.clock = Clock(now)
        self.slack = PretendedSlack(self.clock, self.random)
        self.books = Books()
        self.inputs = Inputs(database, self.clock, self.books)
        self.schedule = Schedule()
        self.instances: list[Instance] = []
        self.counts: Counter[str] = Counter()
        self.database, self.trouble = database, trouble
        self.away, self.longest_pause = False, LONGEST_PAUSE
        self.downs: list[list[datetime]] = [[now, NEVER]]
        self._planned_at, self._changed = datetime.min.replace(tzinfo=UTC), True
        self._to_settle = now

    @classmethod
    @asynccontextmanager
    async def open(
        cls, url: str, people: Sequence[Person], now: datetime, seed: int, *, name: str = "T0FAULTS"
    ) -> AsyncIterator["Workplace"]:
        """Open one with these people enrolled, and no instance yet; `name` is its workspace in the database."""
        database = Database.open(url)
        ahead = trouble(database.engine)  # before the first connection, which is then as all others
        place = cls(database.of(await _workspace(database, name)), ahead, now, seed)
        try:
            async with place.database.transaction(budget=BUDGET) as store:
                await store.people.save_all(people)
            for one in people:
                for what in ("tz", "active", "manager", "team"):
                    place.books.told(one.id, what, getattr(one, what), acknowledged=True)
            with silent():
                yield place
        finally:
            await place._close()

    async def _close(self) -> None:
        await self.trouble.up()
        for instance in list(self.instances):
            await self.crash(instance)
        await self.trouble.close()
        await self.database.close()

    # --- who runs -----------------------------------------------------------------------------------------------------

    def start(self) -> Instance:
        """Start one more instance."""
        instance = Instance(self.database, self.slack, self.clock, self.schedule, messages_per_minute=MESSAGES_A_MINUTE)
        if not self.instances:
            self.downs[-1][1] = self.clock()
        self.instances.append(instance)
        self._changed = True
        return instance

    async def crash(self, instance: Instance) -> None:
        """Kill one."""
        self._leaves(instance)
        await instance.die()

    async def stop(self, instance: Instance) -> None:
        """Stop one as a deploy does."""
        self._leaves(instance)
        await instance.stop()

    def _leaves(self, instance: Instance) -> None:
        self.instances.remove(instance)
        if not self.instances:
            self.downs.append([self.clock(), NEVER])

    def reschedule(self, schedule: Schedule) -> None:
        """Have who starts from now on ask at another time."""
        self.schedule = schedule
        self.inputs.rules = Rules(schedule=schedule)

    async def database_down(self) -> None:
        """Have the database take no work."""
        self.away = True
        await self.trouble.down()

    async def database_up(self) -> None:
        """Have it take work again."""
        self.away = False
        await self.trouble.up()

    def look_again(self) -> None:
        """Have plans made at the next turn: somebody's facts have changed."""
        self._changed = True

    # --- time ---------------------------------------------------------------------------------------------------------

    async def until(self, end: datetime) -> None:
        """Let everything happen that is to be done up to that moment, and be then.

        What could not be done at its moment is tried again after a while, longer each time.
        """
        pause, turned = timedelta(), False
        while True:
            now, due = self.clock(), await self._next()
            longest = A_DAY if self.away else self.longest_pause
            pause = min(max(pause * 2, SECOND), longest) if turned and due <= now else timedelta()
            coming = max(due, now + pause)
            if coming > end:
                break
            self.clock.now = coming
            await self._turns()
            turned = True
        self.clock.now = max(end, now)

    async def _turns(self) -> None:
        """Give every instance a turn; the first ones do a little, the last one all that is left."""
        now, working = self.clock(), [one for one in self.instances if not one.frozen]
        plan = bool(working) and not self.away and (self._changed or now - self._planned_at >= PLAN_EACH)
        self.random.shuffle(working)
        for number, instance in enumerate(working):
            last = number == len(working) - 1
            await instance.turn(plan=plan, settle=plan or self._to_settle <= now, all_of_it=last)
            if instance.fate.dead:
                await self.crash(instance)
                self.counts["died by itself"] += 1
        if any(one.planned_at == now for one in working):
            self._planned_at, self._changed = now, False

    async def _next(self) -> datetime:
        """Return when there is something to do; a moment that has passed where it could not be done yet."""
        if not any(not one.frozen for one in self.instances):
            return NEVER
        if self._changed:
            return self.clock()
        return min(await self._due(), self._planned_at + PLAN_EACH)

    async def _due(self) -> datetime:
        """Return the first moment at which anything is due, MOMENT later; now if nobody can tell."""
        facts = {"here": self.database.workspace_id, "since": self.clock() - SWEEP_FOR}
        try:
            async with self.database.reading(budget=BUDGET) as store:
                planned, doubtful, lease, swept = (await store._connection.execute(DUE, facts)).one()
        except Unavailable:
            self._to_settle = self.clock()
            return self.clock()
        settling = [one + MOMENT for one in (doubtful, lease, swept and swept + SWEEP_AFTER) if one]
        self._to_settle = min(settling, default=NEVER)
        return min(self._to_settle, planned + MOMENT if planned else NEVER)

    # --- what was seen ------------------------------------------------------------------------------------------------

    async def overdue(self, older_than: timedelta) -> int:
        """Count what was due so long ago and is not said."""
        async with self.database.reading(budget=BUDGET) as store:
            return await store.outbox.overdue(before=self.clock() - older_than)

    async def unsettled(self) -> int:
        """Count what is being sent, or in doubt."""
        async with self.database.reading(budget=BUDGET) as store:
            counts = await store.outbox.counts()
        return sum(counts.get(state, 0) for state in UNSETTLED if state is not State.PLANNED)

    async def wrong(self, since: datetime) -> list[str]:
        """Return what is not stored as it was acknowledged."""
        async with self.database.reading(budget=BUDGET) as store:
            return await self.books.wrong(store, since.date())


async def _workspace(database: Database, name: str) -> int:
    async with database.transaction(budget=BUDGET) as store:
        return await store.workspaces.meet(name, "Northwind")


@contextmanager
def silent() -> Iterator[None]:
    """Have nothing logged meanwhile: in a year a bot says much, and a pretended one says nothing new."""
    before = structlog.get_config()
    structlog.configure(**before | {"wrapper_class": structlog.make_filtering_bound_logger(CRITICAL)})
    try:
        yield
    finally:
        structlog.configure(**before)
