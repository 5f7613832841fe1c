"""The forms of feedback: to give it, ask for it, decline, ask more, answer, edit.

A form names those who will read what is written in it, before it is sent. Fields keep their ids when a form is drawn
anew, so that what was typed stays.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import slackblocks as kit

from domain.feedback import Feedback, Question, Shown, Tone, Visibility
from domain.feedback_hints import Hint
from domain.feedback_requests import Request
from domain.people import Person
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    choice,
    context,
    mention,
    mentions,
    message,
    modal,
    people_input,
    plain,
    quotes,
    section,
    text_input,
)
from handlers.views.feedback import GIVEN

FORM, ASK_FORM, DECLINE_FORM = "feedback_form", "feedback_ask_form", "feedback_decline_form"
EDIT_FORM, QUESTION_FORM, ANSWER_FORM = "feedback_edit_form", "feedback_question_form", "feedback_answer_form"
RECEIVER, SITUATION, BEHAVIOUR, IMPACT, INTENT = "receiver", "situation", "behaviour", "impact", "intent"
TONE, VISIBILITY, GOAL, COMPETENCY = "tone", "visibility", "goal", "competency"
ASKED, ABOUT, REASON = "asked", "about", "reason"
QUESTION, ANSWER = "question", "answer"
LABELS = {SITUATION: "Situation", BEHAVIOUR: "Behaviour", IMPACT: "Impact", INTENT: "Intent"}
TONES: Mapping[str, str] = {Tone.PRAISE: "Praise: keep doing it", Tone.SUGGESTION: "A suggestion: try this"}
NAME = 27
"""Letters of a name in a choice, so that two of them fit into one."""
NOT_NAMED: Mapping[str, str] = {
    Visibility.RECEIVER: "Only the receiver",
    Visibility.RECEIVER_AND_MANAGER: "The receiver and their manager",
    Visibility.MANAGER: "Only their manager",
}
"""Who sees it, as long as nobody is chosen."""
EXPIRED = "⌛ The request has expired: two weeks went by, and nobody waits for it any more. You can still write, of your own accord."


class Around(NamedTuple):
    """What a form is about: for whom, who their manager is, what it can point at, and what was asked."""

    receiver: Person | None = None
    manager: Person | None = None
    goals: Mapping[str, str] = {}
    competencies: Sequence[str] = ()
    request: Request | None = None

    @property
    def requested(self) -> bool:
        """Whether it is for the one who asked."""
        return bool(self.request and self.receiver and self.request.asker == self.receiver.id)

    @property
    def shown(self) -> Shown:
        """Whom the form names."""
        return Shown(
            receiver=self.receiver.id if self.receiver else None, manager=self.manager.id if self.manager else None
        )


def form(
    around: Around,
    said: Mapping[str, Any] | None = None,
    *,
    hint: Hint | None = None,
    hinted: bool = False,
    check_names: bool = False,
    expired: bool = False,
) -> dict[str, Any]:
    """Return the form to give feedback, with what was `said` in it so far.

    `hint` is the one question before it goes, `hinted` that there was one; `check_names` asks to look at who reads it;
    `expired` says that nobody waits for it any more.
    """
    said = said or {}
    request = around.request
    names = shown_to(around)
    wanted = said.get(VISIBILITY) or Visibility.RECEIVER
    blocks: list[Block] = [
        *([_check_names(around)] if check_names else ()),
        *([_one_question(hint)] if hint else ()),
        *([section(EXPIRED, id="expired")] if expired else ()),
        *([section("You were asked:"), *map(section, quotes(request.about))] if request and around.requested else ()),
        _receiver(around),
        *fields(said, goals=around.goals, competencies=around.competencies),
        choice(
            VISIBILITY,
            "Who will see this?",
            names,
            chosen=wanted if wanted in names else Visibility.RECEIVER,
            radio=True,
            hint="Nobody can widen this later, not even you.",
        ),
        context(_small_print(around)),
    ]
    carried = around.shown.model_dump() | {"hinted": hinted or hint is not None}
    carried |= {"request": request.id} if request else {}
    return modal(FORM, "Give feedback", blocks, submit="Send", metadata=carried)


def shown_to(around: Around) -> dict[str, str]:
    """Return the visibilities there are here, each in words with names."""
    if around.receiver is None:
        return dict(NOT_NAMED)
    receiver = plain(around.receiver.name, NAME)
    names: dict[str, str] = {Visibility.RECEIVER: f"Only {receiver}"}
    if around.manager:
        manager = f"{plain(around.manager.name, NAME)}, their manager"
        names[Visibility.RECEIVER_AND_MANAGER] = f"{receiver} and {manager}"
        if not around.requested:
            names[Visibility.MANAGER] = f"Only {manager}"
    return names


def _small_print(around: Around) -> str:
    if around.receiver is None:
        whom = "Choose for whom it is, and their names stand here."
    elif around.manager:
        whom = f"The manager of {mention(around.receiver.id)} is {mention(around.manager.id)}."
    else:
        whom = f"{mention(around.receiver.id)} has no manager in Cairn, so nobody else can be chosen."
    return f"{whom} After sending you can edit for 10 minutes, and take it back for 30 days."


def _receiver(around: Around) -> Block:
    """Choosing whom it is for draws the form anew, with their names."""
    element = kit.UserSelectMenu(action_id=RECEIVER, initial_user=around.receiver.id if around.receiver else None)
    return kit.InputBlock(label="For whom?", element=element, block_id=RECEIVER, dispatch_action=True)


def _one_question(hint: Hint) -> Block:
    text = f"💡 *One question before it goes.* {LABELS[hint.field]}: {hint.question}"
    return section(f"{text}\nAdd it below if you like, or press *Send* again: it goes as it is.", id="hint")


def _check_names(around: Around) -> Block:
    receiver = mention(around.receiver.id) if around.receiver else "this person"
    now = (
        f"the manager of {receiver} is {mention(around.manager.id)}"
        if around.manager
        else f"{receiver} has no manager in Cairn"
    )
    return section(
        f"👀 *Nothing is sent yet:* {now}, and this form had not named them so. Check who will see it, "
        "then press *Send* again.",
        id="names",
    )


def fields(said: Mapping[str, Any], *, goals: Mapping[str, str], competencies: Sequence[str]) -> list[Block]:
    """Return the fields for the words themselves, with what was `said` in them so far."""
    blocks = [
        choice(TONE, "What is it?", TONES, chosen=said.get(TONE) or Tone.PRAISE, radio=True),
        text_input(
            SITUATION,
            "Situation: when and where?",
            value=said.get(SITUATION) or "",
            optional=True,
            placeholder="In Tuesday's hand-over",
        ),
        text_input(BEHAVIOUR, "Behaviour: what did they do or say?", value=said.get(BEHAVIOUR) or "", long=True),
        text_input(IMPACT, "Impact: what did it lead to?", value=said.get(IMPACT) or "", long=True, optional=True),
        text_input(
            INTENT,
            "Intent: what were they after, as you see it?",
            value=said.get(INTENT) or "",
            optional=True,
            placeholder="To save the customer a second call, I think",
        ),
    ]
    if goals:
        blocks.append(choice(GOAL, "Which goal is it about?", goals, chosen=said.get(GOAL), optional=True))
    if competencies:
        named = {one: one for one in competencies}
        chosen = said.get(COMPETENCY)
        blocks.append(choice(COMPETENCY, "Or which competency?", named, chosen=chosen, optional=True))
    return blocks


def edit_form(piece: Feedback, readers: Sequence[str], around: Around, *, page: str = "") -> dict[str, Any]:
    """Return the form to edit one's own feedback; who reads it stands there and cannot be changed."""
    said = {field: getattr(piece, field) for field in (SITUATION, BEHAVIOUR, IMPACT, INTENT, TONE, COMPETENCY)}
    goal = str(piece.goal) if piece.goal else None
    blocks = [
        section(f"Feedback for {mention(piece.receiver)}. {who_reads(readers)}"),
        *fields(said | {GOAL: goal}, goals=around.goals, competencies=around.competencies),
    ]
    return modal(EDIT_FORM, "Edit feedback", blocks, submit="Save", metadata={"feedback": piece.id, "page": page})


