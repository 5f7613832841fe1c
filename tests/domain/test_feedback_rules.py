"""Feedback: what is recorded, what is refused, and that a visibility only ever says what it said when written."""

import pytest

from company import ANA, BO, NOW
from domain.feedback import (
    TOPICS,
    BehaviourMissing,
    CannotTellYourself,
    Feedback,
    NoManagerToRead,
    Tone,
    Visibility,
    give,
)
from domain.feedback_requests import AboutMissing, CannotAskYourself, Request, ask
from domain.permissions import RIGHTS, Relation


def tell(author=ANA.id, receiver=BO.id, behaviour="you asked first", **fields) -> Feedback:
    given = {"visibility": Visibility.RECEIVER_AND_MANAGER, "receiver_has_manager": True, "now": NOW}
    return give(author, receiver, behaviour, **(given | fields))


@pytest.mark.parametrize(
    ("fields", "refusal", "field"),
    [
        pytest.param({"receiver": ANA.id}, CannotTellYourself, "receiver", id="oneself"),
        pytest.param({"behaviour": " \u200b "}, BehaviourMissing, "behaviour", id="nothing the person did"),
        pytest.param(
            {"visibility": Visibility.MANAGER, "receiver_has_manager": False},
            NoManagerToRead,
            "visibility",
            id="for a manager who is not there",
        ),
    ],
)
def test_some_feedback_is_refused(fields, refusal, field):
    with pytest.raises(refusal) as refused:
        tell(**fields)
    assert refused.value.at() == field


@pytest.mark.parametrize("visibility", [Visibility.RECEIVER, Visibility.RECEIVER_AND_MANAGER], ids=str)
def test_without_a_manager_the_receiver_can_still_be_told(visibility):
    assert tell(visibility=visibility, receiver_has_manager=False).visibility is visibility


def test_feedback_is_recorded_cleaned():
    told = tell(
        behaviour=" you asked\r\nfirst ", situation=" on Monday ", impact=" ", tone=Tone.SUGGESTION, goal=3, request=4
    )

    assert told == Feedback(
        author=ANA.id,
        receiver=BO.id,
        situation="on Monday",
        behaviour="you asked\nfirst",
        impact="",
        tone=Tone.SUGGESTION,
        visibility=Visibility.RECEIVER_AND_MANAGER,
        given_at=NOW,
        goal=3,
        request=4,
    )


@pytest.mark.parametrize(
    ("asked", "about", "refusal"),
    [
        pytest.param(ANA.id, "the launch", CannotAskYourself, id="oneself"),
        pytest.param(BO.id, " ", AboutMissing, id="about nothing"),
    ],
)
def test_some_requests_are_refused(asked, about, refusal):
    with pytest.raises(refusal, match="/cairn-feedback ask @ana about the launch"):
        ask(ANA.id, asked, about, now=NOW, command="/cairn-feedback")


def test_a_request_is_recorded_cleaned():
    assert ask(ANA.id, BO.id, " the launch ", now=NOW) == Request(
        asker=ANA.id, asked=BO.id, about="the launch", asked_at=NOW
    )


#                                     receiver  manager  line above
WHO = {
    Visibility.RECEIVER:              (True,    False,   False),
    Visibility.RECEIVER_AND_MANAGER:  (True,    True,    False),
    Visibility.MANAGER:               (False,   True,    False),
}  # fmt: skip


@pytest.mark.parametrize("visibility", Visibility, ids=str)
def test_a_visibility_opens_feedback_to_whom_it_names_and_nobody_else(visibility):
    relations = (Relation.SELF, Relation.MANAGER, Relation.LINE_ABOVE)

    assert tuple(TOPICS[visibility] in RIGHTS[relation] for relation in relations) == WHO[visibility]


def test_a_visibility_once_written_cannot_be_changed():
    with pytest.raises(ValueError, match="frozen"):
        tell().visibility = Visibility.RECEIVER
