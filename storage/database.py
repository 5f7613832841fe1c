"""The door to the database: open it, and do things in one transaction.

- A transaction has a budget that ends *before* COMMIT. The COMMIT itself is shielded and awaited: what was
  refused is not stored, what was stored is not refused.
- `once=` names an input. It has its effect the first time; later arrivals raise AlreadyDone with the first reply.
- Writers stand in line. SQLite has one at a time: without the line before BEGIN IMMEDIATE 200 at once give "database is
  locked". Reads run beside it, in a plain BEGIN. Who cannot be served within the budget is told so at once: `Busy`.
- What answers a request has its budget from when the request came (`answering`), however many transactions it takes.
- Trouble with the database is `Unavailable`, whatever the driver calls it. Nothing was stored then.
- A COMMIT to PostgreSQL whose answer is lost may have counted. The key of `once=` tells: it is inserted again over another
  connection, which waits for the first transaction's end. Only where that gets no answer either, nobody knows: `Unsure`.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TypeVar

from sqlalchemy import bindparam, exc, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import CONNECTIONS, READING, open_engine
from storage.line import Full, Line
from storage.sql import insert_or_ignore, table
from storage.store import Store
from storage.tables import HandledRow

BUDGET = 2.2
"""Seconds a listener may take of Slack's 3, the wait for a turn included."""
ARRIVED: ContextVar[float | None] = ContextVar("arrived", default=None)
"""When the request came that is being answered (`time.monotonic`); None for work that nobody waits for."""
PATIENT = 9.0
"""Seconds for work that nobody waits for: it is not given up while a busy machine catches its breath."""
COMMITS_WITHIN = 1.0
"""Seconds PostgreSQL is given to answer a COMMIT before somebody asks what became of it."""
FIND_OUT = 0.4
"""Seconds beyond the budget until that must be known: together less than Slack's 3."""
ASK_AGAIN = 0.05
"""Seconds between two attempts to ask."""

CONTENDED = frozenset({"40001", "40P01"})
"""PostgreSQL's codes: serialization failure, deadlock."""

H = table(HandledRow)
FIRST_REPLY = select(H.c.reply).where(H.c.workspace_id == bindparam("workspace_id"), H.c.key == bindparam("key"))

T = TypeVar("T")


class Unavailable(Exception):
    """The database did not answer in time or at all. Nothing was stored."""


class Busy(Unavailable):
    """More is being written than can be stored in time. Nothing was stored."""


class Unsure(Unavailable):
    """The database fell silent in the middle of a COMMIT. It may have been stored; under the same key it is stored once."""


class Contended(Unavailable):
    """Two transactions stood in each other's way, and this one was ended. Nothing was stored; at once again it may work."""


class AlreadyDone(Exception):
    """This input had its effect before; `reply` is what was answered then."""

    def __init__(self, reply: Any) -> None:
        self.reply = reply
        super().__init__("already done")


async def to_its_end(work: Awaitable[T]) -> T:
    """Await `work` to its end even when the caller is cancelled meanwhile; the cancellation goes on afterwards."""
    task = asyncio.ensure_future(work)
    interrupted: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as cancelled:
            interrupted = cancelled
        except BaseException:  # noqa: BLE001, S110, the result below raises it
            pass
    if interrupted and not task.exception():
        raise interrupted
    return task.result()


class _Shared:
    """What all views of one database have in common: the writers' line, and whom to wake."""

    def __init__(self, *, one_writer: bool) -> None:
        self.line = Line(1 if one_writer else CONNECTIONS)
        self.wake: Callable[[], None] = _nobody
        self.failed: Callable[[], None] = _nobody


