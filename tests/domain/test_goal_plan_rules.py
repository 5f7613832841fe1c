"""Who sets and changes which goals, what may stand above, who gets a draft."""

from datetime import UTC, date, datetime

import pytest

from company import ANA, BO, EVERYONE, HANA, MIA, OLU, SAM
from domain.goal_cascade import (
    EverybodyHasOne,
    NobodyChosen,
    NotOfYourLine,
    TooManyPeople,
    draft,
    must_cascade,
    without_one,
)
from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_plans import (
    NotYoursToSet,
    OwnerNotYours,
    OwnGoalOfSomebodyElse,
    ParentIsSmaller,
    changed_since,
    levels_for,
    may_change,
    must_change,
    must_set,
    must_stand_above,
    offered,
)
from domain.goals import Goal, Kpi, Level, Milestone, State
from domain.proposals import NotADraft
from domain.refusals import NotThere
from domain.smart import ParentClosed

TODAY, DUE = date(2026, 11, 20), date(2027, 3, 31)
MANAGERS = {person.id: person.manager for person in EVERYONE}
SHARED_ONES = (Level.INDIVIDUAL, Level.TEAM)


def goal(number=1, **facts):
    about = {"ref": f"G-{number}", "title": f"Goal {number}", "owner": MIA.id, "starts": TODAY, "due": DUE}
    return Goal(id=number, **about | {"level": Level.TEAM, "state": State.ACTIVE} | facts)


def test_whose_goals_one_sets():
    assert levels_for(ANA, leads=False) == (Level.INDIVIDUAL,)
    assert levels_for(MIA, leads=True) == SHARED_ONES
    assert levels_for(HANA, leads=False) == (*SHARED_ONES, Level.COMPANY)


@pytest.mark.parametrize(
    ("level", "by", "owner", "leads", "refusal"),
    [
        pytest.param(Level.INDIVIDUAL, ANA, ANA, False, None, id="one's own"),
        pytest.param(Level.INDIVIDUAL, MIA, ANA, True, OwnGoalOfSomebodyElse, id="a report's own"),
        pytest.param(Level.TEAM, MIA, MIA, True, None, id="one's own team's"),
        pytest.param(Level.TEAM, OLU, ANA, True, None, id="owned further down"),
        pytest.param(Level.TEAM, MIA, OLU, True, OwnerNotYours, id="owned by one's manager"),
        pytest.param(Level.TEAM, ANA, ANA, False, NotYoursToSet, id="a team's, leading nobody"),
        pytest.param(Level.COMPANY, MIA, MIA, True, NotYoursToSet, id="the company's"),
        pytest.param(Level.COMPANY, HANA, OLU, False, None, id="the company's, by the people team"),
    ],
)
def test_who_sets_what(level, by, owner, leads, refusal):
    if refusal is None:
        must_set(level, by, owner.id, leads=leads, managers=MANAGERS)
        return
    with pytest.raises(refusal):
        must_set(level, by, owner.id, leads=leads, managers=MANAGERS)


@pytest.mark.parametrize(
    ("by", "one", "leads", "may"),
    [
        pytest.param(MIA, goal(), True, True, id="its owner, who leads"),
        pytest.param(MIA, goal(), False, False, id="its owner, who leads nobody any more"),
        pytest.param(OLU, goal(), True, True, id="above its owner"),
        pytest.param(HANA, goal(level=Level.COMPANY), False, True, id="the people team"),
        pytest.param(OLU, goal(level=Level.COMPANY), True, False, id="a company goal, above its owner"),
        pytest.param(HANA, goal(level=Level.INDIVIDUAL), False, False, id="somebody's own"),
        pytest.param(HANA, goal(state=State.CLOSED), False, False, id="closed"),
        pytest.param(HANA.model_copy(update={"active": False}), goal(), False, False, id="one who left"),
    ],
)
def test_who_changes_what(by, one, leads, may):
    assert may_change(one, by, leads=leads, managers=MANAGERS) is may


def test_what_ended_says_so_to_those_who_could_and_nothing_to_others():
    closed = goal(state=State.CLOSED)

    assert must_change(goal(), HANA, leads=False, managers=MANAGERS) == goal()
    with pytest.raises(NotADraft, match="it is closed"):
        must_change(closed, HANA, leads=False, managers=MANAGERS)
    for found, by in ((None, HANA), (closed, SAM), (goal(), ANA)):
        with pytest.raises(NotThere):
            must_change(found, by, leads=False, managers=MANAGERS)


