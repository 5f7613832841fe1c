"""Every notice there is, and how it looks. What is missing here does not start: a test renders them all."""

from collections.abc import Callable
from typing import Any

from domain.notices import (
    AnyNotice,
    BlockerCard,
    BlockerNews,
    BlockerRaised,
    CheckInAskedAgain,
    CheckInClosed,
    CheckInDone,
    CheckInOpenAgain,
    CheckInPrompt,
    CheckInSkipped,
    CheckInSnoozed,
    FeedbackAnswered,
    FeedbackAsked,
    FeedbackChanged,
    FeedbackDeclined,
    FeedbackGiven,
    FeedbackQuestionClosed,
    FeedbackQuestioned,
    FeedbackRequestClosed,
    FeedbackRequestEnded,
    FeedbackRequestLater,
    FeedbackThanked,
    GoalDecided,
    GoalProposalClosed,
    GoalProposed,
    GoalReached,
    KudosJoined,
    KudosPosted,
    KudosPostGone,
    KudosRecap,
    KudosReceived,
    KudosTakenBack,
    KudosTakenDown,
    PostRefused,
    Today,
    TodayChanged,
)
from handlers.views import blockers, check_ins, feedback, goals, kudos, kudos_gone, kudos_recap, today, turns
from handlers.views.blocks import Message

RENDER: dict[type[Any], Callable[[Any], Message]] = {
    CheckInPrompt: turns.prompt,
    CheckInSnoozed: turns.snoozed,
    CheckInSkipped: turns.skipped,
    CheckInOpenAgain: turns.open_again,
    CheckInAskedAgain: turns.asked_again,
    CheckInDone: check_ins.done,
    CheckInClosed: check_ins.unanswered,
    BlockerRaised: blockers.raised,
    BlockerCard: blockers.card,
    BlockerNews: blockers.news,
    KudosPosted: kudos.posted,
    KudosReceived: kudos.received,
    KudosJoined: kudos.joined,
    KudosPostGone: kudos_gone.post_gone,
    KudosTakenBack: kudos_gone.taken_back,
    KudosTakenDown: kudos_gone.taken_down,
    KudosRecap: kudos_recap.recap,
    PostRefused: kudos.refused,
    FeedbackGiven: feedback.given,
    FeedbackAsked: feedback.asked,
    FeedbackRequestClosed: feedback.request_closed,
    FeedbackDeclined: feedback.declined,
    FeedbackChanged: feedback.changed,
    FeedbackThanked: feedback.thanked,
    FeedbackQuestioned: feedback.questioned,
    FeedbackQuestionClosed: feedback.question_closed,
    FeedbackAnswered: feedback.answered,
    FeedbackRequestLater: feedback.request_later,
    FeedbackRequestEnded: feedback.request_ended,
    GoalProposed: goals.proposed,
    GoalDecided: goals.decided,
    GoalProposalClosed: goals.proposal_closed,
    GoalReached: kudos_recap.reached,
    Today: today.today,
    TodayChanged: today.changed,
}
"""A packet is a file, not a message; `bot/messenger.py` sends it."""


def render(notice: AnyNotice, *, marker: str) -> Message:
    """Return the message of a notice. The marker, which means nothing to anybody else, is the last block's id."""
    shown = RENDER[type(notice)](notice)
    shown.blocks[-1]["block_id"] = f"cairn-{marker}"
    return shown
