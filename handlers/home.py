"""The Home tab: gather what one person may see, and publish it. Nothing is written, so nothing needs undoing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import Schedule, period_at, zone
from domain.goals import OPEN, Goal, State
from domain.people import NotTakingPart, Person
from domain.permissions import is_people_team, may_read
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.tasks import Tasks
from handlers.views import home as view
from handlers.words import Command
from storage.database import Database
from storage.store import Store

COMMANDS: tuple[Command, ...] = ()
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RECENT = timedelta(days=30)
A_MINUTE = timedelta(minutes=1)
"""Ranges end before their last moment; what was given just now belongs to them."""
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
Clock = Callable[[], datetime]


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
) -> None:
    """`app_home_opened`: publish the tab. The messages tab sends this event too, and gets nothing."""
    if event.get("tab") == "home" and event.get("user"):
        page = await _page(database, event["user"], rules=rules, now=clock())
        tasks.start("home", client.views_publish(user_id=event["user"], view=page))
    await ack()


async def redraw(client: AsyncWebClient, database: Database, user: str, *, rules: Rules, now: datetime) -> None:
    """Publish the tab anew after its owner did something there; meant for a task."""
    await client.views_publish(user_id=user, view=await _page(database, user, rules=rules, now=now))


async def _page(database: Database, user: str, *, rules: Rules, now: datetime) -> dict[str, Any]:
    try:
        async with database.reading() as store:
            facts = await _gather(store, await store.people.acting(user), rules, now=now)
    except NotTakingPart as stranger:
        return view.not_taking_part(str(stranger))
    return view.page(facts)


async def _gather(store: Store, me: Person, rules: Rules, *, now: datetime) -> view.Facts:
    tz, mine = zone(me.tz), may_read(me, me, {})
    local, period = now.astimezone(tz), period_at(now, rules.schedule, tz)
    until = now + A_MINUTE
    reports = await store.people.reports_of(me.id)
    proposed = await _proposed(store, me, reports)
    kudos = await store.kudos.received(mine, since=now - RECENT, until=until)
    return view.Facts(
        me=me,
        tz=tz,
        today=local.date(),
        hour=local.hour,
        week=view.Week(period, await store.check_ins.mine(me.id, period), _asks(rules.schedule)),
        has_manager=await store.people.manager_of(me) is not None,
        people_team=() if me.enrolled_at else await store.people.people_team(),
        goals=await store.goals.of(me.id, OPEN),
        requests=await store.feedback.requests_to(me.id),
        proposals=[(goal, await store.goals.round_of(goal)) for goal in proposed[: view.MOST_WAITING]],
        proposed=len(proposed),
        kudos=kudos[::-1],
        feedback=await store.feedback.count_received([mine], since=LONG_AGO),
        reports=len(reports),
        participation=await _participation(store, me, period),
        rules=rules,
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
    return await store.check_ins.count_answered(period), await store.people.count_to_ask()
