"""Kudos that were given."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, BindParameter, Row, String, bindparam, func, select

from domain.kudos import Kudos
from domain.permissions import Grant, Topic
from storage.room import Room
from storage.sql import table
from storage.tables import KudosReceiverRow, KudosRow, PersonRow

K, R, P = table(KudosRow), table(KudosReceiverRow), table(PersonRow)
HERE: BindParameter[Any] = bindparam("here")
GIVER: BindParameter[Any] = bindparam("giver")
LOCK = select(P.c.id).where(P.c.workspace_id == HERE, P.c.id == GIVER).with_for_update()
GIVEN = (
    select(func.count())
    .select_from(R.join(K, K.c.id == R.c.kudos))
    .where(K.c.workspace_id == HERE, K.c.giver == GIVER, K.c.given_at >= bindparam("since"))
)
NEW = (
    K.insert().values({c.name: bindparam(c.name, type_=c.type) for c in K.c if c.name != "id"}).returning(K).cte("new")
)
EACH = func.unnest(bindparam("receivers", type_=ARRAY(String)))
ADD = (
    R.insert()
    .from_select(
        ["workspace_id", "kudos", "receiver", "given_at"], select(NEW.c.workspace_id, NEW.c.id, EACH, NEW.c.given_at)
    )
    .returning(R.c.kudos)
)
"""A thank-you with all its receivers at once: PostgreSQL can, and saves a way there and back."""


class KudosGiven(Room):
    """Thank-yous, and what is left of somebody's allowance."""

    async def lock_allowance(self, giver: str, *, since: datetime) -> int:
        """Return how many thanks `giver` gave from `since` on, with nobody else counting until this commits.

        PostgreSQL locks the giver's row; on SQLite the transaction is the only writer anyway.
        """
        if self._connection.dialect.name != "sqlite":
            await self._connection.execute(LOCK, {"here": self._workspace_id, "giver": giver})
        return await self.count_given(giver, since=since)

    async def count_given(self, giver: str, *, since: datetime) -> int:
        """Count the thanks `giver` gave from `since` on; each receiver is one."""
        asked = {"here": self._workspace_id, "giver": giver, "since": since}
        return int((await self._connection.execute(GIVEN, asked)).scalar_one())

    async def add(self, kudos: Kudos) -> Kudos:
        """Store it and return it with its id."""
        number = await (self._add_in_two if self._connection.dialect.name == "sqlite" else self._add_in_one)(kudos)
        return kudos.model_copy(update={"id": number})

    async def _add_in_two(self, kudos: Kudos) -> int:
        number = await self._add(KudosRow, **kudos.model_dump(exclude={"id", "receivers"}))
        rows = [{"kudos": number, "receiver": person, "given_at": kudos.given_at} for person in kudos.receivers]
        await self._add_all(KudosReceiverRow, rows)
        return number

    async def _add_in_one(self, kudos: Kudos) -> int:
        values = kudos.model_dump(exclude={"id"}) | {"workspace_id": self._workspace_id}
        return int((await self._connection.execute(ADD, values)).scalars().first() or 0)

    async def received(self, grant: Grant, *, since: datetime, until: datetime) -> list[Kudos]:
        """Return what the subject received in [since, until) and the reader may see, oldest first."""
        mine = select(R.c.kudos).where(self._here(KudosReceiverRow), R.c.receiver == grant.subject)
        query = select(K).where(self._here(KudosRow), K.c.id.in_(mine), K.c.given_at >= since, K.c.given_at < until)
        if not grant.covers(Topic.PRIVATE_KUDOS):
            query = query.where(K.c.public)
        return await self._with_receivers(await self._rows(query.order_by(K.c.given_at, K.c.id)))

    async def count_received(self, people: Collection[str], *, since: datetime) -> int:
        """Count the public thanks these people received from `since` on."""
        query = select(func.count()).select_from(R.join(K, K.c.id == R.c.kudos))
        query = query.where(self._here(KudosReceiverRow), R.c.receiver.in_(people), R.c.given_at >= since, K.c.public)
        return int((await self._connection.execute(query)).scalar_one())

    async def last_received(self, people: Collection[str], *, since: datetime) -> dict[str, datetime]:
        """Return when each of these people was last thanked in public, from `since` on; the others are not in it."""
        query = select(R.c.receiver, func.max(R.c.given_at).label("last")).join_from(R, K, K.c.id == R.c.kudos)
        query = query.where(self._here(KudosReceiverRow), R.c.receiver.in_(people), R.c.given_at >= since, K.c.public)
        return {row.receiver: row.last for row in await self._rows(query.group_by(R.c.receiver))}

    async def _with_receivers(self, rows: Sequence[Row[Any]]) -> list[Kudos]:
        names: dict[int, list[str]] = {row.id: [] for row in rows}
        query = select(R.c.kudos, R.c.receiver).where(self._here(KudosReceiverRow), R.c.kudos.in_(list(names)))
        for row in await self._rows(query.order_by(R.c.receiver)):
            names[row.kudos].append(row.receiver)
        return [
            Kudos(
                id=row.id,
                giver=row.giver,
                receivers=tuple(names[row.id]),
                reason=row.reason,
                value=row.value,
                goal=row.goal,
                public=row.public,
                given_at=row.given_at,
                link=row.link,
            )
            for row in rows
        ]
