"""What nobody knows the fate of: taken to be looked for, settled, swept after, and put into doubt by a restored backup.

- A row is doubtful while it is `uncertain`; `doubted_at` says that it ever was, also later.
- Of a row that was doubtful once, Slack may show a second message later than the settle time: it is looked for once
  more, and `doubles` counts what was removed.
- After a backup was restored nothing that may have been said before is said without a look (`restored_at`).
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from domain.notices import NOTICES, AnyNotice
from storage.outbox_rows import (
    A_PERSON_DECIDES,
    AT_A_TIME,
    REWRITES,
    UNSETTLED,
    Claimed,
    O,
    State,
    Takes,
    oldest,
)
from storage.sql import table
from storage.tables import OutboxRow, WorkspaceRow

W = table(WorkspaceRow)
RESTORED = "the database was restored"
PRIVATE = ("D", "U", "W")
"""How the ids of direct messages and of people begin."""
UNWANTED = (State.CANCELLED, State.EXPIRED)


class Sweep(NamedTuple):
    """What may stand more often than it should in the conversation `where` (its id, or the person's).

    `stays` is the ts of the message that is written down, None where none is. What is not `wanted` any more should not stand
    at all.
    """

    id: int
    marker: str
    wanted_at: datetime
    where: str
    stays: str | None
    wanted: bool


class Doubts(Takes):
    """The doubtful rows of the outbox."""

    async def claim(self, owner: str, *, now: datetime, most: int = AT_A_TIME) -> list[Claimed]:
        """Take what nobody knows the fate of, once its settle time is over, to look for it in Slack."""
        free = or_(O.c.lease_until.is_(None), O.c.lease_until < now)
        doubtful = select(O.c.id).where(self._here(OutboxRow), O.c.state == State.UNCERTAIN, O.c.due_at <= now, free)
        ids = [row.id for row in await self._rows(oldest(doubtful, most))]
        return await self._take(ids, owner, now=now, state=State.UNCERTAIN)

    async def give_up_leases(self, *, now: datetime, settle: timedelta, but_not: Collection[int] = ()) -> int:
        """Whatever was being sent when its lease ended is uncertain from now on; return how many.

        `but_not` are those the caller itself is still sending.
        """
        over = and_(O.c.state == State.SENDING, O.c.lease_until < now, O.c.id.not_in(but_not))
        return await self._doubt(over, "lease ended", now=now, due=now + settle)

    async def after_restoring(self, *, now: datetime) -> int:
        """Put into doubt whatever was due when the database was restored, since it may have been said; return how many.

        What was planned since then for an earlier moment is among it; rewrites are not, for they change nothing twice.
        """
        before = select(W.c.restored_at).where(W.c.id == self._workspace_id).scalar_subquery()
        due = and_(O.c.state.in_((State.PLANNED, State.SENDING)), ~REWRITES, O.c.due_at <= before)
        return await self._doubt(due, RESTORED, now=now, due=now)

    async def drop_orphans(self, *, now: datetime) -> int:
        """Cancel rewrites of messages that will never be there, or of which nobody knows where; return how many."""
        target = O.alias("target")
        gone = target.c.state.in_((State.UNDELIVERABLE, State.CANCELLED, State.EXPIRED))
        lost = or_(gone, and_(target.c.state == State.UNCERTAIN, target.c.due_at == A_PERSON_DECIDES))
        unknown = and_(target.c.state == State.SENT, target.c.ts.is_(None))
        same = and_(target.c.workspace_id == O.c.workspace_id, target.c.key == O.c.replaces, or_(lost, unknown))
        query = update(O).where(
            self._here(OutboxRow), O.c.state == State.PLANNED, REWRITES, select(target.c.id).where(same).exists()
        )
        values = {"state": str(State.CANCELLED), "trouble": "nothing to rewrite", "settled_at": now}
        return (await self._connection.execute(query.values(values))).rowcount

    async def cannot_remove(self) -> list[AnyNotice]:
        """Return what is planned to take messages away that stand nobody knows where: `drop_orphans` will drop it."""
        target = O.alias("target")
        theirs = target.c.workspace_id == O.c.workspace_id, target.c.key == O.c.replaces
        doubtful = and_(target.c.state == State.UNCERTAIN, target.c.due_at == A_PERSON_DECIDES)
        somewhere = or_(target.c.state == State.SENT, doubtful)
        lost = select(target.c.id).where(*theirs, target.c.ts.is_(None), somewhere)
        query = select(O.c.notice).where(self._here(OutboxRow), O.c.state == State.PLANNED, REWRITES, lost.exists())
        notices = [NOTICES.validate_json(row.notice) for row in await self._rows(query)]
        return [one for one in notices if one.removes]

    async def to_sweep(self, *, since: datetime, before: datetime, most: int) -> list[Sweep]:
        """Return direct messages that were doubtful once and were settled in that time, not yet looked for since the doubt.

        Also what was taken back or given up after a doubt. Any of them: one whose history cannot be read stands in nobody's
        way.
        """
        where = func.coalesce(O.c.channel, O.c.recipient)
        private = or_(*(where.startswith(kind) for kind in PRIVATE))
        doubtful = O.c.doubted_at.is_not(None), O.c.swept_at.is_(None), O.c.state.not_in(UNSETTLED), ~REWRITES
        settled = O.c.settled_at > since, O.c.settled_at < before, O.c.doubted_at < before
        query = select(O, where.label("where")).where(self._here(OutboxRow), *doubtful, *settled, private)
        rows = await self._rows(query.order_by(func.random()).limit(most))
        return [
            Sweep(row.id, row.marker, row.wanted_at, row.where, row.ts, wanted=row.state not in UNWANTED)
            for row in rows
        ]

    async def swept(self, one: Sweep, *, doubles: int, now: datetime) -> None:
        """Write down that a message was looked for once more, and how many others were removed."""
        query = update(O).where(self._here(OutboxRow), O.c.id == one.id, O.c.swept_at.is_(None))
        await self._connection.execute(query.values(swept_at=now, doubles=O.c.doubles + doubles))

    async def sweep_again(self, id: int, *, now: datetime) -> None:
        """Have a message looked for once more, as if it was doubtful just now."""
        query = update(O).where(self._here(OutboxRow), O.c.id == id)
        await self._connection.execute(query.values(doubted_at=now, swept_at=None))

    async def left_to(self, person: str, key: str, attempt: int) -> AnyNotice | None:
        """Return the public post of that key, locked, if this person caused it and is to say what became of `attempt`."""
        left = O.c.state == State.UNCERTAIN, O.c.due_at == A_PERSON_DECIDES, O.c.key == key, O.c.attempt == attempt
        row = await self._first(select(O.c.notice).where(self._here(OutboxRow), *left).with_for_update(key_share=True))
        notice = NOTICES.validate_json(row.notice) if row else None
        return notice if notice and notice.caused_by == person else None

    async def decide(self, key: str, *, there: bool, now: datetime) -> None:
        """Write down what somebody said of a doubtful post: it is there, or it is to be posted again."""
        said = {"state": str(State.SENT), "settled_at": now} if there else {"state": str(State.PLANNED), "due_at": now}
        query = update(O).where(self._here(OutboxRow), O.c.key == key, O.c.state == State.UNCERTAIN)
        await self._connection.execute(query.values(said | {"trouble": "somebody looked"}))

    async def _doubt(self, which: ColumnElement[bool], why: str, *, now: datetime, due: datetime) -> int:
        values = {"state": str(State.UNCERTAIN), "trouble": why, "due_at": due, "lease_until": None, "doubted_at": now}
        query = update(O).where(self._here(OutboxRow), which)
        return (await self._connection.execute(query.values(values))).rowcount
