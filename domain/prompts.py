"""Whom to ask for the weekly check-in, and when.

- Everyone who is active and enrolled is asked once a period, at the workspace's hour on their own clock.
- Whom that hour finds on a public holiday, away or in do-not-disturb is asked on their next working morning, within
  the period. Where there is none, the period is excused, with the reason.
- A period that is open already is caught up once, in waking hours of a working day: only if its prompt was due after
  the person was enrolled, and they have not answered.
- A changed schedule asks nobody twice: a period is left out where a prompt of a later one, or of one less than four days
  before, has gone out. So two prompts are four to ten days apart when the day changes, whenever that is.
- Whoever puts it off is asked again, once each time; whoever skips the week is not.
- A prompt whose period is over is not sent any more; nor one to somebody who left or has answered.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from domain.absences import Absence, Why
from domain.calendar import FRESH, MORNING, WEEK, Schedule, closes_at, instant, opens_at, period_at, zone
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.turns import Turn
from domain.values import Value
from domain.working_days import A_DAY, WorkingDays, is_waking, working_days

HORIZON = timedelta(days=8)
"""How far ahead prompts are planned: a week, and a day so that no zone is short of one."""
APART = timedelta(days=4)
"""From one prompt's period to the next one's at least: half a week, rounded up."""
ANSWERED, NOT_ASKED, OVER, MOVED = "answered", "not asked any more", "its week was over", "the schedule changed"
SKIPPED = "skipped"

Slot = tuple[str, date]
"""A person and a period."""
Slots = Collection[Slot]
NOTHING: Mapping[Slot, Turn] = MappingProxyType({})
NOBODY: Mapping[str, Sequence[Absence]] = MappingProxyType({})
NONE: Mapping[Slot, int] = MappingProxyType({})


class Planned(NamedTuple):
    """A prompt that waits: its number and its due time (UTC)."""

    number: int
    due: datetime


class Asking(NamedTuple):
    """What should be planned for whom, and which periods are excused, for what reason."""

    due: dict[Slot, Planned]
    excused: dict[Slot, Why]


class Withdrawal(Value):
    """A prompt not to be sent. `expired` if its time is over; otherwise it may be planned again."""

    prompt: CheckInPrompt
    why: str
    expired: bool = False


class Facts(NamedTuple):
    """What is known of everybody, two weeks back.

    `asked` holds the number of the latest prompt of a period that does not wait any more: it went out, or may have, or
    never will. `posted` leaves out the last of these: those that stand, or may stand, in Slack. `expired` are those
    whose time passed before any went out; `planned` are those that wait.
    """

    answered: Slots = frozenset()
    asked: Mapping[Slot, int] = NONE
    planned: Mapping[Slot, Planned] = MappingProxyType({})
    turns: Mapping[Slot, Turn] = NOTHING
    absences: Mapping[str, Sequence[Absence]] = NOBODY
    posted: Mapping[Slot, int] = NONE
    expired: Slots = frozenset()


NO_FACTS = Facts()


def prompts_due(
    people: Iterable[Person], *, schedule: Schedule, now: datetime, until: datetime, facts: Facts = NO_FACTS
) -> Asking:
    """Return which prompts should be planned, and when each is due: the open period's and those to `until`."""
    latest, weeks = _latest_periods(facts), dict[tuple[str, str | None], _Week]()
    snoozed = _snoozed(facts.turns.values())
    asking = Asking({}, {})
    for person in people:
        if not person.active or person.enrolled_at is None:
            continue
        place = person.tz, person.country
        if place not in weeks:
            weeks[place] = _week(person, schedule, now, until)
        week = weeks[place]
        days = working_days(person, facts.absences.get(person.id, ()), schedule)
        for wish in (*snoozed.get(person.id, ()), *_wishes(person, week, latest.get(person.id))):
            slot = person.id, wish.period
            if slot not in asking.due and _open(slot, facts):
                _decide(asking, slot, wish, days, week, now, facts)
    return asking