class Database:
    """An open database, seen from one workspace (0: from none yet; then only workspaces can be asked for).

    `budget` is how many seconds a transaction may take where nothing else is said.
    """

    def __init__(
        self, engine: AsyncEngine, *, workspace_id: int = 0, shared: _Shared | None = None, budget: float = BUDGET
    ) -> None:
        self.engine = engine
        self.workspace_id = workspace_id
        self.budget = budget
        self._shared = shared or _Shared(one_writer=engine.dialect.name == "sqlite")

    @classmethod
    def open(cls, url: str) -> "Database":
        """Open the database at `url` (sqlite:///… or postgresql://…, given the async driver here)."""
        return cls(open_engine(url))

    def of(self, workspace_id: int) -> "Database":
        """Return the same database seen from another workspace."""
        return Database(self.engine, workspace_id=workspace_id, shared=self._shared, budget=self.budget)

    def patient(self) -> "Database":
        """Return the same database for work behind the scenes, which Slack does not wait for."""
        return Database(
            self.engine, workspace_id=self.workspace_id, shared=self._shared, budget=max(PATIENT, self.budget)
        )

    def wakes(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit that wrote a notice, so that it goes out at once."""
        self._shared.wake = wake

    def fails(self, failed: Callable[[], None]) -> None:
        """Call `failed` whenever somebody here gets Unavailable."""
        self._shared.failed = failed

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()

    @asynccontextmanager
    async def transaction(self, *, once: str | None = None, budget: float | None = None) -> AsyncIterator[Store]:
        """Do everything inside in one transaction, or nothing of it.

        Raises Unavailable when the database fails or the budget (seconds) ends, Unsure where nobody can tell whether it was
        stored, AlreadyDone for a second arrival.
        """
        left = self._left(budget)
        end = asyncio.get_running_loop().time() + left + FIND_OUT
        line = self._shared.line
        with explained(self._shared.failed):
            async with asyncio.timeout(left) as deadline, line.place(left), self.engine.connect() as connection:
                store = Store(connection, self.workspace_id, once=once)
                if once:
                    await _only_once(connection, self.workspace_id, once)
                yield store
                await store.finish()
                deadline.reschedule(None)
                await to_its_end(self._commit(connection, once, end))
        if store.outbox.wrote:
            self._shared.wake()

    def _left(self, budget: float | None) -> float:
        """Return the seconds left for a transaction: its budget, or what remains for the request that is being answered."""
        came = ARRIVED.get()
        whole = budget or self.budget
        return whole if came is None else min(whole, came + self.budget - time.monotonic())

    async def _commit(self, connection: AsyncConnection, once: str | None, end: float) -> None:
        """Commit. Where PostgreSQL does not answer, find out by `end` (of the loop's clock) what became of it."""
        if self.engine.dialect.name == "sqlite":  # it answers for certain
            await connection.commit()
            return
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(min(loop.time() + COMMITS_WITHIN, end)):
                await connection.commit()
        except (exc.DBAPIError, TimeoutError, OSError) as trouble:
            if isinstance(trouble, exc.IntegrityError) or _contended(trouble):
                raise
            if not await self._was_stored(connection, once, end):
                raise

    async def _was_stored(self, connection: AsyncConnection, once: str | None, end: float) -> bool:
        """Tell whether the transaction that ended in doubt was stored. Raises Unsure."""
        try:
            async with asyncio.timeout_at(end):
                while once:
                    # StatementError: nobody lets in the connection that this statement needs
                    with suppress(exc.StatementError, OSError):
                        await connection.rollback()  # from here on the connection is another one, if it was lost
                        return not await _inserted(connection, self.workspace_id, once)
                    await asyncio.sleep(ASK_AGAIN)
        except TimeoutError:
            pass
        raise Unsure("no answer to COMMIT")

    @asynccontextmanager
    async def reading(self, *, budget: float | None = None) -> AsyncIterator[Store]:
        """Read beside the writers, from one state of the database. Raises Unavailable."""
        with explained(self._shared.failed):
            async with asyncio.timeout(self._left(budget)), self.engine.connect() as connection:
                await connection.execution_options(**READING[self.engine.dialect.name])
                yield Store(connection, self.workspace_id)


async def _only_once(connection: AsyncConnection, workspace_id: int, key: str) -> None:
    """Insert the key, or raise AlreadyDone."""
    if await _inserted(connection, workspace_id, key):
        return
    reply = (await connection.execute(FIRST_REPLY, {"workspace_id": workspace_id, "key": key})).scalar_one()
    raise AlreadyDone(json.loads(reply) if reply else None)


async def _inserted(connection: AsyncConnection, workspace_id: int, key: str) -> bool:
    """Insert the key where it is not there; tell whether it was not. Whoever is inserting it just now is waited for."""
    row = {"workspace_id": workspace_id, "key": key}
    return (await connection.execute(insert_or_ignore(connection, HandledRow), row)).rowcount == 1


@contextmanager
def answering(came: float) -> Iterator[None]:
    """Have everything inside end within the budget of a request that came then (`time.monotonic`)."""
    before = ARRIVED.set(came)
    try:
        yield
    finally:
        ARRIVED.reset(before)


def _nobody() -> None:
    """Nobody is to be woken, or told, yet."""


@contextmanager
def explained(failed: Callable[[], None] = _nobody) -> Iterator[None]:
    """Turn what a driver raises in trouble into Unavailable. A broken constraint or statement is a bug and stays."""
    try:
        yield
    except (exc.IntegrityError, exc.DataError, exc.ProgrammingError):
        raise
    except Unsure:
        failed()
        raise
    except Full as long:
        failed()
        raise Busy("the line is too long") from long
    except (exc.DBAPIError, exc.TimeoutError, TimeoutError, OSError) as trouble:
        failed()
        kind = Contended if _contended(trouble) else Unavailable
        raise kind(type(trouble).__name__) from trouble


def _contended(trouble: BaseException) -> bool:
    """Tell whether PostgreSQL ended it for a deadlock or a failed serialization."""
    return getattr(getattr(trouble, "orig", None), "sqlstate", None) in CONTENDED
