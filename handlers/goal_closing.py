"""Closing a goal: the form with a score for each key result, and what is stored, told and begun by it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.cycles import next_end
from domain.goal_closing import (
    HAPPENED,
    Outcome,
    Verdict,
    carry_over,
    end,
    history,
    mistakes,
    must_end,
    score_field,
    scored,
)
from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_scores import suggested
from domain.goal_sight import Stand
from domain.goals import OPEN, Goal, Level, State
from domain.goals_reached import celebrated_in_public
from domain.notices import GoalEnded, GoalProposed
from domain.people import Person
from domain.permissions import relation_of
from domain.proposals import sentence
from domain.rules import Rules
from handlers import goal_cards, goal_tree, home, today
from handlers.dispatch import Table
from handlers.fields import Fields
from handlers.goal_warnings import A_MONTH
from handlers.payloads import Body, from_home, metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import goal_closing as view
from handlers.views.blocks import mention
from handlers.views.goals import on
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]
OPEN_FORM = view.OPEN
"""The button's action; its value is the goal's id."""


def register(table: Table) -> None:
    """Listen to the button and the form."""
    for button in view.CHOSEN:
        table.on("action", button, open_form)
    table.on("view", view.FORM, submit)


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
    """*Close*, *Carry over*, *Drop*: the form with the scores that the arithmetic suggests."""
    number = number_in(action.get("value"))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        goal, owner = await _endable(store, me, await store.goals.get(number), rules)
        manager, cycles = await store.people.manager_of(owner), await store.cycles.all()
        day = _today(me, clock())
        stand = None if goal.kpis else await _by_those_below(store, me, goal, day)
    form = view.form(
        goal,
        day,
        me=me.id,
        readers=view.readers(goal, me.id, manager.id if manager else None),
        suggested_end=next_end(goal, day, cycles),
        metadata={"goal": number, "home": _from_home(body), **goal_cards.below(body)},
        stand=stand,
        outcome=view.CHOSEN.get(str(action.get("action_id")), Outcome.CLOSED),
    )
    tasks.start("goal closing form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _by_those_below(store: Store, me: Person, goal: Goal, day: date) -> Stand:
    managers = await store.people.managers_below(me.id)
    return (await goal_tree.sight_of(store, me, [goal.id or 0], managers)).stand(goal, day)


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
    """The form: the goal ends, its people hear, and what is carried over goes on in a new one."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        found = await store.goals.locked(number_in(about.get("goal")))
        goal, owner = await _endable(store, me, found, rules, form=True)
        said = _said(Fields(values(body["view"])), goal, _today(me, now))
        ended = await store.goals.save(end(goal, said, _today(me, now)))
        manager = await store.people.manager_of(owner)
        new = await _go_on(store, ended, said, me, manager, now=now)
        await store.goal_history.record(*history(ended, said, by=me.id, now=now, new=new))
        await _strike_out(store, ended, said, manager, now=now)
        told = await _tell(store, ended, said, new, {owner.id, manager.id if manager else owner.id} - {me.id}, me, now)
        reply = await store.remember_reply(
            view.done(
                ended,
                said.outcome or Outcome.CLOSED,
                told=told,
                new=new,
                channel=bool(rules.kudos_channel) and await _is_news(store, ended),
                alone="card" not in about,
            )
        )
    if about.get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    if about.get("card"):
        tasks.start("goal card", goal_cards.redrawn(client, database, user_id, body, now=now))
    await ack(**reply)


async def _endable(
    store: Store, me: Person, found: Goal | None, rules: Rules, *, form: bool = False
) -> tuple[Goal, Person]:
    """Return the goal and its owner if this person may end it now. Raises Refusal."""
    owner = await store.people.get(found.owner) if found else None
    relation = relation_of(me.id, owner, {owner.id: owner.manager}) if owner else None
    what = await _how_it_ended(store, found, me, form=form) if found and found.state not in OPEN else ""
    goal = must_end(found, me, relation, what=what, command=rules.command("goal"))
    return goal, owner or me


async def _how_it_ended(store: Store, goal: Goal, me: Person, *, form: bool) -> str:
    """Return how it ended before: `closed by Mia Okafor on 20 November 2026, with a score of 0.8`."""
    over = [one for one in await store.goal_history.of([goal.id or 0]) if one.what in HAPPENED.values()]
    if not over:
        return f"it was {goal.state}"
    last = over[-1]
    score = f", with a score of {last.changes['score'].after}" if "score" in last.changes else ""
    who = await _named(store, last.by, me, form=form)
    return f"{last.what} by {who} on {on(last.at.astimezone(zone(me.tz)).date())}{score}"


