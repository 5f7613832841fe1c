"""Wishes for other targets of goals: one that waits for each goal, and what became of those before."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.goal_rescoping import Rescope, Wanted
from storage.room import Room
from storage.sql import table
from storage.tables import GoalRescopeRow

R = table(GoalRescopeRow)


class GoalRescopes(Room):
    """What owners wish their goals to be instead."""

    async def get(self, number: int) -> Rescope | None:
        """Return one, decided or not. Whoever decides about it locks its goal before."""
        row = await self._first(select(R).where(self._here(GoalRescopeRow), R.c.id == number))
        return _rescope(row) if row else None

    async def ask(self, rescope: Rescope, *, now: datetime) -> tuple[Rescope, Rescope | None]:
        """Store a wish, with its goal locked; return it, and the one whose place it took, if one waited."""
        waiting = select(R).where(self._here(GoalRescopeRow), R.c.goal == rescope.goal, R.c.decided_at.is_(None))
        row = await self._first(waiting)
        before = _rescope(row).model_copy(update={"decided_at": now}) if row else None
        if before:
            await self.save(before)
        number = await self._add(GoalRescopeRow, **_values(rescope))
        return rescope.model_copy(update={"id": number}), before

    async def save(self, rescope: Rescope) -> None:
        """Store what became of one."""
        query = update(R).where(self._here(GoalRescopeRow), R.c.id == rescope.id)
        await self._connection.execute(query.values(_values(rescope)))


def _values(rescope: Rescope) -> dict[str, Any]:
    return rescope.model_dump(exclude={"id", "wanted"}) | {"wanted": rescope.wanted.model_dump_json()}


def _rescope(row: Row[Any]) -> Rescope:
    columns = {name: getattr(row, name) for name in Rescope.model_fields if name != "wanted"}
    return Rescope(**columns, wanted=Wanted.model_validate_json(row.wanted))
