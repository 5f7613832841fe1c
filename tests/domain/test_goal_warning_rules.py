"""Warnings about goals: when there is one, when it is a new one, and when a manager hears of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import BERLIN
from domain.goal_warnings import Answer, Warned, answered, is_silent, to_warn_of, trouble
from domain.goals import Confidence, Goal, Kpi, State
from properties import PROPERTY

TZ = ZoneInfo(BERLIN)
TODAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, tzinfo=UTC)
DAY = timedelta(days=1)
GOAL = Goal(
    ref="G-1", title="Answer fast", owner="UANA", state=State.ACTIVE, starts=TODAY - 50 * DAY, due=TODAY + 50 * DAY
)
WARNED = Warned(goal=1, state=Confidence.AT_RISK, said_at=NINE)
ON_TRACK, AT_RISK, OFF_TRACK = Confidence


def standing_at(value: float, **facts) -> Goal:
    """A goal half way in time, whose KPI goes from 0 to 100."""
    return GOAL.model_copy(update={"kpis": (Kpi(name="Count", baseline=0, target=100, value=value),)} | facts)


@pytest.mark.parametrize(
    ("goal", "found"),
    [
        pytest.param(standing_at(45), None, id="on track"),
        pytest.param(standing_at(44), AT_RISK, id="at risk"),
        pytest.param(standing_at(34), OFF_TRACK, id="off track"),
        pytest.param(standing_at(45, confidence=OFF_TRACK), None, id="only its owner believes otherwise"),
        pytest.param(standing_at(34, confidence=ON_TRACK), OFF_TRACK, id="the numbers speak, not the belief"),
        pytest.param(standing_at(0, starts=TODAY - 6 * DAY), None, id="its first week"),
        pytest.param(standing_at(0, state=State.CLOSED), None, id="closed"),
        pytest.param(standing_at(0, state=State.DRAFT), None, id="a draft"),
        pytest.param(GOAL, None, id="without a KPI"),
    ],
)
def test_what_is_worth_a_warning(goal, found):
    assert trouble(goal, TODAY) == found


@pytest.mark.parametrize(
    ("before", "value", "new"),
    [
        pytest.param(None, 44, AT_RISK, id="the first"),
        pytest.param(AT_RISK, 44, None, id="the same state"),
        pytest.param(AT_RISK, 34, OFF_TRACK, id="a worse one"),
        pytest.param(OFF_TRACK, 44, None, id="a better one"),
        pytest.param(OFF_TRACK, 60, None, id="back on track"),
    ],
)
def test_a_state_is_warned_of_once(before, value, new):
    standing = WARNED.model_copy(update={"state": before}) if before else None

    assert to_warn_of(standing_at(value), standing, TODAY) == new


@PROPERTY
@given(st.lists(st.floats(0, 100), max_size=30))
def test_between_two_times_on_track_nobody_is_warned_more_than_twice(values):
    standing, since_on_track = None, 0
    for value in values:
        if trouble(standing_at(value), TODAY) is None:
            standing, since_on_track = None, 0
        elif state := to_warn_of(standing_at(value), standing, TODAY):
            standing, since_on_track = WARNED.model_copy(update={"state": state}), since_on_track + 1
        assert since_on_track <= 2


THURSDAY = datetime(2026, 11, 25, 23, tzinfo=UTC)
"""Midnight in Berlin after the second working day."""


@pytest.mark.parametrize(
    ("warned", "now", "silent"),
    [
        pytest.param(WARNED, THURSDAY - timedelta(seconds=1), False, id="the second working day"),
        pytest.param(WARNED, THURSDAY, True, id="after it"),
        pytest.param(WARNED.model_copy(update={"answer": Answer.EXPLAINED}), THURSDAY, False, id="answered"),
        pytest.param(WARNED.model_copy(update={"told_manager_at": NINE}), THURSDAY, False, id="told already"),
        pytest.param(WARNED.model_copy(update={"over_at": NINE}), THURSDAY, False, id="over"),
    ],
)
def test_the_manager_hears_after_two_working_days_of_silence(warned, now, silent):
    assert is_silent(warned, TZ, lambda day: day.weekday() < 5, now=now) is silent


def test_days_off_do_not_count():
    assert not is_silent(WARNED, TZ, lambda day: day > date(2026, 11, 25), now=THURSDAY)


def test_the_first_answer_keeps_its_time_and_the_last_reason_stands():
    first = answered(WARNED, Answer.EXPLAINED, why="holidays", now=NINE)
    second = answered(first, Answer.UPDATED, now=NINE + DAY)

    assert (second.answer, second.answered_at, second.why) == (Answer.UPDATED, NINE, "holidays")
