"""How fast a workspace is spoken to: one bucket for all instances, kept with what they take from the outbox."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from storage.room import Room
from storage.sql import insert, table
from storage.tables import PaceRow

P = table(PaceRow)


class Bucket(NamedTuple):
    """`room` calls were left at `at` (UTC); none may start from `waits_from` until `waits_until`."""

    room: float
    at: datetime
    waits_from: datetime | None = None
    waits_until: datetime | None = None


class Paces(Room):
    """The buckets of a workspace, by the kind of calls."""

    async def take(self) -> Mapping[str, Bucket]:
        """Return the buckets; until this transaction ends, no other instance takes from them."""
        query = select(P).where(self._here(PaceRow)).order_by(P.c.name).with_for_update(key_share=True)
        rows = await self._rows(query)
        return {row.name: Bucket(row.room, row.at, row.waits_from, row.waits_until) for row in rows}

    async def keep(self, buckets: Mapping[str, Bucket]) -> None:
        """Store what is left in them."""
        rows = [{"workspace_id": self._workspace_id, "name": name, **one._asdict()} for name, one in buckets.items()]
        if rows:
            statement = insert(self._connection, PaceRow)
            told = {name: statement.excluded[name] for name in Bucket._fields}
            key = [P.c.workspace_id, P.c.name]
            await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=told), rows)
