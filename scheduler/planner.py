"""Write down whom to ask for the check-in, and when. Safe to run late, twice, or on two machines.

Only what differs from what is planned already is written, in small transactions, so that nobody who presses a button
meanwhile has to wait; for the same reason the deciding is done in parts. What changes between reading and writing is
checked again when a prompt is about to be sent.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

import structlog

from domain.calendar import Schedule
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import HORIZON, Facts, Planned, Slot, Withdrawal, prompts_due, prompts_to_withdraw
from domain.turns import Turn
from domain.unasked import UNASKED, never_asked
from scheduler.facts import gather
from scheduler.unasked import note_unasked
from storage.database import Database
from storage.outbox import State

log = structlog.get_logger(__name__)
AT_ONCE, DECIDED = 500, 50
"""Rows a transaction, and people a decision: a few milliseconds in which others wait."""
READING = 30.0
"""Seconds the planner may read; nobody waits for a reader."""

T = TypeVar("T")


class Plan(NamedTuple):
    """What to write: prompts with their due time in UTC, those to take back, and turns with why nobody asked."""

    due: list[tuple[CheckInPrompt, datetime]]
    withdrawn: list[Withdrawal]
    excused: list[Turn]


async def plan_prompts(database: Database, schedule: Schedule, *, now: datetime) -> Plan:
    """Plan the prompts of everyone enrolled up to 8 days ahead; return what was changed. Raises Unavailable."""
    async with database.reading(budget=READING) as store:
        people, facts = await store.people.to_ask(), await gather(store, now)
    await note_unasked(database, people, facts, schedule, now=now)
    plan = await _decide(people, facts, schedule, now)
    for prompts in parts(plan.due):
        async with database.transaction() as store:
            await store.outbox.plan(prompts)
    for turns in parts(plan.excused):
        async with database.transaction() as store:
            await store.turns.excuse(turns)
    for state in (State.CANCELLED, State.EXPIRED):
        chosen = [one for one in plan.withdrawn if one.expired is (state is State.EXPIRED)]
        await _take_back(database, chosen, state, now)
    if any(plan):
        log.info("prompts_planned", planned=len(plan.due), withdrawn=len(plan.withdrawn), excused=len(plan.excused))
    return plan


async def _decide(people: Sequence[Person], facts: Facts, schedule: Schedule, now: datetime) -> Plan:
    wanted: dict[Slot, Planned] = {}
    excused: dict[Slot, str] = {}
    for some in parts(people, DECIDED):
        asking = prompts_due(some, schedule=schedule, now=now, until=now + HORIZON, facts=facts)
        wanted |= asking.due
        excused |= asking.excused
        await asyncio.sleep(0)
    excused |= dict.fromkeys(never_asked(facts), UNASKED)
    by_id = {person.id: person for person in people}
    withdrawn = prompts_to_withdraw(wanted, by_id, schedule=schedule, now=now, facts=facts, excused=excused)
    changed = [(slot, one) for slot, one in wanted.items() if facts.planned.get(slot) != one]
    due = [(CheckInPrompt(to=slot[0], period=slot[1], number=one.number), one.due) for slot, one in changed]
    return Plan(due, withdrawn, _excuses(excused, wanted, facts.turns))


def _excuses(excused: Mapping[Slot, str], wanted: Mapping[Slot, Planned], turns: Mapping[Slot, Turn]) -> list[Turn]:
    """Return the turns whose excuse changes: nobody can ask any more, or somebody will after all."""
    now_excused = [
        turns.get(slot, Turn(person=slot[0], period=slot[1])).model_copy(update={"excused": str(why)})
        for slot, why in excused.items()
    ]
    over = [turns[slot].model_copy(update={"excused": None}) for slot in wanted if slot in turns]
    return [one for one in (*now_excused, *over) if _excuse(turns, one) != one.excused]


def _excuse(turns: Mapping[Slot, Turn], turn: Turn) -> str | None:
    before = turns.get((turn.person, turn.period))
    return before.excused if before else None


async def _take_back(database: Database, withdrawn: Sequence[Withdrawal], state: State, now: datetime) -> None:
    for why in sorted({one.why for one in withdrawn}):
        for some in parts([one.prompt.key for one in withdrawn if one.why == why]):
            async with database.transaction() as store:
                await store.outbox.withdraw(*some, why=why, now=now, state=state)


def parts(rows: Sequence[T], most: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """Yield the rows in portions that one transaction or one decision takes."""
    for start in range(0, len(rows), most):
        yield rows[start : start + most]
