"""Every notice there is, and how it looks. What is missing here does not start: a test renders them all."""

from collections.abc import Callable
from typing import Any

from domain.notices import (
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
    PostRefused,
)
from handlers.views import check_ins, feedback, goals, kudos
from handlers.views.blocks import Message

RENDER: dict[type[Any], Callable[[Any], Message]] = {
    CheckInPrompt: check_ins.prompt,
    CheckInDone: check_ins.done,
    BlockerRaised: check_ins.blocker,
    KudosPosted: kudos.posted,
    KudosReceived: kudos.received,
    PostRefused: kudos.refused,
    FeedbackGiven: feedback.given,
    FeedbackAsked: feedback.asked,
    FeedbackRequestClosed: feedback.request_closed,
    FeedbackDeclined: feedback.declined,
    GoalProposed: goals.proposed,
    GoalDecided: goals.decided,
    GoalProposalClosed: goals.proposal_closed,
}
"""A packet is a file, not a message; `bot/messenger.py` sends it."""


def render(notice: AnyNotice, *, marker: str) -> Message:
    """Return the message of a notice. The marker, which means nothing to anybody else, is the last block's id."""
    shown = RENDER[type(notice)](notice)
    shown.blocks[-1]["block_id"] = f"cairn-{marker}"
    return shown
