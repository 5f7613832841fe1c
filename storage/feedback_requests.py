"""Requests for feedback: between the one who asks and the one who is asked, and nobody else's business."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.calendar import zone
from domain.feedback_requests import Request, RequestState, reminded
from storage.room import Room
from storage.sql import table
from storage.tables import FeedbackRequestRow, PersonRow

Q, P = table(FeedbackRequestRow), table(PersonRow)


class FeedbackRequests(Room):
    """Who asked whom about what, and what became of it."""

    async def add_request(self, request: Request) -> Request:
        """Store a request and return it with its id."""
        values = request.model_dump(exclude={"id"})
        return request.model_copy(update={"id": await self._add(FeedbackRequestRow, **values)})

    async def request(self, number: int, *, asked: str) -> Request | None:
        """Return a request made to `asked`, locked until this transaction ends; None for anybody else's."""
        return await self._request(number, Q.c.asked == asked)

    async def request_of(self, number: int, *, asker: str) -> Request | None:
        """Return a request that `asker` made, locked until this transaction ends; None for anybody else's."""
        return await self._request(number, Q.c.asker == asker)

    async def requests_to(self, asked: str) -> list[Request]:
        """Return the open requests made to `asked`, oldest first."""
        return await self._open(Q.c.asked == asked)

    async def requests_of(self, asker: str) -> list[Request]:
        """Return the open requests that `asker` made, oldest first."""
        return await self._open(Q.c.asker == asker)

    async def open_requests(self) -> list[Request]:
        """Return every request that is still open, oldest first."""
        return await self._open()

    async def close_request(self, request: Request, state: RequestState, *, now: datetime, reason: str = "") -> None:
        """Record what became of it."""
        query = update(Q).where(self._here(FeedbackRequestRow), Q.c.id == request.id)
        await self._connection.execute(query.values(state=str(state), closed_at=now, reason=reason))

    async def put_off(self, request: Request, until: date) -> None:
        """Have it come back on that day."""
        query = update(Q).where(self._here(FeedbackRequestRow), Q.c.id == request.id)
        await self._connection.execute(query.values(later_on=until))

    async def mark_reminded(self, ids: Collection[int], *, now: datetime) -> None:
        """Note that these stand in the *Today* message of those who were asked."""
        query = select(Q, P.c.tz).join(P, (P.c.workspace_id == Q.c.workspace_id) & (P.c.id == Q.c.asked))
        rows = await self._rows(query.where(self._here(FeedbackRequestRow), Q.c.id.in_(ids), Q.c.state == "open"))
        stood = [reminded(_request(row), now.astimezone(zone(row.tz)).date(), now=now) for row in rows]
        changes = [{"id": one.id, "later_on": one.later_on, "reminded_at": one.reminded_at} for one in stood]
        await self._change_all(FeedbackRequestRow, changes)

    async def _request(self, number: int, whose: Any) -> Request | None:
        query = select(Q).where(self._here(FeedbackRequestRow), Q.c.id == number, whose)
        row = await self._first(query.with_for_update(key_share=True))
        return _request(row) if row else None

    async def _open(self, *whose: Any) -> list[Request]:
        query = select(Q).where(self._here(FeedbackRequestRow), Q.c.state == "open", *whose)
        return [_request(row) for row in await self._rows(query.order_by(Q.c.asked_at, Q.c.id))]


def _request(row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        asker=row.asker,
        asked=row.asked,
        about=row.about,
        asked_at=row.asked_at,
        state=RequestState(row.state),
        later_on=row.later_on,
        reminded_at=row.reminded_at,
    )
