"""What people write, cleaned the same way everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import TextMissing, UnreadableText
from domain.texts import clean, required
from properties import PROPERTY

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        pytest.param("  hello \n", "hello", id="space around"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends of three kinds"),
        pytest.param("Zoe\u0308", "Zo\u00eb", id="one form of letters"),
        pytest.param(FAMILY, FAMILY, id="an emoji of several signs"),
        pytest.param("a\u200bb", "a\u200bb", id="a zero-width space between letters"),
        pytest.param("\U0001f44d\U0001f3fd", "\U0001f44d\U0001f3fd", id="a tone of skin"),
        pytest.param(None, "", id="nothing"),
        pytest.param("", "", id="empty"),
    ],
)
def test_texts_are_stored_in_one_form(typed, stored):
    assert clean(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(" \t\n\u00a0\u2003", id="white space"),
        pytest.param("\u200b\u200c\u200d\u2060\ufeff\u00ad", id="zero width"),
        pytest.param("\u202e\u200f\u2066", id="marks of direction"),
        pytest.param("\u2800\u3164\u115f\uffa0", id="letters without a picture"),
        pytest.param("\ufe0f\u034f", id="joiners and variation signs"),
        pytest.param("\x07\x1b", id="controls"),
    ],
)
def test_a_text_nobody_can_see_is_an_empty_one(typed):
    assert clean(typed) == ""
    with pytest.raises(TextMissing) as missing:
        required(typed, field="reason")
    assert missing.value.at() == "reason"


@pytest.mark.parametrize("typed", [pytest.param("a\x00b", id="NUL"), pytest.param("a\ud83db", id="half a character")])
def test_what_no_database_takes_is_refused(typed):
    with pytest.raises(UnreadableText):
        clean(typed)


def test_a_missing_text_without_a_field_is_about_the_whole():
    with pytest.raises(TextMissing) as missing:
        required("")
    assert missing.value.at() is None
    assert required(" x ") == "x"


@PROPERTY
@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed):
    try:
        once = clean(typed)
    except UnreadableText:
        return
    assert clean(once) == once
    assert "\r" not in once
