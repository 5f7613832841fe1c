"""*Change*: a goal of a team or the company says something else from now on; what it said before stays in its history.

Two people may do so at once. The second, who began before the first had saved, reads what changed meanwhile above a form
that still holds what they typed; sending it again is knowingly.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.goal_history import GoalEvent, Happened, changes_between
from domain.goal_plans import changed_since, must_change
from domain.goals import Goal
from domain.people import Person
from domain.rules import Rules
from domain.smart import change
from handlers import goal_cards
from handlers.dispatch import Table
from handlers.goal_plans import read_outline, today_of
from handlers.payloads import metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_changes as view
from handlers.views import goal_smart as forms
from handlers.views.blocks import Block, shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button and the form."""
    table.on("action", view.CHANGE, open_change)
    table.on("view", view.FORM, submit)


async def changeable(store: Store, me: Person, goal: Goal | None, *, command: str) -> Goal:
    """Return the goal if `me` may change or cascade it now. Raises NotThere, NotADraft."""
    leads = bool(await store.people.reports_of(me.id))
    return must_change(goal, me, leads=leads, managers=await store.people.managers(), command=command)


async def open_change(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Change*: the form as the goal stands."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal = await changeable(store, me, await store.goals.get(number), command=rules.command("goal"))
        form = await _form(store, goal, forms.filled(goal), about=goal_cards.below(body))
    tasks.start("goal form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _form(
    store: Store, goal: Goal, said: dict[str, Any], *, about: dict[str, Any], above: Sequence[Block] = ()
) -> dict[str, Any]:
    """Return the form with what is said in it; it remembers how much had happened to the goal by now."""
    seen = len(await store.goal_history.of([goal.id or 0]))
    parent = await store.goals.get(number_in(said[forms.PARENT])) if said.get(forms.PARENT) else None
    told = {**about, "goal": goal.id, "seen": seen}
    return forms.change_form(view.FORM, goal, said, parent=parent, above=above, metadata=told)


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
    """The form: store what changed with who and when, or show what somebody else changed meanwhile."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        found = await store.goals.locked(number_in(about.get("goal")))
        goal = await changeable(store, me, found, command=rules.command("goal"))
        events = await store.goal_history.of([goal.id or 0])
        if meanwhile := changed_since(events, number_in(about.get("seen"))):
            reply = await _shown_first(store, goal, body, about, meanwhile)
        else:
            reply = shown_in_window("Goal", view.changed(goal, await _change(store, me, goal, body, now=now)))
        await store.remember_reply(reply)
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def _shown_first(
    store: Store, goal: Goal, body: dict[str, Any], about: dict[str, Any], meanwhile: Sequence[GoalEvent]
) -> dict[str, Any]:
    """Return the form again, with what was typed in it and what changed meanwhile above."""
    moves = [event.changes["parent"] for event in meanwhile if "parent" in event.changes]
    ids = {one for move in moves for one in (move.before, move.after)}
    titles = {one: found.title for one in ids if one.isdecimal() and (found := await store.goals.get(int(one)))}
    above = view.meanwhile(meanwhile, titles)
    return {
        "response_action": "update",
        "view": await _form(store, goal, values(body["view"]), about=about, above=above),
    }


async def _change(store: Store, me: Person, goal: Goal, body: dict[str, Any], *, now: datetime) -> bool:
    """Store the goal as the form says; return whether anything of it is another than before. Raises FieldErrors."""
    await store.goals.hold_tree()
    today = today_of(me, now)
    outline = await read_outline(store, values(body["view"]), goal.owner, goal.level, goal, today=today)
    after = await store.goals.save(change(goal, outline, today=today))
    changes = changes_between(goal, after)
    if changes:
        event = GoalEvent(goal=goal.id or 0, at=now, by=me.id, what=Happened.CHANGED, changes=changes)
        await store.goal_history.record(event)
    return bool(changes)
