"""Feedback: telling one person what they did, and what it did.

- Situation, behaviour and impact, with the intent if one knows it (SBI, Center for Creative Leadership).
- One visibility, chosen before sending with the names of those it opens it to, that nobody can widen later.
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


class Question(Value):
    """The one a piece is for asks its author for more. `answer` is "" until there is one; times are UTC."""

    id: int | None = None
    feedback: int
    asker: str
    question: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


class Feedback(Value):
    """A piece of feedback; times are UTC, `id` is None until it is stored.

    What was taken back holds no text any more. `questions` are read by whoever may read the piece, by nobody else.
    """

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
    intent: str = ""
    competency: str | None = None
    edited_at: datetime | None = None
    taken_back_at: datetime | None = None
    thanked_at: datetime | None = None
    questions: tuple[Question, ...] = ()


class Shown(Value):
    """Whom a form named as readers: the receiver, and the manager they had then."""

    receiver: str | None = None
    manager: str | None = None


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


class AskerMustRead(Refusal):
    """Somebody asked for it, and would not be able to read it."""

    text = "{receiver} asked you for this, so they have to be able to read it. Choose who else will."
    field = "visibility"


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
    intent: str = "",
    tone: Tone = Tone.PRAISE,
    goal: int | None = None,
    competency: str | None = None,
    request: int | None = None,
) -> Feedback:
    """Return the feedback to record, or refuse."""
    if author == receiver:
        raise CannotTellYourself
    if not (behaviour := clean(behaviour, field="behaviour")):
        raise BehaviourMissing
    if visibility is Visibility.MANAGER and not receiver_has_manager:
        raise NoManagerToRead(receiver=receiver_name)
    if visibility is Visibility.MANAGER and request is not None:
        raise AskerMustRead(receiver=receiver_name)
    return Feedback(
        author=author,
        receiver=receiver,
        situation=clean(situation, field="situation"),
        behaviour=behaviour,
        impact=clean(impact, field="impact"),
        intent=clean(intent, field="intent"),
        tone=tone,
        visibility=visibility,
        given_at=now,
        goal=goal,
        competency=competency,
        request=request,
    )


def readers(visibility: Visibility, receiver: str, manager: str | None) -> tuple[str, ...]:
    """Return who may read it, the receiver first. A manager who comes later is never among them."""
    named = (receiver,) if visibility is not Visibility.MANAGER else ()
    return (*named, manager) if visibility is not Visibility.RECEIVER and manager else named


def named_right(shown: Shown, visibility: Visibility, receiver: str, manager: str | None) -> bool:
    """Tell whether the form named exactly those who would read it now: else it has to ask again."""
    return visibility is Visibility.RECEIVER or shown == Shown(receiver=receiver, manager=manager)
