"""A turn: put off to a moment one means, skipped, taken back; late by one's own working days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import BERLIN
from domain.absences import Absence
from domain.refusals import Refusal
from domain.turns import (
    AfternoonIsOver,
    Turn,
    UnreadableSnooze,
    late_since,
    open_again,
    read_snooze,
    skipped,
    snoozed,
    time_to_come_back,
)
from domain.working_days import WorkingDays
from properties import PROPERTY

TZ = ZoneInfo(BERLIN)
FRIDAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # half past ten in Berlin
CLOSES = datetime(2026, 11, 27, 9, tzinfo=UTC)
TURN = Turn(person="UANA", period=FRIDAY)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read(words, now=NOW):
    return read_snooze(words, tz=TZ, now=now, command="/check-in")


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        pytest.param("2h", "2026-11-20T11:30", id="hours"),
        pytest.param("٢h", "2026-11-20T11:30", id="other digits"),
        pytest.param("2 hours", "2026-11-20T11:30", id="hours in words"),
        pytest.param("1.5h", "2026-11-20T11:00", id="an hour and a half"),
        pytest.param("1,5 h", "2026-11-20T11:00", id="with a comma"),
        pytest.param("1h 30m", "2026-11-20T11:00", id="hours and minutes"),
        pytest.param("1h30", "2026-11-20T11:00", id="without a space"),
        pytest.param("45 min", "2026-11-20T10:15", id="minutes"),
        pytest.param("90", "2026-11-20T11:00", id="a number alone is minutes"),
        pytest.param("1m", "2026-11-20T09:35", id="five minutes at least"),
        pytest.param("", "2026-11-20T10:30", id="nothing: an hour"),
        pytest.param("This  Afternoon", "2026-11-20T13:00", id="this afternoon"),
        pytest.param("afternoon", "2026-11-20T13:00", id="afternoon"),
        pytest.param("tomorrow", "2026-11-21T08:00", id="tomorrow"),
        pytest.param("monday", "2026-11-23T08:00", id="a day"),
        pytest.param("Tue", "2026-11-24T08:00", id="a day in short"),
        pytest.param("friday", "2026-11-27T08:00", id="the same day is in a week"),
    ],
)
def test_a_time_is_read_as_people_say_it(words, moment):
    assert read(words) == at(moment)


def test_a_second_afternoon_hour_and_then_none():
    assert read("this afternoon", at("2026-11-20T13:30")) == at("2026-11-20T15:00")
    with pytest.raises(AfternoonIsOver, match="snooze tomorrow"):
        read("this afternoon", at("2026-11-20T15:30"))


@pytest.mark.parametrize(
    "words",
    ["soon", "0h", "0", "-2h", "2x", "2h foo", "h", "mo", "=1+1", "99999h", "²h", "next year", "x" * 3000, "2h\u200d"],
)
def test_any_other_time_is_refused_with_examples(words):
    with pytest.raises(UnreadableSnooze) as refused:
        read(words)

    assert "snooze 2h" in str(refused.value)
    assert len(str(refused.value)) < 250


@PROPERTY
@given(st.text(max_size=30) | st.from_regex(r"[0-9]{0,3}([.,][0-9]{1,2})?\s?(h|hours|m|min)?", fullmatch=True))
def test_any_words_are_a_moment_to_come_or_a_refusal(words):
    try:
        moment = read(words)
    except Refusal:
        return
    assert moment > NOW


@pytest.mark.parametrize(
    ("wanted", "known", "comes"),
    [
        pytest.param("2026-11-20T11:30", {}, "2026-11-20T11:30", id="in waking hours"),
        pytest.param("2026-11-20T19:00", {}, "2026-11-23T08:00", id="in the evening: the next working morning"),
        pytest.param("2026-11-21T08:00", {}, "2026-11-23T08:00", id="on Saturday: Monday"),
        pytest.param("2026-11-24T05:00", {}, "2026-11-24T08:00", id="too early: at nine"),
        pytest.param("2026-11-23T08:00", {"country": "JP"}, "2026-11-24T08:00", id="on a holiday"),
        pytest.param(
            "2026-11-23T08:00",
            {"own": (Absence(person="UANA", starts=date(2026, 11, 23), ends=date(2026, 11, 24)),)},
            "2026-11-25T08:00",
            id="on leave",
        ),
        pytest.param("2026-11-27T08:00", {}, "2026-11-27T08:00", id="an hour before it closes"),
        pytest.param("2026-11-27T09:00", {}, None, id="as it closes"),
        pytest.param("2026-12-24T09:00", {}, None, id="a month later"),
        pytest.param("2026-11-26T20:00", {"country": "US"}, "2026-11-27T08:00", id="the last evening"),
    ],
)
def test_it_comes_back_in_waking_hours_on_a_working_day(wanted, known, comes):
    days = WorkingDays(tz=TZ, asked_on=4, **known)

    found = time_to_come_back(at(wanted), days, now=NOW, closes=CLOSES)

    assert found == (at(comes) if comes else None)


def test_two_clicks_are_one():
    until = NOW + timedelta(hours=1)
    once = snoozed(TURN, until, posted=1)

    assert once == TURN.model_copy(update={"snoozed_until": until, "snoozes": 1, "moves": 1})
    assert snoozed(once, until + timedelta(seconds=2), posted=1) is once
    assert snoozed(once, until + timedelta(hours=2), posted=1).moves == 2
    assert snoozed(once, until, posted=2).snoozes == 2

    left_out = skipped(once, now=NOW)
    assert (left_out.skipped_at, left_out.snoozed_until, left_out.moves) == (NOW, None, 2)
    assert skipped(left_out, now=CLOSES) is left_out
    again = open_again(left_out)
    assert (again.skipped_at, again.moves) == (None, 3)
    assert open_again(again) is again


@pytest.mark.parametrize(
    ("fields", "known", "late"),
    [
        pytest.param({}, {}, "2026-11-24T23:00", id="after Monday and Tuesday"),
        pytest.param({}, {"country": "JP"}, "2026-11-25T23:00", id="Monday is a holiday"),
        pytest.param({"asked_on": date(2026, 11, 25)}, {}, "2026-11-27T23:00", id="asked on Wednesday"),
        pytest.param(
            {},
            {"own": (Absence(person="UANA", starts=FRIDAY, ends=date(2026, 11, 24)),)},
            "2026-11-26T23:00",
            id="away until Tuesday",
        ),
    ],
)
def test_late_is_after_two_of_ones_own_working_days(fields, known, late):
    turn = TURN.model_copy(update=fields)

    assert late_since(turn, WorkingDays(tz=TZ, **known)) == at(late)


def test_a_leave_without_end_still_ends_the_sum():
    for_ever = Absence(person="UANA", starts=FRIDAY, ends=date(2027, 12, 31))

    assert late_since(TURN, WorkingDays(tz=TZ, own=(for_ever,))) < at("2027-03-01")
