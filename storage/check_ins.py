"""Answers of the weekly check-in: one a person and period, with what stood there before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, case, false, null, select, update

from domain.check_ins import CheckIn, GoalAnswer
from domain.permissions import Grant, Relation, Topic
from domain.priorities import Priority
from domain.team_questions import Answer
from domain.weeks import AnsweredWeek, Sure, sure
from storage.room import Room
from storage.sql import insert, table
from storage.tables import CheckInRevisionRow, CheckInRow

C, V = table(CheckInRow), table(CheckInRevisionRow)
LISTS: Mapping[str, TypeAdapter[Any]] = {
    "goals": TypeAdapter(tuple[GoalAnswer, ...]),
    "priorities": TypeAdapter(tuple[Priority, ...]),
    "answers": TypeAdapter(tuple[Answer, ...]),
}
"""Columns that hold several things, as JSON."""


class CheckIns(Room):
    """What people answered."""

    async def mine(self, person: str, period: date) -> CheckIn | None:
        """Return the person's own answer. To change it, lock the person first: `store.people.acting(…, lock=True)`."""
        query = select(C).where(self._here(CheckInRow), C.c.person == person, C.c.period == period)
        row = await self._first(query)
        return _check_in(row) if row else None

    async def save(self, check_in: CheckIn) -> CheckIn:
        """Store an answer, or its next revision beside what stood there before; return it with its id.

        Two first answers at once: the unique key makes the second wait and fail (IntegrityError), never both.
        """
        values = check_in.model_dump(exclude={"id", *LISTS})
        values |= {name: kind.dump_json(getattr(check_in, name)).decode() for name, kind in LISTS.items()}
        values |= sure(check_in)._asdict()  # beside the JSON, so that a team's trend is read without it
        if check_in.id is None:
            return check_in.model_copy(update={"id": await self._add(CheckInRow, **values)})
        await self._keep_old(check_in)
        query = update(C).where(self._here(CheckInRow), C.c.id == check_in.id)
        await self._connection.execute(query.values(values | {"read_at": None, "read_by": None}))
        return check_in.model_copy(update={"read_at": None, "read_by": None})

    async def latest(self, person: str, *, until: date, most: int) -> list[CheckIn]:
        """Return the person's own answers of the periods up to `until`, newest first."""
        query = select(C).where(self._here(CheckInRow), C.c.person == person, C.c.period <= until)
        return [_check_in(row) for row in await self._rows(query.order_by(C.c.period.desc()).limit(most))]

    async def earliest_after(self, person: str, *, after: date, most: int) -> list[CheckIn]:
        """Return the person's own answers of the periods after that one, oldest first."""
        query = select(C).where(self._here(CheckInRow), C.c.person == person, C.c.period > after)
        return [_check_in(row) for row in await self._rows(query.order_by(C.c.period).limit(most))]

    async def versions(self, person: str, period: date) -> list[CheckIn]:
        """Return what stood in the person's own answer before its changes, newest first."""
        ours = and_(V.c.workspace_id == C.c.workspace_id, V.c.check_in == C.c.id)
        query = select(V.c.content).join_from(C, V, ours)
        query = query.where(self._here(CheckInRow), C.c.person == person, C.c.period == period)
        rows = await self._rows(query.order_by(V.c.revision.desc()))
        return [CheckIn.model_validate_json(row.content) for row in rows]

    async def answered(self, person: str, period: date) -> bool:
        """Tell whether there is an answer, without reading it."""
        query = select(C.c.id).where(self._here(CheckInRow), C.c.person == person, C.c.period == period)
        return await self._first(query) is not None

    async def who_answered(self, *, since: date) -> set[tuple[str, date]]:
        """Return who answered which of the periods from `since` on, without reading the answers."""
        query = select(C.c.person, C.c.period).where(self._here(CheckInRow), C.c.period >= since)
        return {(row.person, row.period) async for row in self._stream(query)}

    async def read(self, grants: Iterable[Grant], *, since: date, until: date) -> list[CheckIn]:
        """Return the answers of the periods in [since, until] that these grants open, oldest first.

        Without the topic *check-in notes* the answer keeps its blockers and its goals' numbers and confidence, and loses
        the rest.
        """
        granted = {grant.subject: grant for grant in grants if grant.covers(Topic.CHECK_IN_STATUS)}
        query = select(C).where(self._here(CheckInRow), C.c.person.in_(list(granted)))
        query = query.where(C.c.period >= since, C.c.period <= until).order_by(C.c.answered_at, C.c.id)
        found = [_check_in(row) for row in await self._rows(query)]
        return [_as_granted(one, granted[one.person]) for one in found if _in_time(one, granted[one.person])]

    async def answered_by(self, grants: Iterable[Grant], *, since: date) -> dict[tuple[str, date], AnsweredWeek]:
        """Return who answered which of the periods from `since` on, with what is no secret to the line.

        As far as these grants say; no answer is read.
        """
        granted = {grant.subject: grant for grant in grants if grant.covers(Topic.CHECK_IN_STATUS)}
        newest = max((grant.since for grant in granted.values() if grant.since), default=None)
        doubtful = (
            case((C.c.answered_at < newest, C.c.answered_at)) if newest else null()
        )  # a moment costs more than a row
        read = C.c.read_at.is_not(None)
        columns = (C.c.person, C.c.period, doubtful, C.c.late, read, C.c.on_track, C.c.at_risk, C.c.off_track)
        query = select(*columns).where(self._here(CheckInRow), C.c.person.in_(list(granted)), C.c.period >= since)
        rows: Sequence[Any] = await self._rows(query)
        return {
            (person, period): AnsweredWeek(late, was_read, Sure(*sure))
            for person, period, at, late, was_read, *sure in rows
            if at is None or at >= (granted[person].since or at)
        }

    async def mark_read(self, grant: Grant, period: date, *, now: datetime) -> bool:
        """Note that the manager has read this answer; nobody else's reading counts. Return whether that is news."""
        if not grant.covers(Topic.CHECK_IN_NOTES):
            return False
        query = update(C).where(self._here(CheckInRow), _opened(grant), C.c.period == period, C.c.read_at.is_(None))
        return (await self._connection.execute(query.values(read_at=now, read_by=grant.reader))).rowcount > 0

    async def _keep_old(self, check_in: CheckIn) -> None:
        row = await self._first(select(C).where(self._here(CheckInRow), C.c.id == check_in.id))
        if row:
            before = _check_in(row)
            kept = {"check_in": before.id, "revision": before.revision, "content": before.model_dump_json()}
            statement = insert(self._connection, CheckInRevisionRow)
            await self._connection.execute(statement.values(workspace_id=self._workspace_id, **kept))


