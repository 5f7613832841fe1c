"""One person's days and hours: when may they be asked something, when not, and why.

- Not on a weekend or public holiday of their country, not on days they said they are away.
- Not while their Slack status says *away*. A status without an end holds for the day on which it is seen.
- Not in do-not-disturb, as far as Slack has told of it.
- What has to wait comes at their next working morning: at nine, or when do-not-disturb ends on such a day.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.absences import Absence, Why
from domain.calendar import MORNING, WAKING_FROM, WAKING_UNTIL, Schedule, instant, zone
from domain.people import Person
from domain.public_holidays import is_holiday, works

A_DAY = timedelta(days=1)
SOON = timedelta(days=15)
"""So far ahead mornings are looked for: a period and a day more than another."""


class WorkingDays(NamedTuple):
    """What is known of one person's days. `asked_on` is the weekday the workspace chose: never a weekend by default."""

    tz: ZoneInfo
    country: str | None = None
    asked_on: int | None = None
    own: tuple[Absence, ...] = ()
    away: bool = False
    away_until: datetime | None = None
    quiet_from: datetime | None = None
    quiet_until: datetime | None = None

    def works(self, day: date) -> bool:
        """Tell whether the day is a working day of theirs: no weekend, holiday or leave."""
        return works(self.country, day) and not any(one.covers(day) for one in self.own)

    def why_off(self, day: date) -> Why | None:
        """Return why nobody is asked on that day; None where they may be, for all that is known."""
        if any(one.covers(day) for one in self.own):
            return Why.AWAY
        if is_holiday(self.country, day):
            return Why.HOLIDAY
        chosen = self.country is None and day.weekday() == self.asked_on
        return None if chosen or works(self.country, day) else Why.WEEKEND

    def why_not(self, moment: datetime, now: datetime) -> Why | None:
        """Return why nobody asks at that moment, for all that is known at `now`."""
        day = moment.astimezone(self.tz).date()
        return self.why_off(day) or self._away(moment, day, now) or (Why.QUIET if self._quiet(moment) else None)

    def next_morning(self, after: datetime, now: datetime, *, until: datetime, today: bool = False) -> datetime | None:
        """Return the first working morning after `after` and before `until`, or None.

        `today`: what waited before may still come later on that same day, once do-not-disturb ends.
        """
        for moment in self._mornings(after, today=today):
            if moment >= until:
                return None
            why = self.why_not(moment, now)
            if why is None:
                return moment
            if why is Why.QUIET and (later := self._once_quiet_ends(moment, now)) and later < until:
                return later
        return None

    def _away(self, moment: datetime, day: date, now: datetime) -> Why | None:
        if not self.away or (self.away_until and moment >= self.away_until):
            return None
        known = self.away_until is not None or day == now.astimezone(self.tz).date()
        return Why.AWAY if known else None

    def _quiet(self, moment: datetime) -> bool:
        return bool(self.quiet_from and self.quiet_until and self.quiet_from <= moment < self.quiet_until)

    def _mornings(self, after: datetime, *, today: bool) -> Iterator[datetime]:
        local = after.astimezone(self.tz)
        day = local.date()
        if local.time() < MORNING:
            yield instant(day, MORNING, self.tz)
        elif today and is_waking(after, self.tz):
            yield after
        for number in range(1, SOON.days + 1):
            yield instant(day + number * A_DAY, MORNING, self.tz)

    def _once_quiet_ends(self, morning: datetime, now: datetime) -> datetime | None:
        """Return when do-not-disturb ends on that day; None where that is too late in it, or they are away by then."""
        end = self.quiet_until
        if end is None or end.astimezone(self.tz).date() != morning.astimezone(self.tz).date():
            return None
        return end if is_waking(end, self.tz) and self.why_not(end, now) is None else None


def is_waking(moment: datetime, tz: ZoneInfo) -> bool:
    """Tell whether people are awake at that moment, by their own clock."""
    return WAKING_FROM <= moment.astimezone(tz).time() < WAKING_UNTIL


def working_days(person: Person, own: Sequence[Absence], schedule: Schedule) -> WorkingDays:
    """Return what is known of a person's days: `own` are the days they said they are away."""
    return WorkingDays(
        tz=zone(person.tz),
        country=person.country or schedule.country,
        asked_on=schedule.weekday,
        own=tuple(own),
        away=person.away,
        away_until=person.away_until,
        quiet_from=person.quiet_from,
        quiet_until=person.quiet_until,
    )
