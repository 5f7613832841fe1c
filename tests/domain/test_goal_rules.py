"""Goals: progress, the sum behind a status, and who may bring new numbers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO
from domain.goal_status import expected, explain, status
from domain.goal_tree import in_tree_order
from domain.goals import Confidence, Goal, GoalClosed, Kpi, State, must_take_numbers
from domain.refusals import NotThere
from properties import PROPERTY

START = date(2026, 7, 1)
DUE = START + timedelta(days=100)


def kpi(value=None, *, baseline=0.0, target=100.0, unit="") -> Kpi:
    return Kpi(name="Answers", unit=unit, baseline=baseline, target=target, value=value)


def goal(*kpis: Kpi, **fields) -> Goal:
    given = {"ref": "G-1", "title": "Answer", "owner": ANA.id, "state": State.ACTIVE, "starts": START, "due": DUE}
    return Goal(**(given | {"kpis": kpis} | fields))


def after(days: int) -> date:
    return START + timedelta(days=days)


@pytest.mark.parametrize(
    ("kpis", "progress"),
    [
        pytest.param([kpi()], 0, id="never read"),
        pytest.param([kpi(40)], 0.4, id="on the way"),
        pytest.param([kpi(60, baseline=90, target=30)], 0.5, id="less is better"),
        pytest.param([kpi(-50)], 0, id="worse than the baseline counts as nothing"),
        pytest.param([kpi(150)], 1, id="more than the target counts as all"),
        pytest.param([kpi(150), kpi(50)], 0.75, id="what is too much does not make up for another"),
        pytest.param([], 0, id="no KPI"),
    ],
)
def test_progress_is_the_mean_of_the_kpis(kpis, progress):
    assert goal(*kpis).progress == pytest.approx(progress)


def test_a_kpi_itself_may_be_below_or_above():
    assert [kpi(-50).progress, kpi(150).progress] == [-0.5, 1.5]


@pytest.mark.parametrize(
    ("day", "due", "plan"),
    [
        pytest.param(after(-3), DUE, 0, id="before it starts"),
        pytest.param(after(0), DUE, 0, id="the first day"),
        pytest.param(after(25), DUE, 0.25, id="a quarter"),
        pytest.param(DUE, DUE, 1, id="the last day"),
        pytest.param(after(150), DUE, 1, id="overdue"),
        pytest.param(START, START, 1, id="due on the day it starts"),
    ],
)
def test_the_plan_grows_evenly(day, due, plan):
    assert expected(goal(due=due), day) == plan


@pytest.mark.parametrize(
    ("value", "day", "says"),
    [
        pytest.param(50, 50, Confidence.ON_TRACK, id="as planned"),
        pytest.param(45, 50, Confidence.ON_TRACK, id="nine tenths of the plan"),
        pytest.param(44, 50, Confidence.AT_RISK, id="a little less"),
        pytest.param(35, 50, Confidence.AT_RISK, id="seven tenths"),
        pytest.param(34, 50, Confidence.OFF_TRACK, id="a little less than that"),
        pytest.param(None, 50, Confidence.OFF_TRACK, id="never read"),
        pytest.param(None, 0, Confidence.ON_TRACK, id="on its first day"),
        pytest.param(None, 6, Confidence.ON_TRACK, id="in its first week"),
        pytest.param(None, 7, Confidence.OFF_TRACK, id="after its first week"),
        pytest.param(100, 150, Confidence.ON_TRACK, id="overdue but reached"),
        pytest.param(80, 150, Confidence.AT_RISK, id="overdue"),
    ],
)
def test_the_status_is_arithmetic(value, day, says):
    assert status(goal(kpi(value)), after(day)) is says


def test_a_goal_of_a_few_days_is_judged_on_its_last():
    short = goal(kpi(10), due=after(3))

    assert status(short, after(2)) is Confidence.ON_TRACK
    assert status(short, after(3)) is Confidence.OFF_TRACK


@PROPERTY
@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.integers(-10, 200))
def test_every_goal_has_a_status_and_a_sum(baseline, target, value, day):
    if baseline == target:
        return
    some = goal(kpi(value, baseline=baseline, target=target))

    assert status(some, after(day)) in Confidence
    assert "; the plan for today is " in explain(some, after(day))
    assert 0 <= some.progress <= 1


@pytest.mark.parametrize(
    ("kpis", "day", "said"),
    [
        pytest.param([], 50, "no KPI yet", id="no KPI"),
        pytest.param([kpi(unit="min")], 50, "0 of 100 min; the plan for today is 50", id="never read"),
        pytest.param([kpi(42)], 55, "42 of 100; the plan for today is 55; at this pace 76.4 on 9 Oct", id="on the way"),
        pytest.param([kpi(42)], 6, "42 of 100; the plan for today is 6", id="too early for a pace"),
        pytest.param([kpi(42)], 100, "42 of 100; the plan for today is 100", id="no pace on the last day"),
        pytest.param([kpi(0)], 50, "0 of 100; the plan for today is 50", id="standing still has no pace"),
        pytest.param(
            [kpi(60, baseline=90, target=30)],
            75,
            "60 on the way down to 30; the plan for today is 45; at this pace 50 on 9 Oct",
            id="less is better",
        ),
        pytest.param(
            [kpi(123456, target=1_000_000)],
            50,
            "123\u202f456 of 1\u202f000\u202f000; the plan for today is 500\u202f000; at this pace 246\u202f912 on 9 Oct",
            id="large",
        ),
        pytest.param(
            [kpi(40), kpi(46)], 78, "43 % of the way, the mean of 2 KPIs; the plan for today is 78 %", id="two KPIs"
        ),
    ],
)
def test_the_sum_is_said_in_words(kpis, day, said):
    assert explain(goal(*kpis), after(day)) == said


def test_the_sum_of_another_day_names_it():
    assert explain(goal(kpi(1)), after(3), on="4 July") == "1 of 100; the plan for 4 July is 3"


def test_a_belief_has_words():
    assert [one.in_words for one in Confidence] == ["on track", "at risk", "off track"]


@pytest.mark.parametrize(
    ("found", "by", "refusal"),
    [
        pytest.param(None, ANA.id, NotThere, id="gone"),
        pytest.param(goal(), BO.id, NotThere, id="somebody else's"),
        *(
            pytest.param(goal(state=state), ANA.id, GoalClosed, id=state)
            for state in State
            if state is not State.ACTIVE
        ),
    ],
)
def test_only_the_owner_brings_numbers_to_an_active_goal(found, by, refusal):
    with pytest.raises(refusal):
        must_take_numbers(found, by)


def test_the_owner_of_an_active_goal_brings_numbers():
    assert must_take_numbers(goal(), ANA.id) == goal()


def test_a_tree_is_told_parents_first_and_orphans_at_the_top():
    goals = [goal(id=3, parent=2), goal(id=1), goal(id=2, parent=1), goal(id=4, parent=99), goal(id=5, parent=1)]

    assert [(depth, one.id) for depth, one in in_tree_order(goals)] == [(0, 1), (1, 2), (2, 3), (1, 5), (0, 4)]


def test_a_target_a_hair_from_its_baseline_has_a_sum_too():
    tiny = Kpi(name="n", baseline=0, target=7e-308, value=13)
    found = goal(kpis=(tiny,), starts=date(2026, 1, 1), due=date(2027, 1, 1))

    assert "at this pace" not in explain(found, date(2026, 11, 20))
