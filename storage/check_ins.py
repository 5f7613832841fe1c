"""Answers of the weekly check-in: one a person and period, with what stood there before."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, and_, exists, false, func, or_, select, update

from domain.check_ins import CheckIn, GoalAnswer
from domain.permissions import Grant, Relation, Topic
from storage.room import Room
from storage.sql import insert, table
from storage.tables import CheckInRevisionRow, CheckInRow, PersonRow

C, P = table(CheckInRow), table(PersonRow)
LINES = TypeAdapter(tuple[GoalAnswer, ...])


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
        values = check_in.model_dump(exclude={"id", "goals"}) | {"goals": LINES.dump_json(check_in.goals).decode()}
        if check_in.id is None:
            return check_in.model_copy(update={"id": await self._add(CheckInRow, **values)})
        await self._keep_old(check_in)
        query = update(C).where(self._here(CheckInRow), C.c.id == check_in.id)
        await self._connection.execute(query.values(values | {"read_at": None}))
        return check_in

    async def answered(self, person: str, period: date) -> bool:
        """Tell whether there is an answer, without reading it."""
        query = select(C.c.id).where(self._here(CheckInRow), C.c.person == person, C.c.period == period)
        return await self._first(query) is not None

    async def count_answered(self, period: date) -> int:
        """Count the active, enrolled people who answered, without reading the answers."""
        asked = select(P.c.id).where(self._here(PersonRow), P.c.active, P.c.enrolled_at.is_not(None))
        query = select(func.count()).where(self._here(CheckInRow), C.c.period == period, C.c.person.in_(asked))
        return int((await self._connection.execute(query)).scalar_one())

    async def who_answered(self, *, since: date) -> set[tuple[str, date]]:
        """Return who answered which of the periods from `since` on, without reading the answers."""
        query = select(C.c.person, C.c.period).where(self._here(CheckInRow), C.c.period >= since)
        return {(row.person, row.period) for row in await self._rows(query)}

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

    async def answered_by(self, grants: Iterable[Grant], *, since: date) -> set[tuple[str, date]]:
        """Return who answered which of the periods from `since` on, as far as these grants say; no answer is read."""
        granted = {grant.subject: grant for grant in grants if grant.covers(Topic.CHECK_IN_STATUS)}
        query = select(C.c.person, C.c.period, C.c.answered_at).where(
            self._here(CheckInRow), C.c.person.in_(list(granted)), C.c.period >= since
        )
        return {(row.person, row.period) for row in await self._rows(query) if _in_time(row, granted[row.person])}

    async def still_blocked(self, grants: Iterable[Grant], *, since: date) -> list[CheckIn]:
        """Return the answers of the periods from `since` on that name a blocker, oldest first, as these grants open them.

        Only those after which their author sent none without a blocker: until then it stands.
        """
        granted = {grant.subject: grant for grant in grants if grant.covers(Topic.BLOCKERS)}
        later = C.alias()
        same_author = (later.c.workspace_id == C.c.workspace_id) & (later.c.person == C.c.person)
        freed = exists().where(same_author, later.c.period > C.c.period, later.c.blockers == "")
        query = select(C).where(self._here(CheckInRow), C.c.person.in_(list(granted)), C.c.period >= since)
        query = query.where(C.c.blockers != "", ~freed).order_by(C.c.answered_at, C.c.id)
        found = [_check_in(row) for row in await self._rows(query)]
        return [_as_granted(one, granted[one.person]) for one in found if _in_time(one, granted[one.person])]

    async def mark_read(self, grants: Iterable[Grant], periods: Collection[date], *, now: datetime) -> None:
        """Note that the manager has read the answers in these periods that their grants open; never the author's own."""
        opened = [_opened(grant) for grant in grants if grant.covers(Topic.CHECK_IN_NOTES)]
        query = update(C).where(self._here(CheckInRow), or_(false(), *opened), C.c.period.in_(periods))
        await self._connection.execute(query.where(C.c.read_at.is_(None)).values(read_at=now))

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
    if grant.covers(Topic.CHECK_IN_NOTES):
        return one
    lines = (line.model_copy(update={"note": ""}) for line in one.goals)
    return one.model_copy(
        update={"goals": tuple(line for line in lines if line.says_something), "went_well": "", "next": ""}
    )


def _check_in(row: Row[Any]) -> CheckIn:
    return CheckIn(
        id=row.id,
        person=row.person,
        period=row.period,
        goals=LINES.validate_json(row.goals),
        went_well=row.went_well,
        next=row.next,
        blockers=row.blockers,
        answered_at=row.answered_at,
        edited_at=row.edited_at,
        late=row.late,
        revision=row.revision,
        read_at=row.read_at,
    )
