"""Lists of kudos: mine, what the people team looks after, and the week the recap tells of."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, func, select

from domain.kudos import Kudos
from domain.permissions import Grant, Topic
from domain.refusals import NothingToShow
from storage.kudos_rows import STANDS, K, KudosRoom, R
from storage.sql import table
from storage.tables import KudosReceiverRow, PersonRow

P = table(PersonRow)


class KudosLists(KudosRoom):
    """Kudos in pages, the newest first, and by the week."""

    async def given_by(self, grant: Grant, *, start: int, most: int) -> list[Kudos]:
        """Return what the subject gave and did not take back; taken down ones too. For oneself. Raises NothingToShow."""
        _only_oneself(grant)
        return await self._kudos(_page(select(K).where(K.c.giver == grant.subject), start, most))

    async def received_by(self, grant: Grant, *, start: int, most: int) -> list[Kudos]:
        """Return what the subject received and was not taken back, private ones too. For oneself. Raises NothingToShow."""
        _only_oneself(grant)
        mine = select(R.c.kudos).where(self._here(KudosReceiverRow), R.c.receiver == grant.subject)
        return await self._kudos(_page(select(K).where(K.c.id.in_(mine)), start, most))

    async def public(self, *, start: int, most: int) -> list[Kudos]:
        """Return what everybody can read in the kudos channel."""
        return await self._kudos(_page(select(K).where(K.c.public, STANDS), start, most))

    async def of_week(self, since: datetime, until: datetime) -> list[Kudos]:
        """Return the public kudos of [since, until) that still stand, oldest first."""
        week = select(K).where(K.c.public, STANDS, K.c.given_at >= since, K.c.given_at < until)
        return await self._kudos(week.order_by(K.c.given_at, K.c.id))

    async def clocks(self) -> Mapping[str, int]:
        """Return how many active people have each time zone."""
        query = select(P.c.tz, func.count().label("people")).where(self._here(PersonRow), P.c.active).group_by(P.c.tz)
        return {row.tz: row.people for row in await self._rows(query)}


def _only_oneself(grant: Grant) -> None:
    if grant.reader != grant.subject or not grant.covers(Topic.PRIVATE_KUDOS):
        raise NothingToShow


def _page(query: Select[tuple[object, ...]], start: int, most: int) -> Select[tuple[object, ...]]:
    return query.where(K.c.undone_at.is_(None)).order_by(K.c.given_at.desc(), K.c.id.desc()).offset(start).limit(most)
