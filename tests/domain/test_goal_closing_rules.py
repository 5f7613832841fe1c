"""How a goal ends: its scores and their mean, what goes on from it, and who may end it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, HANA, MIA, NOW
from domain.goal_closing import (
    WHOLE,
    EndedAlready,
    KpisChanged,
    LearnedMissing,
    NoScore,
    NotActiveYet,
    NothingToCarry,
    Outcome,
    OutcomeMissing,
    ScoreMissing,
    UntilInThePast,
    UntilMissing,
    Verdict,
    WhyMissing,
    carry_over,
    end,
    history,
    mistakes,
    must_end,
)
from domain.goal_history import Change, Happened
from domain.goal_scores import Band, band, mean, shown, suggested
from domain.goals import Goal, Kind, Kpi, Level, Milestone, State
from domain.goals_reached import celebrated_in_public, reached_at
from domain.permissions import Relation
from domain.refusals import NotThere
from properties import PROPERTY

TODAY = date(2026, 11, 20)
FIRST = Kpi(id=1, name="First reply", unit="hours", baseline=6, target=2, value=3.5)
SECOND = Kpi(id=2, name="Praise", baseline=0, target=10, value=12)
GOAL = Goal(
    id=5,
    ref="G-5",
    title="Answer fast",
    owner=ANA.id,
    parent=2,
    state=State.ACTIVE,
    starts=date(2026, 7, 1),
    due=date(2026, 12, 31),
    kpis=(FIRST, SECOND),
    contributors=(BO.id,),
)
UNTIL = date(2027, 3, 31)
CLOSED = Verdict(outcome=Outcome.CLOSED, scores={1: 0.6, 2: 1}, learned="Ask the night shift first")
CARRIED = CLOSED.model_copy(update={"outcome": Outcome.CARRIED_OVER, "until": UNTIL})
DROPPED = Verdict(outcome=Outcome.DROPPED, learned="Nobody writes in winter", why="The shop closes")


@pytest.mark.parametrize(
    ("kpi", "score"),
    [
        pytest.param(FIRST, 0.6, id="0.625 is nearest to 0.6"),
        pytest.param(FIRST.model_copy(update={"value": 3.4}), 0.7, id="half a tenth goes up"),
        pytest.param(SECOND, 1, id="more than the target is all of it"),
        pytest.param(SECOND.model_copy(update={"value": -3}), 0, id="worse than the baseline is no step"),
        pytest.param(SECOND.model_copy(update={"value": None}), 0, id="never read"),
        pytest.param(Kpi(name="Live", kind=Kind.YES_NO, baseline=0, target=1, value=1), 1, id="done"),
        pytest.param(
            Kpi(name="n", baseline=90, target=70, value=76), 0.7, id="not one tenth less for a double's noise"
        ),
    ],
)
def test_the_arithmetic_suggests_a_score_with_one_decimal(kpi, score):
    assert suggested(kpi) == score


@pytest.mark.parametrize(
    ("score", "reads", "words"),
    [
        pytest.param(1, Band.GREEN, "1.0", id="all of it"),
        pytest.param(0.7, Band.GREEN, "0.7", id="from 0.7"),
        pytest.param(0.65, Band.AMBER, "0.65", id="a little less"),
        pytest.param(0.4, Band.AMBER, "0.4", id="from 0.4"),
        pytest.param(0.39, Band.RED, "0.39", id="less than that"),
        pytest.param(0, Band.RED, "0.0", id="no step"),
    ],
)
def test_a_score_reads_green_amber_or_red(score, reads, words):
    assert (band(score), shown(score)) == (reads, words)


def test_closing_takes_the_mean_of_the_key_results():
    over = end(GOAL, CLOSED, TODAY)

    assert (over.state, over.score, over.learned, over.ended_on) == (State.CLOSED, 0.8, CLOSED.learned, TODAY)
    assert [kpi.score for kpi in over.kpis] == [0.6, 1]
    assert mean([0.5, 0.8]) == 0.65


def test_a_goal_without_kpis_is_scored_as_a_whole():
    bare = GOAL.model_copy(update={"kpis": ()})

    assert end(bare, CLOSED.model_copy(update={"scores": {WHOLE: 0.5}}), TODAY).score == 0.5


def test_a_dropped_goal_has_no_score():
    over = end(GOAL, DROPPED, TODAY)

    assert (over.state, over.score, over.learned) == (State.DROPPED, None, DROPPED.learned)
    assert [kpi.score for kpi in over.kpis] == [None, None]


@pytest.mark.parametrize(
    ("said", "changes", "refusals"),
    [
        pytest.param(CLOSED, {"scores": {1: None, 2: 1.1}}, [ScoreMissing, NoScore], id="no score, and none there is"),
        pytest.param(CLOSED, {"scores": {1: -0.1, 2: 1}}, [NoScore], id="below nothing"),
        pytest.param(CLOSED, {"scores": {1: 0.5}}, [KpisChanged], id="a key result came while the form was open"),
        pytest.param(CLOSED, {"learned": "\u200b"}, [LearnedMissing], id="nothing learned"),
        pytest.param(CLOSED, {"outcome": None, "learned": ""}, [OutcomeMissing, LearnedMissing], id="nothing chosen"),
        pytest.param(CARRIED, {"until": None}, [UntilMissing], id="until when"),
        pytest.param(CARRIED, {"until": TODAY}, [UntilInThePast], id="until today"),
        pytest.param(DROPPED, {"why": " "}, [WhyMissing], id="dropped without a why"),
        pytest.param(
            DROPPED, {"why": "", "learned": ""}, [LearnedMissing, WhyMissing], id="all that is missing at once"
        ),
        pytest.param(DROPPED, {}, [], id="dropped needs no score"),
    ],
)
def test_what_is_missing_is_said_at_once(said, changes, refusals):
    wrong = said.model_copy(update=changes)

    assert [type(one) for one in mistakes(GOAL, wrong, TODAY)] == refusals
    if refusals:
        with pytest.raises(refusals[0]):
            end(GOAL, wrong, TODAY)


def test_nothing_is_carried_over_from_a_goal_that_is_reached():
    reached = GOAL.model_copy(update={"kpis": (SECOND,)})

    assert [type(one) for one in mistakes(reached, CARRIED.model_copy(update={"scores": {2: 1}}), TODAY)] == [
        NothingToCarry
    ]


def test_carried_over_it_goes_on_from_where_it_stands():
    steps = (
        Milestone(id=1, title="Behind", due=date(2026, 12, 1), share=0.5),
        Milestone(id=2, title="Ahead", due=date(2026, 12, 15), share=0.9),
        Milestone(id=3, title="Done", due=date(2026, 12, 16), share=0.95, done_on=TODAY),
        Milestone(id=4, title="Passed", due=date(2026, 11, 1), share=0.96),
    )
    old = GOAL.model_copy(update={"milestones": steps, "kpis": (FIRST,)})

    new = carry_over(old, UNTIL, ref="G-9", state=State.PROPOSED, today=TODAY, open_parent=True)

    assert new == Goal(
        ref="G-9",
        title=GOAL.title,
        owner=ANA.id,
        parent=2,
        state=State.PROPOSED,
        starts=TODAY,
        due=UNTIL,
        kpis=(Kpi(name="First reply", unit="hours", baseline=3.5, target=2),),
        contributors=(BO.id,),
        milestones=(Milestone(title="Ahead", due=date(2026, 12, 15), share=0.73),),
    )
    assert new.progress == 0
    alone = carry_over(GOAL, UNTIL, ref="G-9", state=State.ACTIVE, today=TODAY, open_parent=False)
    assert (alone.parent, [kpi.name for kpi in alone.kpis]) == (None, ["First reply"]), "what is reached stays behind"


def test_what_happened_is_written_down_on_both():
    new = carry_over(GOAL, UNTIL, ref="G-9", state=State.ACTIVE, today=TODAY, open_parent=True)
    over = end(GOAL, CARRIED, TODAY)

    old_one, new_one = history(over, CARRIED, by=MIA.id, now=NOW, new=new.model_copy(update={"id": 9}))

    assert (old_one.goal, old_one.by, old_one.what, old_one.why) == (5, MIA.id, Happened.CARRIED_OVER, CARRIED.learned)
    assert old_one.changes["score"] == Change(after="0.8")
    assert old_one.changes["carried over into"] == Change(after="G-9")
    assert (new_one.goal, new_one.what, new_one.changes) == (
        9,
        Happened.CARRIED_OVER,
        {"carried over from": Change(after="G-5")},
    )
    [dropped] = history(end(GOAL, DROPPED, TODAY), DROPPED, by=ANA.id, now=NOW)
    assert (dropped.what, dropped.why, dropped.changes) == (Happened.DROPPED, "The shop closes", {})


@pytest.mark.parametrize(
    ("level", "person", "relation", "may"),
    [
        pytest.param(Level.INDIVIDUAL, ANA, Relation.SELF, True, id="its owner"),
        pytest.param(Level.INDIVIDUAL, MIA, Relation.MANAGER, True, id="the owner's manager"),
        pytest.param(Level.INDIVIDUAL, HANA, None, False, id="the people team, of a goal that is private"),
        pytest.param(Level.INDIVIDUAL, BO, None, False, id="a peer"),
        pytest.param(Level.TEAM, HANA, None, True, id="the people team, of a team's"),
        pytest.param(Level.COMPANY, BO, None, False, id="anybody, of the company's"),
    ],
)
def test_who_ends_a_goal(level, person, relation, may):
    goal = GOAL.model_copy(update={"level": level})
    if may:
        assert must_end(goal, person, relation, what="", command="/goal") == goal
    else:
        with pytest.raises(NotThere):
            must_end(goal, person, relation, what="", command="/goal")


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        pytest.param(State.CLOSED, EndedAlready, id="closed"),
        pytest.param(State.DROPPED, EndedAlready, id="dropped"),
        pytest.param(State.PROPOSED, NotActiveYet, id="proposed"),
        pytest.param(State.DRAFT, NotActiveYet, id="a draft"),
    ],
)
def test_it_ends_once_and_from_active_alone(state, refusal):
    with pytest.raises(refusal):
        must_end(GOAL.model_copy(update={"state": state}), ANA, Relation.SELF, what="closed by Mia", command="/goal")
    with pytest.raises(NotThere):
        must_end(None, ANA, None, what="", command="/goal")


def test_somebody_elses_draft_is_not_there():
    draft = GOAL.model_copy(update={"state": State.DRAFT})

    with pytest.raises(NotThere):
        must_end(draft, MIA, Relation.MANAGER, what="", command="/goal")


@pytest.mark.parametrize(
    ("facts", "reached", "public"),
    [
        pytest.param({"level": Level.TEAM, "score": 0.7}, True, True, id="a team's, closed in green"),
        pytest.param({"score": 0.7}, True, False, id="an individual one: never in public"),
        pytest.param({"level": Level.TEAM, "score": 0.69}, False, False, id="closed in amber"),
        pytest.param({"level": Level.COMPANY, "score": 0.9, "kpis": ()}, True, True, id="scored as a whole"),
    ],
)
def test_closed_in_green_counts_as_reached_on_that_day(facts, reached, public):
    over = GOAL.model_copy(update={"state": State.CLOSED, "ended_on": TODAY, **facts})
    at = reached_at(over, [])

    assert (at.date() if at else None) == (TODAY if reached else None)
    assert celebrated_in_public(over) is public


SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


@PROPERTY
@given(SCORES)
def test_the_score_of_a_goal_lies_among_those_of_its_key_results(scores):
    kpis = tuple(Kpi(id=number, name="n", baseline=0, target=1) for number in range(1, len(scores) + 1))
    said = CLOSED.model_copy(update={"scores": dict(enumerate(scores, start=1))})

    over = end(GOAL.model_copy(update={"kpis": kpis}), said, TODAY)

    assert min(scores) - 0.01 <= over.score <= max(scores) + 0.01
    assert over.score == pytest.approx(sum(scores) / len(scores), abs=0.011)


@PROPERTY
@given(st.floats(-1000, 1000), st.floats(-1000, 1000), st.floats(-1000, 1000), st.integers(1, 400))
def test_what_is_carried_over_begins_at_nothing_and_has_a_way_to_go(baseline, target, value, days):
    if baseline == target:
        return
    kpi = Kpi(id=1, name="n", baseline=baseline, target=target, value=value)
    old = GOAL.model_copy(update={"kpis": (kpi,)})
    said = CARRIED.model_copy(update={"scores": {1: suggested(kpi)}, "until": TODAY + timedelta(days=days)})
    if mistakes(old, said, TODAY):
        assert kpi.progress >= 1
        return

    new = carry_over(old, said.until, ref="G-9", state=State.ACTIVE, today=TODAY, open_parent=True)

    assert new.progress == 0
    assert new.kpis[0].baseline != new.kpis[0].target
    assert new.kpis[0].falls is kpi.falls
