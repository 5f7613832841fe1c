"""People, as Slack and the imports tell of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Row, and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.people import NotTakingPart, Person, Role
from storage.room import Room
from storage.sql import insert, table
from storage.tables import PersonRow

P = table(PersonRow)
ONE = select(P).where(P.c.workspace_id == bindparam("here"), P.c.id == bindparam("person"))
ACTING = ONE.where(P.c.active)
ACTING_LOCKED = ACTING.with_for_update(key_share=True)
NAMED = select(P).where(
    P.c.workspace_id == bindparam("here"), P.c.id.in_(bindparam("people", expanding=True)), P.c.active
)
LOCKED = (
    select(P.c.id)
    .where(P.c.workspace_id == bindparam("here"), P.c.id == bindparam("locked"))
    .with_for_update(key_share=True)
    .cte("locked")
)
NAMED_ONE_LOCKED = NAMED.where(or_(P.c.id != bindparam("locked"), P.c.id.in_(select(LOCKED.c.id))))
"""The lock is taken on the way to that one's row, in the same statement: a way there and back less."""
PEOPLE_TEAM = (
    select(P)
    .where(P.c.workspace_id == bindparam("here"), P.c.active, (P.c.role == "admin") | P.c.named_admin)
    .order_by(P.c.name)
)
QuietHours = tuple[datetime, datetime]
NOT_TOLD: Mapping[str, int] = MappingProxyType({})


