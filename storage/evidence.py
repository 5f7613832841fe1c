"""What people keep as evidence for themselves. It takes a grant for oneself; no other opens it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, select, update

from domain.own_evidence import Kept
from domain.permissions import Grant, Topic
from storage.room import Room
from storage.sql import table
from storage.tables import EvidenceRow

E = table(EvidenceRow)


class OwnEvidence(Room):
    """Notes people keep, each with a link or a piece of feedback."""

    async def add(self, kept: Kept) -> Kept:
        """Store it and return it with its id."""
        return kept.model_copy(update={"id": await self._add(EvidenceRow, **kept.model_dump(exclude={"id"}))})

    async def of(self, grant: Grant, *, since: datetime | None = None, until: datetime | None = None) -> list[Kept]:
        """Return what the subject kept, in [since, until) where given, oldest first; nothing for anybody else."""
        query = select(E).where(self._mine(grant))
        if since:
            query = query.where(E.c.saved_at >= since)
        if until:
            query = query.where(E.c.saved_at < until)
        return [_kept(row) for row in await self._rows(query.order_by(E.c.saved_at, E.c.id))]

    async def count(self, mine: Grant) -> int:
        """Count what the reader keeps."""
        query = select(func.count()).where(self._mine(mine))
        return int((await self._connection.execute(query)).scalar_one())

    async def one(self, mine: Grant, number: int) -> Kept | None:
        """Return one thing the reader kept."""
        return await self._find(mine, E.c.id == number)

    async def about(self, mine: Grant, *, link: str | None = None, feedback: int | None = None) -> Kept | None:
        """Return what the reader kept of that message or piece of feedback already."""
        return await self._find(mine, E.c.link == link if link else E.c.feedback == feedback)

    async def change(self, mine: Grant, kept: Kept) -> None:
        """Store another note and goal."""
        query = update(E).where(self._mine(mine), E.c.id == kept.id)
        await self._connection.execute(query.values(note=kept.note, goal=kept.goal))

    async def remove(self, mine: Grant, number: int) -> bool:
        """Remove it for good; tell whether it was there."""
        gone = await self._connection.execute(E.delete().where(self._mine(mine), E.c.id == number))
        return gone.rowcount > 0

    def _mine(self, grant: Grant) -> ColumnElement[bool]:
        """Only what this grant opens: the reader's own."""
        reader = grant.subject if grant.covers(Topic.OWN_EVIDENCE) else None
        return and_(self._here(EvidenceRow), E.c.person == reader)

    async def _find(self, mine: Grant, which: ColumnElement[bool]) -> Kept | None:
        row = await self._first(select(E).where(self._mine(mine), which).order_by(E.c.id))
        return _kept(row) if row else None


def _kept(row: Row[Any]) -> Kept:
    return Kept(
        id=row.id,
        person=row.person,
        note=row.note,
        link=row.link,
        goal=row.goal,
        feedback=row.feedback,
        saved_at=row.saved_at,
    )
