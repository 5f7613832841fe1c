"""Everything the bot says unasked, as values: what, to whom, and why it exists.

- A notice's `key` names its reason, so the same reason never speaks twice. No time zone is in a key.
- `to` is a person (a DM) or a channel. Feedback and check-in notes never stand in a notice: they are announced.
- A notice with `replaces` rewrites the message of another one, and waits until that one is posted.
"""

from typing import Annotated

from pydantic import Field, TypeAdapter

from domain.notices.base import Notice
from domain.notices.blockers import BlockerCard, BlockerNews, BlockerRaised
from domain.notices.check_ins import (
    CheckInAskedAgain,
    CheckInClosed,
    CheckInDone,
    CheckInNudge,
    CheckInOpenAgain,
    CheckInPrompt,
    CheckInSkipped,
    CheckInSnoozed,
)
from domain.notices.feedback import (
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
)
from domain.notices.files import FileRequest, PacketRequested, TeamFileRequested
from domain.notices.goal_warnings import (
    GoalHandedOver,
    GoalRescopeAsked,
    GoalRescopeClosed,
    GoalRescopeDecided,
    GoalWarned,
)
from domain.notices.goals import (
    GoalCascaded,
    GoalCelebrated,
    GoalChanged,
    GoalDecided,
    GoalEnded,
    GoalPartGiven,
    GoalProposalClosed,
    GoalProposed,
    GoalReached,
)
from domain.notices.kudos import (
    KudosJoined,
    KudosPosted,
    KudosPostGone,
    KudosRecap,
    KudosReceived,
    KudosTakenBack,
    KudosTakenDown,
)
from domain.notices.posts import NO_PLACE, NOT_SURE, PostDecided, PostRefused
from domain.notices.today import Today, TodayChanged

__all__ = [
    "NOTICES",
    "NOT_SURE",
    "NO_PLACE",
    "AnyNotice",
    "BlockerCard",
    "BlockerNews",
    "BlockerRaised",
    "CheckInAskedAgain",
    "CheckInClosed",
    "CheckInDone",
    "CheckInNudge",
    "CheckInOpenAgain",
    "CheckInPrompt",
    "CheckInSkipped",
    "CheckInSnoozed",
    "FeedbackAnswered",
    "FeedbackAsked",
    "FeedbackChanged",
    "FeedbackDeclined",
    "FeedbackGiven",
    "FeedbackQuestionClosed",
    "FeedbackQuestioned",
    "FeedbackRequestClosed",
    "FeedbackRequestEnded",
    "FeedbackRequestLater",
    "FeedbackThanked",
    "FileRequest",
    "GoalCascaded",
    "GoalCelebrated",
    "GoalChanged",
    "GoalDecided",
    "GoalEnded",
    "GoalHandedOver",
    "GoalPartGiven",
    "GoalProposalClosed",
    "GoalProposed",
    "GoalReached",
    "GoalRescopeAsked",
    "GoalRescopeClosed",
    "GoalRescopeDecided",
    "GoalWarned",
    "KudosJoined",
    "KudosPostGone",
    "KudosPosted",
    "KudosRecap",
    "KudosReceived",
    "KudosTakenBack",
    "KudosTakenDown",
    "Notice",
    "PacketRequested",
    "PostDecided",
    "PostRefused",
    "TeamFileRequested",
    "Today",
    "TodayChanged",
]

AnyNotice = Annotated[
    CheckInPrompt
    | CheckInSnoozed
    | CheckInSkipped
    | CheckInOpenAgain
    | CheckInAskedAgain
    | CheckInDone
    | CheckInNudge
    | CheckInClosed
    | BlockerRaised
    | BlockerCard
    | BlockerNews
    | KudosPosted
    | KudosReceived
    | KudosJoined
    | KudosPostGone
    | KudosTakenBack
    | KudosTakenDown
    | KudosRecap
    | PostRefused
    | PostDecided
    | FeedbackGiven
    | FeedbackAsked
    | FeedbackRequestClosed
    | FeedbackDeclined
    | FeedbackAnswered
    | FeedbackChanged
    | FeedbackQuestionClosed
    | FeedbackQuestioned
    | FeedbackRequestEnded
    | FeedbackRequestLater
    | FeedbackThanked
    | GoalProposed
    | GoalCascaded
    | GoalPartGiven
    | GoalChanged
    | GoalDecided
    | GoalProposalClosed
    | GoalReached
    | GoalWarned
    | GoalRescopeAsked
    | GoalHandedOver
    | GoalRescopeDecided
    | GoalRescopeClosed
    | GoalEnded
    | GoalCelebrated
    | PacketRequested
    | TeamFileRequested
    | Today
    | TodayChanged,
    Field(discriminator="kind"),
]
NOTICES: TypeAdapter[AnyNotice] = TypeAdapter(AnyNotice)
"""Reads a notice back from JSON."""
