"""What happens in a year, drawn by a seed: people who move, leave and answer, deploys, crashes, and trouble of every kind."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.calendar import Schedule
from domain.people import Person
from faults.years.pretended import BAD

BEGINS = datetime(2027, 1, 4, tzinfo=UTC)
"""A Monday."""
A_DAY, WEEK, HOUR, MINUTE = timedelta(days=1), timedelta(days=7), timedelta(hours=1), timedelta(minutes=1)
ENROLLED = BEGINS - 30 * A_DAY
PLACES = (
    ("Europe/Berlin", "DE"),
    ("Europe/London", "GB"),
    ("America/New_York", "US"),
    ("America/Los_Angeles", "US"),
    ("America/Sao_Paulo", "BR"),
    ("America/St_Johns", "CA"),
    ("Asia/Tokyo", "JP"),
    ("Asia/Kolkata", "IN"),
    ("Africa/Cairo", None),
    ("Pacific/Auckland", "NZ"),
    ("Pacific/Kiritimati", None),
    ("Pacific/Pago_Pago", None),
)
HOURS = (time(9, 30), time(10), time(11), time(14))
BY_CHANCE, IN_A_STORM = 0.02, 0.35
"""Shares of bad answers."""


class Event(NamedTuple):
    """What happens when: the name of what the year then does, and with what."""

    at: datetime
    what: str
    facts: tuple[Any, ...] = ()


class Often(NamedTuple):
    """How often what happens: a person and year, or a year."""

    moves: float = 0.7
    leaves: float = 3.0
    goes: float = 0.1
    answers: float = 12.0
    skips: float = 1.0
    reorganised: float = 0.5
    dooms: int = 120
    deploys: int = 40
    outages: int = 8
    long_outages: int = 2
    storms: int = 40
    blind: int = 15
    revoked: int = 5
    database: int = 15
    cuts: int = 20
    freezes: int = 15
    crowds: int = 12


USUAL = Often()
SELDOM = Often(
    moves=0.3, answers=5, dooms=40, deploys=12, storms=20, blind=6, revoked=4, database=8, cuts=8, freezes=8, crowds=4
)
"""For a small company: enough of everything, in less time."""


class Plan:
    """Draws the events of a number of weeks."""

    def __init__(self, seed: int, people: Sequence[Person], weeks: int, *, several: bool, often: Often = USUAL) -> None:
        self._random, self._people, self._weeks, self._often = Random(f"{seed} plan"), people, weeks, often
        self._several = several
        self.schedules = self._schedules()

    def events(self) -> list[Event]:
        """Return all of them, in order."""
        found = [event for person in self._people for event in self._of(person)]
        found += [*self._of_the_service(), *self._of_slack(), *self._of_the_database()]
        return sorted(found, key=lambda one: (one.at, one.what, str(one.facts)))

    def _schedules(self) -> list[tuple[datetime, Schedule]]:
        """Return from when on which schedule holds; it changes twice a year."""
        found = [(BEGINS, Schedule())]
        for part in (1, 2) if self._weeks >= 9 else ():
            at = BEGINS + (self._weeks * part // 3) * WEEK + self._random.uniform(0, 7) * A_DAY
            found.append((at, Schedule(weekday=self._random.randrange(5), at=self._random.choice(HOURS))))
        return found

    def _times(self, a_year: float) -> Iterator[datetime]:
        """Yield moments, so many a year."""
        wanted = a_year * self._weeks / 52
        for _ in range(int(wanted) + (self._random.random() < wanted % 1)):
            yield self._moment()

    def _moment(self) -> datetime:
        return BEGINS + self._random.uniform(0, self._weeks * 7) * A_DAY

    def _busy(self, a_year: float, before: timedelta = 3 * MINUTE) -> Iterator[datetime]:
        """Yield moments of which most lie shortly before many are asked."""
        for moment in self._times(a_year):
            yield self._before_asking(moment, before) if self._random.random() < 0.7 else moment

    def _before_asking(self, moment: datetime, before: timedelta) -> datetime:
        schedule = [one for begin, one in self.schedules if begin <= moment][-1]
        person = self._random.choice(self._people)
        day = moment.date() + ((schedule.weekday - moment.weekday()) % 7) * A_DAY
        due = datetime.combine(day, schedule.at, ZoneInfo(person.tz)).astimezone(UTC)
        return max(due - self._random.uniform(-0.3, 1) * before, BEGINS)

    def _of(self, person: Person) -> Iterator[Event]:
        draw, often = self._random, self._often
        for at in self._times(often.moves):
            yield Event(at, "moves", (person.id, draw.choice(PLACES)[0]))
        for at in self._times(often.leaves):
            yield Event(at, "leave", (person.id, draw.choice((0, 0, 1, 3, 10)), draw.choice((0, 1, 4, 11, 16))))
        for at in self._times(often.goes):
            yield Event(at, "goes", (person.id,))
            yield Event(at + draw.uniform(2, 40) * A_DAY, "comes_back", (person.id,))
        for at in self._times(often.answers):
            yield Event(at, "answers", (person.id, f"text {draw.random()}", draw.random() < 0.2))
        for at in self._times(often.skips):
            yield Event(at, "skips", (person.id,))
        for at in self._times(often.reorganised):
            others = [one.id for one in self._people if one.id < person.id]
            yield Event(
                at, "reorganised", (person.id, draw.choice(others) if others else None, f"team {draw.random()}")
            )

    def _of_the_service(self) -> Iterator[Event]:
        draw, often = self._random, self._often
        for at in self._busy(often.dooms):
            yield Event(at, "doom", (draw.randrange(60),))
        for at in self._busy(often.deploys):
            yield Event(at, "deploy", (draw.uniform(2, 120),))
        for at in self._busy(often.outages, HOUR):
            yield Event(at, "outage", (draw.uniform(5, 600) * MINUTE,))
        for at in self._times(often.long_outages):
            yield Event(at, "outage", (draw.uniform(1, 10) * A_DAY,))
        for at in self._busy(often.freezes):
            yield Event(at, "freeze", (draw.randrange(30), draw.uniform(0.5, 10) * MINUTE))
        for at in self._times(often.crowds) if self._several else ():
            yield Event(at, "instances", (draw.randint(1, 4),))
        for at, schedule in self.schedules[1:]:
            yield Event(at, "reschedule", (schedule,))

    def _of_slack(self) -> Iterator[Event]:
        draw, often = self._random, self._often
        yield Event(BEGINS, "weather", (dict.fromkeys(BAD[:-1], BY_CHANCE / (len(BAD) - 1)), 0.0))
        for at in self._busy(often.storms):
            odds = {one: draw.random() ** 2 for one in BAD}
            share = IN_A_STORM / sum(odds.values())
            yield Event(
                at, "storm", ({one: weight * share for one, weight in odds.items()}, draw.uniform(2, 60) * MINUTE)
            )
        for at in self._busy(often.blind):
            yield Event(at, "span", ("blind", draw.uniform(1, 60) * MINUTE))
        for at in self._busy(often.revoked):
            yield Event(at, "span", ("revoked", draw.uniform(3, 240) * MINUTE))

    def _of_the_database(self) -> Iterator[Event]:
        draw, often = self._random, self._often
        for at in self._busy(often.database):
            yield Event(at, "span", ("database", draw.uniform(0.2, 60) * MINUTE))
        for at in self._busy(often.cuts):
            yield Event(at, "cut")


def company(seed: int, number: int) -> list[Person]:
    """Return so many people, spread over the world."""
    draw = Random(f"{seed} people")
    found, places = [], draw.sample(PLACES, min(len(PLACES), 2 + number // 20))
    for one in range(number):
        zone, country = draw.choice(places)
        who = f"U{one:03}"
        found.append(Person(id=who, name=f"Person {who}", tz=zone, country=country, enrolled_at=ENROLLED))
    return found


def period_of(now: datetime, schedule: Schedule, tz: str) -> date:
    """Return the period that is open then, counted back day by day."""
    local = now.astimezone(ZoneInfo(tz))
    day = local.date()
    while day.weekday() != schedule.weekday or datetime.combine(day, schedule.at, ZoneInfo(tz)) > local:
        day -= A_DAY
    return day
