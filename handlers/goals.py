"""Goals: my list, a new one by SMART, new numbers for it. What the manager says is in `proposals.py`."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goals import OPEN, Goal
from domain.notices import GoalDecided, GoalProposed
from domain.people import Person
from domain.proposals import (
    ChangedMeanwhile,
    Outline,
    choose,
    may_be_above,
    missing_letters,
    must_edit,
    propose,
    sentence,
)
from domain.refusals import Refusal
from domain.rules import Rules
from domain.texts import clean
from handlers import goal_updates, home, proposals
from handlers.dispatch import Table
from handlers.fields import Fields
from handlers.payloads import from_home, mentioned, metadata, number_in, values, written
from handlers.tasks import Tasks, on_top
from handlers.views import goal_forms as forms
from handlers.views import goals as view
from handlers.views.blocks import shown_in_window
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.store import Store

COMMANDS = (Command("goal", "See, set and update your goals", "new  ·  help"),)
USES = (
    Use("", "shows your open goals, with buttons to update them"),
    Use("new", "opens the form for a SMART goal"),
    Use("new Answer customers within two hours", "the same, with its title"),
    Use("help", "shows this"),
)
Clock = Callable[[], datetime]


class OnlyOwnGoals(Refusal):
    """`/goal @ana`."""

    text = (
        "`{command}` shows your own goals, not those of others. Goals at risk of those who report to you stand in "
        "`{team}`."
    )


def register(table: Table) -> None:
    """Listen to the command, the buttons and the forms."""
    table.on("command", "goal", goal)
    table.on("action", view.NEW, open_new)
    table.on("action", view.EDIT, open_edit)
    table.on("action", view.MORE, turn_page)
    table.on("action", view.BACK, turn_page)
    table.on("view", forms.FORM, submit)
    goal_updates.register(table)
    proposals.register(table)


async def goal(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """`/goal`: my open goals, or the form for a new one."""
    text, name, user = command.get("text", "").strip(), rules.command("goal"), command["user_id"]
    word, _, rest = text.partition(" ")
    if word.casefold() == "help":
        await ack(**help_on(name, USES, intro="Goals say what your work is for.").reply())
    elif not word:
        await ack(**(await _mine(database, user, now=clock())))
    elif word.casefold() == "new":
        form = await _new_form(database, user, title=clean(written(rest)))
        tasks.start("goal form", client.views_open(trigger_id=command["trigger_id"], view=form))
        await ack()
    elif mentioned(text):
        raise OnlyOwnGoals(command=name, team=rules.command("team_status"))
    else:
        raise unknown(written(word), name, ["new", "help"], USES)


async def _mine(database: Database, user: str, *, now: datetime) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        manager = await store.people.manager_of(me)
        goals = await store.goals.of(me.id, OPEN)
    return view.mine(goals, _today(me, now), has_manager=manager is not None).reply()


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
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        manager = await store.people.manager_of(me)
        goals = await store.goals.of(me.id, OPEN)
    page = view.page(goals, start, _today(me, clock()), has_manager=manager is not None)
    window = body.get("view") or {}
    if window.get("type") == "modal":
        tasks.start("goals", client.views_update(view_id=window["id"], hash=window["hash"], view=page))
    else:
        tasks.start("goals", client.views_open(trigger_id=body["trigger_id"], view=page))
    await ack()


async def open_new(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """*New goal*: the empty form."""
    form = await _new_form(database, user_id, home=from_home(body))
    tasks.start("goal form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _new_form(database: Database, user: str, *, title: str = "", home: bool = False) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        manager = await store.people.manager_of(me)
        parents = await _parents(store, me, None)
    return forms.form(parents, manager=manager, title=title, metadata={"home": home})


async def open_edit(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Edit and propose again*: the form as it was filled in, with the manager's wish above it."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        manager = await store.people.manager_of(me)
        found, command = await store.goals.get(number), rules.command("goal")
        draft = must_edit(found, me.id, has_manager=manager is not None, command=command)
        round_now = await store.goals.round_of(draft)
        wish = await store.outbox.said(_last_decision(draft, round_now))
        parents = await _parents(store, me, draft)
    form = forms.form(
        parents,
        manager=manager,
        draft=draft,
        wish=wish if isinstance(wish, GoalDecided) else None,
        metadata={"goal": number, "round": round_now, "home": from_home(body)},
    )
    tasks.start("goal form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


def _last_decision(goal: Goal, round_now: int) -> str:
    decided = GoalDecided(to=goal.owner, goal=goal.id or 0, by="", title="", agreed=False, round=round_now - 1)
    return decided.key


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
    """The SMART form: everything a machine finds missing at once, else store the goal and ask the manager."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)
        manager = await store.people.manager_of(me)
        draft = await _draft(store, about, me, manager, command=rules.command("goal"))
        outline = _outline(values(body["view"]), await _parents(store, me, draft), _today(me, now))
        saved = await store.goals.save(
            propose(
                me.id,
                outline,
                ref=draft.ref if draft else await store.goals.next_ref(),
                today=_today(me, now),
                has_manager=manager is not None,
                draft=draft,
            )
        )
        await _ask_manager(store, saved, outline.parent, manager, now=now)
        reply = await store.remember_reply(shown_in_window("Goal", forms.recorded(saved, manager)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    await ack(**reply)


async def _draft(
    store: Store, about: dict[str, Any], me: Person, manager: Person | None, *, command: str
) -> Goal | None:
    """Return the goal the form is about, as it may be edited now; None for a new one."""
    if "goal" not in about:
        return None
    draft = must_edit(
        await store.goals.locked(number_in(about["goal"])), me.id, has_manager=manager is not None, command=command
    )
    if await store.goals.round_of(draft) != about.get("round"):
        raise ChangedMeanwhile(title=draft.title, command=command)
    return draft


def _outline(said: dict[str, Any], parents: list[Goal], today: date) -> Outline:
    """Read the form. Raises FieldErrors with every letter of SMART that is missing."""
    fields = Fields(said)
    outline = Outline(
        title=fields.text(forms.TITLE),
        kpi=fields.text(forms.KPI),
        unit=fields.text(forms.UNIT),
        baseline=fields.number(forms.BASELINE),
        target=fields.number(forms.TARGET),
        due=fields.day(forms.DUE),
        parent=fields.read(forms.PARENT, lambda chosen: choose(parents, chosen)),
    )
    fields.refuse(missing_letters(outline, today))
    fields.check()
    return outline


async def _ask_manager(
    store: Store, saved: Goal, parent: Goal | None, manager: Person | None, *, now: datetime
) -> None:
    if manager:
        asked = GoalProposed(
            to=manager.id,
            goal=saved.id or 0,
            owner=saved.owner,
            title=saved.title,
            sentence=sentence(saved, parent),
            round=await store.goals.round_of(saved),
        )
        await store.outbox.put(asked, now=now)


async def _parents(store: Store, me: Person, goal: Goal | None) -> list[Goal]:
    """Return the goals that mine may serve: everybody's first, then my own."""
    return may_be_above(goal, [*await store.goals.shared(), *await store.goals.of(me.id, OPEN)])


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(zone(person.tz)).date()