def _opened(grant: Grant) -> ColumnElement[bool]:
    if grant.relation is Relation.SELF:
        return false()
    theirs = C.c.person == grant.subject
    return and_(theirs, C.c.answered_at >= grant.since) if grant.since else theirs


def _in_time(one: CheckIn | Row[Any], grant: Grant) -> bool:
    return grant.since is None or one.answered_at >= grant.since


def _as_granted(one: CheckIn, grant: Grant) -> CheckIn:
    pulse = one.pulse if grant.covers(Topic.PULSE) else None
    if grant.covers(Topic.CHECK_IN_NOTES):
        return one if one.pulse == pulse else one.model_copy(update={"pulse": pulse})
    lines = (line.model_copy(update={"note": ""}) for line in one.goals)
    shown = {"goals": tuple(line for line in lines if line.says_something), "pulse": pulse}
    return one.model_copy(update=shown | {"went_well": "", "next": "", "priorities": (), "answers": ()})


def _check_in(row: Row[Any]) -> CheckIn:
    values = {name: getattr(row, name) for name in CheckIn.model_fields if name not in LISTS}
    told = {name: kind for name, kind in LISTS.items() if getattr(row, name) != "[]"}
    return CheckIn(**values, **{name: kind.validate_json(getattr(row, name)) for name, kind in told.items()})
