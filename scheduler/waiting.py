"""What waits for whom: reminders of check-ins, requests for feedback, promises; and whether it still does."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from domain import today as rule
from domain.absences import Absence
from domain.blockers import to_chase
from domain.calendar import WEEK, Schedule, closes_at
from domain.feedback_requests import belongs_in_today
from domain.notices import CheckInPrompt, Today
from domain.people import Person
from domain.today import (
    CheckInReminder,
    FeedbackWaits,
    GoalLeftOpen,
    GoalOrphaned,
    GoalUnanswered,
    GoalWarning,
    Item,
    PromiseDue,
)
from domain.turns import Turn
from domain.working_days import WorkingDays, working_days
from scheduler import cycles_over, goal_warnings
from storage.outbox import State
from storage.store import Store

LOOK_BACK = 2 * WEEK


class Waiting(NamedTuple):
    """What is known of these people: their days, and what waits for each."""

    days: dict[str, WorkingDays]
    items: Mapping[str, list[Item]]
    turns: Mapping[tuple[str, date], Turn]


async def gather(store: Store, people: Mapping[str, Person], schedule: Schedule, now: datetime) -> Waiting:
    """Return what waits for these people today, by their own date."""
    since = (now - LOOK_BACK).date()
    absences = await store.absences.all(since=since)
    days = {who: working_days(person, absences.get(who, ()), schedule) for who, person in people.items()}
    items: dict[str, list[Item]] = defaultdict(list)
    turns = await store.turns.since(since)
    for person, found in await _reminders(store, days, turns, schedule, now):
        items[person].append(found)
    for request in await store.feedback.open_requests():
        if request.asked in days and belongs_in_today(request, _today(days[request.asked], now)):
            expires = request.expires_at.astimezone(days[request.asked].tz).date()
            waits = FeedbackWaits(request=request.id or 0, asker=request.asker, expires_on=expires)
            items[request.asked].append(waits)
    for blocker in await store.blockers.promised():
        who, until = blocker.promised_by, blocker.promised_for
        if who in days and until and to_chase(blocker, _today(days[who], now)):
            items[who].append(PromiseDue(blocker=blocker.id or 0, person=blocker.person, promised_for=until))
    for who, about_goal in await _about_goals(store, days, absences, schedule, now):
        items[who].append(about_goal)
    return Waiting(days, items, turns)


async def _about_goals(
    store: Store,
    days: Mapping[str, WorkingDays],
    absences: Mapping[str, Sequence[Absence]],
    schedule: Schedule,
    now: datetime,
) -> list[tuple[str, Item]]:
    """Return who is to hear what about which goal; whoever is asked what becomes of one is not warned of it, too."""
    over = await cycles_over.left_open(store, days, now)
    asked = {item.goal for _, item in over}
    found: list[tuple[str, Item]] = [*over]
    for who, item in await goal_warnings.warnings(store, days, now):
        found += [] if isinstance(item, GoalWarning) and item.goal in asked else [(who, item)]
    found += await goal_warnings.unanswered(store, days, absences, schedule, now)
    return [*found, *await goal_warnings.without_owner(store, days)]


async def _reminders(
    store: Store,
    days: Mapping[str, WorkingDays],
    turns: Mapping[tuple[str, date], Turn],
    schedule: Schedule,
    now: datetime,
) -> list[tuple[str, CheckInReminder]]:
    """Return who is to be reminded of which check-in."""
    prompts: dict[tuple[str, date], tuple[int, datetime]] = {}
    async for one in store.outbox.standing("check_in_prompt", since=now - LOOK_BACK):
        said = one.notice
        if isinstance(said, CheckInPrompt) and one.state is State.SENT and said.to in days:
            slot = said.to, said.period
            prompts[slot] = max((said.number, one.due_at), prompts.get(slot, (0, one.due_at)))
    answered = await store.check_ins.who_answered(since=(now - LOOK_BACK).date())
    found = []
    for slot, (number, asked_at) in sorted(prompts.items()):
        who, period = slot
        if slot not in answered:
            closes = closes_at(period, schedule, days[who].tz)
            turn = turns.get(slot) or Turn(person=who, period=period)
            one_more = rule.reminder(turn, prompt=number, asked_at=asked_at, days=days[who], closes=closes, now=now)
            found += [(who, one_more)] if one_more else []
    return found


async def still_waiting(store: Store, today: Today, days: WorkingDays, schedule: Schedule, now: datetime) -> list[Item]:
    """Return what of a message that is about to go out still waits for its reader."""
    kept: list[Item] = []
    requests = {one.id for one in await store.feedback.requests_to(today.to)}
    promised = {(one.id, one.promised_for) for one in await store.blockers.promised_by(today.to)}
    for item in today.items:
        match item:
            case CheckInReminder(period=period):
                turn = await store.turns.of(today.to, period)
                open_yet = rule.still_waits(turn, closes=closes_at(period, schedule, days.tz), now=now)
                true = open_yet and not await store.check_ins.answered(today.to, period)
            case FeedbackWaits(request=request):
                true = request in requests and _today(days, now) < item.expires_on
            case PromiseDue(blocker=blocker, promised_for=until):
                true = (blocker, until) in promised
            case GoalWarning() | GoalUnanswered() | GoalOrphaned():
                true = await goal_warnings.still_true(store, today.to, item, now)
            case GoalLeftOpen():
                true = await cycles_over.still_open(store, today.to, item, days, now)
        kept += [item] if true else []
    return kept


async def mark(store: Store, said: Iterable[Today], waiting: Waiting, now: datetime) -> None:
    """Note what these messages ask, so that none of it is asked the same way again."""
    todays = list(said)
    items = [(today, item) for today in todays for item in today.items]
    await store.turns.note_reminded(
        rule.reminded(waiting.turns.get((one.to, item.period)) or Turn(person=one.to, period=item.period), one.day)
        for one, item in items
        if isinstance(item, CheckInReminder)
    )
    await _mark_others(store, [item for _, item in items], now)
    await goal_warnings.mark(store, [(one.to, item) for one, item in items], now)


async def _mark_others(store: Store, items: Collection[Item], now: datetime) -> None:
    if requests := [item.request for item in items if isinstance(item, FeedbackWaits)]:
        await store.feedback.mark_reminded(requests, now=now)
    if blockers := [item.blocker for item in items if isinstance(item, PromiseDue)]:
        await store.blockers.mark_chased(blockers, now=now)
    await cycles_over.mark(store, items)


def _today(days: WorkingDays, now: datetime) -> date:
    return now.astimezone(days.tz).date()
