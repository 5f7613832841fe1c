"""The door to the database: open it, and do things in one transaction.

- A transaction has a budget that ends *before* COMMIT. The COMMIT itself is shielded and awaited: what was
  refused is not stored, what was stored is not refused.
- `once=` names an input. It has its effect the first time; later arrivals raise AlreadyDone with the first reply.
- SQLite has one writer: a lock of this process stands before BEGIN IMMEDIATE (without it 200 at once give
  "database is locked"). Reads run beside it, in a plain BEGIN.
- Trouble with the database is `Unavailable`, whatever the driver calls it. Nothing was stored then.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import bindparam, exc, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.engine import READING, open_engine
from storage.sql import insert_or_ignore, table
from storage.store import Store
from storage.tables import HandledRow

BUDGET = 2.2
"""Seconds a listener may take of Slack's 3, the wait for a turn included."""
PATIENT = 9.0
"""Seconds for work that nobody waits for: it is not given up while a busy machine catches its breath."""

CONTENDED = frozenset({"40001", "40P01"})
"""PostgreSQL's codes: serialization failure, deadlock."""

H = table(HandledRow)
FIRST_REPLY = select(H.c.reply).where(H.c.workspace_id == bindparam("workspace_id"), H.c.key == bindparam("key"))

T = TypeVar("T")


class Unavailable(Exception):
    """The database did not answer in time or at all. Nothing was stored."""


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
    """What all views of one database have in common: the writers' turn (SQLite) and whom to wake."""

    def __init__(self, *, one_writer: bool) -> None:
        self.turn = asyncio.Lock() if one_writer else None
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

        Raises Unavailable when the database fails or the budget (seconds) ends, AlreadyDone for a second arrival.
        """
        turn = self._shared.turn or nullcontext()
        with explained(self._shared.failed):
            async with asyncio.timeout(budget or self.budget) as deadline, turn, self.engine.connect() as connection:
                store = Store(connection, self.workspace_id, once=once)
                if once:
                    await _only_once(connection, self.workspace_id, once)
                yield store
                await store.finish()
                deadline.reschedule(None)
                await to_its_end(connection.commit())
        if store.outbox.wrote:
            self._shared.wake()

    @asynccontextmanager
    async def reading(self, *, budget: float | None = None) -> AsyncIterator[Store]:
        """Read beside the writers, from one state of the database. Raises Unavailable."""
        with explained(self._shared.failed):
            async with asyncio.timeout(budget or self.budget), self.engine.connect() as connection:
                await connection.execution_options(**READING[self.engine.dialect.name])
                yield Store(connection, self.workspace_id)


async def _only_once(connection: AsyncConnection, workspace_id: int, key: str) -> None:
    """Insert the key, or raise AlreadyDone. A rival at the same moment is waited for by the unique key itself."""
    row = {"workspace_id": workspace_id, "key": key}
    inserted = await connection.execute(insert_or_ignore(connection, HandledRow), row)
    if inserted.rowcount == 1:
        return
    reply = (await connection.execute(FIRST_REPLY, row)).scalar_one()
    raise AlreadyDone(json.loads(reply) if reply else None)


def _nobody() -> None:
    """Nobody is to be woken, or told, yet."""


@contextmanager
def explained(failed: Callable[[], None] = _nobody) -> Iterator[None]:
    """Turn what a driver raises in trouble into Unavailable. A broken constraint or statement is a bug and stays."""
    try:
        yield
    except (exc.IntegrityError, exc.DataError, exc.ProgrammingError):
        raise
    except (exc.DBAPIError, exc.TimeoutError, TimeoutError, OSError) as trouble:
        failed()
        kind = Contended if _contended(trouble) else Unavailable
        raise kind(type(trouble).__name__) from trouble


def _contended(trouble: BaseException) -> bool:
    """Tell whether PostgreSQL ended it for a deadlock or a failed serialization."""
    return getattr(getattr(trouble, "orig", None), "sqlstate", None) in CONTENDED
