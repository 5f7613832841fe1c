"""The buttons of the prompt: *Snooze*, *Skip this week*, *Check in after all*."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.refusals import NotThere
from domain.rules import Rules
from handlers import check_in_forms, turns
from handlers.dispatch import Table
from handlers.tasks import Tasks
from handlers.views import turns as view
from storage.database import Database

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons."""
    table.on("action", view.SNOOZE, snooze)
    table.on("action", view.SKIP, skip)
    table.on("action", view.AFTER_ALL, after_all)


async def snooze(
    ack: AsyncAck,
    action: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
) -> None:
    """*Snooze*: ask again at the time that was chosen; the card says when."""
    chosen = action.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else None
    when, _, words = str(value).partition(" ")
    period = check_in_forms.period_in(when)
    if words not in view.CHOICES:
        raise NotThere
    async with database.transaction(once=once) as store:
        await turns.put_off(store, user_id, period, words, rules=rules, now=clock())
    await ack()


async def skip(
    ack: AsyncAck,
    action: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
) -> None:
    """*Skip this week*: the card says so, and takes it back."""
    async with database.transaction(once=once) as store:
        await turns.leave_out(store, user_id, check_in_forms.period_in(action.get("value")), rules=rules, now=clock())
    await ack()


async def after_all(
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
    """*Check in after all*: take the skip back, and open the form."""
    async with database.transaction(once=once) as store:
        await turns.take_back_skip(
            store, user_id, check_in_forms.period_in(action.get("value")), rules=rules, now=clock()
        )
    await check_in_forms.open_from_card(ack, body, action, client, user_id, database, clock, rules, tasks)
