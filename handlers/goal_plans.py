"""Planning goals: the SMART form for a new goal or a draft, and for goals of a team or the company.

What the manager says to a proposal is in `proposals.py`, changing a goal that everybody shares in `goal_changes.py`.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.goal_history import GoalEvent, Happened, changes_between
from domain.goal_plans import levels_for, must_set, must_stand_above, offered
from domain.goal_tree import must_not_loop
from domain.goals import Goal, Kind, Level, State
from domain.milestones import read_milestones
from domain.notices import GoalDecided, GoalProposed
from domain.people import Person
from domain.proposals import ChangedMeanwhile, may_be_above, must_edit, sentence
from domain.refusals import UnknownPerson
from domain.rules import Rules
from domain.smart import Outline, missing_letters, propose
from handlers import goal_cards, goal_parts, home
from handlers.dispatch import Table
from handlers.fields import Fields
from handlers.payloads import from_home, metadata, number_in, values, window_of
from handlers.tasks import Tasks, drawn_anew, on_top
from handlers.views import goal_smart as forms
from handlers.views import goals as view
from handlers.views.blocks import Block, mention, shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons, the form, and what is typed into its list of goals."""
    table.on("action", view.NEW, open_new)
    table.on("action", view.EDIT, open_edit)
    table.on("action", forms.LEVEL, redraw)
    table.on("action", forms.KIND, redraw)
    table.on("view", forms.FORM, submit)
    table.on("options", forms.PARENT, offer_parents)


