"""The outbox: everything to be said unasked, written in the transaction that caused it.

States, and who moves a row on:

    planned ──claim──> sending ──record──> sent
       ^                  │ ├───────────> undeliverable   (Slack said never)
       └──not accepted────┘ └───────────> uncertain ──reconcile──> sent, or planned once more
    planned ──> cancelled (no longer wanted)   planned ──> expired (its time has passed)

- The unique key is the promise *never twice*; the attempt is on disk before the call to Slack.
- A record is fenced by owner and attempt: whoever lost their lease changes nothing.
- A notice that rewrites another one's message waits for it, and for earlier rewrites of the same message.
- What the planner took back comes back when it is planned again; what is being sent, or was, never does.
"""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.notices import NOTICES, AnyNotice
from storage.outbox_rows import (
    A_PERSON_DECIDES,
    AT_A_TIME,
    IN_SLACK,
    LEASE,
    REWRITES,
    UNSETTLED,
    Claimed,
    O,
    Posted,
    Standing,
    State,
    Takes,
    marker_of,
    oldest,
)
from storage.room import one_or_many
from storage.sql import insert, insert_or_ignore, table
from storage.tables import OutboxRow, WorkspaceRow

__all__ = [
    "AT_A_TIME",
    "A_PERSON_DECIDES",
    "IN_SLACK",
    "LEASE",
    "UNSETTLED",
    "Claimed",
    "Outbox",
    "Posted",
    "Standing",
    "State",
]

W = table(WorkspaceRow)
LOOK_AHEAD = 4
"""So many times more rows are looked at than taken, since of each recipient only the first is taken."""