def _not_older_than(updated: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(P.c.slack_updated.is_(None), P.c.slack_updated <= updated)


AT = bindparam("at", type_=BigInteger)
RETIRE = (
    update(P)
    .where(P.c.workspace_id == bindparam("here"), P.c.id == bindparam("person"))
    .where(or_(AT.is_(None), _not_older_than(AT)))
    .values(active=False, slack_updated=func.coalesce(AT, P.c.slack_updated))
)

QUIET = (
    update(P)
    .where(P.c.workspace_id == bindparam("here"), P.c.id == bindparam("person"))
    .values(quiet_from=bindparam("begin"), quiet_until=bindparam("end"))
)


class People(Room):
    """Who takes part, who reports to whom. Within one transaction a person is read once, until people are changed."""

    def __init__(self, connection: AsyncConnection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        self._met: dict[str, Person | None] = {}
        self._team: list[Person] | None = None

    def _forget(self) -> None:
        self._met.clear()
        self._team = None

    async def get(self, person: str) -> Person | None:
        """Return one person, active or not."""
        row = await self._first(ONE, {"here": self._workspace_id, "person": person})
        return _person(row) if row else None

    async def acting(self, person: str, *, lock: bool = False) -> Person:
        """Return the one who acts; `lock` lets nobody else act for them until this commits. Raises NotTakingPart."""
        row = await self._first(ACTING_LOCKED if lock else ACTING, {"here": self._workspace_id, "person": person})
        if row is None:
            raise NotTakingPart
        self._met[person] = met = _person(row)
        return met

    async def named(self, ids: Collection[str], *, lock: str | None = None) -> dict[str, Person]:
        """Return the active ones of these people, by id. Strangers are simply not in it.

        `lock`, one of them, lets nobody else act for that one until this commits; on SQLite nobody else writes anyway.
        """
        wanted = sorted(set(ids))
        if new := [one for one in wanted if one not in self._met or one == lock]:
            asked = {"here": self._workspace_id, "people": new}
            locking = lock and self._connection.dialect.name != "sqlite"
            rows = await self._rows(*((NAMED_ONE_LOCKED, asked | {"locked": lock}) if locking else (NAMED, asked)))
            self._met.update(dict.fromkeys(new) | {row.id: _person(row) for row in rows})
        return {one: person for one in wanted if (person := self._met[one])}

    async def known(self, ids: Collection[str]) -> list[Person]:
        """Return those of these people who are stored, active or not."""
        query = select(P).where(self._here(PersonRow), P.c.id.in_(sorted(set(ids))))
        return [_person(row) for row in await self._rows(query)]

    async def all(self, *, active: bool = True) -> dict[str, Person]:
        """Return everybody by id, in order of name; also those who left with `active=False`."""
        query = select(P).where(self._here(PersonRow)).order_by(P.c.name, P.c.id)
        rows = await self._rows(query.where(P.c.active) if active else query)
        return {row.id: _person(row) for row in rows}

    async def managers(self) -> dict[str, str | None]:
        """Return everybody's manager."""
        rows = await self._rows(select(P.c.id, P.c.manager).where(self._here(PersonRow)))
        return {row.id: row.manager for row in rows}

    async def manager_of(self, person: Person) -> Person | None:
        """Return the manager who can answer now; one who left cannot."""
        return (await self.named([person.manager])).get(person.manager) if person.manager else None

    async def reports_of(self, manager: str) -> list[str]:
        """Return the active people who report to `manager`."""
        query = select(P.c.id).where(self._here(PersonRow), P.c.manager == manager, P.c.active)
        return [row.id for row in await self._rows(query)]

    async def to_ask(self) -> list[Person]:
        """Return the active people who are enrolled."""
        query = select(P).where(self._here(PersonRow), P.c.active, P.c.enrolled_at.is_not(None)).order_by(P.c.id)
        return [_person(row) async for row in self._stream(query)]

    async def zones(self) -> list[str]:
        """Return the names of the zones active people live in."""
        query = select(P.c.tz).where(self._here(PersonRow), P.c.active).distinct()
        return [row.tz for row in await self._rows(query)]

    async def waking_up(self, zones: Collection[str], *, quiet_ended: tuple[datetime, datetime]) -> dict[str, Person]:
        """Return the active people of these zones, and those whose do-not-disturb ended in that time, by id."""
        begin, end = quiet_ended
        woken = and_(P.c.quiet_until > begin, P.c.quiet_until <= end)
        query = select(P).where(self._here(PersonRow), P.c.active, or_(P.c.tz.in_(zones), woken)).order_by(P.c.id)
        return {row.id: _person(row) async for row in self._stream(query)}

    async def direct_reports(self, manager: str) -> dict[str, Person]:
        """Return the active people who report to `manager`, by id, in order of name."""
        query = select(P).where(self._here(PersonRow), P.c.manager == manager, P.c.active).order_by(P.c.name, P.c.id)
        return {row.id: _person(row) for row in await self._rows(query)}

    async def line_below(self, manager: str) -> dict[str, Person]:
        """Return the active people of the whole line below `manager`, by id, in order of name.

        Whoever reports to somebody who left is in it too: the line does not end with them.
        """
        line = select(self._line(manager).c.id)
        query = select(P).where(self._here(PersonRow), P.c.id.in_(line), P.c.id != manager)
        rows = await self._rows(query.order_by(P.c.name, P.c.id))
        return {row.id: _person(row) for row in rows if row.active}

    async def managers_below(self, manager: str) -> dict[str, str | None]:
        """Return the manager of each person in the whole line below one, also of those who left."""
        line = self._line(manager)
        rows = await self._rows(select(line.c.id, line.c.manager).where(line.c.id != manager))
        return {row.id: row.manager for row in rows}

    def _line(self, manager: str) -> CTE:
        reports = select(P.c.id, P.c.manager).where(self._here(PersonRow), P.c.manager == manager)
        line, below = reports.cte("line", recursive=True), P.alias("report")
        further = select(below.c.id, below.c.manager).where(below.c.workspace_id == self._workspace_id)
        further = further.where(below.c.manager == line.c.id)
        return line.union(further)  # not UNION ALL: a line that loops, should one be stored, ends

    async def people_team(self) -> list[Person]:
        """Return the people team, in order of name."""
        if self._team is None:
            rows = await self._rows(PEOPLE_TEAM, {"here": self._workspace_id})
            self._team = [_person(row) for row in rows]
        return list(self._team)

    async def sync(self, people: Sequence[Person], *, updated: Mapping[str, int] = NOT_TOLD) -> None:
        """Take over what Slack says: name, e-mail, zone, whether active, whether away. All else stays.

        `updated` is Slack's own word, by id, of how new this is (epoch seconds): what is older than what is stored
        changes nothing, since events overtake each other.
        """
        self._forget()
        rows = [
            {
                "workspace_id": self._workspace_id,
                "id": person.id,
                "name": person.name,
                "email": person.email,
                "tz": person.tz,
                "active": person.active,
                "away": person.away,
                "away_until": person.away_until,
                "slack_updated": updated.get(person.id),
            }
            for person in people
        ]
        if not rows:
            return
        statement = insert(self._connection, PersonRow)
        told = {name: statement.excluded[name] for name in ("name", "tz", "active", "away", "away_until")}
        for name in ("email", "slack_updated"):
            told[name] = func.coalesce(statement.excluded[name], P.c[name])
        newer = or_(statement.excluded.slack_updated.is_(None), _not_older_than(statement.excluded.slack_updated))
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[P.c.workspace_id, P.c.id], set_=told, where=newer), rows
        )

    async def retire(self, people: Collection[str], *, updated: Mapping[str, int] = NOT_TOLD) -> None:
        """Those who left, or were never meant to take part: no prompts and no reads from now on; their data stays.

        `updated` as for `sync`. Who is not stored stays unknown.
        """
        self._forget()
        query = select(P.c.id).where(self._here(PersonRow), P.c.id.in_(people))
        known = [{"person": row.id, "at": updated.get(row.id)} for row in await self._rows(query)]
        if known:
            await self._connection.execute(RETIRE, [{"here": self._workspace_id, **one} for one in known])

    async def imported(self) -> dict[str, Person]:
        """Return everybody by id, also those who left, with the role an import gave: the settings' word aside."""
        rows = await self._rows(select(P).where(self._here(PersonRow)))
        return {row.id: _person(row).model_copy(update={"role": Role(row.role)}) for row in rows}

    async def save(self, person: Person) -> None:
        """Store every field of a person, as an import gives them."""
        await self.save_all([person])

    async def save_all(self, people: Sequence[Person]) -> None:
        """Store every field of these people, in one go."""
        self._forget()
        if not people:
            return
        rows = [one.model_dump() | {"role": str(one.role), "workspace_id": self._workspace_id} for one in people]
        statement = insert(self._connection, PersonRow)
        told = {name: statement.excluded[name] for name in Person.model_fields if name != "id"}
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=[P.c.workspace_id, P.c.id], set_=told), rows
        )

    async def enroll(self, people: Iterable[str], *, now: datetime) -> int:
        """Have these people asked from now on; return how many were not before."""
        self._forget()
        query = update(P).where(self._here(PersonRow), P.c.id.in_(list(people)), P.c.enrolled_at.is_(None), P.c.active)
        return (await self._connection.execute(query.values(enrolled_at=now))).rowcount

    async def appoint(self, people_team: Collection[str]) -> None:
        """Make exactly these the people team by settings; roles from the import stand beside them."""
        self._forget()
        chosen = P.c.id.in_(people_team)
        await self._connection.execute(update(P).where(self._here(PersonRow)).values(named_admin=chosen))

    async def keep_quiet_hours(self, hours: Mapping[str, QuietHours | None]) -> None:
        """Remember the do-not-disturb Slack tells of: from when to when (UTC), None for none. Strangers are left out."""
        self._forget()
        rows = [
            {"here": self._workspace_id, "person": person, "begin": begin, "end": end}
            for person, (begin, end) in ((one, span or (None, None)) for one, span in hours.items())
        ]
        if rows:
            await self._connection.execute(QUIET, rows)

    async def give_managers(self, managers: Mapping[str, str | None], *, now: datetime) -> None:
        """Change the manager of those named; a new one reads from now on."""
        self._forget()
        for person, manager in managers.items():
            changed = P.c.manager.is_distinct_from(manager)
            query = update(P).where(self._here(PersonRow), P.c.id == person, changed)
            await self._connection.execute(query.values(manager=manager, manager_since=now))


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        email=row.email,
        tz=row.tz,
        team=row.team,
        role=Role.ADMIN if row.named_admin else Role(row.role),
        manager=row.manager,
        manager_since=row.manager_since,
        enrolled_at=row.enrolled_at,
        active=row.active,
        country=row.country,
        away=row.away,
        away_until=row.away_until,
        quiet_from=row.quiet_from,
        quiet_until=row.quiet_until,
    )
