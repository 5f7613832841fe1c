"""What happened to goals: written once, never changed."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select

from domain.goal_history import Change, GoalEvent, Happened
from storage.room import Room
from storage.sql import table
from storage.tables import GoalEventRow

E = table(GoalEventRow)


class GoalHistory(Room):
    """What happened to goals."""

    async def record(self, *events: GoalEvent) -> None:
        """Write down what happened."""
        rows = [one.model_dump(exclude={"changes"}) | {"facts": _written(one)} for one in events]
        await self._add_all(GoalEventRow, rows)

    async def of(self, goals: Collection[int]) -> list[GoalEvent]:
        """Return all that happened to these goals, oldest first."""
        query = select(E).where(self._here(GoalEventRow), E.c.goal.in_(list(goals))).order_by(E.c.at, E.c.id)
        return [_event(row) for row in await self._rows(query)]


def _written(event: GoalEvent) -> str:
    return json.dumps({name: one.model_dump() for name, one in event.changes.items()}, ensure_ascii=False)


def _event(row: Row[Any]) -> GoalEvent:
    changes = {name: Change(**one) for name, one in json.loads(row.facts).items()}
    return GoalEvent(goal=row.goal, at=row.at, by=row.by, what=Happened(row.what), why=row.why, changes=changes)
