"""The weekly check-in: open the form, store the answer, show it to those who may read it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import period_at, zone
from domain.check_ins import CheckIn, GoalAnswer, Reading, answer, blocker_is_new
from domain.goals import Confidence, Goal, KpiReading
from domain.notices import BlockerRaised, CheckInDone, CheckInPrompt
from domain.people import Person
from domain.permissions import Topic, may_read
from domain.refusals import NothingToShow, NotThere
from domain.reviews import NotADate, read_date
from domain.rules import Rules
from handlers import home
from handlers.dispatch import Table
from handlers.fields import Fields
from handlers.payloads import from_home, metadata, values, written
from handlers.tasks import Tasks, on_top
from handlers.views import check_ins as view
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.outbox import UNSETTLED, State
from storage.store import Store

COMMANDS = (Command("check_in", "Answer this week's check-in", "[help]"),)
USES = (Use("", "opens this week's check-in"), Use("help", "shows this"))
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command, the buttons and the form."""
    table.on("command", "check-in", check_in)
    table.on("action", view.OPEN, open_from_card)
    table.on("action", view.READ, read_one)
    table.on("view", view.FORM, submit)


async def check_in(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """`/check-in`: open the form of the week that is open for this person."""
    word, name = command.get("text", "").strip(), rules.command("check_in")
    if word.casefold() == "help":
        await ack(
            **help_on(name, USES, intro="The weekly check-in: two minutes, read by you and your manager.").reply()
        )
        return
    if word:
        raise unknown(written(word), name, ["help"], USES)
    form = await _form(database, command["user_id"], None, rules=rules, now=clock())
    tasks.start("check-in form", client.views_open(trigger_id=command["trigger_id"], view=form))
    await ack()


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
    """*Check in* and *Edit*: open the form of the week the card is about."""
    period = _period(action.get("value"))
    form = await _form(database, user_id, period, rules=rules, now=clock(), home=from_home(body))
    tasks.start("check-in form", client.views_open(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _form(
    database: Database, user: str, period: date | None, *, rules: Rules, now: datetime, home: bool = False
) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        tz = zone(me.tz)
        wanted = period or period_at(now, rules.schedule, tz)
        manager = await store.people.manager_of(me)
        team = [] if manager else [one for one in await store.people.people_team() if one.id != me.id]
        return view.form(
            wanted,
            await store.goals.of(me.id),
            previous=await store.check_ins.mine(me.id, wanted),
            seen_by=view.readers(manager, team),
            today=now.astimezone(tz).date(),
            home=home,
        )


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
    """The form: store the answer with its numbers, then let the card and whoever can clear a blocker know."""
    now, said = clock(), values(body["view"])
    period = _period(metadata(body["view"]).get("period"))

    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)
        mine = {goal.id: goal for goal in await store.goals.of(me.id)}
        previous = await store.check_ins.mine(me.id, period)
        answered = answer(
            me.id,
            period,
            goals=_goal_answers(said, mine),
            went_well=said.get(view.WENT_WELL) or "",
            next_week=said.get(view.NEXT) or "",
            blockers=said.get(view.BLOCKERS) or "",
            previous=previous,
            schedule=rules.schedule,
            tz=zone(me.tz),
            now=now,
            command=rules.command("check_in"),
        )
        saved = await store.check_ins.save(answered)
        await _take_numbers(store, saved, previous, now=now)
        await _tell(store, me, saved, previous, now=now)
        await store.remember_reply({})

    if metadata(body["view"]).get("home"):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    await ack()


def _goal_answers(said: Mapping[str, Any], goals: Mapping[int | None, Goal]) -> tuple[GoalAnswer, ...]:
    """Read the goals' fields. Raises FieldErrors with everything that cannot be read."""
    fields = Fields(said)
    answers = tuple(
        GoalAnswer(
            goal=goal.id or 0,
            readings=tuple(
                Reading(kpi=kpi.id or 0, value=value)
                for kpi in goal.kpis
                if (value := fields.number(view.kpi_field(goal, kpi))) is not None
            ),
            confidence=Confidence(chosen)
            if (chosen := said.get(view.confidence_field(goal))) in list(Confidence)
            else None,
            note=fields.text(view.note_field(goal)),
        )
        for goal in goals.values()
    )
    fields.check()
    return answers


async def _take_numbers(store: Store, saved: CheckIn, previous: CheckIn | None, *, now: datetime) -> None:
    before = {reading for line in previous.goals for reading in line.readings} if previous else set()
    for line in saved.goals:
        for reading in line.readings:
            if reading not in before:
                read = KpiReading(
                    goal=line.goal, kpi=reading.kpi, value=reading.value, at=now, by=saved.person, check_in=saved.id
                )
                await store.goals.read(read)
        if line.confidence:
            await store.goals.believe(line.goal, line.confidence)


async def _tell(store: Store, me: Person, saved: CheckIn, previous: CheckIn | None, *, now: datetime) -> None:
    prompt = CheckInPrompt(to=me.id, period=saved.period).key
    await store.outbox.withdraw(prompt, why="answered before it was asked", now=now)
    prompted = await store.outbox.state_of(prompt) in {State.SENT, *UNSETTLED}
    card = CheckInDone(to=me.id, period=saved.period, revision=saved.revision, late=saved.late, prompted=prompted)
    await store.outbox.put(card, now=now)
    if blocker_is_new(saved, previous):
        manager = await store.people.manager_of(me)
        helpers = [manager.id] if manager else [person.id for person in await store.people.people_team()]
        await store.outbox.put(
            *(
                BlockerRaised(
                    to=helper,
                    person=me.id,
                    period=saved.period,
                    revision=saved.revision,
                    text=saved.blockers,
                    to_manager=manager is not None,
                )
                for helper in helpers
                if helper != me.id
            ),
            now=now,
        )


async def read_one(
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
    """*Read the check-in*: show it to whoever may, and note that the manager has read it."""
    person, _, when = str(action.get("value", "")).partition(" ")
    period, now = _period(when), clock()
    async with database.transaction(once=once) as store:
        reader, subject = await store.people.acting(user_id), await store.people.get(person)
        if subject is None:
            raise NothingToShow
        grant = may_read(reader, subject, await store.people.managers())
        found = await store.check_ins.read([grant], since=period, until=period)
        if not found:
            raise NotThere
        await store.check_ins.mark_read([grant], [period], now=now)
        await store.access.record([grant], what="check-in", now=now)
        goals = {goal.id: goal for goal in await store.goals.open_to([grant])}
    page = view.read(found[0], subject, goals, zone(reader.tz), notes=grant.covers(Topic.CHECK_IN_NOTES))
    tasks.start("check-in page", on_top(client, body)(trigger_id=body["trigger_id"], view=page))
    await ack()


def _period(text: object) -> date:
    """Read the period a card or form is about. Raises NotThere for anything else."""
    try:
        return read_date(str(text))
    except NotADate:
        raise NotThere from None
