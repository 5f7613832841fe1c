"""What a manager says to a proposed goal: *Agree*, or *Ask for a change* with a wish."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.goal_history import GoalEvent, Happened
from domain.goals import Goal, State
from domain.notices import GoalDecided, GoalProposalClosed, GoalProposed
from domain.permissions import Relation, relation_of
from domain.proposals import WishMissing, must_decide
from domain.rules import Rules
from domain.texts import clean
from handlers import goal_cards, goal_parts, home
from handlers.dispatch import Table
from handlers.payloads import from_home, metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_forms as forms
from handlers.views import goals as view
from handlers.views.blocks import shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons of the card, and to the form."""
    table.on("action", view.AGREE, agree)
    table.on("action", view.WISH, open_wish)
    table.on("view", forms.WISH_FORM, send_wish)


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
    """*Agree*: the goal is active, its owner hears, the card is closed."""
    number, asked, now = *_about(action.get("value")), clock()
    async with database.transaction(once=once) as store:
        goal = await _proposal(store, user_id, number, asked)
        await _decide(store, goal, user_id, State.ACTIVE, now=now)
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
    number, asked = _about(action.get("value"))
    async with database.reading() as store:
        goal = await _proposal(store, user_id, number, asked)
    about = {"goal": number, "round": asked, "home": from_home(body), **goal_cards.below(body)}
    form = forms.wish_form(goal, metadata=about)
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
    """The form: the goal is a draft again, its owner reads the wish."""
    about, now = metadata(body["view"]), clock()
    wish = clean(values(body["view"]).get(forms.WISHED), field=forms.WISHED)
    if not wish:
        raise WishMissing
    async with database.transaction(once=once) as store:
        goal = await _proposal(store, user_id, number_in(about.get("goal")), number_in(about.get("round")))
        await _decide(store, goal, user_id, State.DRAFT, now=now, wish=wish)
        reply = await store.remember_reply(shown_in_window("Goal", forms.wished(goal.owner)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


def _about(value: object) -> tuple[int, int]:
    """Read which goal a card is about, and which round of it."""
    goal, _, asked = str(value).partition(" ")
    return number_in(goal), number_in(asked)


async def _proposal(store: Store, by: str, number: int, asked: int) -> Goal:
    """Return the goal, locked, if `by` may decide about it now. Raises Refusal."""
    me, goal = await store.people.acting(by), await store.goals.locked(number)
    owner = await store.people.get(goal.owner) if goal else None
    relation: Relation | None = relation_of(me.id, owner, {owner.id: owner.manager}) if owner else None
    return must_decide(goal, relation, asked=asked, current=await store.goals.round_of(goal) if goal else 0)


async def _decide(store: Store, goal: Goal, by: str, state: State, *, now: datetime, wish: str = "") -> None:
    """Move the goal on, tell its owner, and close the card if there is one."""
    number, agreed = goal.id or 0, state is State.ACTIVE
    decided = await store.goals.decide(goal, state)
    what = Happened.AGREED if agreed else Happened.SENT_BACK
    await store.goal_history.record(GoalEvent(goal=number, at=now, by=by, what=what, why=wish))
    card = GoalProposed(to=by, goal=number, owner=goal.owner, title=goal.title, sentence="", round=decided).key
    await store.outbox.put(
        GoalDecided(to=goal.owner, goal=number, by=by, title=goal.title, agreed=agreed, wish=wish, round=decided),
        now=now,
    )
    if agreed:
        await goal_parts.tell(store, goal.model_copy(update={"state": state}), goal.owner, now=now)
    withdrawn = await store.outbox.withdraw(card, why="decided before it was asked", now=now)
    if not withdrawn and await store.outbox.state_of(card):
        closed = GoalProposalClosed(
            to=by, goal=number, owner=goal.owner, title=goal.title, agreed=agreed, round=decided
        )
        await store.outbox.put(closed, now=now)
