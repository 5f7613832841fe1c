"""The one question before feedback goes: what is asked for what is missing, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.feedback_hints import hint, is_judgement
from properties import PROPERTY

WHEN, WHAT, WHY = "In the stand-up", "You named the problem without blaming", "Finance let us in the same day"


@pytest.mark.parametrize(
    ("situation", "behaviour", "impact", "field", "words"),
    [
        pytest.param(WHEN, "Great job!", WHY, "behaviour", "A judgement alone", id="a judgement"),
        pytest.param("", "Great job!", "", "behaviour", "A judgement alone", id="a judgement before what is missing"),
        pytest.param(WHEN, "You are always late", WHY, "behaviour", "“Always” is hard to hear", id="always"),
        pytest.param(WHEN, "Never a word of thanks", WHY, "behaviour", "“Never” is hard to hear", id="never"),
        pytest.param(WHEN, "You shout all the time", WHY, "behaviour", "“All the time”", id="all the time"),
        pytest.param("", WHAT, "", "situation", "When and where was it?", id="no situation, and no impact either"),
        pytest.param("  ", WHAT, WHY, "situation", "When and where was it?", id="an empty situation"),
        pytest.param(WHEN, WHAT, "", "impact", "What did it lead to", id="no impact"),
    ],
)
def test_what_is_missing_is_asked_for(situation, behaviour, impact, field, words):
    asked = hint(situation, behaviour, impact)

    assert asked is not None
    assert asked.field == field
    assert words in asked.question
    assert asked.question.endswith((".", "?"))


def test_nothing_is_asked_where_nothing_is_missing():
    assert hint(WHEN, WHAT, WHY) is None


@pytest.mark.parametrize(
    "text",
    [
        "great job",
        "You did a really good job!!",
        "Well done, team",
        "awesome 🎉",
        "Super work on this",
        "So rude.",
        "THANKS",
    ],
)
def test_a_judgement_alone_says_nothing_to_go_on_doing(text):
    assert is_judgement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Great job on the migration",
        "You asked the customer for a name",
        "good questions in the review",
        "Danke, gut gemacht",
        "你做得很好",
        "42",
        "",
        "You did it",
        "The best list of open cases we had",
    ],
)
def test_what_says_more_or_is_in_another_language_goes_by(text):
    assert not is_judgement(text)


@PROPERTY
@given(st.text(), st.text(), st.text())
def check_any_text(situation, behaviour, impact):
    asked = hint(situation, behaviour, impact)
    assert asked is None or asked.field in {"situation", "behaviour", "impact"}


def test_any_text_is_read_and_at_most_one_thing_is_asked():
    check_any_text()