async def open_new(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """*New goal*: the empty form."""
    form = await new_form(database, user_id, home=from_home(body))
    tasks.start("goal form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def new_form(database: Database, user: str, *, title: str = "", home: bool = False) -> dict[str, Any]:
    """Return the form for a new goal, with the levels this person sets. Raises NotTakingPart."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        manager = await store.people.manager_of(me)
        levels = levels_for(me, leads=bool(await store.people.reports_of(me.id)))
    return forms.form({forms.TITLE: title}, manager=manager, levels=levels, metadata={"home": home})


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
    """*Edit and propose*: the form as it was filled in, with the manager's wish above it."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        manager = await store.people.manager_of(me)
        found, command = await store.goals.get(number), rules.command("goal")
        draft = must_edit(found, me.id, has_manager=manager is not None, command=command)
        round_now, above = await store.goals.round_of(draft), await _wished_for(store, draft)
        parent = await store.goals.get(draft.parent) if draft.parent else None
    form = forms.form(
        forms.filled(draft),
        manager=manager,
        parent=parent,
        above=above,
        edits=True,
        metadata={"goal": number, "round": round_now, "home": from_home(body), **goal_cards.below(body)},
    )
    tasks.start("goal form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def redraw(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """Whose goal it is or what kind of number was chosen: the form for that, with all that was typed."""
    shown = window_of(body)
    said, about = values(shown), metadata(shown)
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        manager = await store.people.manager_of(me)
        draft = await store.goals.get(number_in(about["goal"])) if "goal" in about else None
        above = await _wished_for(store, draft) if draft and draft.owner == me.id else ()
        offers = await store.goals.choices(me.id) if said.get(forms.PARENT) else []
        levels = levels_for(me, leads=bool(await store.people.reports_of(me.id)))
    form = forms.form(
        said,
        manager=manager,
        parent=next((one for one in offers if str(one.id) == said[forms.PARENT]), None),
        levels=(Level.INDIVIDUAL,) if "goal" in about else levels,
        above=above,
        edits="goal" in about,
        metadata=about,
    )
    tasks.start("goal form", drawn_anew(client, shown, form))
    await ack()


async def _wished_for(store: Store, draft: Goal) -> list[Block]:
    """Return what the manager asked for last."""
    wish = await store.outbox.said(_last_decision(draft, await store.goals.round_of(draft)))
    return forms.wished_for(wish) if isinstance(wish, GoalDecided) else []


def _last_decision(goal: Goal, round_now: int) -> str:
    decided = GoalDecided(to=goal.owner, goal=goal.id or 0, by="", title="", agreed=False, round=round_now - 1)
    return decided.key


async def offer_parents(ack: AsyncAck, body: dict[str, Any], user_id: str, database: Database) -> None:
    """Somebody types into *which goal does it serve*: the open goals of that name, as they stand in the tree."""
    about = metadata(body.get("view") or {})
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goals = await store.goals.choices(me.id)
    goal = next((one for one in goals if one.id == about.get("goal")), None)
    await ack(options=forms.options(offered(may_be_above(goal, goals), str(body.get("value") or ""))))


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
        level, owner = await _whose(store, me, values(body["view"]), draft)
        await store.goals.hold_tree()
        outline = await read_outline(store, values(body["view"]), owner, level, draft, today=today_of(me, now))
        planned = propose(
            owner,
            outline,
            ref=draft.ref if draft else await store.goals.next_ref(),
            today=today_of(me, now),
            has_manager=manager is not None,
            draft=draft,
            level=level,
        )
        saved = await store.goals.save(await store.cycles.placed(planned))
        await store.goal_history.record(_event(saved, draft, me, now))
        await _ask_manager(store, saved, outline.parent, manager, now=now)
        await goal_parts.tell(store, saved, me.id, now=now)
        reply = await store.remember_reply(shown_in_window("Goal", forms.recorded(saved, manager)))
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


def _event(saved: Goal, draft: Goal | None, by: Person, now: datetime) -> GoalEvent:
    what = Happened.PROPOSED if saved.state is State.PROPOSED else Happened.SET
    changes = changes_between(draft, saved) if draft else {}
    return GoalEvent(goal=saved.id or 0, at=now, by=by.id, what=what, changes=changes)


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


async def _whose(store: Store, me: Person, said: dict[str, Any], draft: Goal | None) -> tuple[Level, str]:
    """Return whose goal it is to be, and who owns it. Raises Refusal for what `me` may not set."""
    chosen = said.get(forms.LEVEL)
    if draft or chosen not in list(Level):
        return Level.INDIVIDUAL, me.id
    level, owner = Level(chosen), str(said.get(forms.OWNER) or me.id)
    await _known(store, [owner], field=forms.OWNER)
    leads = bool(await store.people.reports_of(me.id))
    must_set(level, me, owner, leads=leads, managers=await store.people.managers() if owner != me.id else {})
    return level, owner


async def read_outline(
    store: Store, said: dict[str, Any], owner: str, level: Level, goal: Goal | None, *, today: date
) -> Outline:
    """Read the form. Raises FieldErrors with every letter of SMART that is missing."""
    fields, chosen = Fields(said), said.get(forms.PARENT)
    parent = await store.goals.get(number_in(chosen)) if chosen else None
    line = await store.goals.line_above(parent.id or 0) if parent else []
    contributors = [one for one in said.get(forms.CONTRIBUTORS) or () if isinstance(one, str)]
    outline = Outline(
        title=fields.text(forms.TITLE),
        kpi=fields.text(forms.KPI),
        kind=Kind(said[forms.KIND]) if said.get(forms.KIND) in list(Kind) else Kind.NUMBER,
        unit=fields.text(forms.UNIT),
        baseline=fields.number(forms.BASELINE),
        target=fields.number(forms.TARGET),
        falls={forms.LESS: True, forms.MORE: False}.get(str(said.get(forms.DIRECTION))),
        milestones=fields.read(forms.MILESTONES, read_milestones) or (),
        due=fields.day(forms.DUE),
        parent=fields.read(forms.PARENT, lambda _: _above(goal, parent, line, owner, level)) if chosen else None,
        contributors=tuple(contributors),
    )
    fields.refuse(missing_letters(outline, today, level=level, starts=goal.starts if goal else None))
    fields.check()
    await _known(store, contributors, field=forms.CONTRIBUTORS)
    return outline


def _above(goal: Goal | None, parent: Goal | None, line: list[Goal], owner: str, level: Level) -> Goal:
    """Return the goal that is to stand above. Raises ParentClosed, ParentIsSmaller, WouldLoop."""
    chosen = must_stand_above(parent, owner, level)
    if goal:
        must_not_loop(goal, chosen, line)
    return chosen


async def _known(store: Store, people: list[str], *, field: str) -> None:
    """Refuse whoever takes no part. Raises UnknownPerson."""
    known = await store.people.named(people)
    for person in people:
        if person not in known:
            raise UnknownPerson(who=mention(person), field=field)


async def _ask_manager(
    store: Store, saved: Goal, parent: Goal | None, manager: Person | None, *, now: datetime
) -> None:
    if manager and saved.state is State.PROPOSED:
        asked = GoalProposed(
            to=manager.id,
            goal=saved.id or 0,
            owner=saved.owner,
            title=saved.title,
            sentence=sentence(saved, parent),
            round=await store.goals.round_of(saved),
        )
        await store.outbox.put(asked, now=now)


def today_of(person: Person, now: datetime) -> date:
    """Return the date where this person is."""
    return now.astimezone(zone(person.tz)).date()
