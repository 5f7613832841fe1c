"""A last look at what was just claimed: does anybody still want it said, and is this the moment?

- A prompt goes out only while it is wanted, at an hour and on a day on which its person may be asked.
- A *Today* message holds only what still waits. Everything else goes as it is.
"""

from collections.abc import Sequence
from datetime import date, datetime

from domain.absences import Why
from domain.calendar import WEEK, Schedule, zone
from domain.notices import CheckInAskedAgain, CheckInClosed, CheckInPrompt, Today
from domain.notices.check_ins import prompt_key
from domain.people import Person
from domain.prompts import Facts, Slot, best_time, neighbours, why_not
from domain.turns import Turn
from scheduler.facts import gather_about
from scheduler.today import last_look
from storage.outbox import Claimed, State
from storage.store import Store


async def still_wanted(store: Store, claimed: Sequence[Claimed], *, schedule: Schedule, now: datetime) -> list[Claimed]:
    """Return those to send. The others are taken back or put off in this same transaction, their claim undone."""
    prompts = [one.notice for one in claimed if isinstance(one.notice, CheckInPrompt)]
    people = await store.people.named({prompt.to for prompt in prompts}) if prompts else {}
    since = min((prompt.period for prompt in prompts), default=now.date()) - WEEK
    facts = await gather_about(store, list(people), since) if prompts else Facts()
    facts = facts._replace(posted=await _beside(store, prompts))
    kept: list[Claimed | None] = []
    for one in claimed:
        if isinstance(one.notice, CheckInPrompt):
            kept.append(await _prompt(store, one, one.notice, people.get(one.notice.to), facts, schedule, now))
        elif isinstance(one.notice, Today):
            kept.append(await last_look(store, one, schedule, now))
        else:
            kept.append(one)
    return [one for one in kept if one]


async def _beside(store: Store, prompts: Sequence[CheckInPrompt]) -> dict[Slot, int]:
    """Return the periods beside these in which somebody was asked, or may have been: each claim holds one of a person."""
    beside = {prompt_key(*slot, 1): slot for one in prompts for slot in neighbours((one.to, one.period))}
    return {beside[key]: 1 for key in await store.outbox.in_slack(beside)} if beside else {}


async def _prompt(
    store: Store,
    one: Claimed,
    prompt: CheckInPrompt,
    person: Person | None,
    facts: Facts,
    schedule: Schedule,
    now: datetime,
) -> Claimed | None:
    """Return a prompt that may go out; None where it was taken back or put off."""
    withdrawal = why_not(prompt, person, schedule=schedule, now=now, facts=facts)
    if withdrawal or person is None:
        state = State.EXPIRED if withdrawal and withdrawal.expired else State.CANCELLED
        why = withdrawal.why if withdrawal else None
        await store.outbox.record(one, state, now=now, trouble=why, attempt=one.attempt - 1)
        return None
    due = best_time(prompt, person, schedule=schedule, now=now, facts=facts)
    if isinstance(due, Why):
        await store.outbox.record(one, State.CANCELLED, now=now, trouble=str(due), attempt=one.attempt - 1)
        await store.turns.excuse([Turn(person=prompt.to, period=prompt.period, excused=str(due))])
    elif due > now:
        await store.outbox.record(one, State.PLANNED, now=now, due_at=due, attempt=one.attempt - 1)
    else:
        await _note(store, prompt, person, facts, now)
        return one
    return None


async def _note(store: Store, prompt: CheckInPrompt, person: Person, facts: Facts, now: datetime) -> None:
    """Note what follows from a prompt that goes out now: when it came, and what its earlier cards say."""
    day = now.astimezone(zone(person.tz)).date()
    if day > prompt.period:
        await store.turns.note_asked([Turn(person=prompt.to, period=prompt.period, asked_on=day)])
    if prompt.number > 1:
        passed = CheckInAskedAgain(to=prompt.to, period=prompt.period, prompt=prompt.number - 1)
        await store.outbox.put(passed, now=now)
    elif (prompt.to, prompt.period - WEEK) not in facts.answered:
        await _close(store, prompt.to, prompt.period - WEEK, facts, now)


async def _close(store: Store, person: str, period: date, facts: Facts, now: datetime) -> None:
    """Let the last card of a week that nobody answered say that it is over."""
    turn = facts.turns.get((person, period)) or Turn(person=person, period=period)
    there = await store.outbox.posted([prompt_key(person, period, turn.snoozes + more) for more in (0, 1)])
    for more in (1, 0):
        if prompt_key(person, period, turn.snoozes + more) in there:
            await store.outbox.put(CheckInClosed(to=person, period=period, prompt=turn.snoozes + more), now=now)
            return
