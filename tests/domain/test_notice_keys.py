"""Notices: each names its reason once, waits for what it rewrites, and reads back from JSON as it was."""

from datetime import date
from typing import get_args

import pytest

from domain.feedback import Visibility
from domain.notices import (
    NOTICES,
    AnyNotice,
    BlockerRaised,
    CheckInDone,
    CheckInPrompt,
    FeedbackAsked,
    FeedbackDeclined,
    FeedbackGiven,
    FeedbackRequestClosed,
    GoalDecided,
    GoalProposalClosed,
    GoalProposed,
    KudosPosted,
    KudosReceived,
    PacketRequested,
    PostRefused,
)

DAY = date(2026, 11, 20)
#  a notice, its key, what it rewrites
EXAMPLES = [
    (CheckInPrompt(to="UANA", period=DAY), "check-in:UANA:2026-11-20:prompt:1", None),
    (
        CheckInDone(to="UANA", period=DAY, revision=2),
        "check-in:UANA:2026-11-20:done:2",
        "check-in:UANA:2026-11-20:prompt:1",
    ),
    (
        CheckInDone(to="UANA", period=DAY, revision=2, prompted=False),
        "check-in:UANA:2026-11-20:done:2",
        "check-in:UANA:2026-11-20:done:1",
    ),
    (CheckInDone(to="UANA", period=DAY, revision=1, prompted=False), "check-in:UANA:2026-11-20:done:1", None),
    (
        BlockerRaised(to="UMIA", person="UANA", period=DAY, revision=1, text="no access"),
        "blocker:UANA:2026-11-20:1:UMIA",
        None,
    ),
    (KudosPosted(to="CKUDOS", kudos=7, giver="UANA", receivers=("UBO",), reason="x"), "kudos:7:post", None),
    (KudosReceived(to="UBO", kudos=7, giver="UANA", reason="x"), "kudos:7:to:UBO", None),
    (PostRefused(to="UANA", post="kudos:7:post", channel="CKUDOS", why="w"), "kudos:7:post:refused:w", None),
    (
        FeedbackGiven(to="UBO", feedback=3, author="UANA", receiver="UBO", visibility=Visibility.RECEIVER),
        "feedback:3:to:UBO",
        None,
    ),
    (FeedbackAsked(to="UBO", request=4, asker="UANA", about="the launch"), "feedback-request:4:asked", None),
    (
        FeedbackRequestClosed(to="UBO", request=4, asker="UANA", declined=True),
        "feedback-request:4:closed",
        "feedback-request:4:asked",
    ),
    (FeedbackDeclined(to="UANA", request=4, asked="UBO"), "feedback-request:4:declined", None),
    (GoalProposed(to="UMIA", goal=5, owner="UANA", title="t", sentence="s", round=2), "goal:5:proposed:2", None),
    (GoalDecided(to="UANA", goal=5, by="UMIA", title="t", agreed=True, round=2), "goal:5:decided:2", None),
    (
        GoalProposalClosed(to="UMIA", goal=5, owner="UANA", title="t", agreed=True, round=2),
        "goal:5:card:2",
        "goal:5:proposed:2",
    ),
    (PacketRequested(to="UMIA", request="r1", subject="UANA", since=DAY, until=DAY), "packet:r1", None),
]
EACH = [
    pytest.param(*example, id=example[1] + (" again" if number == 2 else "")) for number, example in enumerate(EXAMPLES)
]


def test_the_examples_show_every_notice():
    assert {type(notice) for notice, _, _ in EXAMPLES} == set(get_args(get_args(AnyNotice)[0]))


@pytest.mark.parametrize(("notice", "key", "replaces"), EACH)
def test_a_notice_names_its_reason_and_what_it_rewrites(notice, key, replaces):
    assert (notice.key, notice.replaces) == (key, replaces)


@pytest.mark.parametrize(("notice", "key", "replaces"), EACH)
def test_a_notice_reads_back_from_json(notice, key, replaces):
    assert NOTICES.validate_json(notice.model_dump_json()) == notice


def test_only_a_public_post_has_somebody_to_tell_when_slack_does_not_take_it():
    told = {type(notice).__name__: notice.caused_by for notice, _, _ in EXAMPLES if notice.caused_by}

    assert told == {"KudosPosted": "UANA"}
    assert {type(notice).__name__ for notice, _, _ in EXAMPLES if not notice.private} == set(told)
