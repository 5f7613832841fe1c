"""Write down whom to ask for the check-in, and when. Safe to run late, twice, or on two machines.

Only what differs from what is planned already is written, in small transactions, so that nobody who presses a button
meanwhile has to wait. What changes between reading and writing is checked again when a prompt is about to be sent.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

import structlog

from domain.calendar import WEEK, Schedule
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import HORIZON, Answers, Withdrawal, prompts_due, prompts_to_withdraw
from storage.database import Database
from storage.outbox import State

log = structlog.get_logger(__name__)
LOOK_BACK = 3 * WEEK
"""Prompts and answers older than this no longer matter to the planner."""
AT_ONCE = 500
"""Rows a transaction: a few milliseconds in which others wait."""
READING = 30.0
"""Seconds the planner may read; nobody waits for a reader."""

T = TypeVar("T")


class Plan(NamedTuple):
    """What to write: prompts with their due time in UTC, and those to take back."""

    due: list[tuple[CheckInPrompt, datetime]]
    withdrawn: list[Withdrawal]


class _Facts(NamedTuple):
    people: list[Person]
    answered: Answers
    asked: list[CheckInPrompt]
    planned: dict[CheckInPrompt, datetime]


async def plan_prompts(database: Database, schedule: Schedule, *, now: datetime) -> Plan:
    """Plan the prompts of everyone enrolled up to 8 days ahead; return what was changed. Raises Unavailable."""
    plan = _decide(await _gather(database, now), schedule, now)
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
    async with database.reading(budget=READING) as store:
        people = await store.people.to_ask()
        answered = await store.check_ins.who_answered(since=(now - LOOK_BACK).date())
        standing = await store.outbox.standing("check_in_prompt", since=now - LOOK_BACK)
    prompts = [(one, one.notice) for one in standing if isinstance(one.notice, CheckInPrompt)]
    asked = [prompt for one, prompt in prompts if one.state is not State.PLANNED]
    planned = {prompt: one.due_at for one, prompt in prompts if one.state is State.PLANNED}
    return _Facts(people, answered, asked, planned)


def _decide(facts: _Facts, schedule: Schedule, now: datetime) -> Plan:
    people, answered, asked, planned = facts
    wanted = dict(prompts_due(people, schedule=schedule, now=now, until=now + HORIZON, answered=answered, asked=asked))
    by_id = {person.id: person for person in people}
    withdrawn = prompts_to_withdraw(planned, wanted, by_id, schedule=schedule, now=now, answered=answered)
    return Plan([(prompt, due) for prompt, due in wanted.items() if planned.get(prompt) != due], withdrawn)


async def _take_back(database: Database, withdrawn: Sequence[Withdrawal], state: State, now: datetime) -> None:
    for why in sorted({one.why for one in withdrawn}):
        for some in _parts([one.prompt.key for one in withdrawn if one.why == why]):
            async with database.transaction() as store:
                await store.outbox.withdraw(*some, why=why, now=now, state=state)


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
