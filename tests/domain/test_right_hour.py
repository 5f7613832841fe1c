"""The right hour: in any zone and country, around any leave, status, snooze and do-not-disturb.

Each property walks a person's weeks tick by tick, as the planner and the last look do, and holds what they promise:
never on a day off, never while away or in do-not-disturb, never twice, and never missed where an hour was left.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BERLIN, LONG_AGO
from domain.absences import Absence, Why
from domain.calendar import WEEK, Schedule, closes_at, instant, opens_at
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import HORIZON, SKIPPED, Facts, Planned, best_time, prompts_due, time_to_ask, why_not
from domain.turns import Turn
from domain.working_days import WorkingDays, is_waking, working_days
from properties import PROPERTY

FRIDAY = date(2026, 11, 20)
AT_TEN = datetime(2026, 11, 20, 9, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)
CLOSES = AT_TEN + WEEK
SCHEDULE = Schedule()
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TZ = ZoneInfo(BERLIN)

ZONES = st.sampled_from(
    ["Europe/Berlin", "Africa/Cairo", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "America/New_York", "UTC"]
)
COUNTRIES = st.sampled_from([None, "DE", "DE-BY", "US-CA", "SA", "IL", "JP", "GB-ENG", "BR"])
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 1))


def away(starts, ends, person="UANA"):
    return Absence(person=person, starts=date.fromisoformat(starts), ends=date.fromisoformat(ends))


def days(**fields):
    return WorkingDays(tz=TZ, asked_on=4, **fields)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "now", "due"),
    [
        pytest.param(days(), AT_TEN, AT_TEN, id="on time"),
        pytest.param(days(own=(away("2026-11-20", "2026-11-20"),)), AT_TEN, MONDAY, id="away that day"),
        pytest.param(days(own=(away("2026-11-20", "2026-11-24"),)), AT_TEN, MONDAY + 2 * DAY, id="away until Tuesday"),
        pytest.param(days(own=(away("2026-11-20", "2026-12-24"),)), AT_TEN, Why.AWAY, id="away for the period"),
        pytest.param(days(own=(away("2026-11-20", "2026-11-26"),)), AT_TEN, MONDAY + 4 * DAY, id="back an hour before"),
        pytest.param(days(away=True), AT_TEN, MONDAY, id="a status without an end"),
        pytest.param(days(away=True), AT_TEN + 3 * HOUR, MONDAY, id="a status, and the bot was down"),
        pytest.param(days(away=True, away_until=AT_TEN + HOUR), AT_TEN, MONDAY, id="a status until eleven"),
        pytest.param(days(away=True, away_until=AT_TEN - HOUR), AT_TEN, AT_TEN, id="a status that has ended"),
        pytest.param(days(away=True, away_until=MONDAY + HOUR), AT_TEN, MONDAY + DAY, id="a status until Monday noon"),
        pytest.param(days(away=True, away_until=CLOSES + DAY), AT_TEN, Why.AWAY, id="a status beyond the period"),
        pytest.param(days(quiet_from=AT_TEN, quiet_until=AT_TEN + HOUR), AT_TEN, MONDAY, id="do-not-disturb"),
        pytest.param(days(quiet_from=AT_TEN - HOUR, quiet_until=AT_TEN), AT_TEN, AT_TEN, id="it ends at ten"),
        pytest.param(
            days(quiet_from=AT_TEN, quiet_until=MONDAY + HOUR), AT_TEN, MONDAY + HOUR, id="until ten on Monday"
        ),
        pytest.param(
            days(quiet_from=AT_TEN, quiet_until=MONDAY + 12 * HOUR), AT_TEN, MONDAY + DAY, id="until Monday night"
        ),
        pytest.param(days(quiet_from=AT_TEN, quiet_until=CLOSES + DAY), AT_TEN, Why.QUIET, id="quiet for the period"),
        pytest.param(
            days(quiet_from=MONDAY, quiet_until=MONDAY + HOUR), MONDAY, MONDAY + HOUR, id="quiet on the second morning"
        ),
        pytest.param(days(), AT_TEN + 3 * HOUR, AT_TEN, id="late, at once"),
        pytest.param(days(), AT_TEN + 10 * HOUR, MONDAY, id="late, in the evening"),
        pytest.param(days(), AT_TEN + 26 * HOUR, MONDAY, id="late, on Saturday"),
        pytest.param(days(), CLOSES - 9 * HOUR, CLOSES - HOUR, id="the last morning of the period"),
        pytest.param(
            days(country="DE", own=(away("2026-11-26", "2026-11-27"),)),
            at("2026-11-25T20:00"),
            Why.AWAY,
            id="down until nothing but leave is left",
        ),
    ],
)
def test_when_somebody_is_asked(known, now, due):
    assert time_to_ask(AT_TEN, known, now=now, closes=CLOSES) == due


@pytest.mark.parametrize(
    ("country", "day", "due"),
    [
        pytest.param("DE-BY", "2026-05-01", "2026-05-04T07:00", id="Labour Day: on Monday"),
        pytest.param("GB-ENG", "2026-05-01", "2026-05-01T08:00", id="no holiday there"),
        pytest.param("DE", "2026-12-25", "2026-12-28T08:00", id="Christmas"),
        pytest.param("SA", "2026-11-20", "2026-11-22T08:00", id="Friday is a weekend: on Sunday"),
        pytest.param("GB-ENG", "2026-04-03", "2026-04-07T07:00", id="Good Friday: after Easter Monday"),
    ],
)
def test_a_holiday_waits_for_the_next_working_morning(country, day, due):
    period = date.fromisoformat(day)
    opens = opens_at(period, SCHEDULE, TZ)

    found = time_to_ask(opens, days(country=country), now=opens, closes=opens + WEEK)

    assert found == at(due)


def test_a_workspace_that_asks_on_saturdays_is_asked_on_saturdays_unless_its_country_rests_then():
    saturday = datetime(2026, 11, 21, 9, tzinfo=UTC)
    known = WorkingDays(tz=TZ, asked_on=5)

    assert time_to_ask(saturday, known, now=saturday, closes=saturday + WEEK) == saturday
    rests = known._replace(country="DE")
    assert time_to_ask(saturday, rests, now=saturday, closes=saturday + WEEK) == MONDAY


@pytest.mark.parametrize(
    ("planned", "due"),
    [
        pytest.param(MONDAY + 2 * DAY, MONDAY, id="the reason is gone: the next morning, not at once"),
        pytest.param(AT_TEN + 5 * HOUR, AT_TEN, id="planned for another hour: the zone has changed"),
        pytest.param(AT_TEN, AT_TEN, id="planned for then"),
        pytest.param(None, AT_TEN, id="not planned"),
    ],
)
def test_what_waits_for_a_morning_keeps_to_mornings(planned, due):
    assert time_to_ask(AT_TEN, days(), now=AT_TEN + 2 * HOUR, closes=CLOSES, planned=planned) == due


def test_a_weekend_at_the_end_of_a_period_leaves_no_morning():
    """A schedule on Mondays: down from Friday evening on, and the next period opens on Monday at eight."""
    now, closes = datetime(2026, 11, 20, 20, tzinfo=UTC), datetime(2026, 11, 23, 7, tzinfo=UTC)

    assert time_to_ask(now - 4 * DAY, WorkingDays(tz=TZ), now=now, closes=closes) is Why.NO_MORNING


def due(person=ANA, now=AT_TEN - HOUR, **facts):
    return prompts_due([person], schedule=SCHEDULE, now=now, until=now + HORIZON, facts=Facts(**facts))


def turn(**fields):
    return {(ANA.id, FRIDAY): Turn(person=ANA.id, period=FRIDAY, **fields)}


BEFORE, SLOT, NEXT = (ANA.id, FRIDAY - WEEK), (ANA.id, FRIDAY), (ANA.id, FRIDAY + WEEK)


def test_a_whole_period_away_is_excused_and_the_next_one_asks():
    asking = due(asked={BEFORE: 1}, absences={ANA.id: [away("2026-11-16", "2026-11-29")]})

    assert asking.excused == {SLOT: Why.AWAY}
    assert asking.due == {NEXT: Planned(1, MONDAY + WEEK)}


def test_who_put_it_off_is_asked_again_as_the_next_prompt():
    until = AT_TEN + 4 * HOUR
    facts = {"asked": {SLOT: 1}, "turns": turn(snoozed_until=until, snoozes=1)}

    assert due(now=AT_TEN + HOUR, **facts).due[SLOT] == Planned(2, until)
    assert SLOT not in due(now=AT_TEN + HOUR, **facts | {"asked": {SLOT: 2}}).due, "once"
    assert SLOT not in due(now=AT_TEN + HOUR, answered={SLOT}, **facts).due
    assert SLOT not in due(now=CLOSES, **facts).due


def test_who_put_it_off_before_being_asked_is_asked_then_and_not_before():
    until = AT_TEN + 4 * HOUR

    assert due(turns=turn(snoozed_until=until)).due[SLOT] == Planned(1, until)


def test_a_changed_schedule_does_not_lose_what_was_put_off():
    until = AT_TEN + 4 * HOUR
    moved = Schedule(weekday=0)
    facts = Facts(asked={SLOT: 1}, turns=turn(snoozed_until=until, snoozes=1))

    found = prompts_due([ANA], schedule=moved, now=AT_TEN + HOUR, until=AT_TEN + WEEK, facts=facts)

    assert found.due[SLOT] == Planned(2, until)


def test_who_skips_is_not_asked():
    skipped = turn(skipped_at=AT_TEN)

    assert SLOT not in due(turns=skipped).due
    prompt = CheckInPrompt(to=ANA.id, period=FRIDAY)
    facts = Facts(turns=skipped)
    assert why_not(prompt, ANA, schedule=SCHEDULE, now=AT_TEN, facts=facts).why == SKIPPED


def test_the_last_look_waits_with_what_was_put_off_meanwhile():
    facts = Facts(turns=turn(snoozed_until=AT_TEN + HOUR))
    prompt = CheckInPrompt(to=ANA.id, period=FRIDAY)

    assert best_time(prompt, ANA, schedule=SCHEDULE, now=AT_TEN, facts=facts) == AT_TEN + HOUR
    gone = ANA.model_copy(update={"away": True, "away_until": CLOSES + DAY})
    assert best_time(prompt, gone, schedule=SCHEDULE, now=AT_TEN) is Why.AWAY


spans = st.tuples(st.integers(-3, 24), st.integers(0, 12))
quiets = st.tuples(st.integers(-12, 24 * 14), st.integers(1, 30))


@st.composite
def lives(draw):
    """A person, the first day, their leave, a status, do-not-disturb, and for how long they put prompts off."""
    start = draw(DAYS)
    tz = draw(ZONES)
    begin = instant(start, time(0), ZoneInfo(tz))
    quiet = draw(st.none() | quiets)
    status = draw(st.none() | st.tuples(st.integers(0, 10), st.integers(0, 12)))
    person = Person(
        id="U1",
        name="x",
        tz=tz,
        country=draw(COUNTRIES),
        enrolled_at=LONG_AGO.replace(year=2020),
        away=status is not None,
        away_until=begin + (status[0] + status[1]) * DAY if status else None,
        quiet_from=begin + quiet[0] * HOUR if quiet else None,
        quiet_until=begin + (quiet[0] + quiet[1]) * HOUR if quiet else None,
    )
    own = [
        Absence(person="U1", starts=start + first * DAY, ends=start + (first + length) * DAY)
        for first, length in draw(st.lists(spans, max_size=3))
    ]
    down = draw(st.sets(st.integers(0, 21 * 6), max_size=40))
    puts_off = draw(st.lists(st.integers(1, 40), max_size=3))
    schedule = Schedule(
        weekday=draw(st.integers(0, 6)), at=draw(st.sampled_from([time(10), time(9), time(0), time(23)]))
    )
    return person, own, schedule, begin, down, puts_off


class Walk:
    """A planner and a sender that look each four hours for three weeks, but for the times when the bot is down."""

    def __init__(self, person, own, schedule, down, puts_off):
        self.person, self.schedule, self.down, self.puts_off = person, schedule, down, puts_off
        self.absences = {person.id: own}
        self.said: dict[tuple[str, date], list[datetime]] = {}
        self.asked: dict[tuple[str, date], int] = {}
        self.turns: dict[tuple[str, date], Turn] = {}
        self.planned: dict[tuple[str, date], Planned] = {}

    def go(self, begin):
        for tick in range(21 * 6):
            now = begin + tick * 4 * HOUR
            if tick in self.down:
                continue
            dues = {one.due for one in self.planned.values() if now - 4 * HOUR < one.due <= now}
            for moment in sorted({now} if tick - 1 in self.down else dues | {now}):
                self.look(moment)

    def look(self, now):
        """Plan, then say what is due, as the last look allows."""
        facts = Facts(asked=self.asked, planned=self.planned, turns=self.turns, absences=self.absences)
        found = prompts_due([self.person], schedule=self.schedule, now=now, until=now + HORIZON, facts=facts)
        assert not set(found.due) & set(found.excused)
        self.planned = dict(found.due)
        for slot, one in found.due.items():
            prompt = CheckInPrompt(to=slot[0], period=slot[1], number=one.number)
            best = best_time(prompt, self.person, schedule=self.schedule, now=now, facts=facts)
            if one.due <= now and not isinstance(best, Why) and best <= now:
                self.say(slot, one.number, now)

    def say(self, slot, number, now):
        self.said.setdefault(slot, []).append(now)
        self.asked[slot] = number
        del self.planned[slot]
        if number <= len(self.puts_off):
            until = now + self.puts_off[number - 1] * HOUR
            self.turns[slot] = Turn(person=slot[0], period=slot[1], snoozed_until=until, snoozes=number)


@PROPERTY
@given(lives())
def test_never_at_the_wrong_moment_never_twice_never_missed(life):
    person, own, schedule, begin, down, puts_off = life
    walk, tz, known = (
        Walk(person, own, schedule, down, puts_off),
        ZoneInfo(person.tz),
        working_days(person, own, schedule),
    )

    walk.go(begin)

    for slot, moments in walk.said.items():
        opens, closes = opens_at(slot[1], schedule, tz), closes_at(slot[1], schedule, tz)
        assert all(known.why_not(moment, moment) is None for moment in moments)
        assert all(opens <= moment < closes for moment in moments)
        late = [moment for moment in moments if moment - opens > timedelta(minutes=15)]
        assert len(moments) > 1 or all(is_waking(moment, tz) for moment in late)
        put_off = walk.turns[slot].snoozes if slot in walk.turns else 0
        assert len(moments) <= 1 + put_off, "once, and once more each time it was put off"
    if not down:
        _none_missed(person, known, schedule, begin, walk.said)


def _none_missed(person, known, schedule, begin, said):
    """Each period that lies wholly in these weeks and has a morning was asked for."""
    tz = ZoneInfo(person.tz)
    for day in (begin.astimezone(tz).date() + n * DAY for n in range(22)):
        opens, closes = opens_at(day, schedule, tz), closes_at(day, schedule, tz)
        if day.weekday() != schedule.weekday or opens < begin + DAY or closes > begin + 20 * DAY:
            continue
        mornings = [instant(day + n * DAY, time(9), tz) for n in range(1, 8)]
        left = [one for one in mornings if opens < one < closes and known.why_not(one, one) is None]
        assert not left or (person.id, day) in said


def test_a_leave_of_months_has_no_morning():
    gone = days(own=(away("2026-11-01", "2027-02-01"),))

    assert gone.next_morning(AT_TEN, AT_TEN, until=AT_TEN + 60 * DAY) is None
    assert days().next_morning(AT_TEN + 10 * HOUR, AT_TEN, until=CLOSES, today=True) == MONDAY
