"""Readings from outside: which goal, which KPI, what number, and when."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from company import ANA, NOW
from domain.evidence import Evidence, entries_of
from domain.goals import Goal, Kind, Kpi, State
from domain.numbers import NotANumber
from domain.reading_values import NotAMoment, NotInPercent, NotYesOrNo, moment, value_of
from domain.readings import (
    CannotTake,
    GoalTakesNoReadings,
    KpiNotNamed,
    NoKpi,
    ReadBeforeTheGoal,
    ReadInTheFuture,
    Told,
    UnknownGoal,
    UnknownKpi,
    read,
)

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
REPLY, BACKLOG = (
    Kpi(id=1, name="First reply", unit="min", baseline=90, target=45),
    Kpi(id=2, name="Backlog", baseline=40, target=5),
)
GOAL = Goal(
    id=7, ref="G-1", title="Reply soon", owner=ANA.id, state=State.ACTIVE, starts=date(2026, 7, 1),
    due=date(2026, 12, 31), kpis=(REPLY,),
)  # fmt: skip
GOALS = {
    "G-1": GOAL,
    "G-2": GOAL.model_copy(update={"id": 8, "ref": "G-2", "kpis": (REPLY, BACKLOG)}),
    "G-bare": GOAL.model_copy(update={"ref": "G-bare", "kpis": ()}),
    "G-old": GOAL.model_copy(update={"ref": "G-old", "state": State.CLOSED}),
    "G-new": GOAL.model_copy(update={"ref": "G-new", "state": State.PROPOSED}),
    "G-twins": GOAL.model_copy(update={"ref": "G-twins", "kpis": (REPLY, REPLY.model_copy(update={"id": 3}))}),
}


def told(**changed):
    return Told(**{"goal": "G-1", "value": 60, "at": "2026-11-19T12:00:00Z"} | changed)


def readings(*said):
    return read(said, GOALS, {ANA.id: BERLIN}, now=NOW)


def problems(*said):
    with pytest.raises(CannotTake) as refused:
        readings(*said)
    return [(one.place, type(one.refusal), one.refusal.at()) for one in refused.value.problems]


def test_a_reading_names_its_goal_its_kpi_its_value_and_when():
    [one] = readings(told(kpi="first  REPLY", note="macros", key="k-1"))

    assert (one.goal, one.kpi, one.value, one.at) == (7, 1, 60, datetime(2026, 11, 19, 12, tzinfo=UTC))
    assert (one.by, one.note, one.key, one.check_in) == ("", "macros", "k-1", None)


def test_the_only_kpi_of_a_goal_needs_no_name():
    assert [one.kpi for one in readings(told(), told(goal="G-2", kpi="Backlog"))] == [1, 2]


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        pytest.param({"goal": "G-9"}, UnknownGoal, "goal", id="no such goal"),
        pytest.param({"goal": ""}, UnknownGoal, "goal", id="no goal named"),
        pytest.param({"goal": "G-old"}, GoalTakesNoReadings, "goal", id="a closed goal"),
        pytest.param({"goal": "G-new"}, GoalTakesNoReadings, "goal", id="a goal nobody agreed to yet"),
        pytest.param({"goal": "G-bare"}, NoKpi, "kpi", id="a goal without a KPI"),
        pytest.param({"kpi": "Reply"}, UnknownKpi, "kpi", id="no such KPI"),
        pytest.param({"goal": "G-2"}, KpiNotNamed, "kpi", id="one of two KPIs"),
        pytest.param({"goal": "G-twins", "kpi": "First reply"}, KpiNotNamed, "kpi", id="two of one name"),
        pytest.param({"at": "2026-11-20T09:30:01Z"}, ReadInTheFuture, "at", id="a second ahead"),
        pytest.param({"at": "2026-11-21"}, ReadInTheFuture, "at", id="tomorrow"),
        pytest.param({"at": "2026-06-30T21:59:59Z"}, ReadBeforeTheGoal, "at", id="a second before the goal"),
        pytest.param({"at": "2026-06-30"}, ReadBeforeTheGoal, "at", id="the day before the goal"),
        pytest.param({"at": "yesterday"}, NotAMoment, "at", id="no date"),
        pytest.param({"value": "60 min"}, NotANumber, "value", id="a unit"),
        pytest.param({"value": "60 %"}, NotInPercent, "value", id="percent of minutes"),
    ],
)
def test_some_readings_are_refused(changed, refusal, field):
    assert problems(told(), told(**changed)) == [(1, refusal, field)]


def test_now_today_and_the_goals_first_day_are_fine():
    assert len(readings(told(at="2026-11-20T09:30:00Z"), told(at="2026-11-20"), told(at="2026-07-01"))) == 3


def test_everything_wrong_is_found_at_once():
    found = problems(told(goal="G-9", at="x"), told(kpi="y", at="x"), told(value="z", at="2027-01-01"))

    assert found == [
        (0, UnknownGoal, "goal"),
        (1, UnknownKpi, "kpi"),
        (1, NotAMoment, "at"),
        (2, ReadInTheFuture, "at"),
        (2, NotANumber, "value"),
    ]


def test_all_problems_stand_in_the_exception_too():
    with pytest.raises(CannotTake, match=r"2: No goal has the id G-9"):
        readings(told(), told(goal="G-9"))


@pytest.mark.parametrize(
    ("text", "tz", "at"),
    [
        ("2026-11-20", BERLIN, "2026-11-19T23:00:00"),
        (" 2026-11-20 ", NEW_YORK, "2026-11-20T05:00:00"),
        ("2026-11-20T09:00Z", BERLIN, "2026-11-20T09:00:00"),
        ("2026-11-20 09:00:00+01:00", NEW_YORK, "2026-11-20T08:00:00"),
        ("2026-11-20T09:00:00.25-0500", BERLIN, "2026-11-20T14:00:00.250000"),
    ],
)
def test_a_date_begins_on_the_owners_clock_and_a_moment_names_its_zone(text, tz, at):
    assert moment(text, tz) == datetime.fromisoformat(at).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "20.11.2026", "2026-11-20T09:00", "2026-13-01", "2026-02-30T09:00Z", "2026-11-20T25:00Z", "0001-01-01T00:00+14:00",
     "9999-12-31T23:59:59-14:00", "1999-12-31", "1795168800", "٢٠٢٦-١١-٢٠T٠٩:٠٠Z"],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(NotAMoment):
        moment(text, BERLIN)


SHARE = BACKLOG.model_copy(update={"kind": Kind.PERCENT})
DONE = BACKLOG.model_copy(update={"kind": Kind.YES_NO, "baseline": 0, "target": 1})


@pytest.mark.parametrize(
    ("said", "kpi", "value"),
    [
        (42, BACKLOG, 42),
        (-4.5, BACKLOG, -4.5),
        ("1 200", BACKLOG, 1200),
        ("42 %", SHARE, 42),
        ("42%", BACKLOG.model_copy(update={"unit": "%"}), 42),
        (True, DONE, 1),
        (0, DONE, 0),
        (1.0, DONE, 1),
        ("Yes", DONE, 1),
        (" no ", DONE, 0),
    ],
)
def test_a_number_is_read_as_its_kpi_is_counted(said, kpi, value):
    assert value_of(said, kpi) == value


@pytest.mark.parametrize(
    ("said", "kpi", "refusal"),
    [
        (True, BACKLOG, NotANumber),
        (float("nan"), BACKLOG, NotANumber),
        (float("-inf"), BACKLOG, NotANumber),
        (1e16, BACKLOG, NotANumber),
        ("", BACKLOG, NotANumber),
        ("42％", BACKLOG, NotInPercent),
        (0.5, DONE, NotYesOrNo),
        (2, DONE, NotYesOrNo),
        (float("nan"), DONE, NotYesOrNo),
        ("maybe", DONE, NotYesOrNo),
    ],
)
def test_a_number_that_its_kpi_cannot_have_is_refused(said, kpi, refusal):
    with pytest.raises(refusal):
        value_of(said, kpi)


def test_whole_numbers_stay_numbers_and_yes_stays_yes():
    assert [type(told(value=said).value) for said in (1, 1.0, True, "1")] == [float, float, bool, str]


def test_a_moment_counts_by_the_owners_date():
    """23:00 in New York on the eve is the goal's first day in Berlin."""
    assert readings(told(at="2026-06-30T23:00:00-04:00"))[0].at - timedelta(hours=3) == datetime(2026, 7, 1, tzinfo=UTC)


def test_on_the_evidence_page_it_says_where_it_came_from():
    outside = readings(told())
    own = [outside[0].model_copy(update={"by": ANA.id})]

    [shown], [mine] = (entries_of(Evidence(goals=(GOAL,)), ANA.id, readings=found) for found in (outside, own))
    assert (shown.title, mine.title) == ("New number, from another system", "New number")
    assert shown.text == mine.text == "First reply 60 min"
