"""Rescoping a goal: what is a wish, who decides about it, and what the goal is then."""

from datetime import UTC, date, datetime

import pytest

from domain.goal_rescoping import (
    DueBeforeStart,
    NothingDifferent,
    Rescope,
    TargetTurnsAround,
    Wanted,
    differences,
    must_decide,
    rescoped,
    wrong_with,
)
from domain.goals import Goal, Kpi, Milestone, State, TargetIsBaseline
from domain.milestones import MilestoneOutside
from domain.permissions import Relation
from domain.proposals import DecidedAlready, NotTheirManager
from domain.refusals import NotThere
from domain.smart import DueInThePast

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DUE = date(2027, 3, 31)
PILOT = Milestone(title="Pilot", due=date(2026, 10, 1), share=0.4, done_on=date(2026, 10, 2))
GOAL = Goal(
    id=1,
    ref="G-1",
    title="Answer fast",
    owner="UANA",
    state=State.ACTIVE,
    starts=date(2026, 7, 12),
    due=DUE,
    kpis=(
        Kpi(id=1, name="First reply", unit="hours", baseline=6, target=2, value=5),
        Kpi(id=2, name="Praise", baseline=0, target=10),
    ),
    milestones=(PILOT,),
)


def wanted(**other) -> Wanted:
    return Wanted(**{"due": DUE, "milestones": (PILOT,)} | other)


WISH = Rescope(id=3, goal=1, by="UANA", at=NOW, why="fewer of us", wanted=wanted(targets={1: 4}))


@pytest.mark.parametrize(
    ("wish", "refusals"),
    [
        pytest.param(wanted(targets={1: 4, 2: 5}), [], id="other targets"),
        pytest.param(wanted(targets={1: -1}), [], id="further than before"),
        pytest.param(wanted(due=TODAY), [], id="due today"),
        pytest.param(wanted(milestones=()), [], id="no milestones"),
        pytest.param(wanted(), [NothingDifferent], id="nothing"),
        pytest.param(wanted(targets={1: 2}), [NothingDifferent], id="the same target"),
        pytest.param(wanted(targets={1: 6, 2: 0}), [TargetIsBaseline] * 2, id="the baseline, twice"),
        pytest.param(wanted(targets={1: 7, 2: -1}), [TargetTurnsAround] * 2, id="the other way, twice"),
        pytest.param(wanted(due=date(2026, 11, 22)), [DueInThePast], id="due yesterday"),
        pytest.param(wanted(due=date(2026, 7, 12)), [DueInThePast, DueBeforeStart], id="due when it began"),
        pytest.param(wanted(due=date(2026, 12, 1), milestones=(PILOT.model_copy(update={"due": DUE}),)),
            [MilestoneOutside], id="a milestone after the end"),
    ],
)  # fmt: skip
def test_what_stands_against_a_wish(wish, refusals):
    assert [type(one) for one in wrong_with(GOAL, wish, TODAY)] == refusals


def test_a_goal_that_is_late_may_keep_its_day():
    assert wrong_with(GOAL, wanted(targets={1: 4}), date(2027, 5, 1)) == ()


def test_each_refusal_names_its_field():
    fields = [one.at() for one in wrong_with(GOAL, wanted(targets={1: 6, 2: -1}), TODAY)]

    assert fields == ["target-1", "target-2"]


def test_only_what_is_wanted_otherwise_changes_and_what_is_done_stays_done():
    new = Milestone(title="Roll-out", due=date(2027, 1, 15), share=0.7)
    same = PILOT.model_copy(update={"done_on": None})
    after = rescoped(GOAL, wanted(targets={1: 4}, milestones=(same, new)))

    assert after == GOAL.model_copy(
        update={"kpis": (GOAL.kpis[0].model_copy(update={"target": 4}), GOAL.kpis[1]), "milestones": (PILOT, new)}
    )
    found = differences(GOAL, wanted(targets={1: 4}, milestones=()))
    assert [(one.name, one.before, one.after) for one in found] == [
        ("First reply, target", "2 hours", "4 hours"),
        ("milestones", "2026-10-01 40% Pilot", "none"),
    ]


@pytest.mark.parametrize(
    ("wish", "goal", "relation", "refusal"),
    [
        pytest.param(None, GOAL, Relation.MANAGER, NotThere, id="no wish"),
        pytest.param(WISH, None, Relation.MANAGER, NotThere, id="no goal"),
        pytest.param(WISH, GOAL, Relation.SELF, NotTheirManager, id="the owner"),
        pytest.param(WISH, GOAL, Relation.LINE_ABOVE, NotTheirManager, id="the line above"),
        pytest.param(WISH, GOAL, None, NotTheirManager, id="a stranger"),
        pytest.param(WISH, GOAL.model_copy(update={"state": State.CLOSED}), Relation.MANAGER, DecidedAlready, id="closed"),
        *(
            pytest.param(WISH.model_copy(update={"decided_at": NOW, "agreed": agreed}), GOAL, Relation.MANAGER,
                DecidedAlready, id=f"decided: {agreed}")
            for agreed in (True, False, None)
        ),
    ],
)  # fmt: skip
def test_some_may_not_decide(wish, goal, relation, refusal):
    with pytest.raises(refusal):
        must_decide(wish, goal, relation)


def test_the_manager_decides():
    assert must_decide(WISH, GOAL, Relation.MANAGER) == (WISH, GOAL)
