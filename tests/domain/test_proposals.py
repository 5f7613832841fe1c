"""Goals between owner and manager: what a machine refuses, who decides, what comes next."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.goals import Goal, Kind, Kpi, Level, Milestone, State, TargetIsBaseline
from domain.permissions import Relation
from domain.proposals import (
    DecidedAlready,
    NotADraft,
    NotTheirManager,
    may_be_above,
    must_decide,
    must_edit,
    sentence,
)
from domain.refusals import NotThere
from domain.smart import (
    DueInThePast,
    DueMissing,
    KpiMissing,
    NumberMissing,
    Outline,
    ParentClosed,
    TitleMissing,
    missing_letters,
    propose,
)
from oracles import find_loop

TODAY = date(2026, 11, 20)
SMART = Outline(
    title="Answer within two hours", kpi="First reply", unit="hours", baseline=6, target=2, due=date(2027, 3, 31)
)


def goal(number=1, **facts):
    about = {"ref": f"G-{number}", "title": "A goal", "owner": "UANA", "starts": TODAY, "due": date(2027, 3, 31)}
    return Goal(id=number, **about | facts)


def test_a_smart_goal_is_proposed_to_the_manager():
    proposed = propose("UANA", SMART, ref="G-1", today=TODAY, has_manager=True)

    assert proposed == Goal(
        ref="G-1",
        title="Answer within two hours",
        owner="UANA",
        state=State.PROPOSED,
        starts=TODAY,
        due=date(2027, 3, 31),
        kpis=(Kpi(name="First reply", unit="hours", baseline=6, target=2),),
    )


def test_without_a_manager_it_is_active_at_once():
    assert propose("UOLU", SMART, ref="G-1", today=TODAY, has_manager=False).state is State.ACTIVE


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        pytest.param({"title": " \u200b"}, TitleMissing, "title", id="specific"),
        pytest.param({"kpi": " "}, KpiMissing, "kpi", id="measurable: no measure"),
        pytest.param({"baseline": None}, NumberMissing, "baseline", id="measurable: no start"),
        pytest.param({"target": None}, NumberMissing, "target", id="measurable: no end"),
        pytest.param({"target": 6}, TargetIsBaseline, "target", id="nothing would change"),
        pytest.param({"parent": goal(9, state=State.CLOSED)}, ParentClosed, "parent", id="relevant"),
        pytest.param({"due": None}, DueMissing, "due", id="time-bound: no day"),
        pytest.param({"due": date(2026, 11, 19)}, DueInThePast, "due", id="time-bound: over"),
    ],
)
def test_each_missing_letter_is_refused_at_its_field(change, refusal, field):
    outline = SMART.model_copy(update=change)

    [found] = missing_letters(outline, TODAY)

    assert (type(found), found.at()) == (refusal, field)
    with pytest.raises(refusal):
        propose("UANA", outline, ref="G-1", today=TODAY, has_manager=True)


def test_all_missing_letters_are_named_at_once():
    found = missing_letters(Outline(title="", kpi=""), TODAY)

    assert [one.at() for one in found] == ["title", "kpi", "baseline", "target", "due"]


def test_a_goal_due_today_is_still_one():
    assert missing_letters(SMART.model_copy(update={"due": TODAY}), TODAY) == ()


def test_proposing_again_keeps_the_goal_and_its_other_kpis():
    second = Kpi(id=8, name="Satisfaction", baseline=80, target=90)
    draft = goal(3, ref="G-3", kpis=(Kpi(id=7, name="Old", baseline=1, target=2, value=1.5), second))

    again = propose("UANA", SMART, ref="G-99", today=TODAY, has_manager=True, draft=draft)

    assert (again.id, again.ref, again.state) == (3, "G-3", State.PROPOSED)
    assert again.kpis == (Kpi(id=7, name="First reply", unit="hours", baseline=6, target=2, value=1.5), second)


def test_an_imported_draft_without_kpi_gets_one():
    assert len(propose("UANA", SMART, ref="-", today=TODAY, has_manager=True, draft=goal()).kpis) == 1


def test_the_promise_in_words():
    proposed = propose("UANA", SMART, ref="G-1", today=TODAY, has_manager=True)

    assert sentence(proposed) == "First reply from 6 to 2 hours, by 31 March 2027"
    assert sentence(proposed, goal(title="Calm support")).endswith(". It serves “Calm support”")
    assert sentence(goal()) == "No KPI yet, by 31 March 2027"
    certified = Kpi(name="Certified", kind=Kind.YES_NO, baseline=0, target=1)
    step = Milestone(title="Audit, 1st part", due=date(2026, 12, 15), share=0.4)
    assert sentence(goal(kpis=(certified,), milestones=(step,))) == (
        "Certified: done or not, by 31 March 2027. On the way: Audit, 1st part by 15 Dec (40 %)"
    )


def test_a_goal_never_serves_itself_or_what_serves_it():
    company, mine, below, deeper, other = goal(1), goal(2, parent=1), goal(3, parent=2), goal(4, parent=3), goal(5)
    closed = goal(6, state=State.CLOSED)

    everything = [company, mine, below, deeper, other, closed]

    assert may_be_above(mine, everything) == [company, other]
    assert may_be_above(None, everything) == [company, mine, below, deeper, other]


@given(st.data())
def test_no_choice_ever_makes_a_loop(data):
    parents: dict[int, int | None] = dict.fromkeys(range(1, 9))
    for _ in range(12):
        goals = [goal(number, parent=parent) for number, parent in parents.items()]
        moved = data.draw(st.sampled_from(goals))
        above = data.draw(st.sampled_from([None, *may_be_above(moved, goals)]))
        parents[moved.id] = above.id if above else None

        assert find_loop({str(a): str(b) if b else None for a, b in parents.items()}) is None


@pytest.mark.parametrize(
    ("found", "relation", "asked", "refusal"),
    [
        pytest.param(None, None, 1, NotThere, id="gone"),
        pytest.param(goal(state=State.PROPOSED), None, 1, NotTheirManager, id="a stranger, or the manager before"),
        pytest.param(goal(state=State.PROPOSED), Relation.SELF, 1, NotTheirManager, id="its owner"),
        pytest.param(goal(state=State.PROPOSED), Relation.LINE_ABOVE, 1, NotTheirManager, id="the manager's manager"),
        pytest.param(goal(state=State.ACTIVE), Relation.MANAGER, 1, DecidedAlready, id="agreed before"),
        pytest.param(goal(state=State.DRAFT), Relation.MANAGER, 0, DecidedAlready, id="sent back before"),
        pytest.param(goal(state=State.DRAFT), Relation.MANAGER, 1, NotThere, id="a draft nobody has proposed yet"),
        pytest.param(goal(state=State.PROPOSED), Relation.MANAGER, 2, DecidedAlready, id="a card of another round"),
    ],
)
def test_who_may_not_decide(found, relation, asked, refusal):
    with pytest.raises(refusal):
        must_decide(found, relation, asked=asked, current=1)


def test_the_manager_decides_about_the_current_proposal():
    proposed = goal(state=State.PROPOSED)

    assert must_decide(proposed, Relation.MANAGER, asked=2, current=2) is proposed


@pytest.mark.parametrize(
    ("found", "has_manager", "refusal"),
    [
        pytest.param(None, True, NotThere, id="gone"),
        pytest.param(goal(owner="UBO"), True, NotThere, id="somebody else's"),
        pytest.param(goal(level=Level.TEAM), True, NotThere, id="a team goal"),
        pytest.param(goal(state=State.PROPOSED), True, NotADraft, id="waits for the manager"),
        pytest.param(goal(state=State.ACTIVE), True, NotADraft, id="agreed already"),
        pytest.param(goal(state=State.CLOSED), False, NotADraft, id="closed"),
    ],
)
def test_what_may_not_be_edited(found, has_manager, refusal):
    with pytest.raises(refusal):
        must_edit(found, "UANA", has_manager=has_manager)


def test_a_draft_and_a_proposal_nobody_can_answer_may_be_edited():
    draft, orphan = goal(), goal(state=State.PROPOSED)

    assert must_edit(draft, "UANA", has_manager=True) is draft
    assert must_edit(orphan, "UANA", has_manager=False) is orphan
