"""What became of asking for each check-in: put off, skipped, reminded, excused."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, or_, select

from domain.turns import Turn
from storage.room import Room
from storage.sql import insert, table
from storage.tables import CheckInTurnRow

T = table(CheckInTurnRow)


class Turns(Room):
    """Turns; a person and period without a row is one nothing became of."""

    async def of(self, person: str, period: date) -> Turn:
        """Return the turn of one person. To change it, lock the person first: `store.people.acting(…, lock=True)`."""
        query = select(T).where(self._here(CheckInTurnRow), T.c.person == person, T.c.period == period)
        row = await self._first(query)
        return _turn(row) if row else Turn(person=person, period=period)

    async def since(self, period: date, people: Collection[str] | None = None) -> dict[tuple[str, date], Turn]:
        """Return the turns of the periods from `period` on, of everybody or of these people."""
        query = select(T).where(self._here(CheckInTurnRow), T.c.period >= period)
        if people is not None:
            query = query.where(T.c.person.in_(people))
        return {(row.person, row.period): _turn(row) async for row in self._stream(query)}

    async def given_up(self, period: date, people: Collection[str]) -> dict[tuple[str, date], Turn]:
        """Return the turns of these people from `period` on that were skipped or excused: mostly few."""
        query = select(T).where(self._here(CheckInTurnRow), T.c.period >= period, T.c.person.in_(people))
        query = query.where(or_(T.c.skipped_at.is_not(None), T.c.excused.is_not(None)))
        return {(row.person, row.period): _turn(row) for row in await self._rows(query)}

    async def save(self, *turns: Turn) -> None:
        """Store every field of these turns."""
        await self._save(turns, Turn.model_fields)

    async def excuse(self, turns: Iterable[Turn]) -> None:
        """Store why nobody asked, and nothing else: the person may have changed the rest meanwhile."""
        await self._save(turns, ["excused"])

    async def note_asked(self, turns: Iterable[Turn]) -> None:
        """Store on which day they were asked, and nothing else."""
        await self._save(turns, ["asked_on"])

    async def note_reminded(self, turns: Iterable[Turn]) -> None:
        """Store how often and when they were reminded, and nothing else."""
        await self._save(turns, ["reminders", "reminded_on"])

    async def _save(self, turns: Iterable[Turn], told: Collection[str]) -> None:
        rows = [one.model_dump() | {"workspace_id": self._workspace_id} for one in turns]
        if not rows:
            return
        statement = insert(self._connection, CheckInTurnRow)
        values = {name: statement.excluded[name] for name in told if name not in {"person", "period"}}
        key = [T.c.workspace_id, T.c.person, T.c.period]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=values), rows)


def _turn(row: Row[Any]) -> Turn:
    return Turn(**{name: getattr(row, name) for name in Turn.model_fields})