def who_reads(readers: Sequence[str]) -> str:
    """Return who can read it, by name."""
    if not readers:
        return "Nobody can read it at the moment."
    return f"Only {mentions(readers)} can read it." if len(readers) == 1 else f"{mentions(readers)} can read it."


def ask_form(*, asked: Sequence[str] = (), about: str = "") -> dict[str, Any]:
    """Return the form to ask for feedback."""
    return modal(
        ASK_FORM,
        "Ask for feedback",
        [
            people_input(ASKED, "Whom do you ask?", chosen=asked, hint="Each of them gets a message of their own."),
            text_input(ABOUT, "What about?", value=about, long=True, placeholder="How I led the launch meeting"),
            context("Only those you ask read this. What they write, you read, and your manager if they choose so."),
        ],
        submit="Ask",
    )


def decline_form(request: int, asker: str) -> dict[str, Any]:
    """Return the form to decline with a reason."""
    return modal(
        DECLINE_FORM,
        "Decline",
        [
            section(f"{mention(asker)} will read that you can't this time, and your reason. Nobody else does."),
            text_input(REASON, "Why?", optional=True, placeholder="I was not in that meeting"),
        ],
        submit="Decline",
        metadata={"request": request},
    )


def question_form(piece: Feedback, readers: Sequence[str], *, page: str = "") -> dict[str, Any]:
    """Return the form to ask the author of a piece for more."""
    small = f"{mention(piece.author)} answers in a form like this one. {who_reads([*readers, piece.author])}"
    return modal(
        QUESTION_FORM,
        "Ask more",
        [
            text_input(
                QUESTION, "What would you like to know?", long=True, placeholder="What could I have said instead?"
            ),
            context(small),
        ],
        submit="Ask",
        metadata={"feedback": piece.id, "page": page},
    )


def answer_form(piece: Feedback, question: Question, readers: Sequence[str]) -> dict[str, Any]:
    """Return the form to answer a question about one's own feedback."""
    return modal(
        ANSWER_FORM,
        "Answer",
        [
            section(f"{mention(question.asker)} asks about your feedback for {mention(piece.receiver)}:"),
            *map(section, quotes(question.question)),
            text_input(ANSWER, "Your answer", long=True),
            context(who_reads([*readers, piece.author])),
        ],
        submit="Answer",
        metadata={"question": question.id},
    )


def sent(readers: Sequence[str], *, expired: bool = False) -> Message:
    """Answer the author, naming who can read it."""
    late = " The request had ended meanwhile, so it counts as given of your own accord." if expired else ""
    text = f"Sent. {who_reads(readers)}{late}"
    small = "You can edit it for 10 minutes, and take it back for 30 days."
    return message(text, section(text), context(small), actions(button("What I gave", GIVEN), id="feedback-sent"))


def done(title: str, said: Message) -> dict[str, Any]:
    """Return the answer to a form that turns its window into a word of what happened, with what can be done next."""
    window = {"type": "modal", "callback_id": "done", "title": {"type": "plain_text", "text": plain(title, 24)}}
    close = {"close": {"type": "plain_text", "text": "Done"}}
    return {"response_action": "update", "view": window | close | {"blocks": said.blocks}}
