"""Who opened what about whom: kept for the one it is about."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from domain.permissions import Grant, Relation
from storage.room import Room
from storage.sql import insert, table
from storage.tables import AccessRow

A = table(AccessRow)


class AccessLog(Room):
    """Write down each reading about somebody else, one line a reader, thing and day."""

    async def record(self, grants: Iterable[Grant], *, what: str, now: datetime) -> None:
        """Note that each grant was used to read `what`. Reading about oneself leaves no entry."""
        rows = [
            {
                "workspace_id": self._workspace_id,
                "subject": grant.subject,
                "reader": grant.reader,
                "what": what,
                "day": now.date(),
                "reason": str(grant.relation),
                "last_at": now,
                "times": 1,
            }
            for grant in grants
            if grant.relation is not Relation.SELF
        ]
        if not rows:
            return
        statement = insert(self._connection, AccessRow)
        again = {"times": A.c.times + 1, "last_at": statement.excluded.last_at, "reason": statement.excluded.reason}
        key = [A.c.workspace_id, A.c.subject, A.c.reader, A.c.what, A.c.day]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=again), rows)

    async def about(self, subject: str) -> list[tuple[str, str, str, datetime, int]]:
        """Return (reader, what, reason, last time, times) of everything opened about `subject`, newest first."""
        query = select(A.c.reader, A.c.what, A.c.reason, A.c.last_at, A.c.times)
        rows = await self._rows(query.where(self._here(AccessRow), A.c.subject == subject).order_by(A.c.last_at.desc()))
        return [(row.reader, row.what, row.reason, row.last_at, row.times) for row in rows]
