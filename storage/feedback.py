"""Feedback and the requests for it. Nothing is handed out without a grant, or beyond the visibility chosen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from domain.feedback import TOPICS, Feedback, Request, RequestState, Tone, Visibility
from domain.permissions import Grant
from storage.room import Room
from storage.sql import table
from storage.tables import FeedbackRequestRow, FeedbackRow

F, Q = table(FeedbackRow), table(FeedbackRequestRow)


class Feedbacks(Room):
    """What people told each other."""

    async def add(self, feedback: Feedback) -> Feedback:
        """Store it and return it with its id."""
        return feedback.model_copy(update={"id": await self._add(FeedbackRow, **feedback.model_dump(exclude={"id"}))})

    async def received(self, grant: Grant, *, since: datetime, until: datetime) -> list[Feedback]:
        """Return what the subject received in [since, until) and the reader may see, oldest first."""
        visible = [str(visibility) for visibility, topic in TOPICS.items() if grant.covers(topic)]
        start = max(since, grant.since) if grant.since else since
        query = select(F).where(self._here(FeedbackRow), F.c.receiver == grant.subject, F.c.visibility.in_(visible))
        query = query.where(F.c.given_at >= start, F.c.given_at < until).order_by(F.c.given_at, F.c.id)
        return [_feedback(row) for row in await self._rows(query)]

    async def count_received(self, grants: Collection[Grant], *, since: datetime) -> int:
        """Count what these grants let their reader see from `since` on."""
        granted = {grant.subject: grant for grant in grants}
        query = select(F.c.receiver, F.c.visibility, F.c.given_at).where(self._here(FeedbackRow))
        rows = await self._rows(query.where(F.c.receiver.in_(list(granted)), F.c.given_at >= since))
        return sum(1 for row in rows if _open_to(granted[row.receiver], row))

    async def add_request(self, request: Request) -> Request:
        """Store a request and return it with its id."""
        values = request.model_dump(exclude={"id"})
        return request.model_copy(update={"id": await self._add(FeedbackRequestRow, **values)})

    async def request(self, number: int, *, asked: str) -> Request | None:
        """Return a request made to `asked`, locked until this transaction ends; None for anybody else's."""
        query = select(Q).where(self._here(FeedbackRequestRow), Q.c.id == number, Q.c.asked == asked)
        row = await self._first(query.with_for_update())
        return _request(row) if row else None

    async def close_request(self, request: Request, state: RequestState) -> None:
        """Record what became of it."""
        query = update(Q).where(self._here(FeedbackRequestRow), Q.c.id == request.id)
        await self._connection.execute(query.values(state=str(state)))

    async def requests_to(self, asked: str) -> list[Request]:
        """Return the open requests made to `asked`, oldest first."""
        query = select(Q).where(self._here(FeedbackRequestRow), Q.c.asked == asked, Q.c.state == "open")
        return [_request(row) for row in await self._rows(query.order_by(Q.c.asked_at, Q.c.id))]


def _open_to(grant: Grant, row: Row[Any]) -> bool:
    return grant.covers(TOPICS[Visibility(row.visibility)]) and (grant.since is None or row.given_at >= grant.since)


def _feedback(row: Row[Any]) -> Feedback:
    return Feedback(
        id=row.id,
        author=row.author,
        receiver=row.receiver,
        situation=row.situation,
        behaviour=row.behaviour,
        impact=row.impact,
        tone=Tone(row.tone),
        visibility=Visibility(row.visibility),
        given_at=row.given_at,
        goal=row.goal,
        request=row.request,
    )


def _request(row: Row[Any]) -> Request:
    return Request(
        id=row.id,
        asker=row.asker,
        asked=row.asked,
        about=row.about,
        asked_at=row.asked_at,
        state=RequestState(row.state),
    )
