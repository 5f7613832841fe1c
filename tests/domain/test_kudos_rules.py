"""Kudos: thanking a colleague."""

import pytest

from company import ANA, BO, MIA, NOW
from domain.kudos import (
    Author,
    CannotThankYourself,
    Kudos,
    NobodyToThank,
    NoKudosLeft,
    ReasonMissing,
    UnknownValue,
    author_of,
    thank,
)
from domain.refusals import UnreadableText


@pytest.mark.parametrize(
    ("receivers", "reason", "left", "refusal", "field"),
    [
        pytest.param([], "x", 5, NobodyToThank, "receivers", id="nobody"),
        pytest.param([ANA.id], "x", 5, CannotThankYourself, "receivers", id="self"),
        pytest.param([BO.id, ANA.id], "x", 5, CannotThankYourself, "receivers", id="self among others"),
        pytest.param([BO.id], "", 5, ReasonMissing, "reason", id="no reason"),
        pytest.param([BO.id], " \u200b\n", 5, ReasonMissing, "reason", id="a reason nobody can see"),
        pytest.param([BO.id], "a\x00", 5, UnreadableText, "reason", id="a reason no database takes"),
        pytest.param([BO.id], "x", 0, NoKudosLeft, "receivers", id="allowance spent"),
        pytest.param([BO.id, MIA.id], "x", 1, NoKudosLeft, "receivers", id="one left for two"),
        pytest.param([BO.id], "x", -1, NoKudosLeft, "receivers", id="allowance made smaller since"),
    ],
)
def test_some_thanks_are_refused(receivers, reason, left, refusal, field):
    with pytest.raises(refusal) as refused:
        thank(ANA.id, receivers, reason, left_this_week=left, now=NOW)
    assert refused.value.at() == field


def test_a_thank_you_is_recorded_cleaned_with_everybody_once():
    given = thank(ANA.id, [BO.id, MIA.id, BO.id], "  the handover\r\n", left_this_week=2, now=NOW, public=False)

    assert given == Kudos(giver=ANA.id, receivers=(BO.id, MIA.id), reason="the handover", given_at=NOW, public=False)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        pytest.param(1, "You have 1 of 5 kudos left this week and this takes 2", id="some left"),
        pytest.param(-3, "You have 0 of 5 kudos left this week and this takes 2", id="never less than none"),
    ],
)
def test_the_refusal_says_how_many_are_left(left, words):
    with pytest.raises(NoKudosLeft, match=words):
        thank(ANA.id, [BO.id, MIA.id], "x", left_this_week=left, now=NOW)


@pytest.mark.parametrize(
    ("value", "values", "chosen"),
    [
        pytest.param("CARE", ("Craft", "Care"), "Care", id="any case, the company's own spelling"),
        pytest.param(None, ("Craft",), None, id="none"),
        pytest.param("", ("Craft",), None, id="empty"),
    ],
)
def test_a_value_is_one_of_the_companys(value, values, chosen):
    assert thank(ANA.id, [BO.id], "x", left_this_week=5, now=NOW, value=value, values=values).value == chosen


@pytest.mark.parametrize(
    ("values", "words"),
    [pytest.param(("craft", "care"), "#craft, #care", id="some"), pytest.param((), "none yet", id="none")],
)
def test_an_unknown_value_is_answered_with_the_known_ones(values, words):
    with pytest.raises(UnknownValue, match=words):
        thank(ANA.id, [BO.id], "x", left_this_week=5, now=NOW, value="speed", values=values)


@pytest.mark.parametrize("receivers", [[], [BO.id]], ids=["nobody", "no reason"])
def test_refusals_show_the_command_as_it_is_called_here(receivers):
    with pytest.raises((NobodyToThank, ReasonMissing), match="/cairn-kudos @ana for the calm handover"):
        thank(ANA.id, receivers, "", left_this_week=5, now=NOW, command="/cairn-kudos")


@pytest.mark.parametrize(
    ("author", "by_app", "whose"),
    [
        pytest.param("UBO", False, Author.COLLEAGUE, id="a colleague"),
        pytest.param("UBO", True, Author.COLLEAGUE, id="a colleague, by way of an app"),
        pytest.param("UANA", False, Author.OWN, id="one's own"),
        pytest.param("UCAIRN", True, Author.APP, id="an app"),
        pytest.param(None, False, Author.APP, id="nobody"),
        pytest.param("UGIL", False, Author.OUTSIDE, id="a guest"),
    ],
)
def test_only_a_colleague_is_proposed_for_their_message(author, by_app, whose):
    assert author_of("UANA", author, colleagues={"UANA", "UBO"}, by_app=by_app) is whose
