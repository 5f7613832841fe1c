"""Say once a day, at each person's working morning, all that waits for them. Safe to run late, twice, or on two machines.

Only those are looked at whose morning has come since the last look: after a time without the bot, those of today whose
waking hours are not over. The unique key makes it one message a person and day; what it asks is noted with it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import structlog

from domain.calendar import MORNING, Schedule, instant, zone
from domain.notices import Today
from domain.people import Person
from domain.today import is_time, may_say
from domain.working_days import WorkingDays, working_days
from scheduler.planner import READING, parts
from scheduler.quiet import AHEAD, QuietHours
from scheduler.waiting import Waiting, gather, mark, still_waiting
from storage.database import Database
from storage.outbox import Claimed, State
from storage.store import Store

log = structlog.get_logger(__name__)
A_DAY = timedelta(days=1)
NEXT_WEEKS = timedelta(days=14)
TOO_LATE, ALL_DONE = "its day was over", "nothing waits any more"


async def say_todays(
    database: Database, schedule: Schedule, quiet: QuietHours, *, since: datetime | None, now: datetime
) -> int:
    """Have the messages said whose moment came after `since`; return how many. Raises Unavailable."""
    begin = since if since and now - A_DAY < since <= now else now - A_DAY
    async with database.reading(budget=READING) as store:
        people = await _whose_morning_it_may_be(store, begin, now)
        waiting = await gather(store, people, schedule, now) if people else Waiting({}, {}, {})
    those = [who for who in people if waiting.items.get(who)]
    await quiet.learn(those, now)
    said = 0
    for some in parts(those):
        async with database.transaction() as store:
            todays = await _todays(store, some, waiting, schedule, begin, now)
            new = await store.todays.say([(one, now) for one in todays])
            await mark(store, [one for one in todays if one.to in new], waiting, now)
            said += len(new)
    if said:
        log.info("today_planned", people=said)
    return said


async def _whose_morning_it_may_be(store: Store, begin: datetime, now: datetime) -> dict[str, Person]:
    """Return the people whose nine o'clock, or the end of whose do-not-disturb, has come or will come soon."""
    zones = [name for name in await store.people.zones() if _has_nine(name, begin, now + AHEAD)]
    return await store.people.waking_up(zones, quiet_ended=(begin, now))


def _has_nine(tz_name: str, begin: datetime, end: datetime) -> bool:
    tz = zone(tz_name)
    return begin < instant(end.astimezone(tz).date(), MORNING, tz) <= end


async def _todays(
    store: Store, some: Sequence[str], waiting: Waiting, schedule: Schedule, begin: datetime, now: datetime
) -> list[Today]:
    """Return the messages to say now, by what is known of these people at this moment."""
    absences = await store.absences.all(since=(now - A_DAY).date(), people=some)
    found = []
    for who, person in (await store.people.named(some)).items():
        days = working_days(person, absences.get(who, ()), schedule)
        if is_time(days, since=begin, now=now):
            found.append(Today(to=who, day=_date(days, now), items=tuple(waiting.items[who])))
    return found


async def last_look(store: Store, one: Claimed, schedule: Schedule, now: datetime) -> Claimed | None:
    """Return the message as it may go out; None where it was taken back, or moved to the next working morning."""
    today = one.notice
    person = (await store.people.named([today.to])).get(today.to)
    if not isinstance(today, Today) or person is None:
        await store.outbox.record(one, State.CANCELLED, now=now, trouble=ALL_DONE, attempt=one.attempt - 1)
        return None
    own = await store.absences.of(today.to, since=(now - A_DAY).date())
    days = working_days(person, own, schedule)
    items = tuple(await still_waiting(store, today, days, schedule, now))
    if not items:
        await store.outbox.record(one, State.CANCELLED, now=now, trouble=ALL_DONE, attempt=one.attempt - 1)
        return None
    if _date(days, now) != today.day or not may_say(days, now):
        await _move(store, one, today.model_copy(update={"items": items}), days, now)
        return None
    return one if items == today.items else await store.todays.change(one, today.model_copy(update={"items": items}))


async def _move(store: Store, one: Claimed, today: Today, days: WorkingDays, now: datetime) -> None:
    """Say on the next working morning what could not be said on this one."""
    await store.outbox.record(one, State.EXPIRED, now=now, trouble=TOO_LATE)
    due = days.next_morning(now, now, until=now + NEXT_WEEKS)
    if due:
        await store.todays.say([(today.model_copy(update={"day": _date(days, due)}), due)])


def _date(days: WorkingDays, moment: datetime) -> date:
    return moment.astimezone(days.tz).date()
