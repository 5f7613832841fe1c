"""The check-in form: open it, turn its pages, store the answer, and let everybody know who must."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import WEEK, period_at, zone
from domain.check_in_drafts import kept
from domain.check_ins import CheckIn, answer, is_closed
from domain.goals import KpiReading, State, asked_in_check_ins
from domain.people import Person
from domain.priorities import lines
from domain.refusals import NotThere
from domain.reviews import NotADate, read_date
from domain.rules import Rules
from handlers import blockers, check_in_cards, goal_warnings, home, turns
from handlers.check_in_answers import check_numbers, goals_named, helper, question_ids, read
from handlers.dispatch import Table
from handlers.payloads import from_home, metadata, number_in, values, window_of
from handlers.tasks import Tasks, on_top
from handlers.views import check_in_forms as view
from handlers.views.check_in_fields import Week
from handlers.views.check_in_pages import closed_week
from handlers.views.check_ins import OPEN
from storage.database import AlreadyDone, Database
from storage.store import Store

PLANNED_FOR = 5 * WEEK
"""What was next longer ago than this is asked about no more."""
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons of the cards and of the form, and to the form itself."""
    table.on("action", OPEN, open_from_card)
    table.on("action", view.BACK, turn_page)
    table.on("action", view.TO_END, turn_page)
    table.on("view", view.FORM, submit)


