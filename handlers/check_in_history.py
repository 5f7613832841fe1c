"""`/check-in history`: my own check-ins, newest first, a few weeks a page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.people import Person
from domain.rules import Rules
from domain.weeks import MOST_WEEKS, own_weeks
from handlers.check_in_forms import period_in
from handlers.dispatch import Table
from handlers.payloads import window_of
from handlers.tasks import Tasks
from handlers.views import check_in_history as view
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]
FAR_AHEAD = timedelta(days=14)


def register(table: Table) -> None:
    """Listen to the buttons that turn the pages."""
    table.on("action", view.OLDER, turn_page)
    table.on("action", view.NEWER, turn_page)


async def history(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """`/check-in history`: open the newest page."""
    async with database.reading() as store:
        me = await store.people.acting(command["user_id"])
        page = await _page(store, me, clock().date() + FAR_AHEAD, rules)
    tasks.start("check-in history", client.views_open(trigger_id=command["trigger_id"], view=page))
    await ack()


async def turn_page(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Older* and *Newer*: another page, from the check-in that stands at the edge of this one."""
    edge, form = period_in(action.get("value")), window_of(body)
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        until = edge - timedelta(days=1)
        if action.get("action_id") == view.NEWER:
            newer = await store.check_ins.earliest_after(me.id, after=edge, most=view.WEEKS_A_PAGE)
            until = newer[-1].period if newer else edge
        page = await _page(store, me, until, rules)
    tasks.start("check-in history", client.views_update(view_id=form["id"], hash=form["hash"], view=page))
    await ack()


async def _page(store: Store, me: Person, until: date, rules: Rules) -> dict[str, Any]:
    """Return the page that ends with the newest check-in up to `until`."""
    answers = await store.check_ins.latest(me.id, until=until, most=max(MOST_WEEKS, view.WEEKS_A_PAGE + 1))
    shown = answers[: view.WEEKS_A_PAGE]
    newer = bool(shown) and bool(await store.check_ins.earliest_after(me.id, after=shown[0].period, most=1))
    weeks = own_weeks(answers, until=shown[0].period) if shown else ()
    older = len(answers) > len(shown)
    return view.page(shown, weeks, zone(me.tz), older=older, newer=newer, command=rules.command("check_in"))
