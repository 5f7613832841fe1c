"""Write down whom to ask for the check-in, and when. Safe to run late, twice, or on two machines.

Only what differs from what is planned already is written, in small transactions, so that nobody who presses a button
meanwhile has to wait; for the same reason the deciding is done in parts. What changes between reading and writing is
checked again when a prompt is about to be sent.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import structlog

from domain.calendar import Schedule
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import HORIZON, Slot, Slots, Withdrawal, prompts_due, prompts_to_withdraw
from storage.database import Database
from storage.outbox import State

log = structlog.get_logger(__name__)
LOOK_BACK = timedelta(days=16)
"""Prompts and answers of the open period and the one before; older ones no longer matter."""
AT_ONCE = 500
"""Rows a transaction, and people a decision: a few milliseconds in which others wait."""
READING = 30.0
"""Seconds the planner may read; nobody waits for a reader."""

T = TypeVar("T")


class Plan(NamedTuple):
    """What to write: prompts with their due time in UTC, and those to take back."""

    due: list[tuple[CheckInPrompt, datetime]]
    withdrawn: list[Withdrawal]


class _Facts(NamedTuple):
    people: list[Person]
    answered: Slots
    asked: Slots
    planned: dict[Slot, datetime]


async def plan_prompts(database: Database, schedule: Schedule, *, now: datetime) -> Plan:
    """Plan the prompts of everyone enrolled up to 8 days ahead; return what was changed. Raises Unavailable."""
    plan = await _decide(await _gather(database, now), schedule, now)
    for some in _parts(plan.due):
        async with database.transaction() as store:
            await store.outbox.plan(some)
    for state in (State.CANCELLED, State.EXPIRED):
        chosen = [one for one in plan.withdrawn if one.expired is (state is State.EXPIRED)]
        await _take_back(database, chosen, state, now)
    if plan.due or plan.withdrawn:
        log.info("prompts_planned", planned=len(plan.due), withdrawn=len(plan.withdrawn))
    return plan


async def _gather(database: Database, now: datetime) -> _Facts:
    asked: set[Slot] = set()
    planned: dict[Slot, datetime] = {}
    async with database.reading(budget=READING) as store:
        people = await store.people.to_ask()
        answered = await store.check_ins.who_answered(since=(now - LOOK_BACK).date())
        async for one in store.outbox.standing("check_in_prompt", since=now - LOOK_BACK):
            if isinstance(one.notice, CheckInPrompt):
                slot = one.notice.to, one.notice.period
                if one.state is State.PLANNED:
                    planned[slot] = one.due_at
                else:
                    asked.add(slot)
    return _Facts(people, answered, asked, planned)


async def _decide(facts: _Facts, schedule: Schedule, now: datetime) -> Plan:
    people, answered, asked, planned = facts
    wanted: dict[Slot, datetime] = {}
    for some in _parts(people):
        wanted |= prompts_due(some, schedule=schedule, now=now, until=now + HORIZON, answered=answered, asked=asked)
        await asyncio.sleep(0)
    by_id = {person.id: person for person in people}
    withdrawn = prompts_to_withdraw(planned, wanted, by_id, schedule=schedule, now=now, answered=answered)
    changed = [(slot, due) for slot, due in wanted.items() if planned.get(slot) != due]
    return Plan([(CheckInPrompt(to=person, period=period), due) for (person, period), due in changed], withdrawn)


async def _take_back(database: Database, withdrawn: Sequence[Withdrawal], state: State, now: datetime) -> None:
    for why in sorted({one.why for one in withdrawn}):
        for some in _parts([one.prompt.key for one in withdrawn if one.why == why]):
            async with database.transaction() as store:
                await store.outbox.withdraw(*some, why=why, now=now, state=state)


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
