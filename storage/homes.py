"""Home tabs that were published: for whom, how they stand in Slack, and which of them must be drawn anew.

What people do is news on their own tab and on their manager's. It is written down once, at the end of the transaction
and in the order of names, so that two transactions never wait for each other's tabs.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.homes import Home
from storage.room import PART, Room
from storage.sql import insert, table
from storage.tables import GoalRow, HomeRow, PersonRow

G, H, P = table(GoalRow), table(HomeRow), table(PersonRow)


class Homes(Room):
    """Who opened their Home tab, and what stands there."""

    def __init__(self, connection: AsyncConnection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        self._people: set[str] = set()
        self._goals: set[int] = set()
        self._news_at: datetime | None = None

    async def of(self, person: str) -> Home | None:
        """Return the tab of somebody; None where none was ever published."""
        row = await self._first(select(H).where(self._here(HomeRow), H.c.person == person))
        return Home(person=row.person, hash=row.hash, stale_at=row.stale_at) if row else None

    async def keep(self, home: Home) -> None:
        """Remember what was published. Of a tab that became wrong meanwhile, it stays said that it is."""
        statement = insert(self._connection, HomeRow)
        values = {"workspace_id": self._workspace_id, "person": home.person, "hash": home.hash, "urgent": False}
        told = {"hash": statement.excluded.hash}
        key = [H.c.workspace_id, H.c.person]
        await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=told), values)
        await self.settle(home)

    async def settle(self, home: Home) -> None:
        """Note that a tab is not to be drawn anew for what was wrong when it was looked at; what came later is."""
        if home.stale_at:
            query = update(H).where(self._here(HomeRow), H.c.person == home.person, H.c.stale_at == home.stale_at)
            await self._connection.execute(query.values(stale_at=None, urgent=False))

    async def outdate(self, people: Collection[str], *, now: datetime, urgent: bool = False) -> None:
        """Have the tabs of these people drawn anew, where they have one.

        `urgent`: what stands there may be what its owner may not read any more.
        """
        wanted = sorted(set(people))
        for start in range(0, len(wanted), PART):
            await self._outdate(wanted[start : start + PART], now=now, urgent=urgent)

    def news(self, *people: str, goals: Iterable[int] = (), now: datetime) -> None:
        """Have the tabs drawn anew of these people, of the owners of these goals, and of the managers of both."""
        self._people.update(people)
        self._goals.update(goals)
        self._news_at = now

    async def write_news(self) -> None:
        """Write down whose tabs the news of this transaction concern."""
        people, goals = sorted(self._people), sorted(self._goals)
        for start in range(0, max(len(people), len(goals)) if self._news_at else 0, PART):
            owners = select(G.c.owner).where(self._here(GoalRow), G.c.id.in_(goals[start : start + PART]))
            them = or_(P.c.id.in_(people[start : start + PART]), P.c.id.in_(owners))
            here = self._here(PersonRow)
            concerned = select(P.c.id).where(here, them).union(select(P.c.manager).where(here, them))
            await self._outdate(select(concerned.subquery()), now=self._news_at)

    async def _outdate(
        self, people: Collection[str] | Select[Any], *, now: datetime | None, urgent: bool = False
    ) -> None:
        theirs = select(H.c.person).where(self._here(HomeRow), H.c.person.in_(people))
        in_order = theirs.order_by(H.c.person).with_for_update()
        query = update(H).where(self._here(HomeRow), H.c.person.in_(in_order))
        await self._connection.execute(query.values({"stale_at": now} | ({"urgent": True} if urgent else {})))

    async def stale(self, *, most: int) -> list[Home]:
        """Return tabs that must be drawn anew: first the urgent ones, then those that have been wrong longest."""
        query = select(H).where(self._here(HomeRow), H.c.stale_at.is_not(None))
        rows = await self._rows(query.order_by(H.c.urgent.desc(), H.c.stale_at, H.c.person).limit(most))
        return [Home(person=row.person, hash=row.hash, stale_at=row.stale_at) for row in rows]
