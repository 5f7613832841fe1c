"""The week of a check-in in everyone's own zone: no week is missed, none comes twice, in any zone, until 2037."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import (
    WEEK,
    Schedule,
    closes_at,
    instant,
    known_zone,
    late_from,
    midnight,
    next_waking,
    opens_at,
    period_at,
    week_start,
    working_day_after,
    zone,
)
from properties import PROPERTY

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "posixrules", "Factory"})
HOURS = (time(0), time(0, 30), time(1, 59), time(2, 30), time(10), time(23, 59))
TICK = timedelta(microseconds=1)


def changes(tz: ZoneInfo, first: int = 2020, last: int = 2037) -> list[date]:
    """The days between which the offset of a zone changes, found week by week, then day by day."""
    found, day = [], datetime(first, 1, 1, 12, tzinfo=UTC)
    while day.year <= last:
        if day.astimezone(tz).utcoffset() != (day + WEEK).astimezone(tz).utcoffset():
            days = [day + timedelta(days=n) for n in range(8)]
            offsets = [one.astimezone(tz).utcoffset() for one in days]
            found += [days[n + 1].astimezone(tz).date() for n in range(7) if offsets[n] != offsets[n + 1]]
        day += WEEK
    return found


def check_week(day: date, at: time, tz: ZoneInfo) -> None:
    """What must hold of a period that starts on `day` at `at`, whatever the clocks do."""
    schedule = Schedule(weekday=day.weekday(), at=at)
    opens, closes = opens_at(day, schedule, tz), closes_at(day, schedule, tz)
    assert timedelta(days=6, hours=20) < closes - opens < timedelta(days=7, hours=4)
    assert period_at(opens, schedule, tz) == day
    assert period_at(closes - TICK, schedule, tz) == day
    assert period_at(opens - TICK, schedule, tz) == day - WEEK
    assert period_at(closes, schedule, tz) == day + WEEK
    shown = opens.astimezone(tz).replace(tzinfo=None) - datetime.combine(day, at)
    assert timedelta(0) <= shown <= timedelta(hours=3)  # on time, or moved on by the gap


def test_every_change_of_the_clocks_in_every_zone_leaves_one_period_after_the_other():
    for name in ZONES:
        tz = ZoneInfo(name)
        for number, day in enumerate(changes(tz)):
            for eve in (day - timedelta(days=1), day):
                check_week(eve, HOURS[number % len(HOURS)], tz)


@PROPERTY
@given(st.sampled_from(ZONES), st.dates(date(2020, 1, 1), date(2037, 12, 31)), st.times())
def test_any_day_and_hour_in_any_zone_starts_a_period(name, day, at):
    check_week(day, at.replace(fold=0), ZoneInfo(name))


@PROPERTY
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 6),
    st.sampled_from(HOURS),
)
def test_every_moment_lies_in_exactly_one_period(name, now, weekday, at):
    tz, schedule = ZoneInfo(name), Schedule(weekday=weekday, at=at)

    period = period_at(now, schedule, tz)

    assert period.weekday() == weekday
    assert opens_at(period, schedule, tz) <= now < closes_at(period, schedule, tz)


@pytest.mark.parametrize(
    ("day", "at", "tz", "moment"),
    [
        pytest.param(date(2026, 11, 20), time(10), "Europe/Berlin", "2026-11-20T09:00", id="winter"),
        pytest.param(date(2026, 7, 3), time(10), "Europe/Berlin", "2026-07-03T08:00", id="summer"),
        pytest.param(date(2026, 3, 29), time(2, 30), "Europe/Berlin", "2026-03-29T01:30", id="an hour that is not"),
        pytest.param(
            date(2026, 10, 25), time(2, 30), "Europe/Berlin", "2026-10-25T00:30", id="an hour that comes twice"
        ),
        pytest.param(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:45", id="half an hour gone"),
        pytest.param(date(2026, 11, 20), time(10), "Pacific/Kiritimati", "2026-11-19T20:00", id="a day ahead"),
    ],
)
def test_an_hour_on_a_clock_is_one_moment(day, at, tz, moment):
    assert instant(day, at, ZoneInfo(tz)) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


def test_the_second_of_two_hours_is_never_meant():
    assert instant(date(2026, 10, 25), time(2, 30, fold=1), BERLIN) == instant(date(2026, 10, 25), time(2, 30), BERLIN)


@pytest.mark.parametrize(
    ("name", "fallback", "found"),
    [
        pytest.param("Asia/Tokyo", "UTC", "Asia/Tokyo", id="known"),
        pytest.param("Mars/Base", "Europe/Berlin", "Europe/Berlin", id="unknown"),
        pytest.param(None, "Europe/Berlin", "Europe/Berlin", id="none"),
        pytest.param("", "Europe/Berlin", "Europe/Berlin", id="empty"),
        pytest.param("../../etc/passwd", "UTC", "UTC", id="a path"),
        pytest.param("Europe", "UTC", "UTC", id="a folder of zones"),
        pytest.param("Mars/Base", "Mars/Moon", "UTC", id="nothing known at all"),
    ],
)
def test_an_unknown_zone_gives_the_fallback(name, fallback, found):
    assert zone(name, fallback).key == found


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Asia/Tokyo", True),
        ("UTC", True),
        ("Asia/Calcutta", True),
        ("Mars/Base", False),
        ("", False),
        ("Europe", False),
    ],
)
def test_which_names_are_known(name, known):
    assert known_zone(name) is known


@pytest.mark.parametrize(
    ("period", "late"),
    [
        pytest.param("2026-11-20", "2026-11-24T23:00", id="Friday: from Wednesday on"),
        pytest.param("2026-11-16", "2026-11-18T23:00", id="Monday: from Thursday on"),
        pytest.param("2026-11-21", "2026-11-24T23:00", id="Saturday: from Wednesday on"),
        pytest.param("2026-03-27", "2026-03-31T22:00", id="over the change to summer time"),
    ],
)
def test_an_answer_is_late_after_two_working_days(period, late):
    assert late_from(date.fromisoformat(period), BERLIN) == datetime.fromisoformat(late).replace(tzinfo=UTC)


@PROPERTY
@given(st.dates(), st.integers(0, 30))
def test_working_days_are_counted_without_weekends(day, count):
    day = min(day, date(9999, 10, 1))
    then = working_day_after(day, count)

    between = [day + timedelta(days=n) for n in range(1, (then - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert count == 0 or then.weekday() < 5


DUE = datetime(2026, 11, 20, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param("2026-11-20T09:15", "2026-11-20T09:00", id="a quarter of an hour late is on time"),
        pytest.param("2026-11-20T08:00", "2026-11-20T09:00", id="not due yet"),
        pytest.param("2026-11-20T14:00", "2026-11-20T09:00", id="late, in waking hours: at once"),
        pytest.param("2026-11-20T17:59", "2026-11-20T09:00", id="the last waking minute"),
        pytest.param("2026-11-20T18:00", "2026-11-21T08:00", id="evening: tomorrow at nine"),
        pytest.param("2026-11-21T02:00", "2026-11-21T08:00", id="night: at nine"),
        pytest.param("2026-11-21T06:59", "2026-11-21T08:00", id="one minute too early"),
        pytest.param("2026-11-21T07:00", "2026-11-20T09:00", id="awake"),
    ],
)
def test_what_was_held_up_is_said_when_people_are_awake(now, said):
    now, said = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (now, said))

    assert next_waking(DUE, now, BERLIN) == said


def test_what_is_due_at_night_is_said_at_night_unless_it_was_held_up():
    due = datetime(2026, 11, 20, 1, tzinfo=UTC)  # two o'clock in Berlin, where somebody wants it so

    assert next_waking(due, due + timedelta(minutes=15), BERLIN) == due
    assert next_waking(due, due + timedelta(minutes=16), BERLIN) == datetime(2026, 11, 20, 8, tzinfo=UTC)


@PROPERTY
@given(st.sampled_from(ZONES), st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))
def test_the_week_of_kudos_starts_on_a_monday_midnight_at_most_a_week_ago(name, now):
    tz = ZoneInfo(name)
    start = week_start(now, tz)

    assert start <= now < start + timedelta(days=7, hours=4)
    monday = now.astimezone(tz).date() - timedelta(days=now.astimezone(tz).weekday())
    assert start == midnight(monday, tz)
    assert start.tzinfo is UTC
