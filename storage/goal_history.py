"""What happened to goals: written once, never changed."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.goal_history import Change, GoalEvent, Happened
from storage.homes import Homes
from storage.room import Room
from storage.sql import table
from storage.tables import GoalEventRow

E = table(GoalEventRow)


class GoalEvents(Room):
    """What happened to goals, to be read."""

    async def of(self, goals: Collection[int]) -> list[GoalEvent]:
        """Return all that happened to these goals, oldest first."""
        query = select(E).where(self._here(GoalEventRow), E.c.goal.in_(list(goals))).order_by(E.c.at, E.c.id)
        return [_event(row) for row in await self._rows(query)]

    async def explained(self, goals: Collection[int]) -> list[GoalEvent]:
        """Return what owners of these goals said about where they stand, oldest first."""
        query = select(E).where(self._here(GoalEventRow), E.c.goal.in_(list(goals)), E.c.what == Happened.EXPLAINED)
        return [_event(row) for row in await self._rows(query.order_by(E.c.at, E.c.id))]


class GoalHistory(GoalEvents):
    """What happened to goals; it is news for those who answer for them."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, homes: Homes) -> None:
        super().__init__(connection, workspace_id)
        self._homes = homes

    async def record(self, *events: GoalEvent) -> None:
        """Write down what happened."""
        for one in events:
            self._homes.news(goals=[one.goal], now=one.at)
        rows = [one.model_dump(exclude={"changes"}) | {"facts": _written(one)} for one in events]
        await self._add_all(GoalEventRow, rows)


def _written(event: GoalEvent) -> str:
    return json.dumps({name: one.model_dump() for name, one in event.changes.items()}, ensure_ascii=False)


def _event(row: Row[Any]) -> GoalEvent:
    changes = {name: Change(**one) for name, one in json.loads(row.facts).items()}
    return GoalEvent(goal=row.goal, at=row.at, by=row.by, what=Happened(row.what), why=row.why, changes=changes)
