"""*Cascade*: several people at once get a draft of their own below a goal that everybody shares."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.goal_cascade import draft, must_cascade, without_one
from domain.goal_history import GoalEvent, Happened
from domain.goals import Goal
from domain.notices import GoalCascaded
from domain.people import Person
from domain.refusals import UnknownPerson
from domain.rules import Rules
from handlers import goal_cards
from handlers.dispatch import Table
from handlers.goal_changes import changeable
from handlers.goal_plans import today_of
from handlers.payloads import metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_cascade as view
from handlers.views.blocks import mention, shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button and the form."""
    table.on("action", view.OPEN, open_form)
    table.on("view", view.FORM, submit)


async def open_form(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Cascade*: ask who is to take on a part of the goal."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal = await changeable(store, me, await store.goals.get(number), command=rules.command("goal"))
    form = view.form(goal, metadata={"goal": number, **goal_cards.below(body)})
    tasks.start("cascade form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
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
    """The form: a draft for each of them who has none, and a message to each."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        found = await store.goals.locked(number_in(about.get("goal")))
        goal = await changeable(store, me, found, command=rules.command("goal"))
        people = await _chosen(store, values(body["view"]).get(view.PEOPLE) or ())
        must_cascade(me, people, await store.people.managers())
        left = without_one(people, await store.goal_trees.right_below(goal.id or 0))
        for person in left:
            await _give(store, me, goal, person, now=now)
        had = [person for person in people if person not in left]
        reply = await store.remember_reply(shown_in_window("Cascade", view.done(goal, left, had)))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def _chosen(store: Store, ids: Sequence[Any]) -> list[Person]:
    """Return the people chosen, each once. Raises UnknownPerson."""
    wanted = list(dict.fromkeys(one for one in ids if isinstance(one, str)))
    known = await store.people.named(wanted)
    for person in wanted:
        if person not in known:
            raise UnknownPerson(who=mention(person), field=view.PEOPLE)
    return [known[person] for person in wanted]


async def _give(store: Store, by: Person, goal: Goal, to: Person, *, now: datetime) -> None:
    new = await store.goals.save(draft(goal, to.id, ref=await store.goals.next_ref(), today=today_of(to, now)))
    why = f"Cascaded from {goal.ref}"
    await store.goal_history.record(GoalEvent(goal=new.id or 0, at=now, by=by.id, what=Happened.SET, why=why))
    await store.outbox.put(GoalCascaded(to=to.id, goal=new.id or 0, by=by.id, title=goal.title), now=now)
