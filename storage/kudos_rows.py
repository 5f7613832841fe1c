"""Reading thank-yous from their rows: with those thanked, and how many joined in."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Select, and_, func, select

from domain.kudos import Kudos
from storage.room import Room
from storage.sql import table
from storage.tables import KudosJoinRow, KudosReceiverRow, KudosRow

K, R, J = table(KudosRow), table(KudosReceiverRow), table(KudosJoinRow)
STANDS = and_(K.c.undone_at.is_(None), K.c.removed_at.is_(None))
"""Neither taken back nor taken down."""


class KudosRoom(Room):
    """What the rooms that hand out kudos have in common."""

    async def _kudos(self, query: Select[Any]) -> list[Kudos]:
        """Return the kudos of a query for their rows, in its order."""
        rows = await self._rows(query.where(self._here(KudosRow)))
        if not rows:
            return []
        ids = [row.id for row in rows]
        receivers: dict[int, list[str]] = {number: [] for number in ids}
        thanked = select(R.c.kudos, R.c.receiver).where(self._here(KudosReceiverRow), R.c.kudos.in_(ids))
        for row in await self._rows(thanked.order_by(R.c.receiver)):
            receivers[row.kudos].append(row.receiver)
        joined = await self._joined(ids)
        return [_of(row, receivers[row.id], joined) for row in rows]

    async def _joined(self, ids: Sequence[int]) -> Mapping[int, int]:
        people = func.count(J.c.person.distinct()).label("people")
        query = select(J.c.kudos, people).where(self._here(KudosJoinRow), J.c.kudos.in_(ids), J.c.here)
        return {row.kudos: row.people for row in await self._rows(query.group_by(J.c.kudos))}


def _of(row: Row[Any], receivers: Sequence[str], joined: Mapping[int, int]) -> Kudos:
    return Kudos(
        id=row.id,
        giver=row.giver,
        receivers=tuple(receivers),
        reason=row.reason,
        value=row.value,
        goal=row.goal,
        public=row.public,
        given_at=row.given_at,
        link=row.link,
        undone_at=row.undone_at,
        removed_at=row.removed_at,
        removal_reason=row.removal_reason,
        joined=joined.get(row.id, 0),
    )