class Outbox(Takes):
    """What is to be said, and what became of it."""

    def __init__(self, connection: AsyncConnection, workspace_id: int) -> None:
        super().__init__(connection, workspace_id)
        self.wrote = False

    async def put(self, *notices: AnyNotice, now: datetime) -> None:
        """Have these said at once; one whose key is there already changes nothing."""
        if notices:
            rows = [self.row(notice, now) for notice in notices]
            await self._connection.execute(insert_or_ignore(self._connection, OutboxRow), one_or_many(rows))
            self.wrote = True

    async def plan(self, notices: Collection[tuple[AnyNotice, datetime]]) -> None:
        """Have each said when it is due (UTC).

        What nobody has tried to send yet gets a changed time, or is planned again where it was taken back; the rest
        stays as it is.
        """
        if not notices:
            return
        statement = insert(self._connection, OutboxRow)
        told = {name: statement.excluded[name] for name in ("due_at", "wanted_at", "state", "trouble", "settled_at")}
        moved = and_(O.c.state == State.PLANNED, O.c.due_at != statement.excluded.due_at)
        changed = and_(O.c.attempt == 0, or_(moved, O.c.state == State.CANCELLED))
        statement = statement.on_conflict_do_update(
            index_elements=[O.c.workspace_id, O.c.key], set_=told, where=changed
        )
        await self._connection.execute(statement, [self.row(notice, due) for notice, due in notices])

    async def state_of(self, key: str) -> State | None:
        """Return where the notice of that key stands, locked; None if there is none."""
        query = select(O.c.state).where(self._here(OutboxRow), O.c.key == key).with_for_update(key_share=True)
        state = (await self._connection.execute(query)).scalar()
        return State(state) if state else None

    async def said(self, key: str) -> AnyNotice | None:
        """Return the notice of that key, whatever became of it."""
        query = select(O.c.notice).where(self._here(OutboxRow), O.c.key == key)
        notice = (await self._connection.execute(query)).scalar()
        return NOTICES.validate_json(notice) if notice else None

    async def withdraw(self, *keys: str, why: str, now: datetime, state: State = State.CANCELLED) -> int:
        """Take back those of these that are still planned; return how many were."""
        values = {"state": str(state), "trouble": why, "settled_at": now}
        query = update(O).where(self._here(OutboxRow), O.c.key.in_(keys), O.c.state == State.PLANNED)
        return (await self._connection.execute(query.values(values))).rowcount

    async def standing(self, kind: str, *, since: datetime) -> AsyncIterator[Standing]:
        """Yield the notices of that kind that were wanted after `since` and not taken back, a part at a time."""
        query = select(O.c.notice, O.c.state, O.c.due_at).where(
            self._here(OutboxRow),
            O.c.wanted_at > since,
            O.c.state != State.CANCELLED,
            _of(kind),
        )
        async for row in self._stream(query):
            yield Standing(NOTICES.validate_json(row.notice), State(row.state), row.due_at)

    async def newest(self, kind: str) -> AnyNotice | None:
        """Return the notice of that kind that was wanted last and not taken back; None where there never was one."""
        query = select(O.c.notice).where(self._here(OutboxRow), O.c.state != State.CANCELLED, _of(kind))
        notice = (await self._connection.execute(query.order_by(O.c.wanted_at.desc()).limit(1))).scalar()
        return NOTICES.validate_json(notice) if notice else None

    async def known(self, keys: Collection[str]) -> set[str]:
        """Return those of these keys that are there, whatever became of them."""
        rows = await self._rows(select(O.c.key).where(self._here(OutboxRow), O.c.key.in_(keys)))
        return {row.key for row in rows}

    async def in_slack(self, keys: Collection[str]) -> set[str]:
        """Return those of these keys whose messages stand in Slack, or may."""
        there = self._here(OutboxRow), O.c.key.in_(keys), O.c.state.in_(IN_SLACK)
        return {row.key for row in await self._rows(select(O.c.key).where(*there))}

    async def note_expired(self, notices: Collection[tuple[AnyNotice, datetime]], *, why: str, now: datetime) -> None:
        """Write down what should have been said then (UTC) and never will be; one whose key is there changes nothing."""
        if notices:
            over = {"state": str(State.EXPIRED), "trouble": why, "settled_at": now}
            rows = [self.row(notice, due) | over for notice, due in notices]
            await self._connection.execute(insert_or_ignore(self._connection, OutboxRow), one_or_many(rows))

    async def expired(self, kind: str, *, since: datetime) -> AsyncIterator[tuple[AnyNotice, str]]:
        """Yield the notices of that kind that were given up after `since` for their time had passed, each with why."""
        late = O.c.state == State.EXPIRED, O.c.settled_at > since
        async for row in self._stream(select(O.c.notice, O.c.trouble).where(self._here(OutboxRow), *late, _of(kind))):
            yield NOTICES.validate_json(row.notice), row.trouble or ""

    async def claim(
        self, owner: str, *, now: datetime, most: int = AT_A_TIME, busy: Collection[str] = ()
    ) -> list[Claimed]:
        """Take messages that are due, oldest first and one a recipient, leaving out those who are `busy`.

        The attempt is on disk before the call; others skip what is taken.
        """
        due = self._due(now).where(O.c.replaces.is_(None), O.c.recipient.not_in(busy), self._not_in_doubt())
        firsts: dict[str, int] = {}
        for row in await self._rows(oldest(due, most * LOOK_AHEAD)):
            firsts.setdefault(row.recipient, row.id)
        return await self._take(list(firsts.values())[:most], owner, now=now, state=State.SENDING)

    async def being_told(self, since: datetime, now: datetime) -> set[str]:
        """Return who is being told something right now, or was since then, by any instance."""
        lately = or_(O.c.state == State.SENDING, and_(O.c.settled_at > since, O.c.settled_at <= now))
        rows = await self._rows(select(O.c.recipient).where(self._here(OutboxRow), lately))
        return {row.recipient for row in rows}

    async def claim_rewrites(self, owner: str, *, now: datetime, most: int = AT_A_TIME) -> list[Claimed]:
        """Take due rewrites of messages that are there, as `claim` does."""
        due = self._due(now).where(REWRITES, _ready())
        ids = [row.id for row in await self._rows(oldest(due, most))]
        return await self._take(ids, owner, now=now, state=State.SENDING)

    async def record(self, claimed: Claimed, state: State, *, now: datetime, **facts: Any) -> bool:
        """Write down what became of it: `facts` are channel, ts, trouble, due_at, empty_reads or attempt.

        Returns False, changing nothing, where owner or attempt are no longer those of the claim.
        """
        fence = and_(O.c.id == claimed.id, O.c.owner == claimed.owner, O.c.attempt == claimed.attempt)
        settled = None if state in UNSETTLED else now
        doubt = {"doubted_at": now} if state is State.UNCERTAIN else {}
        values = {"state": str(state), "lease_until": None, "settled_at": settled, **doubt, **facts}
        moving = O.c.state.in_((State.SENDING, State.UNCERTAIN))
        query = update(O).where(self._here(OutboxRow), fence, moving)
        return (await self._connection.execute(query.values(values))).rowcount > 0

    async def overdue(self, *, before: datetime) -> int:
        """Count what was due before that moment and is not said: the query that must return nothing."""
        query = select(func.count()).where(self._here(OutboxRow), O.c.state.in_(UNSETTLED), O.c.due_at < before)
        return int((await self._connection.execute(query)).scalar_one())

    async def counts(self) -> dict[State, int]:
        """Count the notices in each state."""
        rows = await self._rows(
            select(O.c.state, func.count().label("n")).where(self._here(OutboxRow)).group_by(O.c.state)
        )
        return {State(row.state): row.n for row in rows}

    async def posted(self, keys: Collection[str]) -> dict[str, Posted]:
        """Return where the messages of these notices stand, of those that were sent."""
        query = select(O.c.key, O.c.channel, O.c.ts).where(
            self._here(OutboxRow), O.c.key.in_(keys), O.c.ts.is_not(None)
        )
        return {row.key: Posted(channel=row.channel, ts=row.ts) for row in await self._rows(query)}

    def _not_in_doubt(self) -> ColumnElement[bool]:
        """What was due before the database was restored is looked for first (`doubts.after_restoring`)."""
        restored = select(W.c.restored_at).where(W.c.id == self._workspace_id).scalar_subquery()
        return or_(restored.is_(None), O.c.due_at > restored)

    def _due(self, now: datetime) -> Select[Any]:
        planned = self._here(OutboxRow), O.c.state == State.PLANNED, O.c.due_at <= now
        return select(O.c.id, O.c.recipient).where(*planned)

    def row(self, notice: AnyNotice, due: datetime) -> dict[str, Any]:
        """Return what is stored of a notice that is due then."""
        return {
            "workspace_id": self._workspace_id,
            "key": notice.key,
            "recipient": notice.to,
            "replaces": notice.replaces,
            "notice": notice.model_dump_json(),
            "wanted_at": due,
            "due_at": due,
            "marker": marker_of(self._workspace_id, notice.key),
            "state": str(State.PLANNED),
            "attempt": 0,
            "empty_reads": 0,
            "trouble": None,
            "settled_at": None,
        }


def _of(kind: str) -> ColumnElement[bool]:
    return O.c.notice.contains(f'"kind":"{kind}"', autoescape=True)


@cache
def _ready() -> ColumnElement[bool]:
    """A rewrite is ready when its message stands somewhere known and no earlier rewrite of it is on its way."""
    target, earlier = O.alias("target"), O.alias("earlier")
    here = target.c.workspace_id == O.c.workspace_id
    known = target.c.state == State.SENT, target.c.ts.is_not(None)
    posted = select(target.c.id).where(here, target.c.key == O.c.replaces, *known)
    rival = select(earlier.c.id).where(
        earlier.c.workspace_id == O.c.workspace_id,
        earlier.c.replaces == O.c.replaces,
        earlier.c.id < O.c.id,
        earlier.c.state.in_(UNSETTLED),
    )
    return or_(O.c.replaces.is_(None), and_(posted.exists(), ~rival.exists()))
