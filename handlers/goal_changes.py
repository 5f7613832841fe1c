"""*Change*: a goal of a team or the company says something else from now on; what it said before stays in its history.

Two people may do so at once. The second, who began before the first had saved, reads what changed meanwhile above a form
that still holds what they typed, and what the first changed where they typed nothing; sending it again is knowingly.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.goal_history import GoalEvent, Happened, changes_between
from domain.goal_plans import changed_since, must_change
from domain.goals import Goal
from domain.notices import GoalChanged
from domain.people import Person
from domain.rules import Rules
from domain.smart import change
from handlers import goal_cards, goal_parts
from handlers.dispatch import Table
from handlers.goal_plans import read_outline, today_of
from handlers.payloads import metadata, number_in
from handlers.refusals import FieldErrors
from handlers.tasks import Tasks, on_top
from handlers.untouched import AGAIN, ids_in, marks, renamed, said_in, untouched
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
    store: Store,
    goal: Goal,
    said: dict[str, Any],
    *,
    about: dict[str, Any],
    above: Sequence[Block] = (),
    ids: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the form with what is said in it; it remembers how much had happened to the goal by now, and how it stood.

    `ids` are those of the fields, where they have others than their names.
    """
    seen = len(await store.goal_history.of([goal.id or 0]))
    parent = await store.goals.get(number_in(said[forms.PARENT])) if said.get(forms.PARENT) else None
    told = {**about, "goal": goal.id, "seen": seen, "was": marks(forms.as_sent(goal))}
    return renamed(forms.change_form(view.FORM, goal, said, parent=parent, above=above, metadata=told), ids or {})


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
            reply = await _shown_first(store, goal, body["view"], about, meanwhile)
        else:
            reply = shown_in_window("Goal", view.changed(goal, await _change(store, me, goal, body, now=now)))
        await store.remember_reply(reply)
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def _shown_first(
    store: Store, goal: Goal, form: dict[str, Any], about: dict[str, Any], meanwhile: Sequence[GoalEvent]
) -> dict[str, Any]:
    """Return the form again, with what was typed in it, all else as it is now, and what changed meanwhile above."""
    above, said, ids = view.meanwhile(meanwhile, await _named(store, goal, meanwhile)), said_in(form), ids_in(form)
    now, alone = forms.as_sent(goal), untouched(said, about.get("was"))
    theirs = {field: now.get(field) for field in alone if (now.get(field) or None) != (said[field] or None)}
    ids |= {field: f"{field}{AGAIN}{about.get('seen')}" for field in theirs}
    again = await _form(store, goal, said | theirs, about=about, above=above, ids=ids)
    return {"response_action": "update", "view": again}


async def _named(store: Store, goal: Goal, events: Sequence[GoalEvent]) -> dict[str, str]:
    """Return how the goals that these changes name as parents are called, by id, and the KPIs of this one: `kpi 3`."""
    moves = [event.changes["parent"] for event in events if "parent" in event.changes]
    ids = {one for move in moves for one in (move.before, move.after)}
    titles = {one: found.title for one in ids if one.isdecimal() and (found := await store.goals.get(int(one)))}
    return titles | {f"kpi {kpi.id}": kpi.name for kpi in goal.kpis}


async def _change(store: Store, me: Person, goal: Goal, body: dict[str, Any], *, now: datetime) -> bool:
    """Store the goal as the form says; return whether anything of it is another than before. Raises FieldErrors."""
    await store.goals.hold_tree()
    today = today_of(me, now)
    try:
        outline = await read_outline(store, said_in(body["view"]), goal.owner, goal.level, goal, today=today)
    except FieldErrors as wrong:
        ids = ids_in(body["view"])
        raise FieldErrors({ids.get(field, field): text for field, text in wrong.errors.items()}) from None
    after = await store.goals.save(change(goal, outline, today=today))
    changes = changes_between(goal, after)
    if changes:
        event = GoalEvent(goal=goal.id or 0, at=now, by=me.id, what=Happened.CHANGED, changes=changes)
        await store.goal_history.record(event)
        await goal_parts.tell(store, after, me.id, before=goal, now=now)
        await _tell_owner(store, me, after, event)
    return bool(changes)


async def _tell_owner(store: Store, me: Person, goal: Goal, event: GoalEvent) -> None:
    """Tell whoever owns the goal, where it is somebody else who changed it."""
    if goal.owner != me.id and goal.owner in await store.people.named([goal.owner]):
        named = await _named(store, goal, [event])
        about = {"by": me.id, "title": goal.title, "changes": event.changes, "named": named, "at": event.at}
        await store.outbox.put(GoalChanged(to=goal.owner, goal=event.goal, **about), now=event.at)