async def _named(store: Store, person: str | None, me: Person, *, form: bool) -> str:
    """Return a person in a sentence; under a field of a form nothing is formatted, so there by name."""
    if person in {None, me.id}:
        return "you" if person else "the operator"
    found = await store.people.get(person or "")
    return found.name if form and found else mention(person or "")


def _from_home(body: Body) -> bool:
    """Tell whether the form, or the one it stands on, was opened from the Home tab."""
    return from_home(body) or bool(metadata(body.get("view") or {}).get("home"))


def _said(fields: Fields, goal: Goal, day: date) -> Verdict:
    """Read the form. Raises FieldErrors with everything that is wrong."""
    chosen = fields.said.get(view.OUTCOME)
    outcome = Outcome(chosen) if chosen in list(Outcome) else None
    said = Verdict(
        outcome=outcome,
        scores={} if outcome is Outcome.DROPPED else _scores(fields, goal),
        learned=fields.text(view.LEARNED),
        why=fields.text(view.WHY),
        until=fields.day(view.UNTIL),
    )
    fields.refuse(mistakes(goal, said, day))
    fields.check()
    return said


def _scores(fields: Fields, goal: Goal) -> dict[int, float | None]:
    """Return the scores; of key results that found no place in the form those that the arithmetic suggests."""
    beyond = {kpi.id or 0: suggested(kpi) for kpi in goal.kpis[view.MOST_SCORED :]}
    typed = {kpi: fields.number(score_field(kpi)) for kpi in scored(goal) if score_field(kpi) in fields.said}
    return typed | beyond


async def _go_on(
    store: Store, ended: Goal, said: Verdict, me: Person, manager: Person | None, *, now: datetime
) -> Goal | None:
    """Store the goal that goes on from a carried-over one, with what hung below it; None for any other end."""
    if said.outcome is not Outcome.CARRIED_OVER or said.until is None:
        return None
    asks = ended.level is Level.INDIVIDUAL and manager is not None and manager.id != me.id
    parent = await store.goals.get(ended.parent) if ended.parent else None
    planned = carry_over(
        ended,
        said.until,
        ref=await store.goals.next_ref(),
        state=State.PROPOSED if asks else State.ACTIVE,
        today=_today(me, now),
        open_parent=parent is not None and parent.state in OPEN,
    )
    new = await store.goals.save(await store.cycles.placed(planned))
    moved = {"parent": Change(before=str(ended.id), after=str(new.id))}
    below = await store.goals.move_below(ended.id or 0, new.id or 0)
    why = f"{ended.ref} was carried over"
    moves = [GoalEvent(goal=one, at=now, by=me.id, what=Happened.CHANGED, why=why, changes=moved) for one in below]
    await store.goal_history.record(*moves)
    if asks and manager:
        await store.outbox.put(_proposal(new, parent, manager), now=now)
    return new


def _proposal(new: Goal, parent: Goal | None, manager: Person) -> GoalProposed:
    above = parent if new.parent else None
    return GoalProposed(
        to=manager.id, goal=new.id or 0, owner=new.owner, title=new.title, sentence=sentence(new, above)
    )


async def _tell(
    store: Store, ended: Goal, said: Verdict, new: Goal | None, people: set[str], me: Person, now: datetime
) -> list[str]:
    """Tell those who are here; return who that is."""
    told = sorted(await store.people.named(people))
    notices = [
        GoalEnded(
            to=one,
            goal=ended.id or 0,
            owner=ended.owner,
            by=me.id,
            on=_today(me, now),
            title=ended.title,
            outcome=str(said.outcome),
            score=ended.score,
            scores=tuple((kpi.name, kpi.score) for kpi in ended.kpis if kpi.score is not None),
            learned=ended.learned,
            why=said.why if said.outcome is Outcome.DROPPED else "",
            into=new.ref if new else None,
        )
        for one in told
    ]
    await store.outbox.put(*notices, now=now)
    return told


async def _strike_out(store: Store, ended: Goal, said: Verdict, manager: Person | None, *, now: datetime) -> None:
    """Strike out what was asked about the goal in the *Today* messages of its owner and the manager."""
    number, what = ended.id or 0, said.outcome.in_words if said.outcome else "ended"
    for key in (f"goal:{number}:cycle", f"goal:{number}"):
        await today.done(store, ended.owner, key, now=now, what=what, back=A_MONTH)
    if manager:
        await today.done(store, manager.id, f"goal:{number}:unanswered", now=now, what=what, back=A_MONTH)


async def _is_news(store: Store, ended: Goal) -> bool:
    """Tell whether the channel will hear of it: a shared goal, reached by this score and not celebrated before."""
    return celebrated_in_public(ended) and await store.outbox.said(f"goal:{ended.id}:reached") is None


def _today(person: Person, now: datetime) -> date:
    return now.astimezone(zone(person.tz)).date()
