"""What happens to feedback after it was sent: edited, taken back, thanked for, asked about.

- Its author can edit it for ten minutes. Who reads it cannot be changed at all.
- Its author can take it back for thirty days: the text is gone, for every reader and from the database; that there
  was something stays. Later it is part of what somebody received, and may have been used in a review.
- Whoever it is for can thank once, and ask the author for more: one question at a time.
- Questions and answers are read by whoever reads the piece, by nobody else.
"""

from datetime import datetime, timedelta

from domain.feedback import BehaviourMissing, Feedback, Question, Tone
from domain.refusals import Refusal
from domain.texts import clean, required

EDIT_FOR = timedelta(minutes=10)
TAKE_BACK_FOR = timedelta(days=30)
MOST_QUESTIONS = 5
"""After so many a talk helps more."""


class TooLateToEdit(Refusal):
    """Ten minutes are over."""

    text = (
        "Feedback can be edited for 10 minutes after it was sent, and they are over. You can still take it back and "
        "write it anew."
    )


class TooLateToTakeBack(Refusal):
    """Thirty days are over."""

    text = (
        "Feedback can be taken back for 30 days, and they are over: it is part of what they received. If something in "
        "it was wrong, write to them again and say so."
    )


class TakenBack(Refusal):
    """There is nothing left to do anything with."""

    text = "This feedback was taken back by its author, so there is nothing to read or do any more."


class QuestionWaits(Refusal):
    """The one before has no answer yet."""

    text = "Your last question has not been answered yet. When it is, you get a message; then you can ask more."
    field = "question"


class EnoughQuestions(Refusal):
    """So much is better said face to face."""

    text = "That is {most} questions about one piece of feedback. Talk to each other: it is quicker and kinder."
    field = "question"


class AnsweredAlready(Refusal):
    """A question gets one answer."""

    text = "You have answered this question already. If there is more to say, write to them directly."
    field = "answer"


def may_edit(piece: Feedback, now: datetime) -> bool:
    """Tell whether its author can still edit it."""
    return piece.taken_back_at is None and now < piece.given_at + EDIT_FOR


def may_take_back(piece: Feedback, now: datetime) -> bool:
    """Tell whether its author can still take it back."""
    return piece.taken_back_at is None and now < piece.given_at + TAKE_BACK_FOR


def edit(
    piece: Feedback,
    *,
    situation: str,
    behaviour: str,
    impact: str,
    intent: str,
    tone: Tone,
    goal: int | None,
    competency: str | None,
    now: datetime,
) -> Feedback:
    """Return the piece with other words, for the same readers. Raises TooLateToEdit, TakenBack, BehaviourMissing."""
    _still_there(piece)
    if not may_edit(piece, now):
        raise TooLateToEdit
    said = clean(behaviour, field="behaviour")
    if not said:
        raise BehaviourMissing
    texts = {
        "situation": clean(situation, field="situation"),
        "behaviour": said,
        "impact": clean(impact, field="impact"),
        "intent": clean(intent, field="intent"),
    }
    return piece.model_copy(update={**texts, "tone": tone, "goal": goal, "competency": competency, "edited_at": now})


def take_back(piece: Feedback, *, now: datetime) -> Feedback:
    """Return what is left of it: that it was, and that it is gone. Raises TooLateToTakeBack, TakenBack."""
    _still_there(piece)
    if not may_take_back(piece, now):
        raise TooLateToTakeBack
    nothing = {"situation": "", "behaviour": "", "impact": "", "intent": "", "goal": None, "competency": None}
    return piece.model_copy(update={**nothing, "questions": (), "taken_back_at": now})


def thank(piece: Feedback, *, now: datetime) -> Feedback:
    """Return the piece, thanked for; a second thank-you changes nothing. Raises TakenBack."""
    _still_there(piece)
    return piece if piece.thanked_at else piece.model_copy(update={"thanked_at": now})


def ask_more(piece: Feedback, asker: str, question: str | None, *, now: datetime) -> Question:
    """Return the question to record. Raises TakenBack, QuestionWaits, EnoughQuestions, TextMissing."""
    may_ask(piece)
    return Question(feedback=piece.id or 0, asker=asker, question=required(question, field="question"), asked_at=now)


def may_ask(piece: Feedback) -> None:
    """Refuse a question where none can be asked. Raises TakenBack, QuestionWaits, EnoughQuestions."""
    _still_there(piece)
    if any(one.answered_at is None for one in piece.questions):
        raise QuestionWaits
    if len(piece.questions) >= MOST_QUESTIONS:
        raise EnoughQuestions(most=MOST_QUESTIONS)


def answer(question: Question, text: str | None, *, now: datetime) -> Question:
    """Return the question with its answer. Raises AnsweredAlready, TextMissing."""
    if question.answered_at is not None:
        raise AnsweredAlready
    return question.model_copy(update={"answer": required(text, field="answer"), "answered_at": now})


def _still_there(piece: Feedback) -> None:
    if piece.taken_back_at is not None:
        raise TakenBack
