"""How a goal stands, for every plan and every number: more is never worse, later never better, a farther day never harder."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from company import ANA
from domain.goal_rescoping import Wanted, rescoped, wrong_with
from domain.goal_status import expected, standing, status
from domain.goals import Confidence, Goal, Kpi, Milestone, State
from properties import PROPERTY

START = date(2026, 7, 1)
FROM_GOOD_TO_BAD = [Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK]


def after(days: int) -> date:
    return START + timedelta(days=days)


@st.composite
def plans(draw) -> Goal:
    """Return a goal of some length with milestones between its start and its end, in order."""
    length = draw(st.integers(1, 200))
    days = sorted(draw(st.sets(st.integers(1, max(length - 1, 1)), max_size=5)) if length > 1 else ())
    shares = sorted(draw(st.lists(st.integers(1, 999), min_size=len(days), max_size=len(days), unique=True)))
    milestones = [
        Milestone(title="Step", due=after(day), share=share / 1000) for day, share in zip(days, shares, strict=True)
    ]
    about = {"ref": "G-1", "title": "t", "owner": ANA.id, "state": State.ACTIVE}
    return Goal(id=1, **about, starts=START, due=after(length), milestones=milestones)


KPIS = st.tuples(st.integers(-1000, 1000), st.integers(-1000, 1000), st.integers(-2000, 2000)).filter(
    lambda said: said[0] != said[1]
)
DAYS = st.integers(-10, 250)


def measured(plan: Goal, *kpis: tuple[float, float, float]) -> Goal:
    found = [
        Kpi(id=number, name="n", baseline=baseline, target=target, value=value)
        for number, (baseline, target, value) in enumerate(kpis, start=1)
    ]
    return plan.model_copy(update={"kpis": tuple(found)})


def badness(goal: Goal, day: int, **facts) -> int:
    return FROM_GOOD_TO_BAD.index(status(goal, after(day), **facts))


@PROPERTY
@given(plans(), DAYS, DAYS)
def test_the_plan_never_goes_back_and_stays_between_nothing_and_all(plan, one, other):
    sooner, later = sorted((one, other))

    assert 0 <= expected(plan, after(sooner)) <= expected(plan, after(later)) <= 1


@PROPERTY
@given(plans())
def test_the_plan_meets_each_milestone_on_its_day(plan):
    assert expected(plan, plan.starts) == 0
    assert [expected(plan, one.due) for one in plan.milestones] == [one.share for one in plan.milestones]
    assert expected(plan, plan.due) == 1


@PROPERTY
@given(plans(), st.lists(KPIS, min_size=1, max_size=3), st.integers(0, 500), DAYS)
def test_a_better_number_never_makes_a_goal_stand_worse(plan, kpis, more, day):
    goal = measured(plan, *kpis)
    (baseline, target, value), *others = kpis
    better = measured(plan, (baseline, target, value + (more if target > baseline else -more)), *others)

    assert better.progress >= goal.progress
    assert badness(better, day) <= badness(goal, day)


@PROPERTY
@given(plans(), st.floats(0, 1), st.floats(0, 1), DAYS)
def test_nor_does_a_better_mean_of_the_goals_below(plan, one, other, day):
    less, more = sorted((one, other))

    assert badness(plan, day, progress=more) <= badness(plan, day, progress=less)


@PROPERTY
@given(plans(), KPIS, DAYS, DAYS)
def test_with_the_same_number_a_goal_never_stands_better_later(plan, kpi, one, other):
    goal = measured(plan, kpi)
    sooner, later = sorted((one, other))

    assert badness(goal, sooner) <= badness(goal, later)


@PROPERTY
@given(plans(), KPIS, st.integers(1, 100), DAYS)
def test_a_later_due_date_never_makes_a_goal_stand_worse(plan, kpi, days, day):
    goal = measured(plan, kpi)
    later = rescoped(goal, Wanted(due=goal.due + timedelta(days=days), milestones=goal.milestones))

    assert badness(later, day) <= badness(goal, day)


@PROPERTY
@given(plans(), KPIS, st.integers(-2000, 2000), DAYS)
def test_a_nearer_target_never_makes_a_goal_stand_worse(plan, kpi, other, day):
    goal = measured(plan, kpi)
    wanted = Wanted(targets={1: other}, due=goal.due, milestones=goal.milestones)
    if wrong_with(goal, wanted, goal.starts) or abs(other - kpi[0]) > abs(kpi[1] - kpi[0]):
        return

    assert badness(rescoped(goal, wanted), day) <= badness(goal, day)


@PROPERTY
@given(st.floats(0, 3), st.floats(0, 3))
def test_a_larger_share_of_the_plan_never_reads_worse(one, other):
    less, more = (FROM_GOOD_TO_BAD.index(standing(share)) for share in sorted((one, other)))

    assert more <= less
