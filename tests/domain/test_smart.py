"""What a machine can check of SMART beyond an empty field: kinds, direction, milestones, levels."""

from datetime import date

import pytest

from domain.goals import Goal, Kind, Kpi, Level, Milestone, State, TargetIsBaseline
from domain.milestones import MilestoneOutside
from domain.smart import (
    CurrencyMissing,
    KpiMissing,
    NumberMissing,
    Outline,
    TargetAboveBaseline,
    TargetBelowBaseline,
    change,
    missing_letters,
    propose,
)

TODAY, DUE = date(2026, 11, 20), date(2027, 3, 31)
SMART = Outline(title="Sell more", kpi="Deals", baseline=2, target=6, falls=False, due=DUE)
PILOT = Milestone(title="Pilot", due=date(2026, 12, 15), share=0.4)


@pytest.mark.parametrize(
    ("said", "refusal", "field"),
    [
        pytest.param({"target": 1}, TargetBelowBaseline, "target", id="more is better, but less is aimed at"),
        pytest.param({"falls": True}, TargetAboveBaseline, "target", id="less is better, but more is aimed at"),
        pytest.param({"target": 2}, TargetIsBaseline, "target", id="nothing would change"),
        pytest.param({"kind": Kind.MONEY, "unit": " "}, CurrencyMissing, "unit", id="money of no country"),
        pytest.param({"kind": Kind.YES_NO, "kpi": ""}, KpiMissing, "kpi", id="yes or no to what?"),
        pytest.param({"kind": Kind.PERCENT, "baseline": None}, NumberMissing, "baseline", id="a share of nothing"),
        pytest.param(
            {"milestones": (PILOT,), "due": date(2026, 12, 1)}, MilestoneOutside, "milestones", id="a step too late"
        ),
    ],
)
def test_a_letter_is_missing(said, refusal, field):
    [found] = missing_letters(SMART.model_copy(update=said), TODAY)

    assert (type(found), found.at()) == (refusal, field)


def test_the_sentence_says_what_to_do():
    [found] = missing_letters(SMART.model_copy(update={"target": 1}), TODAY)

    assert str(found) == (
        "Measurable: you said that more is better, but 1 lies below today's 2. Raise the target, or choose "
        "*less is better*."
    )


@pytest.mark.parametrize(
    ("said", "kpi"),
    [
        pytest.param(
            {"kind": Kind.YES_NO, "unit": "x", "baseline": None, "target": None},
            Kpi(name="Deals", kind=Kind.YES_NO, baseline=0, target=1),
            id="yes or no goes from 0 to 1",
        ),
        pytest.param(
            {"kind": Kind.PERCENT}, Kpi(name="Deals", kind=Kind.PERCENT, unit="%", baseline=2, target=6), id="percent"
        ),
        pytest.param(
            {"kind": Kind.MONEY, "unit": "€"},
            Kpi(name="Deals", kind=Kind.MONEY, unit="€", baseline=2, target=6),
            id="money with its currency",
        ),
        pytest.param({"baseline": 6, "target": 2, "falls": True}, Kpi(name="Deals", baseline=6, target=2), id="less"),
    ],
)
def test_each_kind_is_recorded_as_it_is(said, kpi):
    proposed = propose("UANA", SMART.model_copy(update=said), ref="G-1", today=TODAY, has_manager=True)

    assert proposed.kpis == (kpi,)


def test_contributors_are_others_each_once():
    outline = SMART.model_copy(update={"contributors": ("UBO", "UANA", "UBO"), "milestones": (PILOT,)})

    proposed = propose("UANA", outline, ref="G-1", today=TODAY, has_manager=True)

    assert (proposed.contributors, proposed.milestones) == (("UBO",), (PILOT,))


def test_a_goal_of_a_team_is_active_at_once_and_may_go_without_a_kpi():
    outline = Outline(title="Calm support", kpi="", due=DUE)

    proposed = propose("UMIA", outline, ref="G-1", today=TODAY, has_manager=True, level=Level.TEAM)

    assert (proposed.state, proposed.level, proposed.kpis) == (State.ACTIVE, Level.TEAM, ())
    assert [one.at() for one in missing_letters(outline, TODAY)] == ["kpi", "baseline", "target"]


def test_a_changed_goal_keeps_what_it_has_become():
    kpi = Kpi(id=7, name="Deals", baseline=2, target=6, value=3)
    goal = Goal(
        id=1, ref="G-1", title="Old", level=Level.TEAM, owner="UMIA", state=State.ACTIVE, starts=date(2026, 7, 1),
        due=DUE, kpis=(kpi,), milestones=(PILOT.model_copy(update={"done_on": TODAY}),),
    )  # fmt: skip
    early = Milestone(title="Begun", due=date(2026, 8, 1), share=0.1)

    after = change(goal, SMART.model_copy(update={"target": 8, "milestones": (early, PILOT)}), today=TODAY)

    assert (after.title, after.starts, after.state) == ("Sell more", date(2026, 7, 1), State.ACTIVE)
    assert after.kpis == (kpi.model_copy(update={"target": 8}),)
    assert [one.done_on for one in after.milestones] == [None, TODAY]
    with pytest.raises(TargetBelowBaseline):
        change(goal, SMART.model_copy(update={"target": 1}), today=TODAY)
