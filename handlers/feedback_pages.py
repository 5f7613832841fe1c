"""The windows in which feedback and evidence are read: gather what one page shows, and show it in place."""

from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.people import Person
from domain.permissions import Grant, may_read
from domain.refusals import NothingToShow, NotThere
from handlers.payloads import Body, metadata, number_in
from handlers.views import evidence as evidence_view
from handlers.views import feedback as cards
from handlers.views import feedback_inbox as view
from storage.store import Store

LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
EVIDENCE = "evidence"
GONE = frozenset({"not_found", "hash_conflict"})
"""What Slack says of a window that was closed, or shows something else by now."""
WHAT = "feedback"
"""How the access log calls it."""


async def page(store: Store, me: Person, tab: str, start: int, *, now: datetime) -> dict[str, Any]:
    """Return one page of a window: `tab` is INBOX, GIVEN, EVIDENCE, or ABOUT_REPORT with a report's id.

    What a manager reads about a report is written down, so that one needs a transaction. Raises NothingToShow, NotThere.
    """
    mine = may_read(me, me, {})
    if tab == cards.INBOX:
        pieces = await store.feedback.received(mine, since=LONG_AGO, until=FAR_AHEAD, traces=True)
        return view.inbox(pieces[::-1], await _seen(store, me, mine, now=now), start=start)
    if tab == cards.GIVEN:
        requests = await store.feedback.requests_of(me.id)
        written = await store.feedback.written(mine)
        return view.given(written[::-1], requests, await _seen(store, me, mine, now=now), start=start)
    if tab == EVIDENCE:
        return await _evidence(store, me, mine, start)
    return await _about_report(store, me, tab.partition(" ")[2], start, now=now)


async def _about_report(store: Store, me: Person, report: str, start: int, *, now: datetime) -> dict[str, Any]:
    subject = await store.people.get(report)
    if subject is None:
        raise NothingToShow
    grant = may_read(me, subject, await store.people.managers())
    pieces = await store.feedback.received(grant, since=LONG_AGO, until=FAR_AHEAD, traces=True)
    await store.access.record([grant], what=WHAT, now=now)
    seen = await _seen(store, me, grant, now=now)
    return view.about_report(pieces[::-1], seen, subject, start=start)


async def _seen(store: Store, me: Person, grant: Grant, *, now: datetime) -> view.Seen:
    kept = {one.feedback for one in await store.evidence.of(grant)}
    people = await store.people.all(active=False)
    return view.Seen(me.id, zone(me.tz), now, people, await _titles(store, grant), kept)


async def _titles(store: Store, grant: Grant) -> dict[int | None, str]:
    """Return the titles of the goals this reader may know: the subject's, and those everybody sees."""
    goals = [*await store.goals.about(grant), *await store.goals.shared(closed=True)]
    return {goal.id: goal.title for goal in goals}


async def _evidence(store: Store, me: Person, mine: Grant, start: int) -> dict[str, Any]:
    kept = await store.evidence.of(mine)
    received = await store.feedback.received(mine, since=LONG_AGO, until=FAR_AHEAD, traces=True)
    seen = evidence_view.Seen(
        zone(me.tz),
        await store.people.all(active=False),
        await _titles(store, mine),
        {piece.id: piece for piece in received},
    )
    return evidence_view.page(kept[::-1], seen, start=start)


def page_at(place: object) -> tuple[str, int]:
    """Return tab and start from what a button or window carries. Raises NotThere."""
    tab, _, start = str(place).rpartition(" ")
    if tab not in {cards.INBOX, cards.GIVEN, EVIDENCE} and not tab.startswith(f"{cards.ABOUT_REPORT} "):
        raise NotThere
    return tab, number_in(start)


def page_of(body: Body) -> tuple[str, int] | None:
    """Return which page the window shows in which a button was pressed; None outside of one."""
    told = metadata(body.get("view") or {}).get("page")
    return page_at(told) if told else None


def shown_in_place(client: AsyncWebClient, body: Body, window: dict[str, Any]) -> Coroutine[Any, Any, Any]:
    """Return the call that shows a page: in the window in which a button was pressed, else in one of its own."""
    shown = body.get("view") or {}
    if shown.get("type") == "modal":
        return _if_open(client.views_update(view_id=shown.get("id"), hash=shown.get("hash"), view=window))
    return client.views_open(trigger_id=body["trigger_id"], view=window)


def shown_below(client: AsyncWebClient, body: Body, window: dict[str, Any]) -> Coroutine[Any, Any, Any] | None:
    """Return the call that brings the window below a form up to date; None where there is none."""
    below = (body.get("view") or {}).get("previous_view_id")
    return _if_open(client.views_update(view_id=below, view=window)) if below else None


async def _if_open(update: Coroutine[Any, Any, Any]) -> None:
    """Bring a window up to date, unless its reader has closed it or turned the page meanwhile."""
    try:
        await update
    except SlackApiError as refused:
        if refused.response.get("error") not in GONE:
            raise
