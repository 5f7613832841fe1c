"""The days people said they are away."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, select

from domain.absences import Absence
from storage.room import Room
from storage.sql import table
from storage.tables import AbsenceRow

A = table(AbsenceRow)


class Absences(Room):
    """Own dates; nobody else's word."""

    async def of(self, person: str, *, since: date) -> list[Absence]:
        """Return somebody's absences that end on `since` or later, in order."""
        return (await self.all(since=since, people=[person])).get(person, [])

    async def all(self, *, since: date, people: Collection[str] | None = None) -> dict[str, list[Absence]]:
        """Return the absences that end on `since` or later, by person, in order; of everybody or of these people."""
        query = select(A).where(self._here(AbsenceRow), A.c.ends >= since).order_by(A.c.starts, A.c.ends, A.c.id)
        if people is not None:
            query = query.where(A.c.person.in_(people))
        found: dict[str, list[Absence]] = defaultdict(list)
        async for row in self._stream(query):
            found[row.person].append(Absence(person=row.person, starts=row.starts, ends=row.ends))
        return dict(found)

    async def add(self, absence: Absence, *, now: datetime) -> None:
        """Keep these days. To add to those of a person, lock the person first."""
        await self._add(AbsenceRow, **absence.model_dump(), said_at=now)

    async def clear(self, person: str, *, since: date) -> int:
        """Forget the absences that end on `since` or later; return how many there were."""
        query = delete(A).where(self._here(AbsenceRow), A.c.person == person, A.c.ends >= since)
        return (await self._connection.execute(query)).rowcount
