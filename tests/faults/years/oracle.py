"""Who must have been asked, who may have been, and who must not: worked out from what happened, without the product's rules.

A day on which nobody can doubt decides: at the hour at which somebody should be asked, or on a later working morning at
nine, everything is well for an hour and nothing about the person changes. Then they must have been asked by the end of
that hour. Where a period has no such hour, it depends; and whenever somebody was asked, that must have been allowed then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from domain.people import Person

A_DAY, WEEK, HOUR = timedelta(days=1), timedelta(days=7), timedelta(hours=1)
NINE, WAKING = time(9), (time(8), time(19))
ON_TIME = timedelta(minutes=15)
NEVER = datetime.max.replace(tzinfo=UTC)
APART = timedelta(days=4)
"""So far apart two prompts are at least, also where the schedule changes."""
CALM = timedelta(hours=4)
"""So long after a trouble its last effects may be felt: what was lost five times is tried again after an hour."""


@dataclass(frozen=True)
class Change:
    """From then on something is so; it was told at `told` and acknowledged at `sure`: in between it may be either way."""

    told: datetime
    sure: datetime
    value: object


@dataclass
class Life:
    """What became of one person: zone and being there as changes, leaves as (first day, last day), answers, skips."""

    zones: list[Change]
    there: list[Change]
    country: str | None = None
    leaves: list[Change] = field(default_factory=list)
    ended: dict[date, Change] = field(default_factory=dict)
    """Periods that were answered or skipped, and which of both."""


@dataclass(frozen=True)
class Asked:
    """On which weekday, at which hour people are asked, from when until when."""

    weekday: int
    at: time
    begin: datetime
    end: datetime


@dataclass
class Happened:
    """All that happened. `troubles` are spans in which something was broken, by kind."""

    schedules: list[Asked]
    troubles: list[tuple[datetime, datetime, str]]
    lives: dict[str, Life]

    def note(self, who: str, what: str, value: Any, told: datetime, sure: datetime) -> None:
        """Note that something about a person changed: `zones`, `there`, `leaves`, or that a period `ended` (its date, how)."""
        life = self.lives[who]
        if what == "ended":
            period, how = value
            if period not in life.ended or sure < life.ended[period].sure:
                life.ended[period] = Change(
                    min(told, life.ended[period].told) if period in life.ended else told, sure, how
                )
            return
        changes: list[Change] = getattr(life, what)
        changes.append(Change(told, sure, value))
        changes.sort(key=lambda one: one.told)

    def reschedule(self, weekday: int, at: time, now: datetime, end: datetime) -> None:
        """Note that people are asked at another time from now on."""
        last = self.schedules.pop()
        self.schedules += [Asked(last.weekday, last.at, last.begin, now), Asked(weekday, at, now, end)]

    def must(self, who: str, period: date, schedule: Asked) -> datetime | None:
        """Return by when this person must have been asked for the period; None if that depends."""
        life, began = self.lives[who], self._opens(who, period, schedule)
        if began < schedule.begin + CALM or self._may_be_too_soon(period, schedule):
            return None
        for start in self._hours(life, period, schedule):
            if start + HOUR > schedule.end or self._troubled(start - CALM, start + HOUR):
                continue
            if period in life.ended and life.ended[period].told <= start + HOUR:
                return None
            if _steady(life, start - CALM, start + HOUR) and self._askable(life, start):
                return start + HOUR
        return None

    def may(self, who: str, period: date, at: datetime) -> str | None:
        """Return why nobody may have asked at that moment for that period; None if somebody may.

        What fell due under one schedule, and was begun, may still be said under the next.
        """
        life = self.lives[who]
        begun = [one for one in self.schedules if one.begin <= at and one.weekday == period.weekday()]
        schedules = [one for one in begun if self._opens(who, period, one) <= one.end]
        if not schedules:
            return "no period of the schedule"
        if period in life.ended and life.ended[period].sure < at:
            return f"{life.ended[period].value} before"
        if not any(one.value for one in _possible(life.there, at)):
            return "not there"
        reasons = {self._why_not(life, period, schedules[-1], str(tz.value), at) for tz in _possible(life.zones, at)}
        return None if None in reasons else min(filter(None, reasons))

    def why_not(self, who: str, period: date, schedule: Asked) -> str:
        """Return the reason for which nobody asked, as far as one is enough."""
        life, days = self.lives[who], [period + number * A_DAY for number in range(8)]
        if period in life.ended:
            return str(life.ended[period].value)
        opens = self._opens(who, period, schedule)
        if all(not one.value for one in _possible_in(life.there, opens, opens + WEEK)):
            return "left"
        if not any(_works(life, day) for day in days):
            return "away"
        hours = [hour for hour in self._hours(life, period, schedule) if _works(life, _day(life, hour))]
        if all(self._troubled(hour, hour + HOUR, hard=True) for hour in hours):
            return "down"
        return "more than one"

    def nobody_could_look(self, since: datetime) -> bool:
        """Tell whether a double of that time may stand for good: the sweep gives it up after a week."""
        end = since + WEEK + HOUR
        spans = sorted((max(begin, since), min(over, end)) for begin, over, _ in self.troubles)
        covered, until = timedelta(), since
        for begin, over in spans:
            covered += max(over - max(begin, until), timedelta())
            until = max(until, over)
        return covered > WEEK - HOUR

    def _may_be_too_soon(self, period: date, schedule: Asked) -> bool:
        """Tell whether the schedule before had a period so lately that nobody is asked again yet."""
        weekdays = {one.weekday for one in self.schedules if one.end == schedule.begin}
        before = (period - number * A_DAY for number in range(1, APART.days))
        return any(one.weekday() in weekdays and one <= schedule.begin.date() + A_DAY for one in before)

    def _hours(self, life: Life, period: date, schedule: Asked) -> Iterator[datetime]:
        """Yield when the hours begin that can decide: the first one, and the mornings after it."""
        for number in range(8):
            day, at = period + number * A_DAY, NINE if number else schedule.at
            for zone in {str(one.value) for one in life.zones}:
                start, tz = _instant(day, at, zone), _zone_at(life, _instant(day, at, zone))
                if tz == zone and start + HOUR <= _instant(period + WEEK, schedule.at, zone):
                    yield start

    def _askable(self, life: Life, start: datetime) -> bool:
        return bool(_possible(life.there, start)[-1].value) and _works(life, _day(life, start))

    def _why_not(self, life: Life, period: date, schedule: Asked, tz: str, at: datetime) -> str | None:
        local, opens = at.astimezone(ZoneInfo(tz)), _instant(period, schedule.at, tz)
        if not opens <= at < _instant(period + WEEK, schedule.at, tz):
            return "outside the period"
        if not _works(life, local.date(), known=at):
            return "no working day"
        if at - opens > ON_TIME and not WAKING[0] <= local.time() < WAKING[1]:
            return "at night"
        return None

    def _opens(self, who: str, period: date, schedule: Asked) -> datetime:
        return min(_instant(period, schedule.at, str(one.value)) for one in self.lives[who].zones)

    def _troubled(self, begin: datetime, end: datetime, *, hard: bool = False) -> bool:
        """Tell whether anything was broken in that time; `hard`: so that nothing could be sent."""
        return any(
            one[0] < end and begin < one[1] and (not hard or one[2] in {"down", "database", "revoked"})
            for one in self.troubles
        )


def happening(people: Sequence[Person], weekday: int, at: time, now: datetime) -> Happened:
    """Return what has happened when it all begins."""
    lives = {one.id: Life([Change(now, now, one.tz)], [Change(now, now, True)], one.country) for one in people}
    return Happened([Asked(weekday, at, now, NEVER)], [], lives)


def _steady(life: Life, begin: datetime, end: datetime) -> bool:
    """Tell whether nothing about the person changed in that time."""
    changes = (*life.zones, *life.there, *life.leaves)
    return not any(one.told <= end and begin <= one.sure for one in changes if one.told != one.sure or one.told > begin)


def _possible(changes: Sequence[Change], at: datetime) -> list[Change]:
    """Return what may be so at that moment: the last thing that is sure, and what was told since."""
    sure = max((number for number, one in enumerate(changes) if one.sure <= at), default=0)
    return [one for number, one in enumerate(changes) if number >= sure and one.told <= at] or [changes[0]]


def _possible_in(changes: Sequence[Change], begin: datetime, end: datetime) -> list[Change]:
    return [*_possible(changes, begin), *(one for one in changes if begin <= one.told <= end)]


def _works(life: Life, day: date, *, known: datetime | None = None) -> bool:
    """Tell whether the day is a working day; `known`: for all that was sure by then."""
    if any(one.value[0] <= day <= one.value[1] for one in life.leaves if known is None or one.sure <= known):
        return False
    return _calendar(life.country).is_working_day(day) if life.country else day.weekday() < 5


def _day(life: Life, at: datetime) -> date:
    return at.astimezone(ZoneInfo(_zone_at(life, at))).date()


def _zone_at(life: Life, at: datetime) -> str:
    return str(_possible(life.zones, at)[-1].value)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)
