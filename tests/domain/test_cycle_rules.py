"""Cycles: quarters, half-years and own dates, and the one into which a goal falls."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cycles import (
    Cycle,
    CycleGoals,
    EndsBeforeItStarts,
    NameTaken,
    NoName,
    NoSpan,
    counted,
    cycle_of,
    new_cycle,
    next_end,
    span_of,
)
from domain.goals import Goal, State
from properties import PROPERTY

FIRST = Cycle(id=1, name="2027Q1", starts=date(2027, 1, 1), ends=date(2027, 3, 31))
SECOND = Cycle(id=2, name="2027Q2", starts=date(2027, 4, 1), ends=date(2027, 6, 30))
HALF = Cycle(id=3, name="2027H1", starts=date(2027, 1, 1), ends=date(2027, 6, 30))
TODAY = date(2027, 2, 1)


@pytest.mark.parametrize(
    ("said", "part", "days"),
    [
        pytest.param("2027Q1", "Q", (date(2027, 1, 1), date(2027, 3, 31)), id="the first quarter"),
        pytest.param("2027q4", "Q", (date(2027, 10, 1), date(2027, 12, 31)), id="the last, in small letters"),
        pytest.param("2024-Q1", "Q", (date(2024, 1, 1), date(2024, 3, 31)), id="with a dash, in a leap year"),
        pytest.param("2027H1", "H", (date(2027, 1, 1), date(2027, 6, 30)), id="the first half"),
        pytest.param("2027 H2", "H", (date(2027, 7, 1), date(2027, 12, 31)), id="the second"),
    ],
)
def test_the_days_of_a_quarter_and_of_half_a_year(said, part, days):
    assert span_of(said, part) == days


@pytest.mark.parametrize(
    ("said", "part"),
    [("2027Q5", "Q"), ("2027Q0", "Q"), ("2027H3", "H"), ("2027H1", "Q"), ("Q1", "Q"), ("0000Q1", "Q"), ("9999Q4", "Q")],
)
def test_what_names_no_span_is_refused(said, part):
    with pytest.raises(NoSpan, match="Write a quarter like 2027Q1"):
        span_of(said, part)


@pytest.mark.parametrize(
    ("name", "starts", "refusal"),
    [
        pytest.param(" ", TODAY, NoName, id="no name"),
        pytest.param("n" * 61, TODAY, NoName, id="an endless one"),
        pytest.param("2027q1", TODAY, NameTaken, id="the name of another"),
        pytest.param("Spring", FIRST.ends, EndsBeforeItStarts, id="no day long"),
    ],
)
def test_some_cycles_are_refused(name, starts, refusal):
    with pytest.raises(refusal):
        new_cycle(name, starts, FIRST.ends, [FIRST])


def test_a_new_cycle_may_lie_within_another():
    assert new_cycle(" Spring ", TODAY, date(2027, 2, 14), [FIRST, HALF]) == Cycle(
        name="Spring", starts=TODAY, ends=date(2027, 2, 14)
    )


@pytest.mark.parametrize(
    ("day", "falls"),
    [
        pytest.param(date(2027, 1, 1), FIRST, id="its first day"),
        pytest.param(date(2027, 3, 31), FIRST, id="its last, the shorter of two"),
        pytest.param(date(2027, 4, 1), SECOND, id="the day after"),
        pytest.param(date(2027, 7, 1), None, id="after all"),
    ],
)
def test_a_goal_falls_into_the_shortest_cycle_that_holds_its_due_date(day, falls):
    assert cycle_of(day, [HALF, SECOND, FIRST]) == falls


@pytest.mark.parametrize(
    ("cycles", "today", "until"),
    [
        pytest.param([HALF, SECOND, FIRST], TODAY, SECOND.ends, id="the end of the next cycle"),
        pytest.param([FIRST], TODAY, TODAY + timedelta(days=89), id="as long as it had again"),
        pytest.param([HALF, SECOND, FIRST], date(2027, 8, 1), date(2027, 8, 1) + timedelta(days=89), id="late"),
    ],
)
def test_what_is_carried_over_gets_the_end_of_the_next_cycle(cycles, today, until):
    goal = Goal(ref="G-1", title="t", owner="UANA", starts=FIRST.starts, due=FIRST.ends)

    assert next_end(goal, today, cycles) == until


def test_the_goals_of_a_cycle_are_counted_by_what_became_of_them():
    counts = [(1, State.ACTIVE, 3), (1, State.DRAFT, 1), (1, State.CLOSED, 2), (2, State.DROPPED, 1)]

    assert counted([SECOND, FIRST], counts) == (
        CycleGoals(cycle=FIRST, open=4, closed=2),
        CycleGoals(cycle=SECOND, dropped=1),
    )


@PROPERTY
@given(st.integers(1, 9998), st.integers(1, 4))
def test_quarters_follow_each_other_without_a_gap_and_make_up_the_halves(year, number):
    starts, ends = span_of(f"{year:04}Q{number}", "Q")
    half = span_of(f"{year:04}H{(number + 1) // 2}", "H")

    assert 90 <= (ends - starts).days + 1 <= 92
    assert (starts if number % 2 else ends) == half[0 if number % 2 else 1]
    if number < 4:
        assert span_of(f"{year:04}Q{number + 1}", "Q")[0] == ends + timedelta(days=1)
