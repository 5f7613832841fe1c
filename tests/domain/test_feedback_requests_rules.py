"""Requests for feedback: when they stand in a *Today* message, when they end, what is said once they have."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, NOW
from domain.feedback_requests import (
    AskedAlready,
    Request,
    RequestClosed,
    RequestExpired,
    RequestState,
    RequestTakenBack,
    ask,
    belongs_in_today,
    closed,
    end_of,
    reminded,
)
from properties import PROPERTY

ASKED = Request(id=1, asker=ANA.id, asked=BO.id, about="the launch", asked_at=NOW)
FRIDAY, SATURDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (
    date(2026, 11, 20) + timedelta(days=days) for days in (0, 1, 3, 4, 5, 6)
)
END = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("changes", "today", "there"),
    [
        pytest.param({}, MONDAY, False, id="new: the card is enough"),
        pytest.param({}, TUESDAY, False, id="two working days"),
        pytest.param({}, WEDNESDAY, True, id="three working days"),
        pytest.param({"reminded_at": NOW}, THURSDAY, False, id="reminded of before"),
        pytest.param({"later_on": MONDAY}, SATURDAY, False, id="put off, before"),
        pytest.param({"later_on": MONDAY}, MONDAY, True, id="put off, the day"),
        pytest.param({"later_on": MONDAY}, TUESDAY, True, id="put off, and away on that day"),
        pytest.param({"later_on": THURSDAY}, WEDNESDAY, False, id="put off beyond the reminder"),
        pytest.param({"later_on": MONDAY, "reminded_at": NOW}, MONDAY, True, id="put off after the reminder"),
        pytest.param({}, END, False, id="the day it ends"),
        *(
            pytest.param({"state": state}, WEDNESDAY, False, id=str(state))
            for state in RequestState
            if state is not RequestState.OPEN
        ),
    ],
)
def test_when_it_stands_in_the_today_message(changes, today, there):
    assert belongs_in_today(ASKED.model_copy(update=changes), today) is there


@pytest.mark.parametrize(
    ("today", "given"),
    [
        pytest.param(MONDAY, None, id="what was put off is no reminder"),
        pytest.param(WEDNESDAY, NOW, id="unless it is due, too"),
    ],
)
def test_what_stood_there_is_put_off_no_more(today, given):
    after = reminded(ASKED.model_copy(update={"later_on": today}), today, now=NOW)
    assert (after.later_on, after.reminded_at) == (None, given)


@PROPERTY
@given(st.lists(st.booleans(), min_size=20, max_size=20))
def check_days(puts_off):
    request, reminders, wishes = ASKED, 0, 0
    for number, wish in enumerate(puts_off, start=1):
        today = FRIDAY + timedelta(days=number)
        if belongs_in_today(request, today):
            reminders += request.later_on is None
            request = reminded(request, today, now=NOW)
            assert not belongs_in_today(request, today)
        if wish:
            wishes += 1
            request = request.model_copy(update={"later_on": today + timedelta(days=1)})
    assert reminders <= 1


def test_however_often_it_is_put_off_there_is_one_reminder_at_most():
    check_days()


@pytest.mark.parametrize(
    ("facts", "after", "end"),
    [
        pytest.param({}, timedelta(days=14, microseconds=-1), None, id="while it waits"),
        pytest.param({}, timedelta(days=14), RequestState.EXPIRED, id="after two weeks"),
        pytest.param({"asked_left": True}, timedelta(0), RequestState.LEFT, id="the asked left"),
        pytest.param({"asker_left": True}, timedelta(0), RequestState.TAKEN_BACK, id="the asker left"),
        pytest.param({"asker_left": True, "asked_left": True}, timedelta(0), RequestState.TAKEN_BACK, id="both left"),
    ],
)
def test_how_it_ends_by_itself(facts, after, end):
    assert end_of(ASKED, **({"asker_left": False, "asked_left": False} | facts), now=NOW + after) is end


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (RequestState.ANSWERED, RequestClosed),
        (RequestState.DECLINED, RequestClosed),
        (RequestState.EXPIRED, RequestExpired),
        (RequestState.LEFT, RequestExpired),
        (RequestState.TAKEN_BACK, RequestTakenBack),
    ],
    ids=str,
)
def test_what_is_over_is_said_and_what_one_can_do_instead(state, refusal):
    said = closed(ASKED.model_copy(update={"state": state}), "/feedback")
    assert type(said) is refusal
    assert "You can still write: `/feedback @name`" in str(said)


def test_the_same_is_not_asked_twice_however_it_is_written():
    with pytest.raises(AskedAlready):
        ask(ANA.id, BO.id, " The  LAUNCH\n", now=NOW, waiting=[ASKED])
    assert ask(ANA.id, BO.id, "the rota", now=NOW, waiting=[ASKED]).about == "the rota"
    assert ask(ANA.id, "UMIA", "the launch", now=NOW, waiting=[ASKED]).asked == "UMIA"
