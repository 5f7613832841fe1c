"""Goals with all that hangs around them, whoever owns them: `domain/goal_sight.py` says what a reader sees of it."""

from sqlalchemy import func, or_, select

from domain.goal_sight import STANDING
from domain.goal_tree import COUNTED
from domain.goals import Goal, Level, State
from storage.goals import Goals
from storage.kudos_rows import STANDS
from storage.sql import table
from storage.tables import GoalRow, KudosReceiverRow, KudosRow

G, K, R = table(GoalRow), table(KudosRow), table(KudosReceiverRow)
IN_TREE = STANDING | COUNTED


class GoalTrees(Goals):
    """The tree of goals, and the place of one in it."""

    async def whole(self) -> list[Goal]:
        """Return every goal that may be in the tree."""
        return await self._goals(select(G).where(G.c.state.in_(IN_TREE)).order_by(G.c.id))

    async def around(self, number: int) -> list[Goal]:
        """Return a goal, the one above it, and all that hangs below it."""
        below = select(G.c.id).where(self._here(GoalRow), G.c.id == number).cte("below", recursive=True)
        below = below.union(select(G.c.id).where(self._here(GoalRow), G.c.parent == below.c.id))  # ends in a loop, too
        above = select(G.c.parent).where(self._here(GoalRow), G.c.id == number)
        query = select(G).where(or_(G.c.id.in_(select(below.c.id)), G.c.id.in_(above)))
        return await self._goals(query.order_by(G.c.id))

    async def right_below(self, number: int) -> list[Goal]:
        """Return the goals that hang right below one, whatever became of them."""
        return await self._goals(select(G).where(G.c.parent == number).order_by(G.c.id))

    async def of_person(self, owner: str, *, individual: bool) -> list[Goal]:
        """Return what somebody is to reach: no drafts, and of the individual goals none unless they are asked for."""
        query = select(G).where(G.c.owner == owner, G.c.state != State.DRAFT)
        if not individual:
            query = query.where(G.c.level != Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.due, G.c.id))

    async def count_kudos(self, number: int, reader: str) -> int:
        """Count the kudos that name a goal: public ones, and private ones the reader gave or got."""
        got = select(R.c.kudos).where(self._here(KudosReceiverRow), R.c.receiver == reader)
        query = select(func.count()).where(self._here(KudosRow), K.c.goal == number, STANDS)
        query = query.where(or_(K.c.public, K.c.giver == reader, K.c.id.in_(got)))
        return int((await self._connection.execute(query)).scalar_one())
