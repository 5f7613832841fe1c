"""What stands in the outbox, as values, and how rows of it are taken: shared by whoever says and whoever settles doubts."""

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, and_, select, update

from domain.notices import NOTICES, AnyNotice
from domain.values import Value
from storage.room import Room
from storage.sql import table
from storage.tables import OutboxRow

O = table(OutboxRow)  # noqa: E741, the table of this module; the others are one letter too
REWRITES = O.c.replaces.is_not(None)
"""An index holds these alone, so that looking for them costs the same however much else is planned."""
LEASE = timedelta(seconds=20)
"""Twice the time-out of a call, so that what a dead process left is looked for soon."""
AT_A_TIME = 8
A_PERSON_DECIDES = datetime(9999, 1, 1, tzinfo=UTC)
"""The due time of what stays uncertain until somebody says what became of it."""


class State(StrEnum):
    """Where a notice stands."""

    PLANNED = "planned"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


UNSETTLED = (State.PLANNED, State.SENDING, State.UNCERTAIN)
IN_SLACK = frozenset({State.SENDING, State.UNCERTAIN, State.SENT})
"""What stands there, or may."""


class Standing(NamedTuple):
    """A notice and what has become of it so far."""

    notice: AnyNotice
    state: State
    due_at: datetime


class Posted(Value):
    """Where a message stands in Slack."""

    channel: str
    ts: str


class Claimed(Value):
    """A notice somebody has taken to send. `attempt` and `owner` fence what they record; `rewrites` is a message."""

    id: int
    notice: AnyNotice
    marker: str
    attempt: int
    owner: str
    wanted_at: datetime
    due_at: datetime
    lease_until: datetime
    empty_reads: int = 0
    channel: str | None = None
    rewrites: Posted | None = None


class Takes(Room):
    """A room that takes rows of the outbox for somebody, so that nobody else does."""

    async def _take(self, ids: Collection[int], owner: str, *, now: datetime, state: State) -> list[Claimed]:
        if not ids:
            return []
        attempt = O.c.attempt + int(state is State.SENDING)
        lease = {"state": str(state), "owner": owner, "lease_until": now + LEASE, "attempt": attempt}
        await self._connection.execute(update(O).where(O.c.id.in_(ids)).values(lease))
        target = O.alias("target")
        same = and_(target.c.workspace_id == O.c.workspace_id, target.c.key == O.c.replaces)
        there = target.c.channel.label("target_channel"), target.c.ts.label("target_ts")
        taken = select(O, *there).outerjoin_from(O, target, same).where(O.c.id.in_(ids))
        return [_claimed(row) for row in await self._rows(taken.order_by(O.c.due_at, O.c.id))]


def marker_of(workspace_id: int, key: str) -> str:
    """Return what a message is found by: the same for the same notice, also after a backup was restored.

    It says nothing to whoever reads it (BLAKE2b, 64 bits).
    """
    return hashlib.blake2b(f"{workspace_id}:{key}".encode(), digest_size=8, person=b"cairn").hexdigest()


def oldest(found: Select[Any], most: int) -> Select[Any]:
    """Return the query for the first `most`, locked; rows that somebody else has locked are passed over."""
    return found.order_by(O.c.due_at, O.c.id).limit(most).with_for_update(skip_locked=True)


def _claimed(row: Row[Any]) -> Claimed:
    return Claimed(
        id=row.id,
        notice=NOTICES.validate_json(row.notice),
        marker=row.marker,
        attempt=row.attempt,
        owner=row.owner,
        wanted_at=row.wanted_at,
        due_at=row.due_at,
        lease_until=row.lease_until,
        empty_reads=row.empty_reads,
        channel=row.channel,
        rewrites=Posted(channel=row.target_channel, ts=row.target_ts) if row.target_ts else None,
    )
