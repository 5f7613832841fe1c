"""Wishes for other targets of goals: one that waits for each goal, and what became of those before."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.goal_rescoping import Rescope, Wanted
from domain.goals import State
from storage.room import Room
from storage.sql import table
from storage.tables import GoalRescopeRow, GoalRow

G, R = table(GoalRow), table(GoalRescopeRow)


class GoalRescopes(Room):
    """What owners wish their goals to be instead."""

    async def get(self, number: int) -> Rescope | None:
        """Return one, decided or not. Whoever decides about it locks its goal before."""
        row = await self._first(select(R).where(self._here(GoalRescopeRow), R.c.id == number))
        return _rescope(row) if row else None

    async def waiting_for(self, goal: int) -> Rescope | None:
        """Return the wish about a goal that nobody has decided yet."""
        query = select(R).where(self._here(GoalRescopeRow), R.c.goal == goal, R.c.decided_at.is_(None))
        row = await self._first(query)
        return _rescope(row) if row else None

    async def ask(self, rescope: Rescope, *, now: datetime) -> tuple[Rescope, Rescope | None]:
        """Store a wish, with its goal locked; return it, and the one whose place it took, if one waited."""
        waiting = await self.waiting_for(rescope.goal)
        before = waiting.model_copy(update={"decided_at": now}) if waiting else None
        if before:
            await self.save(before)
        number = await self._add(GoalRescopeRow, **_values(rescope))
        return rescope.model_copy(update={"id": number}), before

    async def waiting(self, owners: Collection[str]) -> list[Rescope]:
        """Return the wishes about active goals of these owners that nobody has decided yet, oldest first."""
        theirs = select(G.c.id).where(self._here(GoalRow), G.c.owner.in_(list(owners)), G.c.state == State.ACTIVE)
        query = select(R).where(self._here(GoalRescopeRow), R.c.decided_at.is_(None), R.c.goal.in_(theirs))
        return [_rescope(row) for row in await self._rows(query.order_by(R.c.at, R.c.id))]

    async def save(self, rescope: Rescope) -> None:
        """Store what became of one."""
        query = update(R).where(self._here(GoalRescopeRow), R.c.id == rescope.id)
        await self._connection.execute(query.values(_values(rescope)))


def _values(rescope: Rescope) -> dict[str, Any]:
    return rescope.model_dump(exclude={"id", "wanted"}) | {"wanted": rescope.wanted.model_dump_json()}


def _rescope(row: Row[Any]) -> Rescope:
    columns = {name: getattr(row, name) for name in Rescope.model_fields if name != "wanted"}
    return Rescope(**columns, wanted=Wanted.model_validate_json(row.wanted))
