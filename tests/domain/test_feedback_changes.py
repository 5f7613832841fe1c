"""After feedback was sent: until when it can be edited and taken back, who can thank, who can ask, and how often."""

from datetime import timedelta
from typing import Any

import pytest

from company import ANA, BO, MIA, NOW
from domain.feedback import (
    AskerMustRead,
    BehaviourMissing,
    Feedback,
    Question,
    Shown,
    Tone,
    Visibility,
    give,
    named_right,
    readers,
)
from domain.feedback_changes import (
    EDIT_FOR,
    MOST_QUESTIONS,
    TAKE_BACK_FOR,
    AnsweredAlready,
    EnoughQuestions,
    QuestionWaits,
    TakenBack,
    TooLateToEdit,
    TooLateToTakeBack,
    answer,
    ask_more,
    edit,
    take_back,
    thank,
)
from domain.refusals import TextMissing

TOLD = Feedback(
    id=1,
    author=BO.id,
    receiver=ANA.id,
    situation="s",
    behaviour="b",
    impact="i",
    intent="t",
    visibility=Visibility.RECEIVER,
    given_at=NOW,
    goal=3,
    competency="Clear writing",
)
WORDS: dict[str, Any] = {
    "situation": " S ",
    "behaviour": "B",
    "impact": "",
    "intent": "T",
    "tone": Tone.SUGGESTION,
    "goal": None,
    "competency": None,
}
A_MOMENT = timedelta(microseconds=1)
GONE = take_back(TOLD, now=NOW)
ASKED = Question(id=7, feedback=1, asker=ANA.id, question="why?", asked_at=NOW)


def test_an_edit_changes_the_words_and_nothing_about_who_reads_them():
    edited = edit(TOLD, **WORDS, now=NOW + EDIT_FOR - A_MOMENT)

    assert (edited.situation, edited.behaviour, edited.impact, edited.intent) == ("S", "B", "", "T")
    assert edited.edited_at == NOW + EDIT_FOR - A_MOMENT
    same = {"id", "author", "receiver", "visibility", "given_at", "request"}
    assert edited.model_dump(include=same) == TOLD.model_dump(include=same)


@pytest.mark.parametrize(
    ("piece", "after", "words", "refusal"),
    [
        pytest.param(TOLD, EDIT_FOR, {}, TooLateToEdit, id="after ten minutes"),
        pytest.param(GONE, A_MOMENT, {}, TakenBack, id="once it is taken back"),
        pytest.param(TOLD, A_MOMENT, {"behaviour": " \u200b"}, BehaviourMissing, id="to nothing"),
    ],
)
def test_some_edits_are_refused(piece, after, words, refusal):
    with pytest.raises(refusal):
        edit(piece, **(WORDS | words), now=NOW + after)


def test_what_is_taken_back_holds_not_a_word_any_more():
    asked = TOLD.model_copy(update={"questions": (ASKED,), "thanked_at": NOW})
    gone = take_back(asked, now=NOW + TAKE_BACK_FOR - A_MOMENT)

    assert (gone.situation, gone.behaviour, gone.impact, gone.intent) == ("", "", "", "")
    assert (gone.goal, gone.competency, gone.questions) == (None, None, ())
    assert gone.taken_back_at == NOW + TAKE_BACK_FOR - A_MOMENT
    assert (gone.author, gone.receiver, gone.given_at, gone.visibility) == (BO.id, ANA.id, NOW, Visibility.RECEIVER)


@pytest.mark.parametrize(
    ("piece", "after", "refusal"),
    [
        pytest.param(TOLD, TAKE_BACK_FOR, TooLateToTakeBack, id="after thirty days"),
        pytest.param(GONE, A_MOMENT, TakenBack, id="twice"),
    ],
)
def test_some_things_cannot_be_taken_back(piece, after, refusal):
    with pytest.raises(refusal):
        take_back(piece, now=NOW + after)


def test_thanks_are_said_once():
    thanked = thank(TOLD, now=NOW)
    assert thanked.thanked_at == NOW
    assert thank(thanked, now=NOW + A_MOMENT) == thanked
    with pytest.raises(TakenBack):
        thank(GONE, now=NOW)


def test_a_question_is_recorded_cleaned_and_answered_once():
    asked = ask_more(TOLD, ANA.id, " why?\r\n", now=NOW)
    assert asked == Question(feedback=1, asker=ANA.id, question="why?", asked_at=NOW)

    answered = answer(asked, " so that ", now=NOW + A_MOMENT)
    assert (answered.answer, answered.answered_at) == ("so that", NOW + A_MOMENT)
    with pytest.raises(AnsweredAlready):
        answer(answered, "again", now=NOW)
    with pytest.raises(TextMissing):
        answer(asked, " ", now=NOW)


@pytest.mark.parametrize(
    ("piece", "question", "refusal"),
    [
        pytest.param(GONE, "why?", TakenBack, id="about what was taken back"),
        pytest.param(TOLD.model_copy(update={"questions": (ASKED,)}), "why?", QuestionWaits, id="while one waits"),
        pytest.param(
            TOLD.model_copy(update={"questions": (answer(ASKED, "so", now=NOW),) * MOST_QUESTIONS}),
            "why?",
            EnoughQuestions,
            id="for ever",
        ),
        pytest.param(TOLD, "\u2800", TextMissing, id="about nothing"),
    ],
)
def test_some_questions_are_refused(piece, question, refusal):
    with pytest.raises(refusal):
        ask_more(piece, ANA.id, question, now=NOW)


READERS = {
    Visibility.RECEIVER: (ANA.id,),
    Visibility.RECEIVER_AND_MANAGER: (ANA.id, MIA.id),
    Visibility.MANAGER: (MIA.id,),
}


@pytest.mark.parametrize("visibility", Visibility, ids=str)
def test_readers_are_those_the_visibility_names(visibility):
    assert readers(visibility, ANA.id, MIA.id) == READERS[visibility]
    assert readers(visibility, ANA.id, None) == tuple(one for one in READERS[visibility] if one == ANA.id)


@pytest.mark.parametrize("visibility", Visibility, ids=str)
@pytest.mark.parametrize(
    ("shown", "right"),
    [
        pytest.param(Shown(receiver=ANA.id, manager=MIA.id), True, id="those who read it"),
        pytest.param(Shown(receiver=ANA.id), False, id="no manager"),
        pytest.param(Shown(receiver=ANA.id, manager=BO.id), False, id="another manager"),
        pytest.param(Shown(receiver=BO.id, manager=MIA.id), False, id="the manager of somebody else"),
        pytest.param(Shown(), False, id="nobody, as the first form did"),
    ],
)
def test_a_form_has_to_have_named_the_manager_who_would_read_it(visibility, shown, right):
    assert named_right(shown, visibility, ANA.id, MIA.id) is (right or visibility is Visibility.RECEIVER)


def test_whoever_asked_for_it_has_to_be_able_to_read_it():
    with pytest.raises(AskerMustRead) as refused:
        give(
            BO.id, ANA.id, "b", visibility=Visibility.MANAGER, receiver_has_manager=True, receiver_name="Ana", request=1,
            now=NOW,
        )  # fmt: skip
    assert refused.value.at() == "visibility"
