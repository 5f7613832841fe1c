"""Whom to ask, and when: pure decisions."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BERLIN, BO, LONG_AGO, NOW
from domain.calendar import WEEK, Schedule
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.prompts import (
    ANSWERED,
    HORIZON,
    MOVED,
    NOT_ASKED,
    OVER,
    Facts,
    Planned,
    Withdrawal,
    best_time,
    prompts_due,
    prompts_to_withdraw,
    why_not,
)

FRIDAY = NOW.date()
FRIDAYS_AT_TEN = Schedule()
ASKED = CheckInPrompt(to=ANA.id, period=FRIDAY)


def due(*people, now=NOW, schedule=FRIDAYS_AT_TEN, **facts):
    """When everybody's prompts are due, by person and period."""
    asking = prompts_due(people, schedule=schedule, now=now, until=now + HORIZON, facts=Facts(**facts))
    return {slot: one.due for slot, one in asking.due.items()}


def living_in(tz, **fields):
    return ANA.model_copy(update={"tz": tz} | fields)


def test_the_open_week_and_the_next_one():
    assert due(ANA) == {
        (ANA.id, FRIDAY): datetime(2026, 11, 20, 9, tzinfo=UTC),
        (ANA.id, FRIDAY + WEEK): datetime(2026, 11, 27, 9, tzinfo=UTC),
    }


def test_people_of_one_zone_are_asked_at_the_same_moment():
    found = due(ANA, BO)

    assert found[ANA.id, FRIDAY] == found[BO.id, FRIDAY]


@pytest.mark.parametrize(
    "person",
    [living_in(BERLIN, active=False), living_in(BERLIN, enrolled_at=None)],
    ids=["left", "not enrolled"],
)
def test_nobody_else_is_asked(person):
    assert due(person) == {}


def test_nobody_is_asked_for_what_they_answered():
    assert (ANA.id, FRIDAY) not in due(ANA, answered={(ANA.id, FRIDAY)})


@pytest.mark.parametrize(
    ("asked", "caught_up"),
    [
        pytest.param([], True, id="never asked"),
        pytest.param([FRIDAY - WEEK], True, id="a week ago"),
        pytest.param([FRIDAY - WEEK + timedelta(days=1)], True, id="six days ago, the day has moved"),
        pytest.param([FRIDAY - timedelta(days=4)], True, id="four days ago"),
        pytest.param([FRIDAY - timedelta(days=3)], False, id="three days ago: too soon"),
        pytest.param([FRIDAY], False, id="this week"),
        pytest.param([FRIDAY + timedelta(days=1)], False, id="later already, before moving west"),
        pytest.param([FRIDAY - 2 * WEEK, FRIDAY, FRIDAY - WEEK], False, id="the latest counts"),
    ],
)
def test_the_open_week_is_caught_up_if_nobody_asked_lately(asked, caught_up):
    assert ((ANA.id, FRIDAY) in due(ANA, asked={(ANA.id, period): 1 for period in asked})) is caught_up


def test_what_is_too_soon_after_a_prompt_is_not_even_planned():
    """Asked on Friday, and from then on the day is Monday: planning three days ahead says the same as when it is due."""
    mondays, asked = Schedule(weekday=0), {(ANA.id, FRIDAY): 1}
    monday = FRIDAY + timedelta(days=3)

    for now in (NOW, NOW + timedelta(days=3)):
        assert set(due(ANA, now=now, schedule=mondays, asked=asked)) <= {(ANA.id, monday + WEEK)}


@pytest.mark.parametrize(
    ("enrolled", "caught_up"),
    [
        pytest.param(NOW - timedelta(minutes=31), True, id="before it was due"),
        pytest.param(NOW - timedelta(minutes=30), True, id="as it was due"),
        pytest.param(NOW - timedelta(minutes=29), False, id="after it was due"),
    ],
)
def test_whoever_was_enrolled_after_it_was_due_waits_for_the_next(enrolled, caught_up):
    assert ((ANA.id, FRIDAY) in due(living_in(BERLIN, enrolled_at=enrolled))) is caught_up


