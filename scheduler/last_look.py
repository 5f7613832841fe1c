"""A last look at what was just claimed: a prompt goes out only if it is still wanted, and the person is awake."""

from collections.abc import Sequence
from datetime import datetime

from domain.calendar import Schedule
from domain.notices import CheckInPrompt
from domain.prompts import best_time, why_not
from storage.outbox import Claimed, State
from storage.store import Store


async def still_wanted(store: Store, claimed: Sequence[Claimed], *, schedule: Schedule, now: datetime) -> list[Claimed]:
    """Return those to send. The others are taken back or put off in this same transaction, their claim undone."""
    prompts = {one.id: one.notice for one in claimed if isinstance(one.notice, CheckInPrompt)}
    if not prompts:
        return list(claimed)
    people = await store.people.named({prompt.to for prompt in prompts.values()})
    answered = await store.check_ins.who_answered(since=min(prompt.period for prompt in prompts.values()))
    kept = []
    for one in claimed:
        prompt = prompts.get(one.id)
        if prompt is None:
            kept.append(one)
        elif withdrawal := why_not(prompt, people.get(prompt.to), schedule=schedule, now=now, answered=answered):
            state = State.EXPIRED if withdrawal.expired else State.CANCELLED
            await store.outbox.record(one, state, now=now, trouble=withdrawal.why, attempt=one.attempt - 1)
        elif (due := best_time(prompt, people[prompt.to], schedule=schedule, now=now)) > now:
            await store.outbox.record(one, State.PLANNED, now=now, due_at=due, attempt=one.attempt - 1)
        else:
            kept.append(one)
    return kept
