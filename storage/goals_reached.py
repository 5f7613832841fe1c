"""Goals that are there: by their numbers, or closed in green. Nothing older than what is asked for is looked at."""

from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, and_, not_, or_, select, union

from domain.goal_scores import GREEN_FROM
from domain.goals import Goal, Level, State
from storage.goals import G, Goals, K
from storage.tables import GoalRow, KpiRow

THERE = and_(
    or_(K.c.value >= K.c.target, K.c.target < K.c.baseline), or_(K.c.value <= K.c.target, K.c.target > K.c.baseline)
)
"""A KPI that rises has risen to its target, one that falls has fallen to it."""


class GoalsReached(Goals):
    """What there is to celebrate."""

    async def arrived(self, *, since: datetime) -> list[Goal]:
        """Return the goals that may have been reached from `since` on: by their numbers, or closed in green."""
        short = select(K.c.id).where(K.c.goal == G.c.id, or_(K.c.value.is_(None), not_(THERE))).exists()
        query = select(G).where(G.c.id.in_(self._lately(since, THERE)), or_(_closed_in_green(since), ~short))
        return await self._goals(query.order_by(G.c.id))

    async def shared_and_read(self, *, since: datetime) -> list[Goal]:
        """Return the company and team goals of which a number was read from `since` on, or closed in green since."""
        query = select(G).where(G.c.id.in_(self._lately(since)), G.c.level != Level.INDIVIDUAL)
        return await self._goals(query.order_by(G.c.level, G.c.id))

    def _lately(self, since: datetime, *read: ColumnElement[bool]) -> CompoundSelect[int]:
        numbers = select(K.c.goal).where(self._here(KpiRow), K.c.read_at >= since, *read)
        return union(numbers, select(G.c.id).where(self._here(GoalRow), _closed_in_green(since)))


def _closed_in_green(since: datetime) -> ColumnElement[bool]:
    return and_(G.c.state == State.CLOSED, G.c.score >= GREEN_FROM, G.c.ended_on >= since.date())
