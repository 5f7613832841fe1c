"""Feedback: telling one person what they did, and what it did.

- Situation, behaviour and impact, with the intent if one knows it (SBI, Center for Creative Leadership).
- One visibility, chosen before sending, that nobody can widen later.
- One may ask for it; the other may decline, with a reason.
- Nobody gives feedback to themselves: the check-in is the place for that.
"""

from datetime import datetime
from enum import StrEnum

from domain.permissions import Topic
from domain.refusals import Refusal
from domain.texts import clean
from domain.values import Value


class Visibility(StrEnum):
    """Who may ever read a piece of feedback, beside its author."""

    RECEIVER = "receiver"
    RECEIVER_AND_MANAGER = "receiver_and_manager"
    MANAGER = "manager"


TOPICS = {
    Visibility.RECEIVER: Topic.FEEDBACK_TO_RECEIVER,
    Visibility.RECEIVER_AND_MANAGER: Topic.FEEDBACK_TO_BOTH,
    Visibility.MANAGER: Topic.FEEDBACK_TO_MANAGER,
}


class Tone(StrEnum):
    """Praise says: go on. A suggestion says: try this instead."""

    PRAISE = "praise"
    SUGGESTION = "suggestion"


class Feedback(Value):
    """A piece of feedback. `given_at` is UTC; `id` is None until it is stored."""

    id: int | None = None
    author: str
    receiver: str
    behaviour: str
    situation: str = ""
    impact: str = ""
    tone: Tone = Tone.PRAISE
    visibility: Visibility
    given_at: datetime
    goal: int | None = None
    request: int | None = None


class RequestState(StrEnum):
    """Where a request for feedback stands."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"


class Request(Value):
    """`asker` would like `asked` to write about something."""

    id: int | None = None
    asker: str
    asked: str
    about: str
    asked_at: datetime
    state: RequestState = RequestState.OPEN


class CannotTellYourself(Refusal):
    """Author and receiver are one."""

    text = "Feedback is for someone else. What you noticed about yourself fits into your check-in."
    field = "receiver"


class BehaviourMissing(Refusal):
    """It does not say what the person did."""

    text = "Write what the person did or said: that is what they can keep doing or change."
    field = "behaviour"


class NoManagerToRead(Refusal):
    """The visibility names a manager and there is none."""

    text = "{receiver} has no manager in Cairn, so nobody could read this. Choose *only the receiver*."
    field = "visibility"


class CannotAskYourself(Refusal):
    """Asking oneself."""

    text = "Ask somebody who works with you: `{command} ask @ana about the launch`."
    field = "asked"


class AboutMissing(Refusal):
    """The request does not say about what."""

    text = "Say what you would like to hear about: `{command} ask @ana about the launch`."
    field = "about"


class RequestClosed(Refusal):
    """It was answered or declined before."""

    text = "This request has been answered already. You can still write: `{command} @name`."


def give(
    author: str,
    receiver: str,
    behaviour: str,
    *,
    visibility: Visibility,
    receiver_has_manager: bool,
    now: datetime,
    receiver_name: str = "This person",
    situation: str = "",
    impact: str = "",
    tone: Tone = Tone.PRAISE,
    goal: int | None = None,
    request: int | None = None,
) -> Feedback:
    """Return the feedback to record, or refuse."""
    if author == receiver:
        raise CannotTellYourself
    behaviour = clean(behaviour, field="behaviour")
    if not behaviour:
        raise BehaviourMissing
    if visibility is Visibility.MANAGER and not receiver_has_manager:
        raise NoManagerToRead(receiver=receiver_name)
    return Feedback(
        author=author,
        receiver=receiver,
        situation=clean(situation, field="situation"),
        behaviour=behaviour,
        impact=clean(impact, field="impact"),
        tone=tone,
        visibility=visibility,
        given_at=now,
        goal=goal,
        request=request,
    )


def ask(asker: str, asked: str, about: str, *, now: datetime, command: str = "/feedback") -> Request:
    """Return the request to record, or refuse."""
    if asker == asked:
        raise CannotAskYourself(command=command)
    about = clean(about, field="about")
    if not about:
        raise AboutMissing(command=command)
    return Request(asker=asker, asked=asked, about=about, asked_at=now)
