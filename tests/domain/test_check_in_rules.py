"""The weekly check-in: when it is taken, what counts as an answer, what an edit keeps."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from company import ANA
from domain.calendar import Schedule
from domain.check_ins import (
    CheckIn,
    Contents,
    GoalAnswer,
    NothingAnswered,
    PeriodClosed,
    Reading,
    answer,
    is_closed,
)
from domain.goals import Confidence
from domain.priorities import Priority, Verdict
from domain.refusals import NotThere
from domain.team_questions import Answer

PERIOD = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")
FRIDAYS = Schedule(weekday=4, at=time(10))
EARLIER = CheckIn(id=7, person=ANA.id, period=PERIOD, went_well="a", answered_at=datetime(2026, 11, 20, 10, tzinfo=UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def say(now="2026-11-20T09:30", *, previous=None, goals=(), **texts) -> CheckIn:
    said = Contents(goals=goals, **({"went_well": "the launch"} | texts))
    return answer(ANA.id, PERIOD, said, previous=previous, schedule=FRIDAYS, tz=BERLIN, now=at(now))


def test_a_first_answer_is_recorded_cleaned():
    said = say(went_well=" the launch\r\n", next=" rest ", blockers="\u200b")

    assert said == CheckIn(
        person=ANA.id, period=PERIOD, went_well="the launch", next="rest", answered_at=at("2026-11-20T09:30")
    )


@pytest.mark.parametrize(
    "goals",
    [pytest.param((), id="no goals"), pytest.param((GoalAnswer(goal=1), GoalAnswer(goal=2)), id="goals left empty")],
)
def test_an_empty_form_is_no_answer(goals):
    with pytest.raises(NothingAnswered):
        say(went_well=" ", goals=goals)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"readings": (Reading(kpi=1, value=0),)}, id="a number"),
        pytest.param({"confidence": Confidence.AT_RISK}, id="a belief"),
        pytest.param({"note": "slow"}, id="a note"),
    ],
)
def test_one_word_about_a_goal_is_an_answer_and_empty_lines_are_left_out(line):
    said = say(went_well="", goals=(GoalAnswer(goal=1), GoalAnswer(goal=2, **line)))

    assert said.goals == (GoalAnswer(goal=2, **line),)


@pytest.mark.parametrize(
    ("now", "previous", "taken"),
    [
        pytest.param("2026-11-27T08:59", None, True, id="first answer in its week"),
        pytest.param("2026-11-27T09:00", None, True, id="first answer in the week after"),
        pytest.param("2026-12-04T08:59", None, True, id="the last moment for a first answer"),
        pytest.param("2026-12-04T09:00", None, False, id="a first answer two weeks later"),
        pytest.param("2026-11-27T08:59", EARLIER, True, id="an edit in its week"),
        pytest.param("2026-11-27T09:00", EARLIER, False, id="an edit after it closed"),
    ],
)
def test_a_period_takes_a_first_answer_for_two_weeks_and_edits_for_one(now, previous, taken):
    if taken:
        assert say(now, previous=previous)
    else:
        with pytest.raises(PeriodClosed, match="20 November") as closed:
            say(now, previous=previous)
        assert "`/check-in`" in str(closed.value)


@pytest.mark.parametrize(
    ("now", "late"),
    [
        pytest.param("2026-11-24T22:59", False, id="Tuesday evening"),
        pytest.param("2026-11-24T23:00", True, id="Wednesday"),
        pytest.param("2026-11-28T12:00", True, id="the week after"),
    ],
)
def test_an_answer_is_late_after_two_working_days_and_says_so(now, late):
    assert say(now).late is late


def test_an_edit_is_the_next_revision_of_the_same_answer():
    edited = say("2026-11-26T09:00", previous=EARLIER, went_well="b")

    assert (edited.id, edited.revision, edited.went_well) == (7, 2, "b")
    assert edited.answered_at == EARLIER.answered_at
    assert edited.edited_at == at("2026-11-26T09:00")
    assert edited.late is False  # it was in time; an edit does not make it late


def test_an_edit_of_a_late_answer_stays_late():
    assert say("2026-11-26T09:00", previous=EARLIER.model_copy(update={"late": True})).late is True


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        pytest.param("2026-11-19T09:00", True, id="a day before, for whoever travels"),
        pytest.param("2026-11-19T08:59", False, id="earlier"),
    ],
)
def test_a_week_to_come_is_not_answered(now, taken):
    if taken:
        assert say(now)
    else:
        with pytest.raises(NotThere):
            say(now)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"pulse": 1}, id="the pulse"),
        pytest.param({"priorities": (Priority(text="a", verdict=Verdict.DROP),)}, id="a priority"),
        pytest.param({"answers": (Answer(question=1, text="q", answer="a"),)}, id="an answer to the team"),
    ],
)
def test_one_field_is_enough(said):
    checked = say(went_well="", **said)

    assert {name: getattr(checked, name) for name in said} == said


def test_a_week_is_closed_when_the_next_one_opens():
    closes = at("2026-11-27T09:00")

    assert is_closed(PERIOD, schedule=FRIDAYS, tz=BERLIN, now=closes)
    assert not is_closed(PERIOD, schedule=FRIDAYS, tz=BERLIN, now=closes - timedelta(seconds=1))
