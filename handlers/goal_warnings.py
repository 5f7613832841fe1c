"""What an owner answers to a warning about a goal: new numbers, an explanation, what is in the way."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain import goal_warnings as rule
from domain.calendar import period_at, zone
from domain.check_ins import CheckIn
from domain.goal_history import GoalEvent, Happened
from domain.goal_warnings import Answer
from domain.goals import Goal, must_take_numbers
from domain.notices import GoalWarned
from domain.people import Person
from domain.rules import Rules
from domain.texts import required
from handlers import blockers, goal_cards, goal_tree, home, today
from handlers.blocker_cards import readers
from handlers.dispatch import Table
from handlers.payloads import from_home, metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_warnings as view
from handlers.views.blocks import shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]
A_MONTH = 22
"""Messages of working mornings: a warning is said once, and may be answered long after."""


def register(table: Table) -> None:
    """Listen to the buttons of a warning, and to the forms behind them."""
    table.on("action", view.EXPLAIN, open_explain)
    table.on("view", view.EXPLAIN_FORM, send_explanation)
    table.on("action", view.BLOCKED, open_blocked)
    table.on("view", view.BLOCKED_FORM, send_blocker)


async def answered(store: Store, me: Person, goal: Goal, answer: Answer, *, why: str = "", now: datetime) -> None:
    """Note what the owner said to the warning that stands about a goal, and strike it out where it is asked.

    `goal` is locked, and as it is now: where its numbers are on track again the warning is over.
    """
    number = goal.id or 0
    warned = (await store.goal_warnings.standing([number])).get(number)
    if warned is None:
        return
    on_track = rule.trouble(goal, now.astimezone(zone(me.tz)).date()) is None
    after = rule.answered(warned, answer, why=why, now=now)
    await store.goal_warnings.save(after.model_copy(update={"over_at": now}) if on_track else after)
    what = "back on track" if on_track else answer.value
    await today.done(store, me.id, f"goal:{number}", now=now, what=what, back=A_MONTH)
    if warned.manager:
        await today.done(store, warned.manager, f"goal:{number}:unanswered", now=now, what=what, back=A_MONTH)


async def told_in_check_in(
    store: Store, me: Person, saved: CheckIn, previous: CheckIn | None, *, now: datetime
) -> None:
    """Take what a check-in newly says of goals as an answer to the warnings about them."""
    before = previous.goals if previous else ()
    new = [line.goal for line in saved.goals if line not in before]
    standing = await store.goal_warnings.standing(new) if new else {}
    for goal in await store.goals.numbered(standing) if standing else ():
        if goal.owner == me.id:
            await answered(store, me, goal, Answer.UPDATED, now=now)


async def open_explain(
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
    """*Explain*: the form, under the sum."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal = must_take_numbers(await store.goals.get(number), me.id, command=rules.command("goal"))
        manager = await store.people.manager_of(me)
    about = {"goal": number, "home": from_home(body), **goal_cards.below(body)}
    form = view.explain_form(goal, _today(me, clock()), manager=manager, metadata=about)
    tasks.start("explain form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def send_explanation(
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
    """The form: keep the sentence with the goal; the manager hears it now, if its owner says so."""
    now, about, said = clock(), metadata(body["view"]), values(body["view"])
    async with database.transaction(once=once) as store:
        me, goal = await mine(store, user_id, about, rules)
        why = required(said.get(view.WHY), field=view.WHY)
        happened = GoalEvent(goal=goal.id or 0, at=now, by=me.id, what=Happened.EXPLAINED, why=why)
        await store.goal_history.record(happened)
        told = await _tell_manager(store, me, goal, why, now=now) if said.get(view.TELL) == view.NOW else None
        await answered(store, me, goal, Answer.EXPLAINED, why=why, now=now)
        reply = await store.remember_reply(shown_in_window("Explain", view.explained(goal, told)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def open_blocked(
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
    """*Blocked*: ask what is in the way, and who can help."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal = must_take_numbers(await store.goals.get(number), me.id, command=rules.command("goal"))
        manager = await store.people.manager_of(me)
        team = [one for one in await store.people.people_team() if one.id != me.id]
    about = {"goal": number, "home": from_home(body), **goal_cards.below(body)}
    form = view.blocked_form(goal, _today(me, clock()), manager=manager, team=team, metadata=about)
    tasks.start("blocked form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def send_blocker(
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
    """The form: whoever can clear it hears at once, as of what a check-in names."""
    now, about, said = clock(), metadata(body["view"]), values(body["view"])
    async with database.transaction(once=once) as store:
        me, goal = await mine(store, user_id, about, rules)
        text = required(said.get(view.IN_THE_WAY), field=view.IN_THE_WAY)
        period = period_at(now, rules.schedule, zone(me.tz))
        blocker = await blockers.hinders(store, me, goal, text, helper=said.get(view.HELPER), period=period, now=now)
        await answered(store, me, goal, Answer.BLOCKED, why=text, now=now)
        told = [one for one in await readers(store, blocker) if one != me.id]
        reply = await store.remember_reply(shown_in_window("Blocked", view.blocked(told)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def mine(store: Store, user: str, about: dict[str, Any], rules: Rules) -> tuple[Person, Goal]:
    """Return who sent a form and the goal it is about, locked. Raises NotThere, GoalClosed."""
    me, found = await store.people.acting(user), await store.goals.locked(number_in(about.get("goal")))
    return me, must_take_numbers(found, me.id, command=rules.command("goal"))


async def _tell_manager(store: Store, me: Person, goal: Goal, why: str, *, now: datetime) -> Person | None:
    """Have the manager hear how a goal stands; return who does."""
    manager, day = await store.people.manager_of(me), _today(me, now)
    if manager:
        managers = await store.people.managers_below(manager.id)
        stand = (await goal_tree.sight_of(store, manager, [goal.id or 0], managers)).stand(goal, day)
        warned = GoalWarned(
            to=manager.id,
            goal=goal.id or 0,
            owner=me.id,
            title=goal.title,
            state=stand.status,
            believed=goal.confidence if goal.confidence is not stand.status else None,
            sum=stand.said,
            why=why,
            at=now,
        )
        await store.outbox.put(warned, now=now)
        standing = (await store.goal_warnings.standing([goal.id or 0])).get(goal.id or 0)
        if standing:
            await store.goal_warnings.note_manager([standing.goal], manager.id, now=now)
    return manager


def _today(person: Person, now: datetime) -> Any:
    return now.astimezone(zone(person.tz)).date()
