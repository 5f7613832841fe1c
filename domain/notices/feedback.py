"""What is said about feedback and the requests for it; never the text of a piece, a question or an answer.

What somebody asks about and why somebody declines stands in the message of the one it is for, and nowhere else.
"""

from datetime import date
from typing import Literal

from domain.feedback import Visibility
from domain.feedback_requests import RequestState
from domain.notices.base import Notice


class FeedbackGiven(Notice):
    """Announce feedback without its text; `to` is the receiver or their manager."""

    kind: Literal["feedback_given"] = "feedback_given"
    feedback: int
    author: str
    receiver: str
    visibility: Visibility

    @property
    def key(self) -> str:
        """Once a reader."""
        return f"feedback:{self.feedback}:to:{self.to}"


class FeedbackChanged(Notice):
    """The announcement of a piece that was edited or taken back since; `to` is whoever got it."""

    kind: Literal["feedback_changed"] = "feedback_changed"
    feedback: int
    author: str
    receiver: str
    visibility: Visibility
    taken_back: bool = False

    @property
    def key(self) -> str:
        """Once a reader for each of the two."""
        return f"feedback:{self.feedback}:to:{self.to}:{'taken-back' if self.taken_back else 'edited'}"

    @property
    def replaces(self) -> str | None:
        """The announcement."""
        return f"feedback:{self.feedback}:to:{self.to}"


class FeedbackThanked(Notice):
    """Whoever a piece was for says thank you; `to` is its author."""

    kind: Literal["feedback_thanked"] = "feedback_thanked"
    feedback: int
    by: str

    @property
    def key(self) -> str:
        """Once a piece."""
        return f"feedback:{self.feedback}:thanked"


class FeedbackQuestioned(Notice):
    """Whoever a piece was for would like to know more; `to` is its author."""

    kind: Literal["feedback_questioned"] = "feedback_questioned"
    question: int
    by: str

    @property
    def key(self) -> str:
        """Once a question."""
        return f"feedback-question:{self.question}"


class FeedbackQuestionClosed(Notice):
    """The card of a question shows what became of it; `to` is the author of the piece."""

    kind: Literal["feedback_question_closed"] = "feedback_question_closed"
    question: int
    by: str
    answered: bool

    @property
    def key(self) -> str:
        """Once a question."""
        return f"feedback-question:{self.question}:closed"

    @property
    def replaces(self) -> str | None:
        """The message that asked."""
        return f"feedback-question:{self.question}"


class FeedbackAnswered(Notice):
    """The author answered a question; `to` is who asked it."""

    kind: Literal["feedback_answered"] = "feedback_answered"
    question: int
    author: str
    receiver: str

    @property
    def key(self) -> str:
        """Once a question."""
        return f"feedback-question:{self.question}:answered"


class FeedbackAsked(Notice):
    """Somebody asks for feedback; `to` is the one asked."""

    kind: Literal["feedback_asked"] = "feedback_asked"
    request: int
    asker: str
    about: str

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:asked"


class FeedbackRequestLater(Notice):
    """The card of a request that was put off says when it comes back; `to` is the one asked."""

    kind: Literal["feedback_request_later"] = "feedback_request_later"
    request: int
    asker: str
    back_on: date
    expires_on: date

    @property
    def key(self) -> str:
        """Once for each day it was put off to."""
        return f"feedback-request:{self.request}:later:{self.back_on}"

    @property
    def replaces(self) -> str | None:
        """The message that asked."""
        return f"feedback-request:{self.request}:asked"


class FeedbackRequestClosed(Notice):
    """The card of a request shows what became of it; `to` is the one asked.

    `outcome` is a RequestState; notices of the first version have `declined` alone.
    """

    kind: Literal["feedback_request_closed"] = "feedback_request_closed"
    request: int
    asker: str
    declined: bool = False
    outcome: RequestState | None = None

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:closed"

    @property
    def replaces(self) -> str | None:
        """The message that asked."""
        return f"feedback-request:{self.request}:asked"


class FeedbackRequestEnded(Notice):
    """Tell the asker that nobody answers any more; `left` says that the asked takes part no longer."""

    kind: Literal["feedback_request_ended"] = "feedback_request_ended"
    request: int
    asked: str
    asked_on: date
    left: bool = False

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:ended"


class FeedbackDeclined(Notice):
    """Tell the asker; `to` is the asker."""

    kind: Literal["feedback_declined"] = "feedback_declined"
    request: int
    asked: str
    reason: str = ""

    @property
    def key(self) -> str:
        """Once a request."""
        return f"feedback-request:{self.request}:declined"
