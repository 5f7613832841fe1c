"""Rescoping an active goal: its owner says what it should be and why, its manager agrees or asks for a change."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goal_history import GoalEvent, Happened, changes_between
from domain.goal_rescoping import (
    Rescope,
    Wanted,
    differences,
    must_be_seen,
    must_decide,
    must_still_fit,
    rescoped,
    target_field,
    wrong_with,
)
from domain.goal_status import explain
from domain.goal_warnings import Answer, trouble
from domain.goals import Goal, must_take_numbers
from domain.milestones import read_milestones
from domain.notices import GoalRescopeAsked, GoalRescopeClosed, GoalRescopeDecided
from domain.people import Person
from domain.permissions import relation_of
from domain.proposals import WishMissing
from domain.rules import Rules
from domain.texts import clean, required
from handlers import goal_cards, home
from handlers.dispatch import Table
from handlers.fields import Fields
from handlers.goal_warnings import answered, mine
from handlers.payloads import from_home, metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_rescoping as view
from handlers.views.blocks import shown_in_window
from handlers.views.goal_warnings import RESCOPE
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the owner's button and form, and to the manager's card."""
    table.on("action", RESCOPE, open_form)
    table.on("view", view.FORM, submit)
    table.on("action", view.AGREE, agree)
    table.on("action", view.WISH, open_wish)
    table.on("view", view.WISH_FORM, send_wish)


