"""Every notice as Slack gets it: valid, safe, short enough, and saying what it should."""

import json
from datetime import date
from typing import Any

import pytest

from domain.feedback import Visibility
from domain.notices import (
    NOT_SURE,
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
    PostRefused,
)
from emulator.block_kit import blocks_report
from handlers.views.notices import RENDER, render

FRIDAY = date(2026, 11, 20)
HOSTILE = "<!channel> <http://evil.example|portal> & *bold* \u202eright to left \U0001f469\u200d\U0001f680 " * 60


def samples(text: str) -> list[Any]:
    """One of each notice, with `text` wherever a person's words go."""
    person = {"to": "UMIA"}
    return [
        CheckInPrompt(to="UANA", period=FRIDAY),
        CheckInDone(to="UANA", period=FRIDAY, revision=1),
        CheckInDone(to="UANA", period=FRIDAY, revision=2, late=True),
        BlockerRaised(**person, person="UANA", period=FRIDAY, revision=1, text=text),
        KudosPosted(to="CKUDOS", kudos=1, giver="UANA", receivers=("UBO",), reason=text, value=text, goal=text),
        KudosReceived(to="UBO", kudos=1, giver="UANA", reason=text, value=text),
        *(PostRefused(to="UANA", post="p", channel="CKUDOS", why=why) for why in (NOT_SURE, "not_in_channel", text)),
        *(FeedbackGiven(**person, feedback=1, author="UBO", receiver="UANA", visibility=one) for one in Visibility),
        FeedbackAsked(to="UBO", request=1, asker="UANA", about=text),
        FeedbackRequestClosed(to="UBO", request=1, asker="UANA", declined=True),
        FeedbackDeclined(to="UANA", request=1, asked="UBO", reason=text),
        GoalProposed(**person, goal=1, owner="UANA", title=text, sentence=text),
        GoalDecided(to="UANA", goal=1, by="UMIA", title=text, agreed=False, wish=text),
        GoalDecided(to="UANA", goal=1, by="UMIA", title=text, agreed=True),
        GoalProposalClosed(**person, goal=1, owner="UANA", title=text, agreed=True),
    ]


def mrkdwn(part: Any) -> list[str]:
    """Every text in which Slack reads markup; in plain_text a sign is only a sign."""
    if isinstance(part, list):
        return [text for one in part for text in mrkdwn(one)]
    if not isinstance(part, dict):
        return []
    own = [part["text"]] if part.get("type") == "mrkdwn" else []
    return own + [text for one in part.values() for text in mrkdwn(one)]


ONE_OF_EACH = samples(HOSTILE)
named = pytest.mark.parametrize("notice", ONE_OF_EACH, ids=lambda notice: notice.kind)


def test_there_is_a_sample_of_each():
    assert {type(notice) for notice in ONE_OF_EACH} == set(RENDER)


@named
def test_slack_would_take_it(notice):
    shown = render(notice, marker="0123456789abcdef")

    assert blocks_report(shown.blocks).problems == []
    assert shown.text
    assert len(shown.text) < 4000
    assert len(json.dumps(shown.blocks, ensure_ascii=False)) <= 13_000


@named
def test_it_carries_its_marker_in_the_last_blocks_id(notice):
    assert render(notice, marker="m1").blocks[-1]["block_id"] == "cairn-m1"


@named
def test_nobodys_words_can_ping_link_or_turn_the_line_around(notice):
    shown = render(notice, marker="m")
    said = "\n".join([shown.text, *mrkdwn(shown.blocks)])

    assert "<!channel" not in said
    assert "<http" not in said
    assert "\u202e" not in json.dumps(shown.blocks, ensure_ascii=False)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        pytest.param({"why": "not_in_channel", "kept": True}, "/invite @Cairn` there. I keep the post", id="kept"),
        pytest.param({"why": "not_in_channel"}, "/invite @Cairn` there.", id="given up"),
        pytest.param({"why": NOT_SURE}, "Have a look; I don't post it a second time.", id="in doubt"),
        pytest.param({"why": "odd_error"}, "Slack refused it (odd_error).", id="anything else"),
    ],
)
def test_the_giver_reads_what_became_of_the_public_post(facts, words):
    shown = render(PostRefused(to="UANA", post="p", channel="CKUDOS", **facts), marker="m")

    assert shown.text.endswith(words) or words in shown.text
    assert ("I keep the post" in shown.text) is facts.get("kept", False)
