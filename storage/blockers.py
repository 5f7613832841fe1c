"""Blockers: what stands in people's way, what was replied and promised, and who has a card of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.blocker_cards import Card, Cards
from domain.blockers import Blocker, Part, Said, parts
from domain.permissions import Grant, Topic
from storage.people import People
from storage.room import Room
from storage.sql import table
from storage.tables import BlockerCardRow, BlockerReplyRow, BlockerRow

B, R, K = table(BlockerRow), table(BlockerReplyRow), table(BlockerCardRow)
STANDING = B.c.closed_at.is_(None)


class Blockers(Room):
    """What is in people's way."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, people: People) -> None:
        super().__init__(connection, workspace_id)
        self._people = people

    async def open_of(self, person: str, *, lock: bool = False, in_check_ins: bool = False) -> list[Blocker]:
        """Return what is in this person's way, last named first; `lock` lets nobody act until this commits.

        `in_check_ins`: only what check-ins name, not what was named with a goal.
        """
        query = select(B).where(self._here(BlockerRow), B.c.person == person, STANDING)
        query = query.where(B.c.goal.is_(None)) if in_check_ins else query
        return await self._found(query.order_by(B.c.named_at.desc(), B.c.id.desc()), lock=lock)

    async def done_in(self, person: str, period: date) -> list[Blocker]:
        """Return what was last named in the check-in of `period` and somebody said is done."""
        here = self._here(BlockerRow), B.c.person == person, B.c.named_in == period, B.c.goal.is_(None)
        query = select(B).where(*here)
        return await self._found(query.where(B.c.closed_by.is_not(None)).order_by(B.c.id))

    async def get(self, number: int, *, lock: bool = False) -> Blocker | None:
        """Return one, open or not; who may read it is for `parts_in` to say."""
        found = await self._found(select(B).where(self._here(BlockerRow), B.c.id == number), lock=lock)
        return found[0] if found else None

    async def numbered(self, numbers: Collection[int]) -> list[Blocker]:
        """Return several, open or not."""
        return await self._found(select(B).where(self._here(BlockerRow), B.c.id.in_(numbers)).order_by(B.c.id))

    async def open_to(self, grants: Iterable[Grant]) -> list[Blocker]:
        """Return the open ones that these grants open, oldest first, with the replies they open."""
        granted = {grant.subject: grant for grant in grants if grant.covers(Topic.BLOCKERS)}
        query = select(B).where(self._here(BlockerRow), B.c.person.in_(list(granted)), STANDING)
        found = await self._found(query.order_by(B.c.raised_at, B.c.id))
        return [one.since(since) for one in found if _in_time(one, since := granted[one.person].since)]

    async def count_named(self, grants: Iterable[Grant], *, since: date) -> dict[tuple[str, date], int]:
        """Return how many blockers each person first named in which period, as far as these grants say."""
        granted = {grant.subject: grant for grant in grants if grant.covers(Topic.BLOCKERS)}
        query = select(B.c.person, B.c.period, B.c.raised_at).where(
            self._here(BlockerRow), B.c.person.in_(list(granted)), B.c.period >= since
        )
        counts: dict[tuple[str, date], int] = defaultdict(int)
        for row in await self._rows(query):
            begin = granted[row.person].since
            if begin is None or row.raised_at >= begin:
                counts[row.person, row.period] += 1
        return dict(counts)

    async def save(self, blocker: Blocker) -> Blocker:
        """Store a new one, or what has changed of one that was read with its lock; return it with its number."""
        values = blocker.model_dump(exclude={"id", "replies"})
        if blocker.id is None:
            return blocker.model_copy(update={"id": await self._add(BlockerRow, **values)})
        query = update(B).where(self._here(BlockerRow), B.c.id == blocker.id)
        await self._connection.execute(query.values(values))
        return blocker

    async def add_reply(self, blocker: Blocker) -> None:
        """Store the last reply of a blocker."""
        await self._add(BlockerReplyRow, blocker=blocker.id, **blocker.replies[-1].model_dump())

    async def parts_in(self, blockers: Sequence[Blocker]) -> dict[int, dict[str, Part]]:
        """Return who may read and act now, by the number of each blocker."""
        authors = await self._people.named({one.person for one in blockers})
        named = {one.helper for one in blockers} | {author.manager for author in authors.values()}
        others = await self._people.named({one for one in named if one})
        team = await self._people.people_team()
        return {
            one.id or 0: parts(
                one,
                author,
                manager=others.get(author.manager or ""),
                helper=others.get(one.helper or ""),
                people_team=team,
            )
            for one in blockers
            if (author := authors.get(one.person))
        }

    async def promised(self) -> list[Blocker]:
        """Return the open ones with a promise nobody was asked about yet, whose maker may still act."""
        query = select(B).where(self._here(BlockerRow), STANDING, B.c.promised_by.is_not(None), B.c.chased_at.is_(None))
        return await self._kept(await self._found(query.order_by(B.c.promised_for, B.c.id)))

    async def promised_by(self, person: str) -> list[Blocker]:
        """Return the open ones this person promised to clear and may still act on, the next day first."""
        query = select(B).where(self._here(BlockerRow), STANDING, B.c.promised_by == person)
        return await self._kept(await self._found(query.order_by(B.c.promised_for, B.c.id)))

    async def _kept(self, found: Sequence[Blocker]) -> list[Blocker]:
        who = await self.parts_in(found) if found else {}
        return [one for one in found if one.promised_by in who.get(one.id or 0, ())]

    async def mark_chased(self, ids: Collection[int], *, now: datetime) -> None:
        """Note that the makers of these promises were asked; one moved to a later day meanwhile is asked after then."""
        over = B.c.chased_at.is_(None), B.c.promised_for <= now.date()
        query = update(B).where(self._here(BlockerRow), B.c.id.in_(ids), *over)
        await self._connection.execute(query.values(chased_at=now))

    async def cards(self, blocker: int) -> dict[str, Card]:
        """Return who has a card of it."""
        rows = await self._rows(select(K).where(self._here(BlockerCardRow), K.c.blocker == blocker))
        return {row.person: Card(first=row.first, since=row.since, gone=row.gone) for row in rows}

    async def keep_cards(self, blocker: int, cards: Cards) -> None:
        """Store who has a card from now on, in place of what was stored of these."""
        here = self._here(BlockerCardRow)
        await self._connection.execute(delete(K).where(here, K.c.blocker == blocker, K.c.person.in_(list(cards))))
        await self._add_all(
            BlockerCardRow,
            [{"blocker": blocker, "person": person, **card.model_dump()} for person, card in cards.items()],
        )

    async def _found(self, query: Select[Any], *, lock: bool = False) -> list[Blocker]:
        rows = await self._rows(query.with_for_update(key_share=True) if lock else query)
        replies = await self._replies([row.id for row in rows])
        return [_blocker(row, replies[row.id]) for row in rows]

    async def _replies(self, ids: Collection[int]) -> Mapping[int, list[Said]]:
        found: dict[int, list[Said]] = defaultdict(list)
        if ids:
            query = select(R).where(self._here(BlockerReplyRow), R.c.blocker.in_(ids)).order_by(R.c.id)
            for row in await self._rows(query):
                found[row.blocker].append(Said(author=row.author, text=row.text, at=row.at))
        return found


def _in_time(one: Blocker, since: datetime | None) -> bool:
    return since is None or one.named_at >= since


def _blocker(row: Row[Any], replies: Sequence[Said]) -> Blocker:
    columns = {name: getattr(row, name) for name in Blocker.model_fields if name != "replies"}
    return Blocker(**columns, replies=tuple(replies))
