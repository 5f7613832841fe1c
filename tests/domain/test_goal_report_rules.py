"""What stands in the report of goals, how it adds up, and what is kept from it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from company import ANA, BO, EVERYONE, MIA, SAM
from domain.goal_report import MOST_POINTS, Below, Counts, Point, mean_in_words, thinned, units, without_small_groups
from domain.goals import Confidence, Kind, Kpi, State
from properties import PROPERTY
from reported import DUE, TREND, a_goal, a_report, at, company_goal, kpi, team_goal

OWNERS = [person.id for person in EVERYONE]


def shown(*goals, **fields):
    """The goals on the page by ref, in order."""
    return {one.goal.ref: one for one in a_report(*goals, **fields).goals}


def of_five(parent=1, owners=OWNERS[:5], **fields):
    """Individual goals of so many people below one, at 0, 20, 40 % and so on."""
    values = {"name": "Talks", "unit": "", "baseline": 0, "target": 10}
    return [
        a_goal(20 + step, owner=owner, parent=parent, kpis=(Kpi(id=20 + step, value=step * 2, **values),), **fields)
        for step, owner in enumerate(owners)
    ]


def test_individual_goals_are_on_the_operators_page_alone():
    tree = company_goal(), team_goal(), a_goal(3, parent=2)

    assert [*shown(*tree)] == ["C-1", "T-2"]
    assert [(one.goal.ref, one.depth, one.parent) for one in a_report(*tree, everyone=True).goals] == [
        ("C-1", 0, None),
        ("T-2", 1, "C-1"),
        ("G-3", 2, "T-2"),
    ]


def test_company_goals_come_first_then_by_due_date():
    soon = company_goal(4, due=DUE - timedelta(days=9))
    loose = team_goal(5, parent=None, due=date(2026, 8, 1))

    assert [*shown(loose, company_goal(), soon)] == ["C-4", "C-1", "T-5"]


@pytest.mark.parametrize(
    ("state", "parent", "stands"),
    [
        pytest.param(State.PROPOSED, None, True, id="proposed"),
        pytest.param(State.DRAFT, None, False, id="a draft"),
        pytest.param(State.DROPPED, None, False, id="dropped"),
        pytest.param(State.CLOSED, None, False, id="closed at the top"),
        pytest.param(State.CLOSED, 1, True, id="closed below an open one"),
        pytest.param(State.CLOSED, 7, False, id="closed below a closed one"),
        pytest.param(State.CLOSED, 8, False, id="closed, in a loop"),
        pytest.param(State.CLOSED, 9, False, id="closed below a dropped one"),
    ],
)
def test_the_tree_holds_what_is_open_and_what_was_closed_below_it(state, parent, stands):
    around = company_goal(), company_goal(7, state=State.CLOSED), company_goal(9, state=State.DROPPED)
    goal = team_goal(8, parent=parent, state=state)

    assert ("T-8" in shown(*around, goal)) is stands


def test_a_goal_below_one_that_is_not_on_the_page_stands_at_the_top():
    one = shown(company_goal(state=State.DROPPED), team_goal())["T-2"]

    assert (one.depth, one.parent) == (0, None)


def test_a_goal_with_numbers_says_so_itself_and_names_what_is_below():
    one = shown(team_goal(1, parent=None), team_goal(2, kpis=(kpi(2, value=90),)))["T-1"]

    assert (one.own, one.progress, one.below.mean) == (True, pytest.approx(2 / 3), 0)
    assert one.said.startswith("60 on the way down to 45 min; the plan for 20 November is")


def test_a_goal_without_numbers_stands_at_the_mean_of_those_below_and_is_judged_by_it():
    half, whole = kpi(2, value=67.5), kpi(3, value=45)
    one = shown(company_goal(), team_goal(kpis=(half,)), team_goal(3, kpis=(whole,)))["C-1"]

    assert (one.own, one.progress, one.below.shares) == (False, 0.75, (0.5, 1.0))
    assert one.status is Confidence.ON_TRACK
    assert one.said == "75 % of the way, the mean of what is below it; the plan for 20 November is 78 %"


def test_where_nothing_says_nothing_is_judged():
    one = shown(company_goal())["C-1"]

    assert (one.progress, one.status, one.parted) == (None, None, False)
    assert one.said == "no KPI yet, and nothing below it that counts"
    assert one.below == Below()


@pytest.mark.parametrize(
    ("fields", "progress"),
    [
        pytest.param({"state": State.PROPOSED}, None, id="proposed"),
        pytest.param({"state": State.CLOSED, "score": 0.3}, 0.3, id="closed with a score"),
        pytest.param({"state": State.CLOSED}, pytest.approx(2 / 3), id="closed without one"),
    ],
)
def test_only_an_active_goal_has_a_plan_and_a_status(fields, progress):
    one = shown(company_goal(), team_goal(**fields))["T-2"]

    assert (one.progress, one.plan, one.status, one.said) == (progress, None, None, "")


@pytest.mark.parametrize(
    ("confidence", "parted"),
    [(None, False), (Confidence.AT_RISK, False), (Confidence.ON_TRACK, True)],
    ids=["not said", "the same", "another"],
)
def test_where_owner_and_arithmetic_part_is_marked(confidence, parted):
    one = shown(company_goal(), team_goal(confidence=confidence))["T-2"]

    assert (one.status, one.parted) == (Confidence.AT_RISK, parted)


def test_evidence_and_trend_stand_with_their_goal():
    one = shown()["T-2"]

    assert one.evidence == Counts(kudos=3, feedback=1, check_ins=8)
    assert one.trends == {2: TREND}
    assert shown()["C-1"].evidence == Counts()


# Whose number is it?


def test_five_people_below_a_goal_move_its_mean_and_none_is_shown():
    one = shown(company_goal(), *of_five())["C-1"]

    assert one.progress == pytest.approx(0.4)
    assert one.below == Below(individual=5, counted=5, mean=0.4)


@pytest.mark.parametrize(
    ("goals", "hidden"),
    [
        pytest.param(of_five(owners=OWNERS[:4]), 4, id="four people"),
        pytest.param(of_five(owners=[ANA.id] * 6), 6, id="six goals of one person"),
        pytest.param([*of_five(owners=OWNERS[:4]), a_goal(30, parent=1, owner=SAM.id, kpis=())], 5, id="one has no number"),
        pytest.param(
            [*of_five(owners=OWNERS[:4]), a_goal(30, parent=1, owner=SAM.id, state=State.PROPOSED)], 4, id="one is no goal yet"
        ),
    ],
)  # fmt: skip
def test_fewer_count_nowhere(goals, hidden):
    one = shown(company_goal(), *goals)["C-1"]

    assert (one.progress, one.below) == (None, Below(individual=hidden))


def test_beside_shared_goals_they_leave_the_mean_and_take_the_shares():
    few = shown(company_goal(), team_goal(), *of_five(owners=OWNERS[:4]))["C-1"]
    many = shown(company_goal(), team_goal(), *of_five())["C-1"]

    assert (few.below.shares, few.below.counted) == ((pytest.approx(2 / 3),), 0)
    assert (many.below.shares, many.below.counted, many.below.mean) == ((), 5, pytest.approx((2 + 2 / 3) / 6))


def test_a_closed_goal_counts_by_its_score():
    ended = [goal.model_copy(update={"state": State.CLOSED, "score": 1.0, "kpis": ()}) for goal in of_five()]

    assert shown(company_goal(), *ended)["C-1"].progress == 1.0


def test_the_operator_reads_every_share():
    assert shown(company_goal(), *of_five(owners=[BO.id, MIA.id]), everyone=True)["C-1"].below == Below(
        goals=2, mean=0.1, shares=(0.0, 0.2), units=("a plain number",)
    )


@settings(PROPERTY, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(OWNERS), st.integers(1, 3), st.integers(0, 10)), max_size=14))
def test_no_mean_moves_by_what_fewer_than_five_people_do(rows):
    """A page made with the goals of a small group on it and one made without them are the same."""
    kpis = [Kpi(id=50 + place, name="n", baseline=0, target=10, value=row[2]) for place, row in enumerate(rows)]
    goals = [a_goal(50 + n, owner=row[0], parent=row[1], kpis=(kpis[n],)) for n, row in enumerate(rows)]
    above = company_goal(), company_goal(2), company_goal(3)
    small = {n for n in (1, 2, 3) if len({row[0] for row in rows if row[1] == n}) < 5}

    found = shown(*above, *goals)
    without = shown(*above, *(goal for goal in goals if goal.parent not in small))

    assert {ref: one.progress for ref, one in found.items()} == {ref: one.progress for ref, one in without.items()}
    assert {goal.parent for goal in without_small_groups(goals)}.isdisjoint(small)


# In words


@pytest.mark.parametrize(
    ("below", "said"),
    [
        pytest.param(Below(goals=2), "", id="none counts"),
        pytest.param(Below(goals=1, mean=0.5, shares=(0.5,)), "50 % of the way", id="one"),
        pytest.param(
            Below(goals=3, mean=0.54, shares=(0.8, 0.5, 0.32)),
            "54 % of the way on average (80 %, 50 % and 32 %)",
            id="a few",
        ),
        pytest.param(Below(goals=9, mean=0.5, shares=(0.5,) * 9), "50 % of the way on average", id="many"),
        pytest.param(Below(individual=5, counted=5, mean=0.5), "50 % of the way on average", id="not to be told apart"),
    ],
)
def test_the_mean_is_told_with_what_it_is_the_mean_of(below, said):
    assert mean_in_words(below) == said


def test_units_are_told_in_words_once_each():
    kpis = kpi(1, unit="%"), kpi(2), kpi(3, unit="%"), kpi(4, unit=""), kpi(5, unit="", kind=Kind.YES_NO)

    assert units(kpis) == ("%", "min", "a plain number", "yes or no")
    tree = company_goal(), team_goal(kpis=kpis[:2]), team_goal(3, state=State.PROPOSED, kpis=kpis[3:])
    assert shown(*tree)["C-1"].below.units == ("%", "min")


@PROPERTY
@given(st.integers(0, 300))
def test_a_long_way_is_thinned_and_keeps_both_its_ends(count):
    way = [Point(at(7, 1) + timedelta(days=day), day) for day in range(count)]

    kept = thinned(way)

    assert len(kept) == min(count, MOST_POINTS)
    assert kept[:1] == tuple(way[:1])
    assert kept[-1:] == tuple(way[-1:])
    assert list(kept) == sorted(set(kept))
