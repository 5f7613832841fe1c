"""What hangs in the air, how sure a team was week by week, and a row for each person and week."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, LONG_AGO, NOW
from domain.alignment import alignment
from domain.calendar import WEEK, Schedule
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence, Goal, Level, State
from domain.turns import Turn
from domain.weeks import AnsweredWeek, PersonWeek, Sure, TrendWeek, person_weeks, sure, team_trend
from properties import PROPERTY

FRIDAY = date(2026, 11, 20)
WEEKS = [FRIDAY - number * WEEK for number in range(12)]
SURES = st.builds(Sure, *[st.integers(0, 5)] * 3)


def goal(number, *, parent=None, state=State.ACTIVE, level=Level.INDIVIDUAL) -> Goal:
    about = {"owner": ANA.id, "starts": FRIDAY, "due": FRIDAY + timedelta(days=90)}
    return Goal(id=number, ref=f"G-{number}", title=f"Goal {number}", parent=parent, state=state, level=level, **about)


def test_goals_without_a_parent_and_shared_ones_without_anybody_below_hang_in_the_air():
    theirs = [goal(1, parent=10), goal(2), goal(3, state=State.DRAFT)]
    above = [
        goal(10, level=Level.TEAM, parent=11),
        goal(11, level=Level.COMPANY),
        goal(12, level=Level.TEAM, state=State.CLOSED),
        goal(13, level=Level.TEAM),
    ]

    found = alignment(theirs, above, {10}, silent={1, 10, 11})

    assert found.counted == 5
    assert [one.id for one in found.loose] == [13, 2], "a team's goal serves one of the company's, which are the top"
    assert [one.id for one in found.childless] == [11, 13]
    assert [one.id for one in found.numberless] == [10, 1], "nobody works on 11, which says more"


def test_a_trend_begins_with_the_first_week_in_which_anybody_said_how_sure_they_were():
    answers = {
        (ANA.id, WEEKS[2]): Sure(2, 1, 0),
        (BO.id, WEEKS[2]): Sure(1, 0, 1),
        (ANA.id, WEEKS[4]): Sure(),
        (ANA.id, WEEKS[0]): Sure(3, 0, 0),
        (ANA.id, WEEKS[0] - 30 * WEEK): Sure(9, 9, 9),
    }

    assert team_trend(answers, until=FRIDAY) == (
        TrendWeek(period=WEEKS[2], on_track=3, at_risk=1, off_track=1),
        TrendWeek(period=WEEKS[1]),
        TrendWeek(period=WEEKS[0], on_track=3),
    )


@PROPERTY
@given(st.dictionaries(st.tuples(st.sampled_from("ABCD"), st.sampled_from(WEEKS)), SURES))
def test_a_trend_counts_every_goal_once(answers):
    trend = team_trend(answers, until=FRIDAY)

    counted = sum(week.on_track + week.at_risk + week.off_track for week in trend)
    assert counted == sum(sum(one) for one in answers.values())
    assert [week.period for week in trend] == [FRIDAY - n * WEEK for n in reversed(range(len(trend)))]


def test_what_a_check_in_says_is_counted():
    told = [Confidence.ON_TRACK, Confidence.ON_TRACK, Confidence.OFF_TRACK, None]
    lines = tuple(GoalAnswer(goal=number, confidence=one) for number, one in enumerate(told, 1))
    assert sure(CheckIn(person=ANA.id, period=FRIDAY, goals=lines, answered_at=NOW)) == Sure(2, 0, 1)


ASKED = {"person": ANA.id, "name": ANA.name, "team": ANA.team, "period": FRIDAY}


@pytest.mark.parametrize(
    ("answer", "turn", "expected"),
    [
        pytest.param(
            AnsweredWeek(True, False, Sure(1, 2, 0)),
            Turn(person=ANA.id, period=FRIDAY, skipped_at=NOW),
            PersonWeek(**ASKED, check_in="answered", late=True, read=False, on_track=1, at_risk=2),
            id="an answer counts more than having skipped before",
        ),
        pytest.param(
            None,
            Turn(person=ANA.id, period=FRIDAY, skipped_at=NOW),
            PersonWeek(**ASKED, check_in="skipped"),
            id="skipped",
        ),
        pytest.param(
            None,
            Turn(person=ANA.id, period=FRIDAY, excused="away"),
            PersonWeek(**ASKED, check_in="excused"),
            id="excused",
        ),
        pytest.param(None, None, PersonWeek(**ASKED, check_in="missing"), id="missing"),
    ],
)
def test_a_row_says_what_became_of_a_week(answer, turn, expected):
    slot = ANA.id, FRIDAY
    answers, turns = ({slot: answer} if answer else {}), ({slot: turn} if turn else {})

    rows = person_weeks([ANA], answers, turns, {}, until=FRIDAY, schedule=Schedule(), now=NOW)

    assert len(rows) == 12
    assert rows[-1] == expected


def test_nobody_is_missing_before_they_were_enrolled():
    new = ANA.model_copy(update={"enrolled_at": NOW - timedelta(days=10), "manager_since": LONG_AGO})

    rows = person_weeks([new], {}, {}, {(ANA.id, FRIDAY): 2}, until=FRIDAY, schedule=Schedule(), now=NOW)

    assert [row.check_in for row in rows] == ["not asked"] * 10 + ["missing"] * 2
    assert rows[-1].blockers == 2