async def open_from_card(
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
    """*Check in* and *Edit*: open the form of the week the card is about; of a week that is over, say so."""
    period, now = period_in(action.get("value")), clock()
    await tasks.at_once(drafts_of(user_id))
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        current = period_at(now, rules.schedule, zone(me.tz))
        if is_closed(period, schedule=rules.schedule, tz=zone(me.tz), now=now):
            answered = await store.check_ins.answered(me.id, period)
            now_too = await store.check_ins.answered(me.id, current)
            shown = closed_week(period, current, answered=answered, answered_now=now_too)
        else:
            shown = await opened(store, me, period, now=now, home=from_home(body))
    tasks.start("check-in form", _show(client, body, shown))
    await ack()


def _show(client: AsyncWebClient, body: dict[str, Any], shown: dict[str, Any]) -> Any:
    """Open a window; one that said that its week is over becomes the form, so that nothing is left below."""
    over = body.get("view") or {}
    if over.get("callback_id") == "closed_week":
        return client.views_update(view_id=over["id"], hash=over["hash"], view=shown)
    return on_top(client, body)(trigger_id=body["trigger_id"], view=shown)


async def opened(store: Store, me: Person, period: date, *, now: datetime, home: bool = False) -> dict[str, Any]:
    """Return the first page of the form, with the draft in it if there is one."""
    week = await gather(store, me, period, now=now)
    drafted, carried = week.draft is not None, view.carried(week)
    return view.form(week, view.Place(period=period, home=home, drafted=drafted, carried=carried))


async def gather(store: Store, me: Person, period: date, *, now: datetime) -> Week:
    """Return what the form is made of: a fixed number of short queries, however long its owner has been here."""
    return await _to_show(store, me, await _standing(store, me, period, now=now))


async def _standing(store: Store, me: Person, period: date, *, now: datetime) -> Week:
    """Return what an answer is made of: goals, priorities, and what was said before."""
    tz = zone(me.tz)
    answers = await store.check_ins.latest(me.id, until=period, most=2)
    before = next((one for one in answers if period - PLANNED_FOR <= one.period < period), None)
    return Week(
        period=period,
        today=now.astimezone(tz).date(),
        tz=tz,
        now=now,
        goals=[goal for goal in await store.goals.active_of([me.id]) if asked_in_check_ins(goal)],
        planned=lines(before.next) if before else (),
        planned_in=before.period if before else None,
        previous=next((one for one in answers if one.period == period), None),
        draft=await store.drafts.mine(me.id, period),
    )


async def _to_show(store: Store, me: Person, week: Week) -> Week:
    """Return it with what only the form shows: who reads it, the team's questions, what is in the way still."""
    manager = await store.people.manager_of(me)
    team = [] if manager else [one for one in await store.people.people_team() if one.id != me.id]
    return replace(
        week,
        seen_by=view.readers(manager, team),
        questions=await store.questions.of(me.team),
        blockers=await store.blockers.open_of(me.id, in_check_ins=True),
    )


async def turn_page(
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
    """*Back* and *To the end*: keep what stands on this page, and show the other one."""
    form, now = window_of(body), clock()
    place = place_in(form)
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)
        await store.drafts.keep(me.id, place.period, kept(values(form)), now=now)
        week = await gather(store, me, place.period, now=now)
    turned = replace(place, page=number_in(action.get("value")), drawn=place.drawn + 1)
    update = client.views_update(view_id=form["id"], hash=form["hash"], view=view.form(week, turned))
    tasks.start("check-in page", update)
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
    """The form: on all pages but the last, show the next one; on that, store the answer and let everybody know."""
    now, told, place = clock(), values(body["view"]), place_in(body["view"])
    try:
        async with database.transaction(once=once) as store:
            me = await store.people.acting(user_id, lock=True)
            week = await _standing(store, me, place.period, now=now)
            if place.page < view.last_page(week, place):
                check_numbers(told, view.asked_about(week.goals, place))
                draft = await store.drafts.keep(me.id, place.period, kept(told), now=now)
                await store.remember_reply({"page": place.page + 1})
                shown = view.form(await _to_show(store, me, replace(week, draft=draft)), _next(place))
            else:
                shown = {}
                await _store(store, me, week, told, place, rules, now=now)
                await store.remember_reply({})
    except AlreadyDone as before:
        again = await _again(database, user_id, place, before.reply, now=now)
        await ack(**again)
        return
    if shown:
        await ack(response_action="update", view=shown)
        return
    if place.home:
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    await ack()


def _next(place: view.Place) -> view.Place:
    return replace(place, page=place.page + 1, drawn=place.drawn + 1)


async def _again(database: Database, user: str, place: view.Place, reply: Any, *, now: datetime) -> dict[str, Any]:
    """Return what a page that was sent before is answered once more: nothing where it was the last one."""
    if not reply:
        return {}
    async with database.reading() as store:
        week = await gather(store, await store.people.acting(user), place.period, now=now)
    return {"response_action": "update", "view": view.form(week, _next(place))}


async def _store(
    store: Store, me: Person, week: Week, told: dict[str, Any], place: view.Place, rules: Rules, *, now: datetime
) -> None:
    draft = dict(week.draft.fields) if week.draft and view.last_page(week, place) else {}
    everything = draft | told
    questions = await store.questions.named(question_ids(everything), team=me.team)
    checked = answer(
        me.id,
        week.period,
        read(everything, await _with_ended(store, me, week, everything), questions, carried=place.carried),
        previous=week.previous,
        schedule=rules.schedule,
        tz=week.tz,
        now=now,
        late_since=await turns.late_since(store, me, week.period, schedule=rules.schedule),
        command=rules.command("check_in"),
    )
    saved = await store.check_ins.save(checked)
    store.homes.news(me.id, now=now)
    await _take_numbers(store, week, saved, now=now)
    await goal_warnings.told_in_check_in(store, me, saved, week.previous, now=now)
    await check_in_cards.answered(store, me, saved, rules.schedule, now=now)
    await blockers.follow(store, me, saved, week.previous, helper=helper(everything, week), now=now)
    await store.drafts.drop(me.id, week.period)


async def _with_ended(store: Store, me: Person, week: Week, told: dict[str, Any]) -> Week:
    """Return the week with the goals that ended while its form was open: what was typed of them stays in the answer.

    Their numbers count no more, so `_take_numbers` has the week without them.
    """
    gone = goals_named(told) - {goal.id for goal in week.goals}
    found = await store.goals.numbered(gone) if gone else []
    ended = [goal for goal in found if goal.owner == me.id and goal.state in {State.CLOSED, State.DROPPED}]
    return replace(week, goals=[*week.goals, *ended])


async def _take_numbers(store: Store, week: Week, saved: CheckIn, *, now: datetime) -> None:
    """Store what is new: numbers of active goals that were not told before, and changed confidence."""
    before = {reading for line in week.previous.goals for reading in line.readings} if week.previous else set()
    active = {goal.id or 0: goal for goal in week.goals}
    lines = [line for line in saved.goals if line.goal in active]
    await store.readings.add(
        *(
            KpiReading(goal=line.goal, kpi=one.kpi, value=one.value, at=now, by=saved.person, check_in=saved.id)
            for line in lines
            for one in line.readings
            if one not in before
        )
    )
    sure = {line.goal: line.confidence for line in lines if line.confidence not in {None, active[line.goal].confidence}}
    await store.goals.believe({goal: chosen for goal, chosen in sure.items() if chosen})


def place_in(form: dict[str, Any]) -> view.Place:
    """Return where a form of ours is. Raises NotThere for what is none."""
    return view.Place.of(form, period_in(metadata(form).get("period")))


def period_in(text: object) -> date:
    """Read the period a card or form is about. Raises NotThere for anything else."""
    try:
        return read_date(str(text))
    except NotADate:
        raise NotThere from None


def drafts_of(user: str) -> str:
    """Return how the keys of the drafts of somebody begin that are still to be written."""
    return f"draft {user} "
