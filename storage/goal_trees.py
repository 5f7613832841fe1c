"""Goals with all that hangs around them, whoever owns them: `domain/goal_sight.py` says what a reader sees of it.

A tree is read as branches, without words: of ten thousand goals twenty are shown, and those are then read whole.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union

from domain.goal_sight import STANDING
from domain.goal_tree import Branch
from domain.goals import Goal, Level, State, held, way
from storage.goals import Goals
from storage.kudos_rows import STANDS
from storage.sql import table
from storage.tables import GoalRow, KpiRow, KudosReceiverRow, KudosRow

G, KPI = table(GoalRow), table(KpiRow)
K, R = table(KudosRow), table(KudosReceiverRow)
BRANCH = (G.c.id, G.c.parent, G.c.owner, G.c.level, G.c.state, G.c.due, G.c.score)
LEVELS = {level.value: level for level in Level}
STATES = {state.value: state for state in State}


class GoalTrees(Goals):
    """The tree of goals, and the place of one in it."""

    async def whole(self) -> list[Branch]:
        """Return every goal that may be in the tree: the open ones, and what was closed below them."""
        known = select(G.c.id).where(self._here(GoalRow), G.c.state.in_(STANDING)).cte("known", recursive=True)
        closed = select(G.c.id).where(self._here(GoalRow), G.c.parent == known.c.id, G.c.state == State.CLOSED)
        return await self._branches(G.c.id.in_(select(known.union(closed).c.id)))  # ends in a loop, too

    async def around(self, *numbers: int) -> list[Branch]:
        """Return these goals, those above them, and all that hangs below them."""
        these = self._here(GoalRow), G.c.id.in_(numbers)
        below = select(G.c.id).where(*these).cte("below", recursive=True)
        below = below.union(select(G.c.id).where(self._here(GoalRow), G.c.parent == below.c.id))  # ends in a loop, too
        above = select(G.c.parent).where(*these)
        return await self._branches(G.c.id.in_(union(select(below.c.id), above)))

    async def right_below(self, number: int) -> list[Goal]:
        """Return the goals that hang right below one, whatever became of them."""
        return await self._goals(select(G).where(G.c.parent == number).order_by(G.c.id))

    async def of_person(self, owner: str, *, individual: bool) -> list[Branch]:
        """Return what somebody is to reach, by due date: no drafts; individual goals only where they are asked for."""
        theirs = and_(G.c.owner == owner, G.c.state != State.DRAFT)
        return await self._branches(theirs if individual else and_(theirs, G.c.level != Level.INDIVIDUAL), G.c.due)

    async def count_kudos(self, number: int, reader: str) -> int:
        """Count the kudos that name a goal: public ones, and private ones the reader gave or got."""
        got = select(R.c.kudos).where(self._here(KudosReceiverRow), R.c.receiver == reader)
        query = select(func.count()).where(self._here(KudosRow), K.c.goal == number, STANDS)
        query = query.where(or_(K.c.public, K.c.giver == reader, K.c.id.in_(got)))
        return int((await self._connection.execute(query)).scalar_one())

    async def _branches(self, which: ColumnElement[bool], *first: ColumnElement[Any]) -> list[Branch]:
        """Return these goals in order of entry, or of what comes `first`; two questions, however many they are."""
        here = and_(self._here(GoalRow), which)
        shares = await self._shares(select(G.c.id).where(here))
        rows: Sequence[Any] = await self._rows(select(*BRANCH).where(here).order_by(*first, G.c.id))
        return [
            Branch(id, parent, owner, LEVELS[level], STATES[state], due, score, tuple(shares.get(id, ())))
            for id, parent, owner, level, state, due, score in rows
        ]

    async def _shares(self, goals: Select[Any]) -> dict[int, list[float]]:
        """Return how far each KPI of these goals is (0.0-1.0), in order of entry."""
        query = select(KPI.c.goal, KPI.c.baseline, KPI.c.target, KPI.c.value)
        found: dict[int, list[float]] = {}
        query = query.where(self._here(KpiRow), KPI.c.goal.in_(goals)).order_by(KPI.c.id)
        rows: Sequence[Any] = await self._rows(query)
        for goal, baseline, target, value in rows:
            found.setdefault(goal, []).append(held(way(baseline, target, value)))
        return found
