"""Goals: my list, and what the words after `/goal` mean. The form for a new one is in `goal_plans.py`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.goals import OPEN, Goal, State
from domain.people import Person
from domain.rules import Rules
from domain.texts import clean
from handlers import (
    goal_cards,
    goal_cascade,
    goal_changes,
    goal_handovers,
    goal_plans,
    goal_rescoping,
    goal_tree,
    goal_updates,
    goal_warnings,
    proposals,
)
from handlers.dispatch import Table
from handlers.goal_plans import today_of
from handlers.payloads import MENTION, mentioned, number_in, written
from handlers.tasks import Tasks
from handlers.views import goals as view
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.store import Store

COMMANDS = (Command("goal", "See, set and update goals", "new  ·  tree  ·  @name  ·  help"),)
USES = (
    Use("", "shows your open goals, with buttons to update them"),
    Use("new", "opens the form for a SMART goal"),
    Use("new Answer customers within two hours", "the same, with its title"),
    Use("tree", "opens the goals of the company, its teams and people, as far as you see them"),
    Use("@ana", "opens Ana's goals: all of them if she reports to you or your line, else those everybody shares"),
    Use("help", "shows this"),
)
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command, the buttons and the forms."""
    table.on("command", "goal", goal)
    table.on("action", view.MORE, turn_page)
    table.on("action", view.BACK, turn_page)
    goal_tree.register(table)
    goal_cards.register(table)
    goal_plans.register(table)
    goal_changes.register(table)
    goal_cascade.register(table)
    goal_updates.register(table)
    goal_warnings.register(table)
    goal_rescoping.register(table)
    goal_handovers.register(table)
    proposals.register(table)


async def goal(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """`/goal`: my open goals, the form for a new one, the tree, or somebody's goals."""
    text, name, user = command.get("text", "").strip(), rules.command("goal"), command["user_id"]
    word, _, rest = text.partition(" ")
    if word.casefold() == "help":
        await ack(**help_on(name, USES, intro="Goals say what your work is for.").reply())
    elif not word:
        await ack(**(await _mine(database, user, now=clock())))
    elif word.casefold() == "new":
        form = await goal_plans.new_form(database, user, title=clean(written(rest)))
        tasks.start("goal form", client.views_open(trigger_id=command["trigger_id"], view=form))
        await ack()
    elif word.casefold() == "tree":
        await goal_tree.open_tree(ack, command, client, user, once, database, clock, tasks)
    elif people := mentioned(text):
        if people == [user]:
            await ack(**(await _mine(database, user, now=clock())))
            return
        if MENTION.fullmatch(text) is None:
            raise goal_tree.OneAtATime(command=name)
        await goal_tree.open_person(ack, command, client, user, people[0], once, database, clock, tasks, name)
    else:
        raise unknown(written(word), name, ["new", "tree", "help"], USES)


async def _mine(database: Database, user: str, *, now: datetime) -> dict[str, Any]:
    goals, about = await _gathered(database, user, now=now)
    return view.mine(goals, **about).reply()


async def _gathered(database: Database, user: str, *, now: datetime) -> tuple[list[Goal], dict[str, Any]]:
    """Return somebody's open goals, and what is told of them all."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        manager, goals = await store.people.manager_of(me), await _of(store, me)
        managers = await store.people.managers_below(me.id)
        sight = await goal_tree.sight_of(store, me, [goal.id or 0 for goal in goals], managers)
    today = today_of(me, now)
    stands = {goal.id: sight.stand(goal, today) for goal in goals if goal.state is State.ACTIVE}
    return goals, {"today": today, "has_manager": manager is not None, "stands": stands}


async def _of(store: Store, me: Person) -> list[Goal]:
    """Return the open goals somebody owns: their own, and those of a team or the company."""
    return [*await store.goals.shared(owner=me.id), *await store.goals.of(me.id, OPEN)]


async def turn_page(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*See all*, *Next* and *Before*: a window with more goals than a message holds."""
    start = number_in(action.get("value"))
    goals, about = await _gathered(database, user_id, now=clock())
    page = view.page(goals, start, **about)
    window = body.get("view") or {}
    if window.get("type") == "modal":
        tasks.start("goals", client.views_update(view_id=window["id"], hash=window["hash"], view=page))
    else:
        tasks.start("goals", client.views_open(trigger_id=body["trigger_id"], view=page))
    await ack()
