"""When the check-in comes: *Snooze*, *Skip this week*, and what an answer does to the prompts still to come."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck

from domain import turns as rule
from domain.calendar import Schedule, closes_at, period_at, zone
from domain.notices import CheckInOpenAgain, CheckInPrompt, CheckInSkipped, CheckInSnoozed
from domain.notices.check_ins import prompt_key
from domain.people import Person
from domain.rules import Rules
from domain.turns import AnsweredAlready, SkippedAlready, SnoozedTooLong, Turn, TurnOver
from domain.working_days import WorkingDays, working_days
from handlers import today
from handlers.payloads import written
from handlers.views import turns as view
from handlers.views.blocks import in_code
from handlers.views.times import in_words
from storage.database import Database
from storage.outbox import IN_SLACK
from storage.store import Store

Clock = Callable[[], datetime]
MOST_PROMPTS = 40
"""Nobody puts a check-in off more often in a week."""


class _Mine(NamedTuple):
    """One person's turn, what is known of their days, and when the period closes."""

    me: Person
    turn: Turn
    days: WorkingDays
    closes: datetime


async def snooze(
    ack: AsyncAck,
    command: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
) -> None:
    """`/check-in snooze 2h`: ask me again then."""
    words = in_code(written(command.get("text", "")).strip().partition(" ")[2])
    async with database.transaction(once=once) as store:
        put = await put_off(store, user_id, None, words, rules=rules, now=clock())
        reply = await store.remember_reply(view.snoozed_reply(put, clock(), rules.command("check_in")).reply())
    await ack(**reply)


async def skip(ack: AsyncAck, user_id: str, once: str, database: Database, clock: Clock, rules: Rules) -> None:
    """`/check-in skip`: not this week."""
    async with database.transaction(once=once) as store:
        period = await leave_out(store, user_id, None, rules=rules, now=clock())
        reply = await store.remember_reply(view.skipped_reply(period, rules.command("check_in")).reply())
    await ack(**reply)


async def put_off(
    store: Store, person: str, period: date | None, words: str, *, rules: Rules, now: datetime
) -> view.PutOff:
    """Put the check-in of a period (None: the open one) off; return until when. Raises Refusal."""
    command = rules.command("check_in")
    mine = await _mine(store, person, period, rules=rules, now=now)
    tz = mine.days.tz
    if mine.turn.skipped_at:
        raise SkippedAlready(command=command)
    wanted = rule.read_snooze(words, tz=tz, now=now, command=command)
    until = rule.time_to_come_back(wanted, mine.days, now=now, closes=mine.closes)
    if until is None:
        raise SnoozedTooLong(closes=in_words(mine.closes, tz, now), command=command)
    posted = await _posted(store, person, mine.turn.period)
    turn = rule.snoozed(mine.turn, until, posted=posted)
    if turn != mine.turn:
        await store.turns.save(turn)
        store.homes.news(person, now=now)
        await _withdraw(store, turn, posted, why="put off", now=now)
        prompt = CheckInPrompt(to=person, period=turn.period, number=posted + 1)
        await store.outbox.plan([(prompt, until)])
        card = {"to": person, "period": turn.period, "prompt": posted, "move": turn.moves}
        if posted:
            await store.outbox.put(CheckInSnoozed(**card, until=until, tz=tz.key, said_at=now), now=now)
        await today.done(store, person, f"check-in:{turn.period}", now=now, what="snoozed")
    return view.PutOff(turn.snoozed_until or until, tz, waits=until != wanted)


async def leave_out(store: Store, person: str, period: date | None, *, rules: Rules, now: datetime) -> date:
    """Skip the check-in of a period (None: the open one); return its date. Raises Refusal."""
    mine = await _mine(store, person, period, rules=rules, now=now)
    turn = rule.skipped(mine.turn, now=now)
    if turn != mine.turn:
        await store.turns.save(turn)
        store.homes.news(person, now=now)
        posted = await _posted(store, person, turn.period)
        await _withdraw(store, turn, posted, why="skipped", now=now)
        if posted:
            card = CheckInSkipped(to=person, period=turn.period, prompt=posted, move=turn.moves)
            await store.outbox.put(card, now=now)
        await today.done(store, person, f"check-in:{turn.period}", now=now, what="skipped")
    return turn.period


async def take_back_skip(store: Store, person: str, period: date, *, rules: Rules, now: datetime) -> None:
    """Have the check-in wait for an answer again. Raises Refusal."""
    mine = await _mine(store, person, period, rules=rules, now=now)
    turn = rule.open_again(mine.turn)
    if turn != mine.turn:
        await store.turns.save(turn)
        store.homes.news(person, now=now)
        posted = await _posted(store, person, period)
        if posted:
            card = CheckInOpenAgain(to=person, period=period, prompt=posted, move=turn.moves)
            await store.outbox.put(card, now=now)


async def answered(store: Store, person: str, period: date, *, now: datetime) -> int | None:
    """Take back the prompts that are still to come, and strike the reminder out in the *Today* message.

    Returns the number of the prompt that stands in Slack (for `CheckInDone(prompt=…)`), None where there is none.
    """
    turn = await store.turns.of(person, period)
    posted = await _posted(store, person, period)
    await _withdraw(store, turn, posted, why="answered before it was asked", now=now)
    await today.done(store, person, f"check-in:{period}", now=now)
    return posted or None


async def late_since(store: Store, me: Person, period: date, *, schedule: Schedule) -> datetime:
    """Return from when on an answer of this period is late, by this person's own working days."""
    own = await store.absences.of(me.id, since=period)
    return rule.late_since(await store.turns.of(me.id, period), working_days(me, own, schedule))


async def _mine(store: Store, person: str, period: date | None, *, rules: Rules, now: datetime) -> _Mine:
    """Return what there is to put off or skip, the person locked. Raises AnsweredAlready, TurnOver."""
    me = await store.people.acting(person, lock=True)
    tz, schedule = zone(me.tz), rules.schedule
    wanted = period or period_at(now, schedule, tz)
    closes = closes_at(wanted, schedule, tz)
    if closes <= now:
        raise TurnOver(command=rules.command("check_in"))
    if await store.check_ins.answered(person, wanted):
        raise AnsweredAlready(command=rules.command("check_in"))
    own = await store.absences.of(person, since=wanted)
    return _Mine(me, await store.turns.of(person, wanted), working_days(me, own, schedule), closes)


async def _posted(store: Store, person: str, period: date) -> int:
    """Return the number of the latest prompt that stands in Slack, or may; 0 where there is none."""
    for number in range(1, MOST_PROMPTS):
        if await store.outbox.state_of(prompt_key(person, period, number)) not in IN_SLACK:
            return number - 1
    return MOST_PROMPTS


async def _withdraw(store: Store, turn: Turn, posted: int, *, why: str, now: datetime) -> None:
    """Take back the prompt that is still to come."""
    await store.outbox.withdraw(prompt_key(turn.person, turn.period, posted + 1), why=why, now=now)