async def open_form(
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
    """*Rescope*: the form, filled in with what is agreed now."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal = must_take_numbers(await store.goals.get(number), me.id, command=rules.command("goal"))
        manager = await store.people.manager_of(me)
        seen = len(await store.goal_history.of([number]))
    about = {"goal": number, "seen": seen, "home": from_home(body), **goal_cards.below(body)}
    form = view.form(goal, _today(me, clock()), manager=manager, metadata=about)
    tasks.start("rescope form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
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
    """The form: ask the manager; where there is none, it holds at once."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me, goal = await mine(store, user_id, about, rules)
        must_be_seen(goal, (await store.goal_history.of([goal.id or 0]))[number_in(about.get("seen", 0)) :])
        manager, today = await store.people.manager_of(me), _today(me, now)
        wanted, why = _wanted(Fields(values(body["view"])), goal, today)
        wish = Rescope(goal=goal.id or 0, by=me.id, at=now, why=why, wanted=wanted)
        wish, before = await store.goal_rescopes.ask(wish, now=now)
        if before:
            await _close(store, before, goal, manager.id if manager else me.id, now=now)
        if manager:
            await _ask(store, wish, goal, manager, today, now=now)
            done = view.proposed(goal, manager)
        else:
            done = view.changed(await _apply(store, wish, goal, None, now=now), today)
        await answered(store, me, await store.goals.get(wish.goal) or goal, Answer.RESCOPED, why=why, now=now)
        reply = await store.remember_reply(shown_in_window("Rescope", done))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


def _wanted(fields: Fields, goal: Goal, today: date) -> tuple[Wanted, str]:
    """Read the form. Raises FieldErrors with all that is wrong with it."""
    targets = {kpi.id or 0: fields.number(target_field(kpi)) for kpi in view.measured(goal)}
    wanted = Wanted(
        targets={kpi: target for kpi, target in targets.items() if target is not None},
        due=fields.day(view.DUE) or goal.due,
        milestones=fields.read(view.MILESTONES, read_milestones) or (),
    )
    why = fields.read(view.WHY, lambda text: required(text, field=view.WHY)) or ""
    if not fields.errors.keys() - {view.WHY}:
        fields.refuse(wrong_with(goal, wanted, today))
    fields.check()
    return wanted, why


async def agree(
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
    """*Agree*: the goal stands by the new plan, its owner hears, the card is closed."""
    number, now = number_in(action.get("value")), clock()
    async with database.transaction(once=once) as store:
        wish, goal, owner = await _to_decide(store, user_id, number)
        must_still_fit(wish, goal, await store.goal_history.of([wish.goal]))
        after = await _apply(store, wish, goal, user_id, now=now)
        today = _today(owner, now)
        about = {"rescope": number, "goal": wish.goal, "by": user_id, "title": goal.title}
        decided = GoalRescopeDecided(to=goal.owner, **about, agreed=True, sum=explain(after, today))
        await _tell(store, wish, goal, decided, now=now)
        if trouble(after, today) is None:
            await store.goal_warnings.end([wish.goal], now=now)
        await store.remember_reply({})
    if from_home(body):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if goal_cards.card_in(body):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack()


async def open_wish(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Ask for a change*: ask which."""
    number = number_in(action.get("value"))
    async with database.transaction() as store:
        _, goal, _ = await _to_decide(store, user_id, number)
    form = view.wish_form(goal, metadata={"rescope": number, "home": from_home(body), **goal_cards.below(body)})
    tasks.start("wish form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def send_wish(
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
    """The form: the goal stays as it was agreed, its owner reads the wish."""
    about, now = metadata(body["view"]), clock()
    said = clean(values(body["view"]).get(view.WISHED), field=view.WISHED)
    if not said:
        raise WishMissing
    async with database.transaction(once=once) as store:
        wish, goal, _ = await _to_decide(store, user_id, number_in(about.get("rescope")))
        refused = {"decided_at": now, "decided_by": user_id, "agreed": False, "wish": said}
        await store.goal_rescopes.save(wish.model_copy(update=refused))
        told = {"rescope": wish.id or 0, "goal": wish.goal, "by": user_id, "title": goal.title}
        decided = GoalRescopeDecided(to=goal.owner, **told, agreed=False, wish=said)
        await _tell(store, wish, goal, decided, now=now)
        reply = await store.remember_reply(shown_in_window("Rescope", view.wished(goal.owner)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def _to_decide(store: Store, by: str, number: int) -> tuple[Rescope, Goal, Person]:
    """Return a wish, its goal, locked, and its owner, if `by` may decide about it now. Raises Refusal."""
    me, found = await store.people.acting(by), await store.goal_rescopes.get(number)
    goal = await store.goals.locked(found.goal) if found else None
    wish = await store.goal_rescopes.get(number)  # once more: whoever held the lock may have decided
    owner = await store.people.get(goal.owner) if goal else None
    relation = relation_of(me.id, owner, {owner.id: owner.manager}) if owner else None
    return *must_decide(wish, goal, relation), owner or me


async def _apply(store: Store, wish: Rescope, goal: Goal, by: str | None, *, now: datetime) -> Goal:
    """Have the goal stand by what was wished, and write down both; `by` agreed, None where nobody had to."""
    after = await store.goals.save(rescoped(goal, wish.wanted))
    changes = changes_between(goal, after)
    changed = GoalEvent(goal=wish.goal, at=now, by=wish.by, what=Happened.CHANGED, why=wish.why, changes=changes)
    agreed = [GoalEvent(goal=wish.goal, at=now, by=by, what=Happened.AGREED)] if by else []
    await store.goal_history.record(changed, *agreed)
    await store.goal_rescopes.save(wish.model_copy(update={"decided_at": now, "decided_by": by, "agreed": True}))
    return after


async def _ask(store: Store, wish: Rescope, goal: Goal, manager: Person, today: date, *, now: datetime) -> None:
    asked = GoalRescopeAsked(
        to=manager.id,
        rescope=wish.id or 0,
        goal=wish.goal,
        owner=wish.by,
        title=goal.title,
        differences=differences(goal, wish.wanted),
        why=wish.why,
        sums=(explain(goal, today), explain(rescoped(goal, wish.wanted), today)),
    )
    await store.outbox.put(asked, now=now)


async def _tell(store: Store, wish: Rescope, goal: Goal, decided: GoalRescopeDecided, *, now: datetime) -> None:
    """Tell the owner, and close the manager's card."""
    await store.outbox.put(decided, now=now)
    await _close(store, wish, goal, decided.by, agreed=decided.agreed, now=now)


async def _close(
    store: Store, wish: Rescope, goal: Goal, to: str, *, agreed: bool | None = None, now: datetime
) -> None:
    """Have the card that asked say what became of it; where it was not posted yet, it never is."""
    number = wish.id or 0
    closed = GoalRescopeClosed(to=to, rescope=number, goal=wish.goal, owner=wish.by, title=goal.title, agreed=agreed)
    asked = closed.replaces or ""
    withdrawn = await store.outbox.withdraw(asked, why="decided before it was asked", now=now)
    if not withdrawn and await store.outbox.state_of(asked):
        await store.outbox.put(closed, now=now)


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(zone(person.tz)).date()
