"""Weeks in which somebody was not asked, since the bot was not running: found when it runs again, and written down.

- The planner plans all who are to be asked a week ahead; so nobody was planned for what began after the latest period
  that anybody is planned for, and of that one some may be missing.
- Asking begins with the first prompt that is ever planned. What lies before was not missed.
- A week counts only for those who were enrolled before it began. A changed schedule alone misses nothing.
- Whom the bot could not ask is excused: it is not held against them.
- It is looked back twelve weeks, as far as a manager's page shows.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.calendar import WEEK, Schedule, opens_at, period_at, zone
from domain.people import Person
from domain.prompts import APART, Facts, Slot

NOT_RUNNING = "the bot was not running"
"""Why a prompt that was never planned is not sent."""
UNASKED = "the bot could not ask"
"""Why a turn is excused whose only prompt was never sent."""
LOOK_BACK = 12 * WEEK
SHORTEST = timedelta(days=6)
"""From the date of a period to its end, wherever it ends first; the clocks there may be half a day ahead."""


def newest_period(facts: Facts) -> date | None:
    """Return the latest period of which a prompt is known."""
    return max((period for _, period in (*facts.asked, *facts.planned)), default=None)


def may_be_missed(newest: date, now: datetime) -> bool:
    """Tell whether any period can be over that began as the `newest` one or later: not while the planner goes on."""
    return now.date() >= newest + SHORTEST


def missed(people: Iterable[Person], *, schedule: Schedule, newest: date, now: datetime) -> dict[Slot, datetime]:
    """Return the periods that are over without a prompt, as far as `newest` tells, each with when it opened (UTC).

    Whether they have been answered, skipped or excused after all is not looked at.
    """
    over: dict[str, list[tuple[date, datetime]]] = {}
    found: dict[Slot, datetime] = {}
    for person in people:
        if person.tz not in over:
            over[person.tz] = list(_over(zone(person.tz), schedule, newest, now))
        enrolled = person.enrolled_at if person.active else None
        found |= {(person.id, period): opened for period, opened in over[person.tz] if enrolled and enrolled <= opened}
    return found


def _over(tz: ZoneInfo, schedule: Schedule, newest: date, now: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the periods that are over there and may be without prompts, the latest first, with when each opened."""
    period = period_at(now, schedule, tz) - WEEK
    while period > (now - LOOK_BACK).date() and (period == newest or period >= newest + APART):
        yield period, opens_at(period, schedule, tz)
        period -= WEEK


def never_asked(facts: Facts) -> set[Slot]:
    """Return whose only prompt of a period expired, and who neither answered nor skipped it: nobody asked them."""
    return {
        slot
        for slot in facts.expired
        if slot not in facts.posted
        and slot not in facts.answered
        and not (slot in facts.turns and facts.turns[slot].skipped_at)
    }
