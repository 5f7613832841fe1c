"""Requests for feedback that end by themselves: after two weeks, or when somebody takes part no longer.

Safe to run late, twice, or on two machines: each is decided anew, locked, in the transaction that ends it.
"""

from collections.abc import Mapping
from datetime import datetime

import structlog

from domain.calendar import zone
from domain.feedback_requests import Request, RequestState, end_of
from domain.notices import AnyNotice, FeedbackRequestClosed, FeedbackRequestEnded
from domain.people import Person
from storage.database import Database
from storage.store import Store

log = structlog.get_logger(__name__)
READING = 30.0
"""Seconds for reading; nobody waits for a reader."""


async def end_requests(database: Database, *, now: datetime) -> int:
    """End what is over: the asker is told, the card and the *Today* message of the asked say so. Raises Unavailable."""
    async with database.reading(budget=READING) as store:
        waiting = await store.feedback.open_requests()
        people = await store.people.named({who for one in waiting for who in (one.asker, one.asked)})
    over = [one for one in waiting if _end(one, people, now)]
    ended = 0
    for one in over:
        async with database.transaction() as store:
            ended += await _end_one(store, one, now=now)
    if ended:
        log.info("feedback_requests_ended", requests=ended)
    return ended


def _end(request: Request, active: Mapping[str, Person], now: datetime) -> RequestState | None:
    return end_of(request, asker_left=request.asker not in active, asked_left=request.asked not in active, now=now)


async def _end_one(store: Store, seen: Request, *, now: datetime) -> bool:
    """End it if that is still so; tell whether it was."""
    request = await store.feedback.request(seen.id or 0, asked=seen.asked)
    people = await store.people.named([seen.asker, seen.asked])
    if request is None or request.state is not RequestState.OPEN or (end := _end(request, people, now)) is None:
        return False
    await store.feedback.close_request(request, end, now=now)
    await store.outbox.put(*_news(request, end, people), now=now)
    key = f"feedback-request:{request.id}"
    await store.todays.strike_out(request.asked, key, "expired" if end is RequestState.EXPIRED else "over", now=now)
    return True


def _news(request: Request, end: RequestState, active: Mapping[str, Person]) -> list[AnyNotice]:
    """Return whom to tell: each of the two, if they still take part."""
    number, news = request.id or 0, list[AnyNotice]()
    if request.asked in active:
        news.append(FeedbackRequestClosed(to=request.asked, request=number, asker=request.asker, outcome=end))
    if asker := active.get(request.asker):
        asked_on = request.asked_at.astimezone(zone(asker.tz)).date()
        left = end is RequestState.LEFT
        news.append(
            FeedbackRequestEnded(to=asker.id, request=number, asked=request.asked, asked_on=asked_on, left=left)
        )
    return news
