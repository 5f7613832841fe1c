"""A goal's card in a window: opened from every list of goals; further goals and older history are shown in its place."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goal_closing import may_end
from domain.goal_history import GoalEvent, corrections
from domain.goal_plans import may_change
from domain.goal_rescoping import Rescope
from domain.goal_sight import Grants, Sight, leave, may_see, newest_first
from domain.goal_tree import Branch
from domain.goals import Goal, KpiReading, Level, State
from domain.people import Managers, Person
from domain.permissions import Grant, Relation, Topic, may_read, readable
from domain.refusals import NotThere
from handlers.dispatch import Table
from handlers.feedback_pages import shown_below, shown_in_place
from handlers.payloads import Body, metadata, number_in
from handlers.tasks import Tasks, on_top
from handlers.views import goal_cards as view
from handlers.views.goals import OPEN
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
A_WEEK = timedelta(days=7)
"""A check-in may be about a goal that was agreed to after its period had begun."""
NEAR = frozenset({Relation.SELF, Relation.MANAGER})
"""Those who talk about a goal: its owner and their manager."""
WHAT = "goals"
"""How the access log calls it."""


def register(table: Table) -> None:
    """Listen to the buttons that open a card, and to those on it."""
    table.on("action", OPEN, open_card)
    table.on("action", view.BACK, go_back)
    table.on("action", view.EARLIER, turn_history)
    table.on("action", view.LATER, turn_history)


async def open_card(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Open*: the card of a goal; where a card is shown already, in its place, with a way back to it."""
    number, now, before = number_in(action.get("value")), clock(), card_in(body)
    trail = [*_trail(body), before] if before else []
    window = await card(database, user_id, number, once=once, now=now, trail=trail)
    if before:
        tasks.start("goal card", shown_in_place(client, body, window))
    else:
        tasks.start("goal card", on_top(client, body)(trigger_id=body["trigger_id"], view=window))
    await ack()


