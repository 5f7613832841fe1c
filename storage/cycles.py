"""Cycles, and which goals fall into them."""

from sqlalchemy import func, select, update

from domain.cycles import Cycle, CycleGoals, counted, cycle_of
from domain.goals import OPEN, Goal, State
from storage.room import Room
from storage.sql import table
from storage.tables import CycleRow, GoalRow, WorkspaceRow

C, G, W = table(CycleRow), table(GoalRow), table(WorkspaceRow)


class Cycles(Room):
    """The spans for which goals are planned."""

    async def all(self) -> list[Cycle]:
        """Return every cycle, by its first day."""
        query = select(C).where(self._here(CycleRow)).order_by(C.c.starts, C.c.ends, C.c.id)
        return [Cycle(id=row.id, name=row.name, starts=row.starts, ends=row.ends) for row in await self._rows(query)]

    async def hold(self) -> None:
        """Let nobody else open a cycle until this commits."""
        here = select(W.c.id).where(W.c.id == self._workspace_id)
        await self._connection.execute(here.with_for_update(key_share=True))

    async def open(self, cycle: Cycle) -> int:
        """Store a new cycle, and have the open goals that have none and are due in it fall into it; return how many."""
        await self._add(CycleRow, name=cycle.name, starts=cycle.starts, ends=cycle.ends)
        return await self.place_all()

    async def place_all(self) -> int:
        """Have all open goals without a cycle fall into theirs; return how many did."""
        cycles, placed = await self.all(), 0
        loose = self._here(GoalRow), G.c.cycle.is_(None), G.c.state.in_(OPEN)
        for day in (row.due for row in await self._rows(select(G.c.due).where(*loose).distinct())):
            if found := cycle_of(day, cycles):
                done = await self._connection.execute(update(G).where(*loose, G.c.due == day).values(cycle=found.id))
                placed += done.rowcount
        return placed

    async def placed(self, goal: Goal) -> Goal:
        """Return a goal that is to be stored with the cycle into which it falls; one that has a cycle keeps it."""
        found = None if goal.cycle else cycle_of(goal.due, await self.all())
        return goal.model_copy(update={"cycle": found.id}) if found else goal

    async def with_goals(self) -> tuple[CycleGoals, ...]:
        """Return every cycle with what became of its goals."""
        query = select(G.c.cycle, G.c.state, func.count().label("number")).where(self._here(GoalRow))
        rows = await self._rows(query.where(G.c.cycle.is_not(None)).group_by(G.c.cycle, G.c.state))
        return counted(await self.all(), [(row.cycle, State(row.state), row.number) for row in rows])
