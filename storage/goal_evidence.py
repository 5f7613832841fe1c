"""How much evidence names each goal: counts alone, for pages that everyone may read.

Only what more people than its writer and one reader know of is counted: public kudos that stand, feedback that both its
receiver and their manager read, check-ins. That there is a private piece is its people's to tell.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func, select, true

from domain.feedback import Visibility
from domain.goal_report import Counts
from domain.goals import Level
from storage.kudos_rows import STANDS
from storage.room import Room
from storage.sql import each_number, table
from storage.tables import CheckInRow, FeedbackRow, GoalRow, KudosRow

C, F, G, K = table(CheckInRow), table(FeedbackRow), table(GoalRow), table(KudosRow)


class GoalEvidence(Room):
    """How much speaks of goals."""

    async def counts(self, *, everyone: bool = False) -> dict[int, Counts]:
        """Return the counts of each goal that anything names; without `everyone` of company and team goals alone."""
        both = F.c.visibility == Visibility.RECEIVER_AND_MANAGER
        line, goal = each_number(self._connection, C.c.goals, "goal")
        found = {
            "kudos": await self._named(K.c.goal, K, self._here(KudosRow), K.c.public, STANDS),
            "feedback": await self._named(F.c.goal, F, self._here(FeedbackRow), both, F.c.taken_back_at.is_(None)),
            "check_ins": await self._named(goal, C.join(line, true()), self._here(CheckInRow), C.c.goals != "[]"),
        }
        readable = select(G.c.id).where(self._here(GoalRow), true() if everyone else G.c.level != Level.INDIVIDUAL)
        return {
            row.id: Counts(**{kind: times.get(row.id, 0) for kind, times in found.items()})
            for row in await self._rows(readable)
            if any(row.id in times for times in found.values())
        }

    async def _named(
        self, goal: ColumnElement[Any], pieces: FromClause, *which: ColumnElement[bool]
    ) -> Mapping[int, int]:
        """Return how many of these pieces name each goal.

        Not joined with the goals: SQLite would read all pieces anew for each of them.
        """
        query = select(goal.label("goal"), func.count().label("times")).select_from(pieces)
        rows = await self._rows(query.where(*which, goal.is_not(None)).group_by(goal))
        return {row.goal: row.times for row in rows}