async def go_back(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Back*: the card from which this one was opened."""
    number, trail = number_in(action.get("value")), _trail(body)[:-1]
    window = await card(database, user_id, number, once=once, now=clock(), trail=trail)
    tasks.start("goal card", shown_in_place(client, body, window))
    await ack()


async def turn_history(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Earlier* and *Later*: another part of the history."""
    number, _, start = str(action.get("value")).partition(" ")
    window = await card(
        database, user_id, number_in(number), once=once, now=clock(), start=number_in(start), trail=_trail(body)
    )
    tasks.start("goal card", shown_in_place(client, body, window))
    await ack()


async def card(
    database: Database,
    user: str,
    number: int,
    *,
    now: datetime,
    once: str | None = None,
    start: int = 0,
    trail: Sequence[int] = (),
) -> dict[str, Any]:
    """Return the card as `user` may see it, and write down whom it is about. Raises NotThere."""
    async with database.reading() as store:
        facts, used = await _gather(store, await store.people.acting(user), number, now=now)
    await note(database, used, once=once, now=now)
    return view.card(facts, start=start, trail=trail)


async def note(database: Database, used: Collection[Grant], *, once: str | None, now: datetime) -> None:
    """Write down for others that somebody looked at their goals. Raises AlreadyDone for a second arrival."""
    others = [grant for grant in used if grant.relation is not Relation.SELF]
    if others:
        async with database.transaction(once=once) as store:
            await store.access.record(others, what=WHAT, now=now)


def used_for(goals: Collection[Goal], grants: Grants) -> list[Grant]:
    """Return the grants by which these goals are shown; those of teams and the company need none."""
    individual = dict.fromkeys(goal.owner for goal in goals if goal.level is Level.INDIVIDUAL)
    return [grants[owner] for owner in individual if owner in grants]


def owners(goals: Iterable[Goal]) -> set[str]:
    """Return whose goals these are."""
    return {goal.owner for goal in goals}


async def redrawn(client: AsyncWebClient, database: Database, user: str, body: Body, *, now: datetime) -> None:
    """Bring the card a button stands in, or the card below a form, up to date; meant for a task."""
    number = card_in(body) or metadata(body["view"]).get("card")
    if not number:
        return
    window = await card(database, user, number_in(number), now=now, trail=_trail(body))
    call = shown_in_place(client, body, window) if card_in(body) else shown_below(client, body, window)
    if call:
        await call


def below(body: Body) -> dict[str, Any]:
    """Return what a form opened on a card carries along, so that the card below is drawn anew once it is sent."""
    number = card_in(body)
    return {"card": number, "trail": _trail(body)} if number else {}


def card_in(body: Body) -> int | None:
    """Return the goal whose card a button stands in, None where it stands elsewhere."""
    shown = body.get("view") or {}
    if shown.get("callback_id") != view.CARD:
        return None
    return number_in(metadata(shown).get("goal"))


def _trail(body: Body) -> list[int]:
    """Return the cards by which this one was reached."""
    told = metadata(body.get("view") or {}).get("trail")
    return [one for one in told if isinstance(one, int)] if isinstance(told, list) else []


async def _gather(store: Store, me: Person, number: int, *, now: datetime) -> tuple[view.Facts, list[Grant]]:
    """Return what the card shows, and the grants by which some of it is about others. Raises NotThere."""
    managers = await store.people.managers_below(me.id)
    seen = readable(Topic.GOALS, me, managers)
    sight = Sight(await store.goal_trees.around(number), me.id, seen)
    found = sight.right_below(number)
    goal, above, below = await _shown(store, sight, number, found[: view.MOST_BELOW])
    grants = leave(me, await store.people.known(owners([goal, *above, *below])), managers)
    tz, grant = zone(me.tz), grants.get(goal.owner)
    today = now.astimezone(tz).date()
    readings = await store.readings.ever([goal])
    events = await _events(store, goal, readings)
    used = used_for([goal, *above, *below], grants)
    facts = view.Facts(
        goal=goal,
        me=me.id,
        tz=tz,
        today=today,
        stand=sight.stand(goal, today),
        above=next(iter(above), None),
        mean_below=sight.of_those_below(goal),
        below=[(one, sight.stand(one, today)) for one in below],
        count_below=len(found),
        readings=[one for one in readings if one.corrected_at is None],
        events=newest_first(events, goal, grant),
        named=await _named(store, me, events, seen),
        evidence=await _evidence(store, me, goal, grant, today=today),
        may_end=may_end(goal, me, grant.relation if grant else None),
        editable=await _is_editable(store, me, goal),
        changeable=await _is_changeable(store, me, goal, managers),
        round=await _round(store, goal, grant),
        wish=await _wish(store, goal, grant),
        blockers=[one for one in await store.blockers.open_to([grant] if grant else []) if one.goal == number],
        near=grant is not None and grant.relation in NEAR,
        noted=any(one.relation is not Relation.SELF for one in used),
    )
    return facts, used


async def _shown(
    store: Store, sight: Sight[Branch], number: int, below: Sequence[Branch]
) -> tuple[Goal, list[Goal], list[Goal]]:
    """Return the goal, the one above it if the reader sees it, and these below it, all of them whole. Raises NotThere."""
    if (one := sight.seen.get(number)) is None:
        raise NotThere
    above = sight.seen.get(one.parent or 0)
    wanted = {number, *([above.id] if above else []), *(goal.id for goal in below)}
    goals = {goal.id: goal for goal in await store.goals.numbered(wanted)}
    return goals[number], [goals[above.id]] if above else [], [goals[goal.id] for goal in below]


async def _events(store: Store, goal: Goal, readings: Sequence[KpiReading]) -> list[GoalEvent]:
    """Return all that happened to a goal, oldest first; what happened at one moment in the order it was written down."""
    written = await store.goal_history.of([goal.id or 0])
    return sorted([*written, *corrections(goal, readings)], key=lambda event: event.at)


async def _named(store: Store, me: Person, events: Sequence[GoalEvent], seen: Collection[str]) -> dict[str, str]:
    """Return the titles of the goals that a history names as parents; `seen` are those whose own goals one may see."""
    changes = [event.changes["parent"] for event in events if "parent" in event.changes]
    ids = {int(one) for change in changes for one in (change.before, change.after) if one.isdecimal()}
    found = await store.goals.numbered(ids) if ids else []
    return {str(goal.id): goal.title for goal in found if may_see(goal, me.id, seen)}


async def _evidence(store: Store, me: Person, goal: Goal, grant: Grant | None, *, today: date) -> dict[str, int]:
    """Count what names the goal, as far as the reader may read it."""
    number, mine = goal.id or 0, may_read(me, me, {})
    grants = [mine, grant] if grant and grant.subject != me.id else [mine]
    about = [grant] if grant else []
    answers = await store.check_ins.read(about, since=goal.starts - A_WEEK, until=today + A_WEEK)
    return {
        "check-in": sum(any(line.goal == number for line in one.goals) for one in answers),
        "kudos": await store.goal_trees.count_kudos(number, me.id),
        "piece of feedback": await store.feedback.count_received(grants, since=LONG_AGO, goal=number),
    }


async def _is_changeable(store: Store, me: Person, goal: Goal, managers: Managers) -> bool:
    leads = bool(await store.people.reports_of(me.id))
    return may_change(goal, me, leads=leads, managers=managers)


async def _is_editable(store: Store, me: Person, goal: Goal) -> bool:
    if goal.owner != me.id or goal.level is not Level.INDIVIDUAL:
        return False
    alone = goal.state is State.PROPOSED and await store.people.manager_of(me) is None
    return goal.state is State.DRAFT or alone


async def _round(store: Store, goal: Goal, grant: Grant | None) -> int | None:
    """Return the round of a proposal that the reader is to decide about; None where it is not theirs to."""
    theirs = goal.state is State.PROPOSED and grant is not None and grant.relation is Relation.MANAGER
    return await store.goals.round_of(goal) if theirs else None


async def _wish(store: Store, goal: Goal, grant: Grant | None) -> Rescope | None:
    """Return the wish for another plan that waits, for the two who talk about it."""
    theirs = grant is not None and grant.relation in NEAR
    return await store.goal_rescopes.waiting_for(goal.id or 0) if theirs and goal.state is State.ACTIVE else None