@pytest.mark.parametrize(
    "late",
    [
        pytest.param(datetime(2026, 11, 20, 23, tzinfo=UTC), id="Friday night"),
        pytest.param(datetime(2026, 11, 21, 12, tzinfo=UTC), id="Saturday noon"),
        pytest.param(datetime(2026, 11, 23, 6, 59, tzinfo=UTC), id="Monday before eight"),
    ],
)
def test_what_was_held_up_waits_for_the_next_working_morning(late):
    assert due(ANA, now=late)[ANA.id, FRIDAY] == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("withdrawal", "person", "answered", "now"),
    [
        pytest.param(None, ANA, set(), NOW, id="wanted"),
        pytest.param((NOT_ASKED, False), None, set(), NOW, id="unknown"),
        pytest.param((NOT_ASKED, False), living_in(BERLIN, active=False), set(), NOW, id="left"),
        pytest.param((NOT_ASKED, False), living_in(BERLIN, enrolled_at=None), set(), NOW, id="not enrolled"),
        pytest.param((ANSWERED, False), ANA, {(ANA.id, FRIDAY)}, NOW, id="answered"),
        pytest.param((OVER, True), ANA, set(), NOW + WEEK, id="week over"),
    ],
)
def test_why_a_prompt_is_not_sent(withdrawal, person, answered, now):
    found = why_not(ASKED, person, schedule=FRIDAYS_AT_TEN, now=now, facts=Facts(answered=answered))

    expected = withdrawal and Withdrawal(prompt=ASKED, why=withdrawal[0], expired=withdrawal[1])
    assert found == expected


@pytest.mark.parametrize(
    ("after", "why"), [(timedelta(days=3) - timedelta(minutes=1), None), (timedelta(days=3), MOVED)]
)
def test_where_the_day_was_changed_a_prompt_is_sent_until_the_next_one_opens(after, why):
    mondays, at_ten = Schedule(weekday=0), datetime.combine(FRIDAY, time(10), ZoneInfo(BERLIN))

    found = why_not(ASKED, ANA, schedule=mondays, now=at_ten + after, facts=Facts())

    assert (found and found.why) == why


@pytest.mark.parametrize(
    ("days", "number", "why"),
    [
        (-4, 1, None),
        (-3, 1, MOVED),
        (-1, 1, MOVED),
        (0, 1, None),
        (1, 1, MOVED),
        (7, 1, MOVED),
        (8, 1, None),
        (-1, 2, None),
    ],
)
def test_whoever_was_asked_in_a_period_too_near_is_not_asked_in_this_one(days, number, why):
    """Unless it is what they put off: then they were asked in this one."""
    there = {(ANA.id, FRIDAY + days * timedelta(days=1)): 1, (BO.id, FRIDAY - timedelta(days=1)): 1}
    prompt = ASKED.model_copy(update={"number": number})

    found = why_not(prompt, ANA, schedule=FRIDAYS_AT_TEN, now=NOW, facts=Facts(posted=there))

    assert (found and found.why) == why


def test_what_the_schedule_no_longer_wants_is_taken_back():
    facts = Facts(planned={(ANA.id, FRIDAY): Planned(1, NOW)})

    def withdrawn(wanted):
        return prompts_to_withdraw(wanted, {ANA.id: ANA}, schedule=FRIDAYS_AT_TEN, now=NOW, facts=facts)

    assert withdrawn({(ANA.id, FRIDAY): Planned(1, NOW)}) == []
    assert withdrawn({}) == [Withdrawal(prompt=ASKED, why=MOVED)]


def test_on_time_is_now_and_late_is_when_awake():
    on_time = datetime(2026, 11, 20, 9, tzinfo=UTC)

    assert best_time(ASKED, ANA, schedule=FRIDAYS_AT_TEN, now=on_time) == on_time
    assert best_time(ASKED, ANA, schedule=FRIDAYS_AT_TEN, now=NOW) <= NOW
    assert best_time(ASKED, ANA, schedule=FRIDAYS_AT_TEN, now=NOW + timedelta(hours=12)) > NOW


@given(
    tz=st.sampled_from(
        ["Europe/Berlin", "Africa/Cairo", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "Australia/Lord_Howe"]
    ),
    weekday=st.integers(0, 6),
    hour=st.sampled_from([0, 2, 3, 10, 23]),
    start=st.dates(date(2024, 1, 1), date(2037, 12, 1)),
)
def test_each_week_comes_due_once_at_the_hour_on_the_clock(tz, weekday, hour, start):
    """Walk eight weeks a day at a time, remembering what was asked: one prompt each, seven days apart."""
    schedule = Schedule(weekday=weekday, at=NOW.time().replace(hour=hour, minute=30))
    person = Person(id="U1", name="x", tz=tz, enrolled_at=LONG_AGO.replace(year=2020))
    asked, times = [], {}
    for day in range(56):
        now = datetime.combine(start, NOW.time(), tzinfo=UTC) + timedelta(days=day)
        found = due(person, schedule=schedule, now=now, asked=dict.fromkeys(asked, 1))
        asked += [slot for slot, when in found.items() if day and when <= now]
        times = {period: when for (_, period), when in found.items() if when > now} | times
    periods = sorted(period for _, period in asked)
    assert len(periods) == len(set(periods))
    assert all(later - earlier == WEEK for earlier, later in pairwise(periods))
    coming = [period for period in times if period > start + WEEK]
    assert all(times[period].astimezone(ZoneInfo(tz)).date() == period for period in coming)
