"""Priorities: which lines are one, what became of each, and how what is carried on stands in the week again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.priorities import (
    LONGEST,
    MOST,
    NextTooLong,
    Priority,
    Verdict,
    judged,
    lines,
    with_lines,
    without_lines,
)
from properties import PROPERTY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("Ship it", ("Ship it",), id="one"),
        pytest.param("Ship it\n\n  Rest ", ("Ship it", "Rest"), id="an empty line between"),
        pytest.param(
            "- Ship it\n• Rest\n3. Call\n(4) Ask\n* Go", ("Ship it", "Rest", "Call", "Ask", "Go"), id="bullets"
        ),
        pytest.param("-5 degrees\n2026 plan", ("-5 degrees", "2026 plan"), id="what only looks like a bullet"),
        pytest.param("Rest\n- Rest", ("Rest",), id="the same twice"),
        pytest.param("", (), id="nothing"),
        pytest.param("- \n*", ("*",), id="a bullet and no words"),
    ],
)
def test_a_line_is_a_priority(text, found):
    assert lines(text) == found


def test_twenty_are_asked_about():
    assert len(lines("\n".join(map(str, range(50))))) == MOST


def test_only_what_somebody_judged_is_kept():
    planned = ("a", "b", "c")

    assert judged(planned, {0: Verdict.DONE, 2: Verdict.CARRY}) == (
        Priority(text="a", verdict=Verdict.DONE),
        Priority(text="c", verdict=Verdict.CARRY),
    )


@pytest.mark.parametrize(
    ("text", "more", "after"),
    [
        pytest.param("", ["a"], "a", id="alone"),
        pytest.param("Rest \n", ["a", "b"], "Rest\na\nb", id="after what stands there"),
        pytest.param("- a\nRest", ["a", "a", "b"], "- a\nRest\nb", id="what stands there already is not added"),
        pytest.param("  Rest", [], "  Rest", id="nothing to add"),
    ],
)
def test_what_is_carried_on_stands_in_the_week_again(text, more, after):
    assert with_lines(text, more) == after


def test_what_does_not_fit_is_refused_and_what_was_too_long_before_is_not():
    with pytest.raises(NextTooLong):
        with_lines("x" * (LONGEST - 1), ["a"])
    assert with_lines("x" * (LONGEST + 1), []) == "x" * (LONGEST + 1)


def test_what_is_not_carried_on_any_more_goes_with_its_bullet():
    assert without_lines("Rest\n- a\nb and a", ["a"]) == "Rest\nb and a"


TEXTS = st.text(st.sampled_from("ab -*1.\n\u00e9"), max_size=40)


@PROPERTY
@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_carrying_on_loses_nothing_and_doubles_nothing(text, more):
    carried = [line for one in more for line in lines(one)]
    after = with_lines(text, carried)

    assert set(lines(text)[:MOST]) <= set(lines(after)) or len(lines(after)) == MOST
    assert with_lines(after, carried) == after
    assert all(line in lines(after) or line in after.split("\n") for line in carried) or len(lines(after)) == MOST
