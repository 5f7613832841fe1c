"""The *Today* message: at a person's working morning, once, and of a check-in twice at most."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from company import BERLIN
from domain.absences import Absence
from domain.today import CheckInReminder, is_time, may_say, morning, reminded, reminder, still_waits
from domain.turns import Turn
from domain.working_days import WorkingDays

TZ = ZoneInfo(BERLIN)
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
ASKED_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
CLOSES = datetime(2026, 11, 27, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TURN = Turn(person="UANA", period=FRIDAY)


def days(**fields):
    return WorkingDays(tz=TZ, asked_on=4, **fields)


def away(first, last):
    return {"own": (Absence(person="UANA", starts=first, ends=last),)}


@pytest.mark.parametrize(
    ("known", "day", "comes"),
    [
        pytest.param(days(), MONDAY, NINE, id="at nine"),
        pytest.param(days(), MONDAY - DAY, None, id="not on Sunday"),
        pytest.param(WorkingDays(tz=TZ, asked_on=6), MONDAY - DAY, None, id="nor where people are asked on Sundays"),
        pytest.param(days(country="JP"), MONDAY, None, id="not on a holiday"),
        pytest.param(days(**away(MONDAY, MONDAY)), MONDAY, None, id="not on leave"),
        pytest.param(days(away=True), MONDAY, None, id="not while the status says away"),
        pytest.param(days(away=True, away_until=NINE), MONDAY, NINE, id="the status has ended"),
        pytest.param(days(quiet_from=NINE - HOUR, quiet_until=NINE + HOUR), MONDAY, NINE + HOUR, id="quiet until ten"),
        pytest.param(days(quiet_from=NINE, quiet_until=NINE + 12 * HOUR), MONDAY, None, id="quiet all day"),
        pytest.param(days(quiet_from=NINE, quiet_until=NINE + DAY), MONDAY, None, id="quiet until tomorrow"),
    ],
)
def test_when_it_comes(known, day, comes):
    assert morning(day, known, NINE) == comes


@pytest.mark.parametrize(
    ("since", "now", "said"),
    [
        pytest.param(NINE - HOUR, NINE, True, id="at nine"),
        pytest.param(NINE - HOUR, NINE - timedelta(seconds=1), False, id="not before"),
        pytest.param(NINE, NINE + timedelta(minutes=1), False, id="not a minute later again"),
        pytest.param(NINE - DAY, NINE + 9 * HOUR, True, id="at six after a day without the bot"),
        pytest.param(NINE - DAY, NINE + 10 * HOUR, False, id="not at seven in the evening"),
        pytest.param(NINE - DAY, NINE + 20 * HOUR, False, id="not at night"),
    ],
)
def test_whether_it_is_time(since, now, said):
    assert is_time(days(), since=since, now=now) is said


def test_nothing_is_said_to_who_has_just_left():
    gone = days(away=True, away_until=NINE + 3 * HOUR)

    assert not may_say(gone, NINE + 2 * HOUR)
    assert may_say(gone, NINE + 3 * HOUR)


def remind(turn=TURN, *, prompt=1, asked_at=ASKED_AT, now=NINE):
    return reminder(turn, prompt=prompt, asked_at=asked_at, days=days(), closes=CLOSES, now=now)


def test_two_reminders_on_different_days_the_second_the_last():
    first = remind()
    assert first == CheckInReminder(period=FRIDAY)
    once = reminded(TURN, MONDAY)
    assert remind(once, now=NINE + HOUR) is None

    assert remind(once, now=NINE + DAY) == CheckInReminder(period=FRIDAY, last=True)
    twice = reminded(once, MONDAY + DAY)
    assert remind(twice, now=NINE + 2 * DAY) is None


@pytest.mark.parametrize(
    ("turn", "facts"),
    [
        pytest.param({}, {"now": ASKED_AT + HOUR}, id="on the day of the prompt"),
        pytest.param({"asked_on": MONDAY}, {}, id="on the day it came late"),
        pytest.param({}, {"asked_at": NINE - HOUR}, id="the prompt came this morning"),
        pytest.param({"skipped_at": NINE}, {}, id="skipped"),
        pytest.param({"snoozed_until": NINE + HOUR}, {}, id="put off until later"),
        pytest.param({"snoozed_until": NINE - HOUR, "snoozes": 1}, {}, id="the prompt put off is still to come"),
        pytest.param({}, {"now": CLOSES}, id="closed"),
    ],
)
def test_nobody_else_is_reminded(turn, facts):
    assert remind(TURN.model_copy(update=turn), **facts) is None


def test_who_put_it_off_and_was_asked_again_is_reminded():
    put_off = TURN.model_copy(update={"snoozed_until": ASKED_AT + HOUR, "snoozes": 1})

    assert remind(put_off, prompt=2) == CheckInReminder(period=FRIDAY)
    assert still_waits(put_off, closes=CLOSES, now=NINE)
