"""The Home tab: gather what one person may see, and publish it.

Little is written: for the reports of a manager that they were looked at, and whether Slack took the newer blocks.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import WEEK, Schedule, period_at, zone
from domain.goals import OPEN, Goal, State
from domain.new_blocks import Known, learned, worth_a_try
from domain.people import NotTakingPart, Person
from domain.permissions import Grant, is_people_team, may_read
from domain.rules import Rules
from domain.weeks import MOST_WEEKS, OwnWeek, own_weeks
from handlers.dispatch import Table
from handlers.tasks import Tasks
from handlers.views import home as view
from handlers.views.charts import NEW, new_kinds
from handlers.views.this_week import Week
from handlers.words import Command
from storage.database import Database
from storage.status import WHAT
from storage.store import Store

COMMANDS: tuple[Command, ...] = ()
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RECENT = timedelta(days=30)
A_MINUTE = timedelta(minutes=1)
"""Ranges end before their last moment; what was given just now belongs to them."""
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
REFUSED = frozenset({"invalid_blocks", "invalid_arguments"})
"""What Slack says of blocks that the workspace does not have yet."""
Clock = Callable[[], datetime]


class Drawn(NamedTuple):
    """The tab in the newer blocks that are worth a try, the way to one without them, and what is known of them."""

    view: dict[str, Any]
    without: Callable[[], dict[str, Any]]
    known: Known


def register(table: Table) -> None:
    """Listen to people opening the tab."""
    table.on("event", "app_home_opened", opened)


async def opened(
    ack: AsyncAck,
    event: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
    once: str,
) -> None:
    """`app_home_opened`: publish the tab. The messages tab sends this event too, and gets nothing."""
    if event.get("tab") == "home" and event.get("user"):
        now = clock()
        drawn = await _draw(database, event["user"], rules=rules, now=now, once=once)
        tasks.start("home", _publish(client, database, event["user"], drawn, now=now))
    await ack()


async def redraw(client: AsyncWebClient, database: Database, user: str, *, rules: Rules, now: datetime) -> None:
    """Publish the tab anew after its owner did something there; meant for a task."""
    await _publish(client, database, user, await _draw(database, user, rules=rules, now=now), now=now)


async def _publish(client: AsyncWebClient, database: Database, user: str, drawn: Drawn, *, now: datetime) -> None:
    """Publish the tab; where Slack refuses its newer blocks, once more without them. Remember which it was."""
    tried, taken = new_kinds(drawn.view), True
    try:
        await client.views_publish(user_id=user, view=drawn.view)
    except SlackApiError as refused:
        if not tried or refused.response.get("error") not in REFUSED:
            raise
        await client.views_publish(user_id=user, view=drawn.without())
        taken = False
    news = learned(tried, drawn.known, taken=taken, now=now)
    if news:
        async with database.transaction() as store:
            await store.workspaces.learn(news)


async def _draw(database: Database, user: str, *, rules: Rules, now: datetime, once: str | None = None) -> Drawn:
    """Return the tab, and write down whom it is about. Raises AlreadyDone where that was done for this input."""
    try:
        async with database.reading() as store:
            facts, grants = await _gather(store, await store.people.acting(user), rules, now=now)
            known = await store.workspaces.new_blocks()
    except NotTakingPart as stranger:
        why = view.not_taking_part(str(stranger))
        return Drawn(why, lambda: why, {})
    if grants:
        async with database.transaction(once=once) as store:
            await store.access.record(grants, what=WHAT, now=now)
    return Drawn(view.page(facts, worth_a_try(NEW, known, now=now)), lambda: view.page(facts), known)


async def _gather(store: Store, me: Person, rules: Rules, *, now: datetime) -> tuple[view.Facts, Collection[Grant]]:
    """Return what the tab shows, and the grants by which some of it is about others."""
    tz, mine = zone(me.tz), may_read(me, me, {})
    local, period = now.astimezone(tz), period_at(now, rules.schedule, tz)
    until = now + A_MINUTE
    reports = await store.people.reports_of(me.id)
    proposed = await _proposed(store, me, reports)
    kudos = await store.kudos.received(mine, since=now - RECENT, until=until)
    team, grants = await store.status.team(me, schedule=rules.schedule, now=now) if reports else (None, ())
    facts = view.Facts(
        me=me,
        tz=tz,
        today=local.date(),
        hour=local.hour,
        now=now,
        week=await _week(store, me, period, rules, today=local.date()),
        has_manager=await store.people.manager_of(me) is not None,
        people_team=() if me.enrolled_at else await store.people.people_team(),
        goals=await store.goals.of(me.id, OPEN),
        blockers=await store.blockers.open_of(me.id),
        promises=await store.blockers.promised_by(me.id),
        requests=await store.feedback.requests_to(me.id),
        proposals=[(goal, await store.goals.round_of(goal)) for goal in proposed[: view.MOST_WAITING]],
        proposed=len(proposed),
        kudos=kudos[::-1],
        feedback=await store.feedback.count_received([mine], since=LONG_AGO),
        weeks=await _weeks(store, mine, period),
        team=team,
        participation=await _participation(store, me, period),
        rules=rules,
    )
    return facts, grants


async def _weeks(store: Store, mine: Grant, period: date) -> tuple[OwnWeek, ...]:
    answers = await store.check_ins.read([mine], since=period - (MOST_WEEKS - 1) * WEEK, until=period)
    return own_weeks(answers, until=period)


async def _week(store: Store, me: Person, period: date, rules: Rules, *, today: date) -> Week:
    away = await store.absences.of(me.id, since=today)
    draft = await store.drafts.mine(me.id, period)
    return Week(
        period,
        await store.check_ins.mine(me.id, period),
        _asks(rules.schedule),
        turn=await store.turns.of(me.id, period),
        drafted_at=draft.saved_at if draft else None,
        away_until=max((one.ends for one in away if one.covers(today)), default=None),
    )


def _asks(schedule: Schedule) -> str:
    return f"on {DAYS[schedule.weekday]} at {schedule.at:%H:%M}, your time"


async def _proposed(store: Store, me: Person, reports: list[str]) -> list[Goal]:
    """Return what my reports proposed to me: a question they asked, so no reading about them."""
    people = await store.people.named(reports)
    grants = [may_read(me, person, {person.id: me.id}) for person in people.values()]
    return await store.goals.open_to(grants, (State.PROPOSED,)) if grants else []


async def _participation(store: Store, me: Person, period: date) -> tuple[int, int] | None:
    if not is_people_team(me):
        return None
    asked = await store.people.count_to_ask() - await store.turns.count_excused(period)
    return await store.check_ins.count_answered(period), asked
