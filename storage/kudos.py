"""Kudos that were given, and what is left of somebody's allowance."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BindParameter, String, bindparam, func, select, update

from domain.kudos import Kudos
from domain.permissions import Grant, Topic
from storage.kudos_rows import STANDS, K, KudosRoom, R
from storage.tables import KudosReceiverRow, KudosRow

HERE: BindParameter[Any] = bindparam("here")
GIVER: BindParameter[Any] = bindparam("giver")
SINCE: BindParameter[Any] = bindparam("since")
BY_GIVER = K.c.workspace_id == HERE, K.c.giver == GIVER, K.c.given_at >= SINCE, K.c.undone_at.is_(None)
GIVEN = select(func.count()).select_from(R.join(K, K.c.id == R.c.kudos)).where(*BY_GIVER)
THANKED = select(func.count()).where(R.c.kudos == K.c.id).scalar_subquery()
EARLIER = select(K.c.id, K.c.reason, K.c.given_at, THANKED.label("receivers")).where(*BY_GIVER).order_by(K.c.id)
OF_WHAT_IS_GIVEN = ("giver", "reason", "value", "goal", "public", "given_at", "link")
NEW = (
    K.insert()
    .values({c.name: bindparam(c.name, type_=c.type) for c in K.c if c.name in {"workspace_id", *OF_WHAT_IS_GIVEN}})
    .returning(K)
    .cte("new")
)
EACH = func.unnest(bindparam("receivers", type_=ARRAY(String)))
ADD = (
    R.insert()
    .from_select(
        ["workspace_id", "kudos", "receiver", "given_at"], select(NEW.c.workspace_id, NEW.c.id, EACH, NEW.c.given_at)
    )
    .returning(R.c.kudos)
)
"""A thank-you with all its receivers at once: PostgreSQL can, and saves a way there and back."""


class Earlier(NamedTuple):
    """A thank-you its giver gave before, as far as the next one depends on it; `receivers` is how many they were."""

    id: int
    reason: str
    given_at: datetime
    receivers: int


class KudosGiven(KudosRoom):
    """Thank-yous, and what is left of somebody's allowance."""

    async def earlier(self, giver: str, *, since: datetime) -> list[Earlier]:
        """Return what `giver` gave from `since` on and did not take back.

        Whoever decides by it has locked the giver before (`People.named`), so that nobody else gives for them meanwhile.
        """
        asked = {"here": self._workspace_id, "giver": giver, "since": since}
        return [Earlier(row.id, row.reason, row.given_at, row.receivers) for row in await self._rows(EARLIER, asked)]

    async def count_given(self, giver: str, *, since: datetime) -> int:
        """Count the thanks `giver` gave from `since` on and did not take back; each receiver is one."""
        asked = {"here": self._workspace_id, "giver": giver, "since": since}
        return int((await self._connection.execute(GIVEN, asked)).scalar_one())

    async def add(self, kudos: Kudos) -> Kudos:
        """Store it and return it with its id."""
        number = await (self._add_in_two if self._connection.dialect.name == "sqlite" else self._add_in_one)(kudos)
        return kudos.model_copy(update={"id": number})

    async def _add_in_two(self, kudos: Kudos) -> int:
        number = await self._add(KudosRow, **kudos.model_dump(include=set(OF_WHAT_IS_GIVEN)))
        rows = [{"kudos": number, "receiver": person, "given_at": kudos.given_at} for person in kudos.receivers]
        await self._add_all(KudosReceiverRow, rows)
        return number

    async def _add_in_one(self, kudos: Kudos) -> int:
        told = kudos.model_dump(include={"receivers", *OF_WHAT_IS_GIVEN})
        values = told | {"workspace_id": self._workspace_id}
        return int((await self._connection.execute(ADD, values)).scalars().first() or 0)

    async def get(self, number: int) -> Kudos | None:
        """Return one thank-you, gone or not; for its giver, and for the people team."""
        return next(iter(await self._kudos(select(K).where(K.c.id == number))), None)

    async def all_of(self, numbers: Collection[int]) -> list[Kudos]:
        """Return these thank-yous, gone or not, in the order they were given."""
        return await self._kudos(select(K).where(K.c.id.in_(numbers)).order_by(K.c.id)) if numbers else []

    async def locked(self, number: int) -> Kudos | None:
        """Return one, that nobody else can take back or down until this transaction ends."""
        await self._connection.execute(
            select(K.c.id).where(self._here(KudosRow), K.c.id == number).with_for_update(key_share=True)
        )
        return await self.get(number)

    async def latest_of(self, giver: str, *, most: int = 2) -> list[Kudos]:
        """Return the latest thank-yous of `giver`, gone ones too, the newest first."""
        return await self._kudos(select(K).where(K.c.giver == giver).order_by(K.c.id.desc()).limit(most))

    async def undo(self, kudos: Kudos, *, now: datetime) -> None:
        """Note that its giver took it back."""
        query = update(K).where(self._here(KudosRow), K.c.id == kudos.id)
        await self._connection.execute(query.values(undone_at=now))

    async def take_down(self, kudos: Kudos, *, by: str, why: str, now: datetime) -> None:
        """Note that the people team took it down, who of them, and why."""
        query = update(K).where(self._here(KudosRow), K.c.id == kudos.id)
        await self._connection.execute(query.values(removed_at=now, removed_by=by, removal_reason=why))

    async def received(self, grant: Grant, *, since: datetime, until: datetime) -> list[Kudos]:
        """Return what the subject received in [since, until), still stands and the reader may see, oldest first."""
        mine = select(R.c.kudos).where(self._here(KudosReceiverRow), R.c.receiver == grant.subject)
        query = select(K).where(K.c.id.in_(mine), K.c.given_at >= since, K.c.given_at < until, STANDS)
        if not grant.covers(Topic.PRIVATE_KUDOS):
            query = query.where(K.c.public)
        return await self._kudos(query.order_by(K.c.given_at, K.c.id))

    async def count_received(self, people: Collection[str], *, since: datetime) -> int:
        """Count the public thanks these people received from `since` on and that still stand."""
        query = select(func.count()).select_from(R.join(K, K.c.id == R.c.kudos)).where(STANDS)
        query = query.where(self._here(KudosReceiverRow), R.c.receiver.in_(people), R.c.given_at >= since, K.c.public)
        return int((await self._connection.execute(query)).scalar_one())

    async def last_received(self, people: Collection[str], *, since: datetime) -> dict[str, datetime]:
        """Return when each of these people was last thanked in public, from `since` on; the others are not in it."""
        query = select(R.c.receiver, func.max(R.c.given_at).label("last")).join_from(R, K, K.c.id == R.c.kudos)
        query = query.where(self._here(KudosReceiverRow), R.c.receiver.in_(people), R.c.given_at >= since)
        rows = await self._rows(query.where(K.c.public, STANDS).group_by(R.c.receiver))
        return {row.receiver: row.last for row in rows}
