"""Every reading of a KPI, which of them stands, and which is its latest."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, case, func, select, update

from domain.calendar import zone
from domain.goals import Goal, KpiReading
from domain.readings_again import Moment, Seen
from storage.columns import Utc
from storage.room import Room, parts
from storage.sql import table
from storage.tables import KpiReadingRow, KpiRow, PersonRow, WorkspaceRow

K, R, P, W = table(KpiRow), table(KpiReadingRow), table(PersonRow), table(WorkspaceRow)
AT = bindparam("moment", type_=Utc)
READ = (
    update(K)
    .where(
        K.c.workspace_id == bindparam("here"), K.c.id == bindparam("which"), K.c.read_at.is_(None) | (K.c.read_at <= AT)
    )
    .values(value=bindparam("new"), read_at=AT)
)
WRONG = (
    update(R)
    .where(
        R.c.workspace_id == bindparam("here"), R.c.kpi == bindparam("which"), R.c.at == AT, R.c.corrected_at.is_(None)
    )
    .values(corrected_at=bindparam("now", type_=Utc))
)


class GoalReadings(Room):
    """How numbers of goals went."""

    async def add(self, *readings: KpiReading) -> None:
        """Store readings, and make the latest of each KPI its value unless a later one is there.

        Their keys are new: whoever takes keyed readings asks `keyed` before, with the goals locked.
        """
        if readings:
            await self._add_all(KpiReadingRow, [one.model_dump() for one in readings])
            latest = {one.kpi: one for one in sorted(readings, key=lambda one: one.at)}
            new = [
                {"here": self._workspace_id, "which": kpi, "new": one.value, "moment": one.at}
                for kpi, one in latest.items()
            ]
            await self._connection.execute(READ, new)

    async def of(self, goals: Collection[Goal]) -> list[KpiReading]:
        """Return all readings of these goals that stand, oldest first; not those that were corrected."""
        return [one for one in await self.ever(goals) if one.corrected_at is None]

    async def ever(self, goals: Collection[Goal]) -> list[KpiReading]:
        """Return all readings of these goals, oldest first; also those that were corrected."""
        query = select(R).where(self._here(KpiReadingRow), R.c.goal.in_([goal.id for goal in goals]))
        return [_reading(row) for row in await self._rows(query.order_by(R.c.at, R.c.id))]

    async def stood(self, goals: Collection[int], moments: Sequence[datetime]) -> Mapping[int, list[float | None]]:
        """Return what each KPI of these goals stood at before each of these moments (ascending), by its id.

        None before its first reading. Of each span the database returns its last reading alone, however many there are.
        """
        span = case(*((R.c.at < moment, place) for place, moment in enumerate(moments)), else_=len(moments))
        last = func.row_number().over(partition_by=[R.c.kpi, span], order_by=[R.c.at.desc(), R.c.id.desc()])
        query = select(R.c.kpi, R.c.value, span.label("span"), last.label("place"))
        query = query.where(self._here(KpiReadingRow), R.c.goal.in_(list(goals)), R.c.corrected_at.is_(None))
        latest = query.subquery()
        rows = await self._rows(select(latest).where(latest.c.place == 1)) if goals else ()
        read = {(row.kpi, row.span): row.value for row in rows}
        return {kpi: _carried([read.get((kpi, place)) for place in range(len(moments))]) for kpi, _ in read}

    async def keyed(self, keys: Collection[str]) -> Mapping[str, KpiReading]:
        """Return the readings that were taken under these keys, and keep others from using them until this commits."""
        if keys:
            here = select(W.c.id).where(W.c.id == self._workspace_id)
            await self._connection.execute(here.with_for_update(key_share=True))
        query = select(R).where(self._here(KpiReadingRow))
        found = [await self._rows(query.where(R.c.key.in_(part))) for part in parts(sorted(set(keys)))]
        return {row.key: _reading(row) for rows in found for row in rows}

    async def seen(self, moments: Iterable[Moment]) -> Mapping[Moment, Seen]:
        """Return what was read at these moments, those without any left out."""
        wanted = sorted(set(moments))
        found: dict[Moment, Seen] = {}
        for part in parts(wanted):
            which = R.c.kpi.in_({kpi for kpi, _ in part}), R.c.at.in_({at for _, at in part})
            for row in await self._rows(select(R).where(self._here(KpiReadingRow), *which)):
                before = found.get((row.kpi, row.at), Seen())
                stands = before.stands if row.corrected_at else before.stands | {row.value}
                found[row.kpi, row.at] = Seen(stands=stands, ever=before.ever | {row.value})
        return {one: found[one] for one in wanted if one in found}

    async def correct(self, moments: Collection[Moment], *, now: datetime) -> None:
        """Have what was read at these moments stand no more. The right ones are added in the same transaction."""
        if moments:
            rows = [{"here": self._workspace_id, "which": kpi, "moment": at, "now": now} for kpi, at in moments]
            await self._connection.execute(WRONG, rows)

    async def zones_of(self, goals: Iterable[Goal]) -> dict[str, ZoneInfo]:
        """Return the time zones of the owners of these goals, by owner; also of those who left."""
        query = select(P.c.id, P.c.tz).where(self._here(PersonRow))
        owners = sorted({goal.owner for goal in goals})
        found = [await self._rows(query.where(P.c.id.in_(part))) for part in parts(owners)]
        return {row.id: zone(row.tz) for rows in found for row in rows}


def _carried(values: Iterable[float | None]) -> list[float | None]:
    """Return the values, each None replaced by the one before."""
    found: list[float | None] = []
    for value in values:
        found.append(value if value is not None or not found else found[-1])
    return found


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
        corrected_at=row.corrected_at,
    )