def prompts_to_withdraw(
    wanted: Mapping[Slot, Planned],
    people: Mapping[str, Person],
    *,
    schedule: Schedule,
    now: datetime,
    facts: Facts,
    excused: Mapping[Slot, str] = MappingProxyType({}),
) -> list[Withdrawal]:
    """Return the planned prompts that nobody wants any more, each with the reason."""
    unwanted = [
        CheckInPrompt(to=slot[0], period=slot[1], number=one.number)
        for slot, one in facts.planned.items()
        if slot not in wanted or wanted[slot].number != one.number
    ]
    return [
        why_not(prompt, people.get(prompt.to), schedule=schedule, now=now, facts=facts)
        or Withdrawal(prompt=prompt, why=str(excused.get((prompt.to, prompt.period), MOVED)))
        for prompt in unwanted
    ]


def why_not(
    prompt: CheckInPrompt, person: Person | None, *, schedule: Schedule, now: datetime, facts: Facts
) -> Withdrawal | None:
    """Return why the prompt must not be sent at `now`, None if it may."""
    slot = prompt.to, prompt.period
    if person is None or not person.active or person.enrolled_at is None:
        return Withdrawal(prompt=prompt, why=NOT_ASKED)
    if slot in facts.answered:
        return Withdrawal(prompt=prompt, why=ANSWERED)
    if slot in facts.turns and facts.turns[slot].skipped_at:
        return Withdrawal(prompt=prompt, why=SKIPPED)
    tz = zone(person.tz)
    if closes_at(prompt.period, schedule, tz) <= now:
        return Withdrawal(prompt=prompt, why=OVER, expired=True)
    # A period of another day of the week, open now or asked in: the day was changed since.
    opened = period_at(now, schedule, tz) > prompt.period
    if opened or (prompt.number == 1 and not facts.posted.keys().isdisjoint(neighbours(slot))):
        return Withdrawal(prompt=prompt, why=MOVED)
    return None


def neighbours(slot: Slot) -> list[Slot]:
    """Return the periods in none of which anybody may have been asked who is asked in this one."""
    person, period = slot
    return [(person, period + days * A_DAY) for days in range(1 - APART.days, WEEK.days + 1) if days]


def best_time(
    prompt: CheckInPrompt, person: Person, *, schedule: Schedule, now: datetime, facts: Facts = NO_FACTS
) -> datetime | Why:
    """Return when to send a prompt that is due at `now`: at once, on a later morning, or why never."""
    slot, tz = (prompt.to, prompt.period), zone(person.tz)
    days = working_days(person, facts.absences.get(person.id, ()), schedule)
    turn = facts.turns.get(slot)
    wanted = turn.snoozed_until if turn and turn.snoozed_until else opens_at(prompt.period, schedule, tz)
    return time_to_ask(wanted, days, now=now, closes=closes_at(prompt.period, schedule, tz))


def time_to_ask(
    wanted: datetime, days: WorkingDays, *, now: datetime, closes: datetime, planned: datetime | None = None
) -> datetime | Why:
    """Return when to ask somebody who should be asked at `wanted`: then, on a working morning, or why never.

    A time that has passed already means at once. `planned` is when it is planned for now: what waits for a morning
    keeps to mornings, also when the reason is gone.
    """
    why = days.why_not(wanted, now)
    due = days.next_morning(wanted, now, until=closes) if why else wanted
    if due is None:
        return _why_never(wanted, days, now, closes)
    if due > now:
        return due
    if now - due <= FRESH or (is_waking(now, days.tz) and not days.why_not(now, now)):
        return _morning(planned, days, now, closes) or due
    waited = now.astimezone(days.tz).date() > wanted.astimezone(days.tz).date()
    return days.next_morning(now, now, until=closes, today=waited) or _why_never(now, days, now, closes)


def _morning(planned: datetime | None, days: WorkingDays, now: datetime, closes: datetime) -> datetime | None:
    """Return the next working morning if the prompt waits for one; None if it does not, or there is none."""
    if planned is None or planned <= now or planned.astimezone(days.tz).time() != MORNING:
        return None
    return days.next_morning(now, now, until=closes)


