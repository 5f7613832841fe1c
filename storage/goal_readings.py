"""Every reading of a KPI, and which of them is its latest."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from domain.goals import Goal, KpiReading
from storage.columns import Utc
from storage.room import Room
from storage.sql import table
from storage.tables import KpiReadingRow, KpiRow

K, R = table(KpiRow), table(KpiReadingRow)
AT = bindparam("at", type_=Utc)
READ = (
    update(K)
    .where(
        K.c.workspace_id == bindparam("here"), K.c.id == bindparam("kpi"), K.c.read_at.is_(None) | (K.c.read_at <= AT)
    )
    .values(value=bindparam("new"), read_at=AT)
)


class GoalReadings(Room):
    """How numbers of goals went."""

    async def add(self, *readings: KpiReading) -> None:
        """Store readings, and make each its KPI's latest unless a later one is there.

        Their keys are new: whoever takes keyed readings asks `keyed` before, with the goals locked.
        """
        if readings:
            await self._add_all(KpiReadingRow, [one.model_dump() for one in readings])
            latest = [{"here": self._workspace_id, "kpi": one.kpi, "new": one.value, "at": one.at} for one in readings]
            await self._connection.execute(READ, latest)

    async def of(self, goals: Collection[Goal]) -> list[KpiReading]:
        """Return all readings of these goals that stand, oldest first; not those that were corrected."""
        query = select(R).where(self._here(KpiReadingRow), R.c.goal.in_([goal.id for goal in goals]))
        rows = await self._rows(query.where(R.c.corrected_at.is_(None)).order_by(R.c.at, R.c.id))
        return [_reading(row) for row in rows]

    async def keyed(self, keys: Collection[str]) -> Mapping[str, KpiReading]:
        """Return the readings that were taken under these keys."""
        query = select(R).where(self._here(KpiReadingRow), R.c.key.in_(list(keys)))
        return {row.key: _reading(row) for row in await self._rows(query)} if keys else {}

    async def correct(self, kpi: int, at: datetime, *, now: datetime) -> int:
        """Have the readings of a KPI at that moment stand no more; return how many there were.

        Whoever does this adds the right one in the same transaction.
        """
        query = update(R).where(self._here(KpiReadingRow), R.c.kpi == kpi, R.c.at == at, R.c.corrected_at.is_(None))
        return (await self._connection.execute(query.values(corrected_at=now))).rowcount


def _reading(row: Row[Any]) -> KpiReading:
    return KpiReading(
        goal=row.goal,
        kpi=row.kpi,
        value=row.value,
        at=row.at,
        by=row.by,
        note=row.note,
        check_in=row.check_in,
        key=row.key,
    )
