"""Whom to ask for the weekly check-in, and when.

- Everyone who is active and enrolled is asked once a period, at the workspace's hour on their own clock.
- A period that is open already is caught up once, in waking hours: only if its prompt was due after the person was
  enrolled, they have not answered, and no prompt of the week before it or later has gone out (a changed schedule
  does not ask twice).
- A prompt whose period is over is not sent any more; nor one to somebody who left or has answered.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.calendar import WEEK, Schedule, closes_at, next_waking, opens_at, period_at, zone
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.values import Value

HORIZON = timedelta(days=8)
"""How far ahead prompts are planned: a week, and a day so that no zone is short of one."""
ANSWERED, NOT_ASKED, OVER, MOVED = "answered", "not asked any more", "its week was over", "the schedule changed"

Slot = tuple[str, date]
"""A person and a period."""
Slots = Collection[Slot]


class Withdrawal(Value):
    """A prompt not to be sent. `expired` if its time is over; otherwise it may be planned again."""

    prompt: CheckInPrompt
    why: str
    expired: bool = False


def prompts_due(
    people: Iterable[Person],
    *,
    schedule: Schedule,
    now: datetime,
    until: datetime,
    answered: Slots = frozenset(),
    asked: Slots = frozenset(),
) -> dict[Slot, datetime]:
    """Return when each prompt that should be planned is due, in UTC: the open period's and those to `until`.

    `asked` are the prompts of the last two weeks that went out, or may have; none of them is returned.
    """
    latest, weeks = _latest_periods(asked), dict[str, _Week]()
    due = {}
    for person in people:
        if person.tz not in weeks:
            weeks[person.tz] = _week(person.tz, schedule, now, until)
        for period, when in _periods(person, weeks[person.tz], latest.get(person.id)):
            slot = person.id, period
            if slot not in answered and slot not in asked:
                due[slot] = when
    return due


def prompts_to_withdraw(
    planned: Iterable[Slot],
    wanted: Slots,
    people: Mapping[str, Person],
    *,
    schedule: Schedule,
    now: datetime,
    answered: Slots = frozenset(),
) -> list[Withdrawal]:
    """Return the planned prompts that nobody wants any more, each with the reason."""
    unwanted = [CheckInPrompt(to=person, period=period) for person, period in planned if (person, period) not in wanted]
    return [
        why_not(prompt, people.get(prompt.to), schedule=schedule, now=now, answered=answered)
        or Withdrawal(prompt=prompt, why=MOVED)
        for prompt in unwanted
    ]


def why_not(
    prompt: CheckInPrompt, person: Person | None, *, schedule: Schedule, now: datetime, answered: Slots
) -> Withdrawal | None:
    """Return why the prompt must not be sent at `now`, None if it may."""
    if person is None or not person.active or person.enrolled_at is None:
        return Withdrawal(prompt=prompt, why=NOT_ASKED)
    if (prompt.to, prompt.period) in answered:
        return Withdrawal(prompt=prompt, why=ANSWERED)
    if closes_at(prompt.period, schedule, zone(person.tz)) <= now:
        return Withdrawal(prompt=prompt, why=OVER, expired=True)
    return None


def best_time(prompt: CheckInPrompt, person: Person, *, schedule: Schedule, now: datetime) -> datetime:
    """Return when to send a prompt that is due at `now`: at once, or when the person is awake again."""
    tz = zone(person.tz)
    return next_waking(opens_at(prompt.period, schedule, tz), now, tz)


class _Week(NamedTuple):
    """What a zone's clocks say: the period that is open, when it opened, when to catch it up, and those that come."""

    period: date
    opened: datetime
    catch_up: datetime
    coming: tuple[tuple[date, datetime], ...]


def _week(tz_name: str, schedule: Schedule, now: datetime, until: datetime) -> _Week:
    tz = zone(tz_name)
    period = period_at(now, schedule, tz)
    opened = opens_at(period, schedule, tz)
    coming, following = [], period + WEEK
    while (opens := opens_at(following, schedule, tz)) <= until:
        coming.append((following, opens))
        following += WEEK
    return _Week(period, opened, next_waking(opened, now, tz), tuple(coming))


def _latest_periods(asked: Slots) -> dict[str, date]:
    latest: dict[str, date] = {}
    for person, period in asked:
        latest[person] = max(period, latest.get(person, period))
    return latest


def _periods(person: Person, week: _Week, last_asked: date | None) -> Iterator[tuple[date, datetime]]:
    """Yield the periods to ask this person for, with the due time: the open one if it can be caught up, then the next."""
    if not person.active or person.enrolled_at is None:
        return
    asked_since = last_asked is not None and last_asked > week.period - WEEK
    if person.enrolled_at <= week.opened and not asked_since:
        yield week.period, week.catch_up
    yield from week.coming
