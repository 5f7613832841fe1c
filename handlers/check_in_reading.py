"""Reading check-ins: my own with what they said before, those of my reports, and mine week by week.

Opening one's own writes nothing. Opening somebody else's is written down for them, and where it is their manager who
does, the author's card says so.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.check_ins import CheckIn, is_closed
from domain.goals import Goal, Level
from domain.people import Person
from domain.permissions import Grant, Topic, may_read
from domain.refusals import NothingToShow, NotThere
from domain.rules import Rules
from handlers import check_in_cards
from handlers.check_in_forms import period_in
from handlers.dispatch import Table
from handlers.tasks import Tasks, on_top
from handlers.views import check_in_pages as view
from handlers.views.check_ins import READ, VIEW
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons that open a check-in."""
    table.on("action", READ, read_one)
    table.on("action", VIEW, view_own)
    table.on("action", view.VERSION, view_version)


async def read_one(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Read the check-in*: show it to whoever may; once the manager has read it, its author knows."""
    person, _, rest = str(action.get("value", "")).partition(" ")
    (period, page), now = _page_in(rest), clock()
    async with database.transaction(once=once) as store:
        reader, subject = await store.people.acting(user_id), await store.people.get(person)
        if subject is None:
            raise NothingToShow
        grant = may_read(reader, subject, await store.people.managers())
        found = await store.check_ins.read([grant], since=period, until=period)
        if not found:
            raise NotThere
        if await store.check_ins.mark_read(grant, period, now=now):
            await check_in_cards.was_read(store, subject, found[0], reader.id, rules.schedule, now=now)
            await store.homes.outdate([reader.id], now=now)
        await store.access.record([grant], what="check-in", now=now)
        goals = await _goals(store, found[0], grant)
    notes = grant.covers(Topic.CHECK_IN_NOTES)
    shown = view.read(found[0], subject, goals, zone(reader.tz), notes=notes, page=page)
    tasks.start("check-in page", _show(client, body, shown))
    await ack()


async def _goals(store: Store, one: CheckIn, grant: Grant) -> dict[int | None, Goal]:
    """Return the goals that a check-in tells of, whatever became of them: its author's, and those everyone sees."""
    found = await store.goals.numbered({line.goal for line in one.goals})
    theirs = {grant.subject} if grant.covers(Topic.GOALS) else set()
    return {goal.id: goal for goal in found if goal.level is not Level.INDIVIDUAL or goal.owner in theirs}


async def view_own(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*View*: show my own check-in, with what only I see."""
    period, page = _page_in(str(action.get("value", "")))
    async with database.reading() as store:
        me, one, goals = await _mine(store, user_id, period)
    closed = is_closed(period, schedule=rules.schedule, tz=zone(me.tz), now=clock())
    shown = view.own(one, me, goals, zone(me.tz), closed=closed, page=page)
    tasks.start("check-in page", _show(client, body, shown))
    await ack()


async def view_version(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*What it said before*: show a version of my check-in that I have changed since."""
    when, _, rest = str(action.get("value", "")).partition(" ")
    period, (number, page) = period_in(when), _numbers(rest)
    async with database.reading() as store:
        me, _one, goals = await _mine(store, user_id, period)
        versions = await store.check_ins.versions(me.id, period)
    found = next((one for one in versions if one.revision == number), None)
    if found is None:
        raise NotThere
    shown = view.version(found, len(versions), goals, zone(me.tz), page=page)
    tasks.start("check-in page", _show(client, body, shown))
    await ack()


async def _mine(store: Store, user: str, period: date) -> tuple[Person, CheckIn, dict[int | None, Goal]]:
    me = await store.people.acting(user)
    one = await store.check_ins.mine(me.id, period)
    if one is None:
        raise NotThere
    goals = await store.goals.about(may_read(me, me, {}))
    return me, one, {goal.id: goal for goal in goals}


def _show(client: AsyncWebClient, body: dict[str, Any], shown: dict[str, Any]) -> Any:
    """Open a window; a button within one of the same kind turns its page."""
    open_one = body.get("view") or {}
    if open_one.get("callback_id") == view.PAGE and open_one.get("title", {}).get("text") == shown["title"]["text"]:
        return client.views_update(view_id=open_one["id"], hash=open_one["hash"], view=shown)
    return on_top(client, body)(trigger_id=body["trigger_id"], view=shown)


def _page_in(text: str) -> tuple[date, int]:
    when, _, page = text.partition(" ")
    return period_in(when), _numbers(page)[0]


def _numbers(text: str) -> tuple[int, int]:
    """Return the two numbers that a button carries, 0 for each that is missing."""
    found = [int(one) if one.isascii() and one.isdigit() and len(one) < 6 else 0 for one in text.split()]
    first, second, *_ = [*found, 0, 0]
    return first, second
