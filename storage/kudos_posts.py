"""The posts of kudos in the channel: which kudos a message is, who joined in under it, what is to be said of it."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, not_, select, update

from domain.notices import NOTICES, KudosPosted
from storage.kudos_rows import STANDS, J, K
from storage.outbox import State
from storage.room import Room
from storage.sql import insert, table
from storage.tables import KudosJoinRow, KudosRow, OutboxRow

O = table(OutboxRow)  # noqa: E741, as in the outbox
POST = re.compile(r"kudos:\d+:post")


class KudosPosts(Room):
    """What stands in the kudos channel, and what happens to it there."""

    async def at(self, channel: str, ts: str) -> KudosPosted | None:
        """Return the post that stands there; None for any other message."""
        query = select(O.c.notice, O.c.key).where(self._here(OutboxRow), O.c.ts == ts, O.c.channel == channel)
        for row in await self._rows(query.where(O.c.replaces.is_(None))):
            if POST.fullmatch(row.key) and isinstance(found := NOTICES.validate_json(row.notice), KudosPosted):
                return found
        return None

    async def react(self, kudos: int, person: str, reaction: str, *, here: bool, at: datetime) -> bool:
        """Note that somebody put an emoji under the post, or took it away; True if that is news.

        Events overtake each other: what happened before the last thing known of that emoji changes nothing.
        """
        row = {"kudos": kudos, "person": person, "reaction": reaction, "here": here, "at": at}
        statement = insert(self._connection, KudosJoinRow)
        newer = statement.on_conflict_do_update(
            index_elements=[J.c.kudos, J.c.person, J.c.reaction],
            set_={"here": statement.excluded.here, "at": statement.excluded.at},
            where=J.c.at < statement.excluded.at,
        )
        done = await self._connection.execute(newer, {"workspace_id": self._workspace_id, **row})
        return done.rowcount > 0

    async def joined(self, kudos: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return who joined in with each of these, the first one first."""
        first = func.min(J.c.at).label("first")
        query = select(J.c.kudos, J.c.person, first).where(self._here(KudosJoinRow), J.c.kudos.in_(kudos), J.c.here)
        found: dict[int, tuple[str, ...]] = {}
        for row in await self._rows(query.group_by(J.c.kudos, J.c.person).order_by(first, J.c.person)):
            found[row.kudos] = (*found.get(row.kudos, ()), row.person)
        return found

    async def gone(self, kudos: Collection[int]) -> frozenset[int]:
        """Return those of these kudos that were taken back or taken down."""
        query = select(K.c.id).where(self._here(KudosRow), K.c.id.in_(kudos), not_(STANDS))
        return frozenset(row.id for row in await self._rows(query))

    async def stop_rewriting(self, post: str, *, now: datetime) -> None:
        """Take back the rewrites of a post that nobody has begun to send."""
        query = update(O).where(self._here(OutboxRow), O.c.replaces == post, O.c.state == State.PLANNED)
        values = {"state": str(State.CANCELLED), "trouble": "the post goes", "settled_at": now}
        await self._connection.execute(query.values(values))

    async def try_now(self, channel: str, *, now: datetime) -> int:
        """Have what waits until the bot can speak in a channel tried at once; return how many messages that are."""
        waits = O.c.recipient == channel, O.c.state == State.PLANNED, O.c.trouble.is_not(None), O.c.due_at > now
        query = update(O).where(self._here(OutboxRow), *waits)
        return (await self._connection.execute(query.values(due_at=now))).rowcount