@pytest.mark.parametrize(
    ("parent", "level", "refusal"),
    [
        pytest.param(None, Level.INDIVIDUAL, ParentClosed, id="gone"),
        pytest.param(goal(state=State.DROPPED), Level.INDIVIDUAL, ParentClosed, id="dropped"),
        pytest.param(goal(level=Level.INDIVIDUAL, owner=BO.id), Level.INDIVIDUAL, ParentClosed, id="somebody else's"),
        pytest.param(goal(level=Level.INDIVIDUAL, owner=ANA.id), Level.TEAM, ParentIsSmaller, id="upside down"),
    ],
)
def test_what_may_not_stand_above(parent, level, refusal):
    with pytest.raises(refusal):
        must_stand_above(parent, ANA.id, level)


def test_what_may_stand_above():
    own = goal(level=Level.INDIVIDUAL, owner=ANA.id, state=State.DRAFT)

    assert must_stand_above(own, ANA.id, Level.INDIVIDUAL) is own
    assert must_stand_above(goal(), ANA.id, Level.TEAM) == goal()


def test_typing_finds_by_every_word_in_the_tree():
    tree = [goal(2, parent=1, title="Straße und Nacht"), goal(1, title="Nacht"), goal(3, parent=9)]

    assert [(depth, one.id) for depth, one in offered(tree, "")] == [(0, 1), (1, 2), (0, 3)]
    assert [(depth, one.id) for depth, one in offered(tree, "NACHT strasse")] == [(1, 2)]
    assert len(offered([goal(number) for number in range(1, 200)], "goal")) == 100


def test_only_changes_count_as_changed_since():
    said, moved = (
        GoalEvent(goal=1, at=datetime(2026, 11, 20, tzinfo=UTC), by=MIA.id, what=what, changes=changes)
        for what, changes in ((Happened.EXPLAINED, {}), (Happened.CHANGED, {"due": Change(before="a", after="b")}))
    )

    assert changed_since([moved, said, moved], 1) == (moved,)
    assert changed_since([moved, said], 1) == ()


@pytest.mark.parametrize(
    ("by", "people", "refusal"),
    [
        pytest.param(MIA, [], NobodyChosen, id="nobody"),
        pytest.param(HANA, [ANA] * 31, TooManyPeople, id="a whole company"),
        pytest.param(MIA, [ANA, SAM], NotOfYourLine, id="somebody elsewhere"),
        pytest.param(MIA, [OLU], NotOfYourLine, id="one's manager"),
    ],
)
def test_whom_one_does_not_ask(by, people, refusal):
    with pytest.raises(refusal):
        must_cascade(by, people, MANAGERS)


def test_whom_one_asks():
    must_cascade(OLU, [ANA, BO, MIA, OLU], MANAGERS)
    must_cascade(HANA, [SAM], MANAGERS)


def test_nobody_gets_a_second_draft_while_the_first_is_open():
    below = [
        goal(2, owner=ANA.id, level=Level.INDIVIDUAL, state=State.DRAFT),
        goal(3, owner=BO.id, level=Level.INDIVIDUAL, state=State.CLOSED),
        goal(4, owner=MIA.id),
    ]

    assert without_one([ANA, BO, MIA], below) == [BO, MIA]
    with pytest.raises(EverybodyHasOne):
        without_one([ANA], below)


def test_a_draft_begins_where_the_goal_above_began():
    kpi = Kpi(id=7, name="Reply", baseline=6, target=2, value=4, score=0.5)
    step = Milestone(id=3, title="Pilot", due=DUE, share=0.5, done_on=TODAY)

    given = draft(goal(1, kpis=(kpi,), milestones=(step,), cycle=4), ANA.id, ref="G-9", today=TODAY)

    assert given == Goal(
        ref="G-9",
        title="Goal 1",
        owner=ANA.id,
        parent=1,
        state=State.DRAFT,
        starts=TODAY,
        due=DUE,
        kpis=(Kpi(name="Reply", baseline=6, target=2),),
        milestones=(Milestone(title="Pilot", due=DUE, share=0.5),),
        cycle=4,
    )
