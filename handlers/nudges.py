"""*Nudge*: a manager has those reminded whose check-in of this week is missing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import Schedule, opens_at, period_at, zone
from domain.notices import CheckInNudge
from domain.nudges import LeftAlone, NobodyMissing, why_not
from domain.refusals import NothingToShow
from domain.rules import Rules
from domain.today import REMINDERS, reminded
from domain.weeks import was_asked
from domain.working_days import A_DAY, working_days
from handlers.dispatch import Table
from handlers.tasks import Tasks, on_top
from handlers.views import nudges as view
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button."""
    table.on("action", view.NUDGE, nudge)


async def nudge(
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
    """*Nudge*: remind those who may be reminded, and tell the manager who was and who was not, and why."""
    now = clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        status, _ = await store.status.team(me, schedule=rules.schedule, now=now)
        missing = [line.person for line in status.missing]
        if not missing:
            raise NobodyMissing
        left = {who: await _nudge(store, who, me.id, rules.schedule, now=now) for who in missing}
    tasks.start("nudged", on_top(client, body)(trigger_id=body["trigger_id"], view=view.told(left)))
    await ack()


async def _nudge(store: Store, who: str, by: str, schedule: Schedule, *, now: datetime) -> LeftAlone | None:
    """Have one person reminded, or return why not; nobody else reminds them until this commits."""
    person = await store.people.acting(who, lock=True)
    if person.manager != by:
        raise NothingToShow
    period = period_at(now, schedule, zone(person.tz))
    turn = await store.turns.of(who, period)
    days = working_days(person, await store.absences.of(who, since=(now - A_DAY).date()), schedule)
    asked = was_asked(person, opens_at(period, schedule, days.tz), now)
    answered = await store.check_ins.answered(who, period)
    why = why_not(turn, days, asked=asked, answered=answered, now=now)
    if why is None:
        after = reminded(turn, now.astimezone(days.tz).date())
        last = after.reminders == REMINDERS
        await store.turns.note_reminded([after])
        await store.outbox.put(CheckInNudge(to=who, period=period, by=by, number=after.reminders, last=last), now=now)
    return why
