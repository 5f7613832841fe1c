"""Cycles, and which goals fall into them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select, update

from domain.cycles import Cycle, CycleGoals, LeftOpen, counted, cycle_of
from domain.goals import OPEN, Goal, State
from storage.room import Room, parts
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

    async def left_open(self, owners: Collection[str], *, before: date, asked: bool = False) -> list[LeftOpen]:
        """Return the active goals of these owners whose cycle ended before that day, those that ended first first.

        Without `asked` only those of whom their owner has not been asked yet.
        """
        query = select(G.c.id, G.c.title, G.c.owner, C.c.name, C.c.ends).join(C, C.c.id == G.c.cycle)
        query = query.where(self._here(GoalRow), G.c.state == State.ACTIVE, C.c.ends < before)
        query = query if asked else query.where(G.c.asked_of_cycle.is_distinct_from(G.c.cycle))
        query = query.order_by(C.c.ends, G.c.due, G.c.id)
        found = [await self._rows(query.where(G.c.owner.in_(part))) for part in parts(sorted(owners))]
        return [
            LeftOpen(goal=row.id, title=row.title, owner=row.owner, cycle=row.name, ended_on=row.ends)
            for rows in found
            for row in rows
        ]

    async def note_asked(self, goals: Collection[int]) -> None:
        """Note that the owners of these goals were asked what becomes of them, now that their cycle is over."""
        for part in parts(sorted(goals)):
            which = update(G).where(self._here(GoalRow), G.c.id.in_(part))
            await self._connection.execute(which.values(asked_of_cycle=G.c.cycle))
