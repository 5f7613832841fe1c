"""`/goal tree` and `/goal @ana`: the tree of goals page by page, folded and unfolded, and what one person is to reach."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goal_sight import STANDING, Row, Sight, leave, opened_at_first, rows
from domain.goal_tree import Branch
from domain.goals import Goal
from domain.people import Managers, Person
from domain.permissions import Relation, Topic, readable
from domain.refusals import NothingToShow, Refusal
from handlers.dispatch import Table
from handlers.feedback_pages import shown_in_place
from handlers.goal_cards import note, owners, used_for
from handlers.payloads import Body, metadata, number_in
from handlers.tasks import Tasks, on_top
from handlers.views import goal_tree as view
from handlers.views.blocks import mention
from handlers.views.goals import TREE
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]
MOST_OPENED = 300
"""So many ids a window carries along; of more, those unfolded first are folded again."""


class NoGoalYet(Refusal):
    """Somebody of one's own line has none."""

    text = "{who} has no goal yet. They set one with `{command} new`, and you are asked whether it is realistic."


class OneAtATime(Refusal):
    """Several people, or words beside one."""

    text = "`{command} @name` shows the goals of one person. Name one, and nothing else."


def register(table: Table) -> None:
    """Listen to the buttons of the tree and of a person's goals."""
    table.on("action", TREE, open_tree)
    for action in (view.TOGGLE, view.NEXT, view.BEFORE):
        table.on("action", action, change_tree)
    for action in (view.PERSON_NEXT, view.PERSON_BEFORE):
        table.on("action", action, turn_person)


async def open_tree(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """`/goal tree` and *Goal tree*: the first page."""
    window = await _tree(database, user_id, 0, None, once=once, now=clock())
    tasks.start("goal tree", on_top(client, body)(trigger_id=body["trigger_id"], view=window))
    await ack()


async def change_tree(
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
    """*Show*, *Hide*, *Next* and *Before*: the tree as it is now, in the same window."""
    number, (start, opened) = number_in(action.get("value")), _shown(body)
    if action.get("action_id") != view.TOGGLE:
        start = number
    elif number in (opened or ()):
        opened = [one for one in opened or () if one != number]
    else:
        opened = [*(opened or ()), number][-MOST_OPENED:]
    window = await _tree(database, user_id, start, opened, once=once, now=clock())
    tasks.start("goal tree", shown_in_place(client, body, window))
    await ack()


def _shown(body: Body) -> tuple[int, list[int] | None]:
    """Return where the page in the window begins, and what is unfolded in it; None where nobody chose yet."""
    told = metadata(body.get("view") or {})
    start, opened = told.get("start"), told.get("opened")
    listed = [one for one in opened if isinstance(one, int)] if isinstance(opened, list) else None
    return start if isinstance(start, int) else 0, listed


async def _tree(
    database: Database, user: str, start: int, opened: list[int] | None, *, once: str | None, now: datetime
) -> dict[str, Any]:
    """Return one page of the tree, and write down whose goals stand on it."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        managers = await store.people.managers_below(me.id)
        sight = Sight(await store.goal_trees.whole(), me.id, readable(Topic.GOALS, me, managers))
        shown = sight.in_tree()
        unfolded = opened_at_first(shown, most=view.MOST_ON_PAGE) if opened is None else opened
        found = rows(shown, set(unfolded))
        start = max(min(start, (len(found) - 1) // view.MOST_ON_PAGE * view.MOST_ON_PAGE), 0)
        page = await _read(store, found[start : start + view.MOST_ON_PAGE])
        goals = [row.goal for row in page]
        grants = leave(me, await store.people.known(owners(goals)), managers)
    await note(database, used_for(goals, grants), once=once, now=now)
    today = now.astimezone(zone(me.tz)).date()
    return view.tree(
        page, lambda goal: sight.stand(goal, today), start=start, count=len(found), opened=unfolded[-MOST_OPENED:]
    )


async def _read(store: Store, rows: Sequence[Row[Branch]]) -> list[Row[Goal]]:
    """Return these rows with all there is to tell of their goals."""
    goals = {goal.id: goal for goal in await store.goals.numbered([row.goal.id for row in rows])}
    return [Row(goals[row.goal.id], row.depth, row.below, row.opened) for row in rows]


async def open_person(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user: str,
    person: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
    command: str,
) -> None:
    """`/goal @ana`: their goals as far as one may see them. Raises NothingToShow, NoGoalYet."""
    window = await _person(database, user, person, 0, once=once, now=clock(), command=command)
    tasks.start("goals of a person", client.views_open(trigger_id=body["trigger_id"], view=window))
    await ack()


async def turn_person(
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
    """*Next* and *Before*: another page of somebody's goals."""
    person, _, start = str(action.get("value")).partition(" ")
    window = await _person(database, user_id, person, number_in(start), once=once, now=clock())
    tasks.start("goals of a person", shown_in_place(client, body, window))
    await ack()


async def _person(
    database: Database, user: str, person: str, start: int, *, once: str | None, now: datetime, command: str = "/goal"
) -> dict[str, Any]:
    """Return one page of somebody's goals, and write down that it was opened. Raises NothingToShow, NoGoalYet."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        known, managers = await store.people.known([person]), await store.people.managers_below(me.id)
        grant = leave(me, known, managers).get(person)
        found = await store.goal_trees.of_person(person, individual=bool(grant and grant.covers(Topic.GOALS)))
        today = now.astimezone(zone(me.tz)).date()
        found.sort(key=lambda goal: (goal.state not in STANDING, (goal.due - today).days * _direction(goal)))
        start, page = view.page(found, start)
        sight = await sight_of(store, me, [one.id for one in page], managers)
        goals = {goal.id: goal for goal in await store.goals.numbered([one.id for one in page])}
    if grant is None and not found:
        raise NothingToShow
    await note(database, [grant] if grant else [], once=once, now=now)
    if not found:
        raise NoGoalYet(who=mention(person), command=command)
    noted = grant is not None and grant.relation is not Relation.SELF
    shown = [goals[one.id] for one in page]
    return view.of_person(
        person, shown, lambda goal: sight.stand(goal, today), start=start, count=len(found), noted=noted
    )


def _direction(goal: Branch) -> int:
    """What is open is sorted by what is due first, what has ended by what ended last."""
    return 1 if goal.state in STANDING else -1


async def sight_of(store: Store, me: Person, goals: Collection[int], managers: Managers) -> Sight[Branch]:
    """Return how these goals stand for me, with what hangs below them, as the tree says it.

    `managers` are those of the line below me.
    """
    around = await store.goal_trees.around(*goals) if goals else []
    return Sight(around, me.id, readable(Topic.GOALS, me, managers))
