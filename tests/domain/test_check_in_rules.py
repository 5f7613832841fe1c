"""The weekly check-in: when it is taken, what counts as an answer, what an edit keeps."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from company import ANA
from domain.calendar import Schedule
from domain.check_ins import CheckIn, GoalAnswer, NothingAnswered, PeriodClosed, Reading, answer, blocker_is_new
from domain.goals import Confidence

PERIOD = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")
EARLIER = CheckIn(id=7, person=ANA.id, period=PERIOD, went_well="a", answered_at=datetime(2026, 11, 20, 10, tzinfo=UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def say(now="2026-11-20T09:30", *, previous=None, goals=(), **texts) -> CheckIn:
    said = {"went_well": "the launch", "next_week": "", "blockers": ""} | texts
    schedule = Schedule(weekday=4, at=time(10))
    return answer(ANA.id, PERIOD, goals=goals, **said, previous=previous, schedule=schedule, tz=BERLIN, now=at(now))


def test_a_first_answer_is_recorded_cleaned():
    said = say(went_well=" the launch\r\n", next_week=" rest ", blockers="\u200b")

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
    ("now", "before", "new"),
    [
        pytest.param("no access", None, True, id="first named"),
        pytest.param("no access", "", True, id="named in an edit"),
        pytest.param("no access", "no access", False, id="unchanged by an edit"),
        pytest.param("still no access", "no access", True, id="changed"),
        pytest.param("", "no access", False, id="gone"),
        pytest.param("", None, False, id="none"),
    ],
)
def test_a_blocker_is_told_once(now, before, new):
    previous = None if before is None else EARLIER.model_copy(update={"blockers": before})

    assert blocker_is_new(EARLIER.model_copy(update={"blockers": now}), previous) is new
