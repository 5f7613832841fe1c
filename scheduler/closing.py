"""A week that is over: the prompts nobody answered in it offer nothing any more.

The card of an answer needs no job: it was planned with the answer (`handlers/check_in_cards.py`).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache

from domain.calendar import Schedule, closes_at, zone
from domain.notices import CheckInClosed
from domain.people import Person
from domain.prompts import Facts
from scheduler.facts import gather
from scheduler.planner import READING, parts
from storage.database import Database

EVERY = timedelta(minutes=5)
"""So often it is looked for; a prompt that is pressed meanwhile says itself that its week is over."""


async def close_weeks(database: Database, schedule: Schedule, *, since: datetime | None, now: datetime) -> int:
    """Rewrite the unanswered prompts whose week closed after `since` (None: lately); return how many. Raises Unavailable."""
    async with database.reading(budget=READING) as store:
        people = {person.id: person for person in await store.people.to_ask()}
        facts = await gather(store, now)
    closed = list(_closed(facts, people, schedule, since, now))
    for some in parts(closed):
        async with database.transaction() as store:
            await store.outbox.put(*some, now=now)
    return len(closed)


def _closed(
    facts: Facts, people: Mapping[str, Person], schedule: Schedule, since: datetime | None, now: datetime
) -> Iterator[CheckInClosed]:
    ends = cache(lambda period, tz: closes_at(period, schedule, zone(tz)))
    for (who, period), number in facts.posted.items():
        if who in people and (who, period) not in facts.answered:
            closes = ends(period, people[who].tz)
            if closes <= now and (since is None or closes > since):
                yield CheckInClosed(to=who, period=period, prompt=number)
