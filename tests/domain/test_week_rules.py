"""Weeks side by side: who counts in which, and where the row begins."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, LONG_AGO, NOW
from domain.calendar import WEEK, Schedule
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence
from domain.weeks import MOST_WEEKS, OwnWeek, TeamWeek, own_weeks, sureness, team_weeks, was_asked

FRIDAY = date(2026, 11, 20)
WEEKS = [FRIDAY - number * WEEK for number in range(MOST_WEEKS)]


def of(team, answered=(), *, until=FRIDAY, now=NOW):
    return team_weeks(team, set(answered), until=until, schedule=Schedule(), now=now)


def enrolled(person, weeks_ago):
    """They were enrolled the day before that week's prompt."""
    return person.model_copy(update={"enrolled_at": NOW - weeks_ago * WEEK - timedelta(days=1), "manager_since": None})


def test_twelve_weeks_oldest_first():
    found = of([ANA, BO], [(ANA.id, FRIDAY), (BO.id, FRIDAY), (ANA.id, WEEKS[1])])

    assert len(found) == MOST_WEEKS == 12
    assert [week.period for week in found] == sorted(WEEKS)
    assert found[-2:] == (
        TeamWeek(period=WEEKS[1], answered=1, asked=2),
        TeamWeek(period=FRIDAY, answered=2, asked=2),
    )


def test_weeks_before_somebody_was_enrolled_do_not_count_against_them():
    found = of([ANA, enrolled(BO, 1)], [(ANA.id, week) for week in WEEKS])

    assert [(week.answered, week.asked) for week in found] == [(1, 1)] * 10 + [(1, 2)] * 2


def test_the_row_begins_with_the_first_week_that_counts_anybody():
    found = of([enrolled(BO, 2)])

    assert [(week.period, week.asked) for week in found] == [(week, 1) for week in sorted(WEEKS[:3])]


def test_a_week_that_nobody_answered_stands_there():
    assert [week.answered for week in of([ANA], [(ANA.id, WEEKS[2])])][-3:] == [1, 0, 0]


def test_whoever_answered_unasked_counts():
    late = ANA.model_copy(update={"enrolled_at": NOW})

    assert of([late], [(ANA.id, FRIDAY)]) == (TeamWeek(period=FRIDAY, answered=1, asked=1),)


@pytest.mark.parametrize("team", [[], [ANA.model_copy(update={"enrolled_at": None})]], ids=["nobody", "not enrolled"])
def test_where_nobody_was_ever_asked_there_is_no_row(team):
    assert of(team) == ()


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        pytest.param({}, True, id="enrolled long ago"),
        pytest.param({"enrolled_at": None}, False, id="not enrolled"),
        pytest.param({"enrolled_at": NOW}, True, id="enrolled at that moment"),
        pytest.param({"enrolled_at": NOW + timedelta(seconds=1)}, False, id="enrolled later"),
        pytest.param({"manager_since": NOW + timedelta(seconds=1)}, False, id="somebody else's report then"),
        pytest.param({"manager_since": None}, True, id="theirs from the start"),
    ],
)
def test_who_was_asked(facts, asked):
    assert was_asked(ANA.model_copy(update=facts), NOW, NOW) is asked


def test_nobody_was_asked_before_their_own_hour_came():
    assert not was_asked(ANA, NOW + timedelta(seconds=1), NOW)


@given(
    since=st.lists(st.integers(0, 30), min_size=1, max_size=6),
    answered=st.sets(st.tuples(st.integers(0, 5), st.sampled_from(WEEKS))),
)
def test_nobody_counts_twice_and_no_more_answer_than_were_asked(since, answered):
    team = [enrolled(ANA.model_copy(update={"id": f"U{n}"}), weeks) for n, weeks in enumerate(since)]
    found = of(team, [(f"U{n}", week) for n, week in answered])

    assert all(0 <= week.answered <= week.asked <= len(team) for week in found)
    assert found[0].asked > 0
    assert found[-1].period == FRIDAY


def check_in(period, *sure):
    lines = tuple(GoalAnswer(goal=number, confidence=one) for number, one in enumerate(sure, 1))
    return CheckIn(person=ANA.id, period=period, goals=lines, went_well="Fine.", answered_at=LONG_AGO)


def test_my_own_weeks_count_goals_by_how_sure_i_was():
    sure, worried = Confidence.ON_TRACK, Confidence.OFF_TRACK
    found = own_weeks([check_in(FRIDAY, sure, worried, None), check_in(WEEKS[2], sure)], until=FRIDAY)

    assert found == (
        OwnWeek(period=WEEKS[2], answered=True, on_track=1),
        OwnWeek(period=WEEKS[1]),
        OwnWeek(period=FRIDAY, answered=True, on_track=1, off_track=1),
    )


def test_before_the_first_answer_there_are_none():
    assert own_weeks([], until=FRIDAY) == ()
    assert own_weeks([check_in(FRIDAY - MOST_WEEKS * WEEK)], until=FRIDAY) == (), "older ones are not looked at"


@pytest.mark.parametrize(
    ("week", "sure"),
    [
        pytest.param({"on_track": 2}, 1.0, id="all on track"),
        pytest.param({"on_track": 1, "at_risk": 1}, 0.75, id="one at risk"),
        pytest.param({"off_track": 3}, 0.0, id="all off track"),
        pytest.param({"answered": True}, None, id="nothing about goals"),
    ],
)
def test_how_sure_one_was_is_the_mean_of_ones_goals(week, sure):
    assert sureness(OwnWeek(period=date(2026, 11, 20), **week)) == sure


def test_whom_nobody_could_ask_does_not_count_unless_they_answered():
    excused = {(ANA.id, FRIDAY), (BO.id, WEEKS[1])}

    found = team_weeks([ANA, BO], {(BO.id, WEEKS[1])}, until=FRIDAY, schedule=Schedule(), now=NOW, excused=excused)

    assert found[-2:] == (
        TeamWeek(period=WEEKS[1], answered=1, asked=2),
        TeamWeek(period=FRIDAY, answered=0, asked=1),
    )
