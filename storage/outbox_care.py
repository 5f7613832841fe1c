"""The outbox as its operator sees it: what is stuck, said without a word of what was to be said; tried again, or given up."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update

from storage.outbox_rows import A_PERSON_DECIDES, UNSETTLED, O, State
from storage.room import Room
from storage.tables import OutboxRow

LATE = timedelta(minutes=5)
"""What was due so long ago and is not said is late."""
LATELY = timedelta(days=30)
"""So long something undeliverable is worth somebody's time."""
CARE = "the operator"


class Entry(NamedTuple):
    """A notice in the outbox: `kind` and `to` (a Slack id) say what it is, `trouble` what stands in its way.

    `looks` says that it may stand in Slack, where it can be looked for.
    """

    id: int
    kind: str
    to: str
    state: State
    wanted_at: datetime
    due_at: datetime
    attempt: int
    trouble: str | None
    looks: bool

    @property
    def left_to_somebody(self) -> bool:
        """A public post of which nobody knows whether it is there."""
        return self.state is State.UNCERTAIN and self.due_at == A_PERSON_DECIDES


class Backlog(NamedTuple):
    """How the outbox stands: how many are in each state that is not the end, and what waits.

    `due` are those that could be said now, the oldest since `oldest_due`; `late` those due for longer than LATE and the
    time that all before them take; `doubles` how many second messages were ever removed.
    """

    states: Mapping[State, int]
    due: int
    late: int
    oldest_due: datetime | None
    doubles: int


class Peak(NamedTuple):
    """The moment (UTC) at which most is due, and how much that is."""

    at: datetime
    due: int


class OutboxCare(Room):
    """What an operator does with the outbox."""

    async def stuck(self, *, now: datetime, most: int) -> list[Entry]:
        """Return what needs somebody, oldest first: undeliverable lately, left to somebody, or late."""
        return await self._entries(_stuck(now), most)

    async def count_stuck(self, *, now: datetime) -> int:
        """Count what needs somebody."""
        query = select(func.count()).where(self._here(OutboxRow), _stuck(now))
        return int((await self._connection.execute(query)).scalar_one())

    async def backlog(self, *, now: datetime, a_minute: int) -> Backlog:
        """Return how the outbox stands, where `a_minute` messages are said a minute."""
        unsettled = (*UNSETTLED, State.UNDELIVERABLE)
        counted = select(O.c.state, func.count().label("n")).where(self._here(OutboxRow), O.c.state.in_(unsettled))
        states = {State(row.state): int(row.n) for row in await self._rows(counted.group_by(O.c.state))}
        waits = self._here(OutboxRow), O.c.state.in_(UNSETTLED), O.c.due_at <= now
        due, oldest = (await self._connection.execute(select(func.count(), func.min(O.c.due_at)).where(*waits))).one()
        explained = LATE + timedelta(minutes=due / a_minute)
        late = select(func.count()).where(*waits, O.c.due_at < now - explained)
        doubles = select(func.sum(O.c.doubles)).where(self._here(OutboxRow), O.c.doubles > 0)
        return Backlog(
            states,
            int(due),
            int((await self._connection.execute(late)).scalar_one()),
            oldest,
            int((await self._connection.execute(doubles)).scalar() or 0),
        )

    async def peak(self, *, now: datetime) -> Peak | None:
        """Return the busiest moment that is planned; None where nothing is."""
        planned = self._here(OutboxRow), O.c.state == State.PLANNED, O.c.due_at > now
        count = func.count().label("n")
        busiest = select(O.c.due_at, count).where(*planned).group_by(O.c.due_at).order_by(count.desc(), O.c.due_at)
        row = await self._first(busiest.limit(1))
        return Peak(row.due_at, row.n) if row else None

    async def lateness(self, *, since: datetime) -> list[float]:
        """Return by how many seconds each message that was sent since then came after its time, in rising order."""
        sent = self._here(OutboxRow), O.c.state == State.SENT, O.c.settled_at > since
        rows = await self._rows(select(O.c.due_at, O.c.settled_at).where(*sent))
        return sorted(max((row.settled_at - row.due_at).total_seconds(), 0.0) for row in rows)

    async def in_state(self, state: State, *, most: int) -> list[Entry]:
        """Return what is in this state, oldest first."""
        return await self._entries(O.c.state == state, most)

    async def chosen(self, ids: Collection[int]) -> list[Entry]:
        """Return these, locked; unknown ones are left out."""
        query = select(O).where(self._here(OutboxRow), O.c.id.in_(sorted(set(ids)))).order_by(O.c.id)
        return [_entry(row) for row in await self._rows(query.with_for_update(key_share=True))]

    async def retry(self, entries: Sequence[Entry], *, now: datetime) -> list[Entry]:
        """Have these said after all; return those that were undeliverable or left to somebody, the others stay.

        A direct message that was ever in doubt is looked for before it is said.
        """
        fit = [one for one in entries if one.state is State.UNDELIVERABLE or one.left_to_somebody]
        fresh = {"due_at": now, "settled_at": None, "empty_reads": 0, "trouble": f"tried again by {CARE}"}
        for state, looks in ((State.UNCERTAIN, True), (State.PLANNED, False)):
            query = update(O).where(self._here(OutboxRow), O.c.id.in_([one.id for one in fit if one.looks is looks]))
            await self._connection.execute(query.values(state=str(state), **fresh))
        return fit

    async def give_up(self, entries: Sequence[Entry], *, now: datetime) -> list[Entry]:
        """Have these not said; return those that were not said yet and are not being said now, the others stay."""
        fit = [one for one in entries if one.state in {State.PLANNED, State.UNCERTAIN, State.UNDELIVERABLE}]
        values = {
            "state": str(State.CANCELLED),
            "settled_at": now,
            "trouble": f"given up by {CARE}",
            "lease_until": None,
        }
        query = update(O).where(self._here(OutboxRow), O.c.id.in_([one.id for one in fit]))
        await self._connection.execute(query.values(values))
        return fit

    async def _entries(self, which: ColumnElement[bool], most: int) -> list[Entry]:
        query = select(O).where(self._here(OutboxRow), which).order_by(O.c.wanted_at, O.c.id).limit(most)
        return [_entry(row) for row in await self._rows(query)]


def _stuck(now: datetime) -> ColumnElement[bool]:
    undeliverable = and_(O.c.state == State.UNDELIVERABLE, O.c.settled_at > now - LATELY)
    left = and_(O.c.state == State.UNCERTAIN, O.c.due_at == A_PERSON_DECIDES)
    late = and_(O.c.state.in_(UNSETTLED), O.c.due_at < now - LATE)
    return or_(undeliverable, left, late)


def _entry(row: Row[Any]) -> Entry:
    """Return what an operator may know of it: never what was to be said."""
    private = row.replaces is None and (row.channel or row.recipient).startswith(("D", "U", "W"))
    return Entry(
        id=row.id,
        kind=str(json.loads(row.notice)["kind"]),
        to=row.recipient,
        state=State(row.state),
        wanted_at=row.wanted_at,
        due_at=row.due_at,
        attempt=row.attempt,
        trouble=row.trouble,
        looks=private and row.doubted_at is not None,
    )
