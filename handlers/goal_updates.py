"""New numbers for a goal: its owner says where it stands, how sure they are, and what moved it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goal_updates import update
from domain.goal_warnings import Answer
from domain.goals import Confidence, Goal, must_take_numbers
from domain.rules import Rules
from handlers import goal_cards, goal_warnings, home
from handlers.dispatch import Table
from handlers.fields import Fields
from handlers.payloads import from_home, metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_forms as forms
from handlers.views import goals as view
from handlers.views.blocks import shown_in_window
from storage.database import Database

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button and the form."""
    table.on("action", view.UPDATE, open_update)
    table.on("view", forms.UPDATE_FORM, submit)


async def open_update(
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
    """*Update*: the form with the last numbers beside it."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal = must_take_numbers(await store.goals.get(number), me.id, command=rules.command("goal"))
    today = clock().astimezone(zone(me.tz)).date()
    about = {"goal": number, "home": from_home(body), **goal_cards.below(body)}
    form = forms.update_form(goal, today, metadata=about)
    tasks.start("goal update form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def submit(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """The form: store the readings and what the owner believes, and answer with the new sum."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        found = await store.goals.locked(number_in(about.get("goal")))
        goal = must_take_numbers(found, me.id, command=rules.command("goal"))
        numbers, confidence, note = _said(Fields(values(body["view"])), goal)
        for reading in update(goal, numbers, confidence=confidence, note=note, now=now):
            await store.readings.add(reading)
        if confidence:
            await store.goals.believe({goal.id or 0: confidence})
        store.homes.news(me.id, now=now)
        after = await store.goals.get(goal.id or 0) or goal
        await goal_warnings.answered(store, me, after, Answer.UPDATED, now=now)
        done = forms.updated(after, now.astimezone(zone(me.tz)).date())
        reply = await store.remember_reply(shown_in_window("Goal", done))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


def _said(fields: Fields, goal: Goal) -> tuple[dict[int, float], Confidence | None, str]:
    """Read the form. Raises FieldErrors with every number that is none."""
    found = {kpi.id or 0: fields.number(forms.kpi_field(kpi)) for kpi in goal.kpis}
    chosen, note = fields.said.get(forms.CONFIDENT), fields.text(forms.NOTE)
    fields.check()
    numbers = {kpi: value for kpi, value in found.items() if value is not None}
    return numbers, Confidence(chosen) if chosen in list(Confidence) else None, note
