"""Write down who was not asked while the bot was not running: prompts that have expired, never sent, for the operator.

Safe to run late, twice, or on two machines. The oldest week comes first, so that whoever is interrupted goes on there.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import structlog

from domain.calendar import Schedule
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import Facts, Slot
from domain.turns import Turn
from domain.unasked import NOT_RUNNING, UNASKED, may_be_missed, missed, newest_period
from storage.database import Database
from storage.store import Store

log = structlog.get_logger(__name__)
AT_ONCE, READING = 500, 30.0
"""Rows a transaction, and seconds to read for."""


async def note_unasked(
    database: Database, people: Sequence[Person], facts: Facts, schedule: Schedule, *, now: datetime
) -> int:
    """Note the weeks that went by without a prompt; return how many prompts that are. Raises Unavailable.

    It costs nothing while the bot goes on: only after a stop is anything read.
    """
    newest = newest_period(facts)
    if not people or (newest and not may_be_missed(newest, now)):
        return 0
    newest = newest or await _newest(database)
    found = missed(people, schedule=schedule, newest=newest, now=now) if newest else {}
    noted = 0
    for some in _parts(await _without_anything(database, found)):
        async with database.transaction() as store:
            noted += await _note(store, {slot: found[slot] for slot in some}, now)
    if noted:
        log.warning("check_ins_not_asked", count=noted, why=NOT_RUNNING)
    return noted


async def _newest(database: Database) -> date | None:
    async with database.reading(budget=READING) as store:
        prompt = await store.outbox.newest("check_in_prompt")
    return prompt.period if isinstance(prompt, CheckInPrompt) else None


async def _without_anything(database: Database, found: dict[Slot, datetime]) -> list[Slot]:
    """Return those that nobody answered, skipped or was excused from, the oldest week first."""
    if not found:
        return []
    since = min(period for _, period in found)
    async with database.reading(budget=READING) as store:
        answered = await store.check_ins.who_answered(since=since)
        turns = await store.turns.since(since)
    settled = {slot for slot, turn in turns.items() if turn.skipped_at or turn.excused}
    return sorted(found.keys() - answered - settled, key=lambda slot: (slot[1], slot[0]))


async def _note(store: Store, opened: dict[Slot, datetime], now: datetime) -> int:
    prompts = {slot: CheckInPrompt(to=slot[0], period=slot[1]) for slot in opened}
    known = await store.outbox.known([prompt.key for prompt in prompts.values()])
    new = {slot: prompt for slot, prompt in prompts.items() if prompt.key not in known}
    await store.outbox.note_expired([(prompt, opened[slot]) for slot, prompt in new.items()], why=NOT_RUNNING, now=now)
    await store.turns.excuse(Turn(person=slot[0], period=slot[1], excused=UNASKED) for slot in new)
    return len(new)


def _parts(slots: Sequence[Slot]) -> Iterator[Sequence[Slot]]:
    for start in range(0, len(slots), AT_ONCE):
        yield slots[start : start + AT_ONCE]