def _why_never(since: datetime, days: WorkingDays, now: datetime, closes: datetime) -> Why:
    """Return what kept the mornings of a period: leave before holidays, these before do-not-disturb."""
    first, last = (moment.astimezone(days.tz).date() for moment in (since, closes))
    found = {days.why_not(since, now)}
    found |= {days.why_not(instant(first + n * A_DAY, MORNING, days.tz), now) for n in range((last - first).days + 1)}
    return next((why for why in (Why.AWAY, Why.HOLIDAY, Why.QUIET) if why in found), Why.NO_MORNING)


class _Wish(NamedTuple):
    """The prompt of a period, wanted at a moment; `number` counts from 1."""

    period: date
    wanted: datetime
    number: int = 1


class _Week(NamedTuple):
    """What a place's clocks say: the period that is open, when it opened, those that come, and the usual due times."""

    period: date
    opened: datetime
    coming: tuple[_Wish, ...]
    closes: dict[date, datetime]
    usual: dict[tuple[date, datetime], datetime | Why]
    schedule: Schedule


def _week(person: Person, schedule: Schedule, now: datetime, until: datetime) -> _Week:
    tz = zone(person.tz)
    period = period_at(now, schedule, tz)
    coming, following = [], period + WEEK
    while (opens := opens_at(following, schedule, tz)) <= until:
        coming.append(_Wish(following, opens))
        following += WEEK
    return _Week(period, opens_at(period, schedule, tz), tuple(coming), {}, {}, schedule)


def _latest_periods(facts: Facts) -> dict[str, date]:
    """Return the latest period that each was asked in, as far as a prompt went out or may have."""
    latest: dict[str, date] = {}
    for person, period in facts.asked:
        slot = person, period
        if slot in facts.posted or slot not in facts.expired:
            latest[person] = max(period, latest.get(person, period))
    return latest


def _snoozed(turns: Iterable[Turn]) -> dict[str, list[_Wish]]:
    found: dict[str, list[_Wish]] = {}
    for turn in turns:
        if turn.snoozed_until:
            found.setdefault(turn.person, []).append(_Wish(turn.period, turn.snoozed_until, turn.snoozes + 1))
    return found


def _wishes(person: Person, week: _Week, last_asked: date | None) -> Iterator[_Wish]:
    """Yield the prompts to plan for this person: the open period's if it can be caught up, then those to come."""
    asked = last_asked or date.min
    if person.enrolled_at and person.enrolled_at <= week.opened and week.period - asked >= APART:
        yield _Wish(week.period, week.opened)
    yield from (wish for wish in week.coming if wish.period - asked >= APART)


def _open(slot: Slot, facts: Facts) -> bool:
    """Tell whether there is anything to ask: no answer, and not skipped."""
    return slot not in facts.answered and not (slot in facts.turns and facts.turns[slot].skipped_at)


def _decide(
    asking: Asking, slot: Slot, wish: _Wish, days: WorkingDays, week: _Week, now: datetime, facts: Facts
) -> None:
    """Note when to ask for this period, or that it is excused."""
    if facts.asked.get(slot, 0) >= wish.number:
        return
    if wish.period not in week.closes:
        week.closes[wish.period] = closes_at(wish.period, week.schedule, days.tz)
    closes = week.closes[wish.period]
    if closes <= now:
        return
    due = _due(wish, days, week, closes, now, facts.planned.get(slot))
    if isinstance(due, Why):
        asking.excused[slot] = due
    else:
        asking.due[slot] = Planned(wish.number, due)


def _due(
    wish: _Wish, days: WorkingDays, week: _Week, closes: datetime, now: datetime, planned: Planned | None
) -> datetime | Why:
    """Return when to ask; for the many of a place of whom nothing special is known it is worked out once."""
    before = planned.due if planned else None
    usual, key = not (days.own or days.away or days.quiet_until), (wish.period, wish.wanted)
    if usual and key not in week.usual:
        week.usual[key] = time_to_ask(wish.wanted, days, now=now, closes=closes)
    due = week.usual[key] if usual else None
    if due and (isinstance(due, Why) or due > now or before is None or before <= now):
        return due
    return time_to_ask(wish.wanted, days, now=now, closes=closes, planned=before)
