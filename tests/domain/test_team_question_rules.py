"""A team's own questions: how many, which may change them, and what a change keeps, retires and asks anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import ANA, BO, MIA, SAM
from domain.refusals import NothingToShow, UnreadableText
from domain.team_questions import (
    LONGEST,
    MOST,
    AskedTwice,
    Question,
    TooLong,
    TooManyQuestions,
    must_lead,
    one_question,
    plan_questions,
    teams_of,
    wanted,
)
from properties import PROPERTY


def asked(*texts: str) -> list[Question]:
    return [Question(id=number, team="Support", place=number, text=text) for number, text in enumerate(texts, 1)]


def test_the_teams_of_ones_reports_come_the_largest_first():
    nowhere = BO.model_copy(update={"team": None})

    assert teams_of([SAM, ANA, BO]) == ("Support", "Sales")
    assert teams_of([nowhere]) == ()


def test_only_who_has_a_report_in_the_team_changes_its_questions():
    must_lead("Support", [ANA])
    with pytest.raises(NothingToShow):
        must_lead("Sales", [ANA, MIA])


def test_a_form_gives_its_questions_in_one_line_each_without_the_empty_ones():
    assert wanted([("a", " One\nline? "), ("b", "\u200b"), ("c", None), ("d", "Two?")]) == ("One line?", "Two?")


@pytest.mark.parametrize(
    ("texts", "refusal", "field"),
    [
        pytest.param(["Why?", "WHY?"], AskedTwice, "f1", id="twice"),
        pytest.param(["x" * (LONGEST + 1)], TooLong, "f0", id="too long"),
        pytest.param(["a\x00"], UnreadableText, "f0", id="a NUL"),
    ],
)
def test_some_questions_are_refused_at_their_field(texts, refusal, field):
    with pytest.raises(refusal) as refused:
        wanted([(f"f{place}", text) for place, text in enumerate(texts)])
    assert refused.value.at() == field


def test_a_question_too_long_is_refused_without_a_form_too():
    with pytest.raises(TooLong):
        one_question("x" * (LONGEST + 1))


def test_a_change_keeps_what_is_still_asked_and_retires_the_rest():
    plan = plan_questions("Support", asked("One?", "Two?", "Three?"), ["Four?", "Two?"])

    assert plan.keep == ((None, "Four?"), (2, "Two?"))
    assert plan.retire == (1, 3)
    assert (plan.new, plan.kept) == (("Four?",), 1)


def test_six_questions_are_too_many():
    with pytest.raises(TooManyQuestions):
        plan_questions("Support", [], [f"{number}?" for number in range(MOST + 1)])


QUESTIONS = st.lists(st.sampled_from([f"{number}?" for number in range(8)]), unique=True, max_size=MOST)


@PROPERTY
@given(QUESTIONS, QUESTIONS)
def test_after_a_change_the_team_asks_just_these_in_this_order(before, after):
    current = asked(*before)
    plan = plan_questions("Support", current, after)

    assert [text for _, text in plan.keep] == after
    kept = {number for number, _ in plan.keep if number}
    assert kept | set(plan.retire) == {one.id for one in current}
    assert not kept & set(plan.retire)
    again = [
        Question(id=number or 100 + place, team="Support", place=place, text=text)
        for place, (number, text) in enumerate(plan.keep)
    ]
    assert plan_questions("Support", again, after).retire == ()
    assert plan_questions("Support", again, after).new == ()
