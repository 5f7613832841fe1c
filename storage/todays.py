"""The *Today* messages among the outbox's: one a person and day, and which of its items are struck out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.notices import NOTICES, AnyNotice, Today, TodayChanged
from storage.outbox import Claimed, Outbox, State
from storage.room import Room
from storage.sql import insert, table
from storage.tables import OutboxRow

O = table(OutboxRow)  # noqa: E741, as in storage/outbox.py
DAY = len("2026-11-20")


class Standing(NamedTuple):
    """A person's latest message that went out or may have: its items, what became of them, and how often it changed."""

    today: Today
    done: Mapping[str, str]
    changes: int


class Todays(Room):
    """What was said once a day."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, outbox: Outbox) -> None:
        super().__init__(connection, workspace_id)
        self._outbox = outbox

    async def say(self, todays: Collection[tuple[Today, datetime]]) -> set[str]:
        """Have these said when they are due; return the people for whom there was none of that day yet.

        Who is not returned was told before, by this or another machine.
        """
        if not todays:
            return set()
        rows = [self._outbox.row(notice, due) for notice, due in todays]
        statement = insert(self._connection, OutboxRow).values(rows).on_conflict_do_nothing()
        said = {row.recipient for row in await self._rows(statement.returning(O.c.recipient))}
        self._outbox.wrote = self._outbox.wrote or bool(said)
        return said

    async def about_to_be_asked(self, *, until: datetime, most: int) -> list[str]:
        """Return those whose prompt or message of the day is due by then, the first ones due first."""
        asks = or_(O.c.key.startswith("check-in:"), O.c.key.startswith("today:"))
        query = select(O.c.recipient).where(self._here(OutboxRow), O.c.state == State.PLANNED, O.c.due_at <= until)
        rows = await self._rows(query.where(asks, O.c.replaces.is_(None)).order_by(O.c.due_at, O.c.id).limit(most))
        return [row.recipient for row in rows]

    async def latest(self, person: str) -> Standing | None:
        """Return the person's latest message that stands in Slack, or may, locked."""
        rows = await self._last(person, 1)
        return await self._standing(rows[0]) if rows else None

    async def _last(self, person: str, most: int) -> Sequence[Row[tuple[str, str]]]:
        there = O.c.state.in_((State.SENDING, State.UNCERTAIN, State.SENT))
        prefix = f"today:{person}:"
        query = (
            select(O.c.key, O.c.notice)
            .where(self._here(OutboxRow), O.c.recipient == person, O.c.replaces.is_(None), there)
            .where(O.c.key >= prefix, O.c.key < f"{prefix}~")
            .order_by(O.c.key.desc())
            .limit(most)
            .with_for_update(key_share=True)
        )
        return await self._rows(query)

    async def strike_out(self, person: str, key: str, what: str, *, now: datetime, back: int = 1) -> None:
        """Strike out the item of that key in the person's latest message, if it stands there; `what` became of it.

        What is said once and not each day stands further back: in the last of the `back` latest that holds it.
        """
        for row in await self._last(person, back):
            standing = await self._standing(row)
            if standing and key in {item.key for item in standing.today.items}:
                await self._strike(standing, key, what, now=now)
                return

    async def _strike(self, standing: Standing, key: str, what: str, *, now: datetime) -> None:
        if standing.done.get(key) == what:
            return
        change = TodayChanged(
            to=standing.today.to,
            day=standing.today.day,
            items=standing.today.items,
            done={**standing.done, key: what},
            change=standing.changes + 1,
        )
        await self._outbox.put(change, now=now)

    async def change(self, claimed: Claimed, notice: AnyNotice) -> Claimed:
        """Have what was claimed say this instead; return it so."""
        query = update(O).where(self._here(OutboxRow), O.c.id == claimed.id)
        await self._connection.execute(query.values(notice=notice.model_dump_json()))
        return claimed.model_copy(update={"notice": notice})

    async def _standing(self, row: Row[tuple[str, str]]) -> Standing | None:
        today = NOTICES.validate_json(row.notice)
        query = select(O.c.notice).where(self._here(OutboxRow), O.c.replaces == row.key).order_by(O.c.id)
        changes = [NOTICES.validate_json(change.notice) for change in await self._rows(query)]
        last = changes[-1] if changes else None
        done = last.done if isinstance(last, TodayChanged) else {}
        return Standing(today, done, len(changes)) if isinstance(today, Today) else None
