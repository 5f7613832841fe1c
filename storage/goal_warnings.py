"""Warnings about goals: one open for each, in the state its owner was told of, and what became of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.goal_warnings import OWNER_LEFT, Warned
from domain.goals import State
from storage.room import Room
from storage.sql import table
from storage.tables import GoalRow, GoalWarningRow, PersonRow

G, P, W = table(GoalRow), table(PersonRow), table(GoalWarningRow)
STANDING = W.c.over_at.is_(None)


class GoalWarnings(Room):
    """What owners were warned of."""

    async def standing(self, goals: Collection[int] | None = None) -> dict[int, Warned]:
        """Return the open warnings about these goals, or about all, by the id of the goal."""
        query = select(W).where(self._here(GoalWarningRow), STANDING).order_by(W.c.goal)
        if goals is not None:
            query = query.where(W.c.goal.in_(list(goals)))
        return {row.goal: _warned(row) for row in await self._rows(query)}

    async def told(self, managers: Collection[str]) -> list[Warned]:
        """Return the open warnings that one of these was told of, and to which no owner said anything, oldest first."""
        query = select(W).where(self._here(GoalWarningRow), STANDING, W.c.answer.is_(None))
        query = query.where(W.c.manager.in_(list(managers))).order_by(W.c.said_at, W.c.id)
        return [_warned(row) for row in await self._rows(query)]

    async def without_owner(self) -> list[int]:
        """Return the active goals whose owner has left, and about whom nobody was asked yet."""
        left = select(P.c.id).where(P.c.workspace_id == G.c.workspace_id, P.c.id == G.c.owner, P.c.active.is_(False))
        asked = select(W.c.id).where(W.c.goal == G.c.id, STANDING, W.c.state == OWNER_LEFT)
        query = select(G.c.id).where(self._here(GoalRow), G.c.state == State.ACTIVE, left.exists(), ~asked.exists())
        return [row.id for row in await self._rows(query.order_by(G.c.id))]

    async def warn(self, said: Sequence[Warned], *, now: datetime) -> None:
        """Write down new warnings; what stood about the same goals is over."""
        if said:
            await self.end([one.goal for one in said], now=now)
            await self._add_all(GoalWarningRow, [one.model_dump(exclude={"id"}) for one in said])

    async def save(self, warned: Warned) -> None:
        """Store what became of a warning that was read with its goal locked."""
        query = update(W).where(self._here(GoalWarningRow), W.c.id == warned.id)
        await self._connection.execute(query.values(warned.model_dump(exclude={"id"})))

    async def end(self, goals: Iterable[int], *, now: datetime) -> None:
        """End the open warnings about these goals."""
        query = update(W).where(self._here(GoalWarningRow), STANDING, W.c.goal.in_(list(goals)))
        await self._connection.execute(query.values(over_at=now))

    async def note_manager(self, goals: Collection[int], manager: str, *, now: datetime) -> None:
        """Note that a manager was told of the open warnings about these goals."""
        query = update(W).where(self._here(GoalWarningRow), STANDING, W.c.goal.in_(list(goals)))
        await self._connection.execute(query.values(manager=manager, told_manager_at=now))


def _warned(row: Row[Any]) -> Warned:
    return Warned(**{name: getattr(row, name) for name in Warned.model_fields})
