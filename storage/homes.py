"""Home tabs that were published: for whom, how they stand in Slack, and which of them must be drawn anew."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from domain.homes import Home
from storage.room import PART, Room
from storage.sql import insert, table
from storage.tables import HomeRow

H = table(HomeRow)


class Homes(Room):
    """Who opened their Home tab, and what stands there."""

    async def of(self, person: str) -> Home | None:
        """Return the tab of somebody; None where none was ever published."""
        row = await self._first(select(H).where(self._here(HomeRow), H.c.person == person))
        return Home(person=row.person, hash=row.hash, stale_at=row.stale_at) if row else None

    async def keep(self, home: Home) -> None:
        """Remember what was published. Of a tab that became wrong meanwhile, it stays said that it is."""
        statement = insert(self._connection, HomeRow)
        values = {"workspace_id": self._workspace_id, "person": home.person, "hash": home.hash, "stale_at": None}
        told = {"hash": statement.excluded.hash}
        key = [H.c.workspace_id, H.c.person]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=told), values)
        await self.settle(home)

    async def settle(self, home: Home) -> None:
        """Note that a tab is not to be drawn anew for what was wrong when it was looked at; what came later is."""
        if home.stale_at:
            query = update(H).where(self._here(HomeRow), H.c.person == home.person, H.c.stale_at == home.stale_at)
            await self._connection.execute(query.values(stale_at=None))

    async def outdate(self, people: Collection[str], *, now: datetime) -> None:
        """Have the tabs of these people drawn anew, where they have one."""
        wanted = sorted(set(people))
        for start in range(0, len(wanted), PART):
            query = update(H).where(self._here(HomeRow), H.c.person.in_(wanted[start : start + PART]))
            await self._connection.execute(query.values(stale_at=now))

    async def stale(self, *, most: int) -> list[Home]:
        """Return tabs that must be drawn anew, those that have been wrong longest first."""
        query = select(H).where(self._here(HomeRow), H.c.stale_at.is_not(None))
        rows = await self._rows(query.order_by(H.c.stale_at, H.c.person).limit(most))
        return [Home(person=row.person, hash=row.hash, stale_at=row.stale_at) for row in rows]
