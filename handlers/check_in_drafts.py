"""Drafts: what is typed into the check-in form is kept before it is sent, and nobody but its author sees it.

Slack says nothing of a form that is closed, so every field tells each change. The newest state is held here and written
a second later at the latest, once for all that was typed meanwhile; at once when the form is closed or the bot stops.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.check_in_drafts import Draft, kept
from domain.people import NotTakingPart
from domain.priorities import NextTooLong, Verdict, with_lines, without_lines
from domain.refusals import NotThere
from handlers.check_in_forms import drafts_of, gather, place_in
from handlers.dispatch import Table
from handlers.payloads import once_key, values, window_of
from handlers.tasks import Tasks
from handlers.views import check_in_forms as view
from handlers.views.check_in_fields import NEXT, TYPED, Week, priority_field, text_in
from storage.database import Database, Unavailable

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the fields of the form, to *Start anew*, and to the form being closed."""
    for action in TYPED:
        table.on("action", action, typed)
    table.on("action", view.ANEW, start_anew)
    table.on("closed", view.FORM, closed)


async def typed(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """Keep what stands in the form; a priority carried on stands in *What is next?* from now on.

    Nothing is refused here: nobody wants a window over what they write.
    """
    now = clock()
    try:
        form = window_of(body)
        place, fields = place_in(form), kept(values(form))
    except NotThere:
        await ack()
        return
    carried = _carried(fields)
    if carried is not None and carried != frozenset(place.carried):
        with suppress(Unavailable, NotTakingPart):
            fields = await _carry(client, database, user_id, form, place, fields, now=now, tasks=tasks)
    sent = once_key({"type": "view_submission", "view": form}) or ""
    write = partial(_write, database, user_id, place.period, fields, sent, now)
    tasks.soon(f"{drafts_of(user_id)}{form.get('id')}", write)
    await ack()


def _carried(fields: dict[str, Any]) -> frozenset[str] | None:
    """Return the fields of the priorities that are carried on; None where the page asks about none."""
    asked = {name: chosen for name, chosen in fields.items() if name.startswith("priority-")}
    return frozenset(name for name, chosen in asked.items() if chosen == Verdict.CARRY) if asked else None


async def _carry(
    client: AsyncWebClient,
    database: Database,
    user: str,
    form: dict[str, Any],
    place: view.Place,
    fields: dict[str, Any],
    *,
    now: datetime,
    tasks: Tasks,
) -> dict[str, Any]:
    """Draw the form anew, with *What is next?* as the priorities have it now; return the fields as they are then."""
    async with database.reading() as store:
        week = await gather(store, await store.people.acting(user), place.period, now=now)
    before = dict(week.draft.fields) if week.draft else {}
    carried = [text for text in week.planned if fields.get(priority_field(text)) == Verdict.CARRY]
    gone = [text for text in week.planned if priority_field(text) in place.carried and text not in carried]
    try:
        upcoming = with_lines(without_lines(text_in(fields, NEXT), gone), carried)
    except NextTooLong:  # said when the form is sent
        return fields
    fields = fields | {NEXT: upcoming}
    shown = replace(week, draft=Draft(fields=before | fields, saved_at=now))
    ids = tuple(priority_field(text) for text in carried)
    drawn = view.form(shown, replace(place, carried=ids, next_drawn=place.next_drawn + 1))
    tasks.start("check-in form", client.views_update(view_id=form["id"], hash=form["hash"], view=drawn))
    return fields


async def _write(database: Database, user: str, period: date, fields: dict[str, Any], sent: str, now: datetime) -> None:
    """Store the draft, unless its form was sent since or its author takes part no more."""
    async with database.transaction() as store:
        try:
            me = await store.people.acting(user, lock=True)
        except NotTakingPart:
            return
        if not await store.drafts.was_sent(sent):
            await store.drafts.keep(me.id, period, fields, now=now)


async def start_anew(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Start anew*: throw the draft away, and show the form without it."""
    form, now = window_of(body), clock()
    place = place_in(form)
    await tasks.at_once(drafts_of(user_id))
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)
        await store.drafts.drop(me.id, place.period)
        week: Week = await gather(store, me, place.period, now=now)
    place = replace(place, page=0, drafted=False, carried=view.carried(week), drawn=place.drawn + 1)
    drawn = view.form(week, place)
    tasks.start("check-in form", client.views_update(view_id=form["id"], hash=form["hash"], view=drawn))
    await ack()


async def closed(ack: AsyncAck, user_id: str, tasks: Tasks) -> None:
    """The form was closed: write its draft now."""
    await tasks.at_once(drafts_of(user_id))
    await ack()
