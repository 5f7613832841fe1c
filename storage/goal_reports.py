"""The report of goals, gathered in one transaction: the tree, how its numbers went, what speaks of it."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.goal_report import GoalReport, Point, report, thinned
from domain.goals import Level
from storage.goal_evidence import GoalEvidence
from storage.goals import Goals
from storage.people import People
from storage.room import Room
from storage.sql import table
from storage.tables import GoalRow, KpiReadingRow

G, R = table(GoalRow), table(KpiReadingRow)


class GoalReports(Room):
    """The tree of goals on one page."""

    def __init__(self, connection: AsyncConnection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        here = connection, workspace_id
        self._goals, self._people, self._evidence = Goals(*here), People(*here), GoalEvidence(*here)

    async def report(self, *, everyone: bool, now: datetime) -> GoalReport:
        """Return the report as of `now`, with `everyone` individual goals too: for the operator, who has no grant.

        Goals are measured by the day in UTC, as the import of goals does.
        """
        people = await self._people.all(active=False)
        return report(
            await self._goals.all(),
            trends=await self._trends(everyone=everyone),
            evidence=await self._evidence.counts(everyone=everyone),
            names={one.id: one.name for one in people.values()},
            everyone=everyone,
            day=now.date(),
            made_at=now,
        )

    async def _trends(self, *, everyone: bool) -> dict[int, tuple[Point, ...]]:
        """Return how each KPI went, thinned while they are read: years of readings do not have to fit into memory."""
        found: dict[int, tuple[Point, ...]] = {}
        async for kpi, points in self._by_kpi(everyone=everyone):
            found[kpi] = thinned(points)
        return found

    async def _by_kpi(self, *, everyone: bool) -> AsyncIterator[tuple[int, list[Point]]]:
        query = select(R.c.kpi, R.c.at, R.c.value).join_from(R, G, G.c.id == R.c.goal)
        query = query.where(self._here(KpiReadingRow), R.c.corrected_at.is_(None))
        if not everyone:
            query = query.where(G.c.level != Level.INDIVIDUAL)
        kpi, points = 0, list[Point]()
        async for row in self._stream(query.order_by(R.c.kpi, R.c.at, R.c.id)):
            if row.kpi != kpi and points:
                yield kpi, points
                points = []
            kpi = row.kpi
            points.append(Point(row.at, row.value))
        if points:
            yield kpi, points
