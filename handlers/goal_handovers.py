"""Handing over a goal whose owner left: somebody above says who takes it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.goal_handovers import NewOwnerMissing, asked, handed_over, must_hand_over
from domain.goal_history import GoalEvent, Happened, changes_between
from domain.goals import Goal
from domain.notices import GoalHandedOver
from domain.people import Person
from domain.refusals import UnknownPerson
from domain.rules import Rules
from handlers import home, today
from handlers.dispatch import Table
from handlers.goal_warnings import A_MONTH
from handlers.payloads import from_home, metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_handovers as view
from handlers.views.blocks import mention, shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button in the *Today* message and on the Home tab, and to the form."""
    table.on("action", view.HAND_OVER, open_form)
    table.on("view", view.FORM, submit)


async def open_form(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Choose who takes over*: the form."""
    number = number_in(action.get("value"))
    async with database.transaction() as store:
        goal, _ = await _to_give(store, user_id, number)
    form = view.form(goal, metadata={"goal": number, "home": from_home(body)})
    tasks.start("hand-over form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
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
    """The form: the goal is theirs, they hear of it, its history keeps whose it was."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        goal, me = await _to_give(store, user_id, number_in(about.get("goal")))
        to = await _new_owner(store, values(body["view"]).get(view.OWNER))
        after = await store.goals.save(handed_over(goal, to.id))
        changes = changes_between(goal, after)
        number = goal.id or 0
        happened = GoalEvent(goal=number, at=now, by=me.id, what=Happened.HANDED_OVER, changes=changes)
        await store.goal_history.record(happened)
        await store.goal_warnings.end([number], now=now)
        if to.id != me.id:
            told = GoalHandedOver(to=to.id, goal=number, by=me.id, before=goal.owner, title=goal.title, at=now)
            await store.outbox.put(told, now=now)
        await today.done(store, me.id, f"goal:{number}:owner", now=now, what="handed over", back=A_MONTH)
        reply = await store.remember_reply(shown_in_window("Goal", view.given(after)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    await ack(**reply)


async def _to_give(store: Store, by: str, number: int) -> tuple[Goal, Person]:
    """Return the goal, locked, and who gives it away. Raises NotThere, HandedOverAlready."""
    me, goal = await store.people.acting(by), await store.goals.locked(number)
    owner = await store.people.get(goal.owner) if goal else None
    managers = await store.people.managers()
    here = await store.people.all()
    team = [one.id for one in await store.people.people_team()]
    who = asked(owner.id, managers, here, team) if owner else ()
    return must_hand_over(goal, owner, me.id, who), me


async def _new_owner(store: Store, chosen: str | None) -> Person:
    if not chosen:
        raise NewOwnerMissing
    found = (await store.people.named([chosen])).get(chosen)
    if found is None:
        raise UnknownPerson(who=mention(chosen), field=NewOwnerMissing.field)
    return found
