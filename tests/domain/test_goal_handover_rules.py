"""Goals whose owner left: who is asked, who may give one away, and what the new owner has."""

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU
from domain.goal_handovers import HandedOverAlready, asked, handed_over, must_hand_over
from domain.goal_warnings import OWNER_LEFT, Warned, is_over, to_warn_of
from domain.goals import Confidence, Goal, Kpi, State
from domain.refusals import NotThere

MANAGERS = {one.id: one.manager for one in EVERYONE}
GONE = ANA.model_copy(update={"active": False})
TODAY = NOW.date()
GOAL = Goal(
    id=1,
    ref="G-1",
    title="Answer fast",
    owner=ANA.id,
    state=State.ACTIVE,
    starts=TODAY.replace(month=1),
    due=TODAY.replace(month=12),
    contributors=(BO.id, OLU.id),
    confidence=Confidence.ON_TRACK,
    kpis=(Kpi(name="Count", baseline=0, target=9, value=0),),
)


@pytest.mark.parametrize(
    ("here", "who"),
    [
        pytest.param({MIA.id, OLU.id}, (MIA.id,), id="the manager"),
        pytest.param({OLU.id}, (OLU.id,), id="the next above, where the manager left too"),
        pytest.param(set(), (HANA.id,), id="the people team"),
    ],
)
def test_who_is_asked(here, who):
    assert asked(ANA.id, MANAGERS, here, [HANA.id]) == who


@pytest.mark.parametrize(
    ("goal", "owner", "by", "refusal"),
    [
        pytest.param(None, GONE, MIA, NotThere, id="no goal"),
        pytest.param(GOAL, None, MIA, NotThere, id="no owner"),
        pytest.param(GOAL.model_copy(update={"state": State.CLOSED}), GONE, MIA, NotThere, id="a closed one"),
        pytest.param(GOAL, GONE, BO, NotThere, id="somebody else"),
        pytest.param(GOAL, BO, MIA, HandedOverAlready, id="given away already"),
    ],
)
def test_some_may_not_give_it_away(goal, owner, by, refusal):
    with pytest.raises(refusal):
        must_hand_over(goal, owner, by.id, [MIA.id])


def test_the_new_owner_has_the_goal_as_it_stands():
    after = handed_over(must_hand_over(GOAL, GONE, MIA.id, [MIA.id]), BO.id)

    assert after == GOAL.model_copy(update={"owner": BO.id, "contributors": (OLU.id,), "confidence": None})


@pytest.mark.parametrize(
    ("state", "goal", "today", "over"),
    [
        pytest.param(OWNER_LEFT, GOAL, None, False, id="nobody owns it yet"),
        pytest.param(OWNER_LEFT, GOAL, TODAY, True, id="somebody does"),
        pytest.param(OWNER_LEFT, None, None, True, id="it is gone"),
        pytest.param(Confidence.OFF_TRACK, GOAL, None, True, id="there is nobody to warn"),
        pytest.param(Confidence.OFF_TRACK, GOAL, TODAY, False, id="off track still"),
        pytest.param(Confidence.OFF_TRACK, GOAL.model_copy(update={"kpis": ()}), TODAY, True, id="on track"),
        pytest.param(Confidence.OFF_TRACK, GOAL.model_copy(update={"state": State.DROPPED}), TODAY, True, id="dropped"),
    ],
)
def test_when_a_warning_is_over(state, goal, today, over):
    assert is_over(Warned(goal=1, state=state, said_at=NOW), goal, today) is over


def test_whoever_took_it_over_is_warned_like_any_owner():
    assert to_warn_of(GOAL, Warned(goal=1, state=OWNER_LEFT, said_at=NOW), TODAY) is Confidence.OFF_TRACK
