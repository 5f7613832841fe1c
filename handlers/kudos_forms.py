"""The form of kudos: opened by a button, by the command or from a message's menu; the goals follow those chosen."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import week_start, zone
from domain.goals import Goal, State
from domain.kudos import author_of
from domain.kudos_goals import chosen_goal
from domain.kudos_groups import Thanked
from domain.people import Person
from domain.permissions import Grant, Relation, may_read
from domain.refusals import NothingToShow
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.kudos_giving import Before, Wish, give
from handlers.messages import Chosen, chosen, ref_in
from handlers.payloads import mentioned, metadata, number_in, values, written
from handlers.tasks import Tasks, drawn_anew, in_time, on_top
from handlers.views import kudos as view
from handlers.views import kudos_forms as forms
from storage.database import Database
from storage.store import Store

WHAT = "goals"
"""How the access log calls what the form shows of somebody else."""
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button, the menu of a message, the choice of people, and the form."""
    table.on("shortcut", view.FROM_MESSAGE, open_form)
    table.on("action", view.OPEN, open_form)
    table.on("action", view.RECEIVERS, offer_goals)
    table.on("view", view.FORM, submit)


async def open_form(
    ack: AsyncAck,
    respond: AsyncRespond,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Give kudos*: open the form; from a message's menu for its author. Nothing of the message is stored."""
    message = chosen(body) if body.get("type") == "message_action" else None
    form = await new_form(database, user_id, rules=rules, now=clock(), message=message)
    opening = on_top(client, body)(trigger_id=body["trigger_id"], view=form)
    tasks.start("kudos form", in_time(opening, body, respond))
    await ack()


async def new_form(
    database: Database, user: str, *, rules: Rules, now: datetime, message: Chosen | None = None
) -> dict[str, Any]:
    """Return the form for somebody. Raises NotTakingPart."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        given = await store.kudos.count_given(me.id, since=week_start(now, zone(me.tz)))
        goals = await _goals(store, me, ())
        about = await _about(store, me, message) if message else None
    return forms.form(rules, goals, left=max(rules.allowance - given, 0), about=about)


async def _about(store: Store, me: Person, message: Chosen) -> forms.About:
    """Return what the giver reads of the message."""
    author = message.ref.author
    named = await store.people.named([*mentioned(message.text), *([author] if author else [])])
    whose = author_of(me.id, author, colleagues=named, by_app=message.by_app)
    link = message.ref.permalink(await store.workspaces.url())
    return forms.About(ref=message.ref, whose=whose, text=written(message.text, named), link=link)


async def offer_goals(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """Somebody was chosen: offer their goals, too, as far as the giver may see them. What was typed stays."""
    shown = body.get("view") or {}
    people = values(shown).get(view.RECEIVERS) or ()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        grants = await _grants(store, me, [one for one in people if isinstance(one, str)])
        goals = await _goals(store, me, grants)
        if grants:
            await store.access.record(grants, what=WHAT, now=clock())
    tasks.start("kudos goals", drawn_anew(client, shown, forms.with_goals(shown, goals)))
    await ack()


async def _grants(store: Store, me: Person, people: Sequence[str]) -> list[Grant]:
    """Return a grant for each of those chosen about whom the giver may read."""
    chosen_people = await store.people.named(people)
    managers = await store.people.managers() if chosen_people else {}
    grants = []
    for person in chosen_people.values():
        try:
            grant = may_read(me, person, managers)
        except NothingToShow:
            continue
        if grant.relation is not Relation.SELF:
            grants.append(grant)
    return grants


async def _goals(store: Store, me: Person, grants: Sequence[Grant]) -> forms.Goals:
    """Return the goals to offer: of those chosen, the giver's own, and those everybody shares."""
    names = await store.people.named([grant.subject for grant in grants])
    found = {f"Goals of {names[grant.subject].name}": await store.goals.open_to([grant]) for grant in grants}
    shared = [goal for goal in await store.goals.shared() if goal.state is State.ACTIVE]
    found |= {"Your own goals": await store.goals.of(me.id), "Goals everybody shares": shared}
    return {
        title: {str(goal.id): f"{goal.ref} · {goal.title}" for goal in goals} for title, goals in found.items() if goals
    }


async def submit(
    ack: AsyncAck,
    body: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
) -> None:
    """The form: the same rules; the window then says what happened."""
    said = values(body["view"])
    receivers = tuple(dict.fromkeys(said.get(view.RECEIVERS) or ()))
    async with database.transaction(once=once) as store:
        people = await store.people.named([user_id, *receivers], lock=user_id)
        thanked = Thanked(receivers=receivers)
        wish = Wish(
            thanked,
            said.get(view.REASON) or "",
            once,
            value=said.get(view.VALUE),
            goal=await goal_named(store, said.get(view.GOAL), user_id),
            public=said.get(view.AUDIENCE) != view.PRIVATE,
            about=ref_in(metadata(body["view"]).get(forms.ABOUT)),
        )
        given = await give(store, user_id, wish, people=people, rules=rules, now=clock())
        if isinstance(given, Before):
            answer = view.said_before_in_window(given.kudos, given.again)
        else:
            answer = view.given_in_window(view.given(given.kudos, rules, left=given.left, thanked=thanked))
        reply = await store.remember_reply(answer)
    await ack(**reply)


async def goal_named(store: Store, chosen: object, giver: str) -> Goal | None:
    """Return the goal a form names, if kudos may point at it. Raises NotThere and GoalOver at the field."""
    if not chosen:
        return None
    goal = await store.goals.get(number_in(chosen))
    managers = {} if goal is None or goal.owner == giver else await store.people.managers()
    return chosen_goal(goal, giver, managers)
