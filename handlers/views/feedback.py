"""How feedback looks. It is announced without its text, and read in a form."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from domain.feedback import Feedback, Tone, Visibility
from domain.notices import FeedbackAsked, FeedbackDeclined, FeedbackGiven, FeedbackRequestClosed
from domain.people import Person
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    choice,
    context,
    divider,
    escape,
    mention,
    message,
    modal,
    moment,
    person_input,
    quotes,
    section,
    text_input,
    words,
)

FORM, ASK_FORM, DECLINE_FORM = "feedback_form", "feedback_ask_form", "feedback_decline_form"
OPEN = "feedback_open"
INBOX, ABOUT_REPORT, WRITE, DECLINE = "feedback_inbox", "feedback_about_report", "feedback_write", "feedback_decline"
RECEIVER, SITUATION, BEHAVIOUR, IMPACT = "receiver", "situation", "behaviour", "impact"
TONE, VISIBILITY, GOAL = "tone", "visibility", "goal"
ASKED, ABOUT, REASON = "asked", "about", "reason"
MOST_SHOWN = 30
LONG = 800
"""Characters of each part of a piece, so that all three stand in one section."""

SHOWN_TO: Mapping[str, str] = {
    Visibility.RECEIVER: "Only the receiver",
    Visibility.RECEIVER_AND_MANAGER: "The receiver and their manager",
    Visibility.MANAGER: "Only their manager",
}
TONES: Mapping[str, str] = {Tone.PRAISE: "Praise: keep doing it", Tone.SUGGESTION: "A suggestion: try this"}


def given(notice: FeedbackGiven) -> Message:
    """Announce feedback to its receiver or their manager."""
    for_receiver = notice.to == notice.receiver
    about = "you" if for_receiver else mention(notice.receiver)
    text = f"{mention(notice.author)} wrote feedback for {about}."
    who = f"Visible to: {SHOWN_TO[notice.visibility].lower()}."
    read = button("Read it", INBOX if for_receiver else ABOUT_REPORT, value=notice.receiver, style="primary")
    return message(text, section(f"💬 {text}"), actions(read, id="feedback"), context(who))


def asked(notice: FeedbackAsked) -> Message:
    """Ask somebody for feedback."""
    text = f"{mention(notice.asker)} would like your feedback."
    first, *more = quotes(notice.about)
    return message(
        text,
        section(f"💬 *{mention(notice.asker)} would like your feedback*\n{first}"),
        *map(section, more),
        actions(
            button("Write", WRITE, value=notice.request, style="primary"),
            button("Decline", DECLINE, value=notice.request),
            id="feedback-request",
        ),
    )


def request_closed(notice: FeedbackRequestClosed) -> Message:
    """Return what is left of a request."""
    what = "You declined" if notice.declined else "You wrote"
    return message(f"💬 {what}: feedback for {mention(notice.asker)}. Nothing more to do.")


def declined(notice: FeedbackDeclined) -> Message:
    """Tell the asker."""
    text = f"{mention(notice.asked)} can't give you feedback this time."
    blocks = [section(f"💬 {text}"), *(map(section, quotes(notice.reason)) if notice.reason else ())]
    return message(text, *blocks, context("You can ask somebody else who was there."))


def form(
    *,
    receiver: str | None = None,
    goals: Mapping[str, str] | None = None,
    request: int | None = None,
    about: str = "",
) -> dict[str, Any]:
    """Return the form to give feedback; `about` is what was asked."""
    blocks: list[Block] = [section("You were asked:"), *map(section, quotes(about))] if about else []
    blocks += [
        person_input(RECEIVER, "For whom?", chosen=receiver),
        choice(TONE, "What is it?", TONES, chosen=Tone.PRAISE, radio=True),
        text_input(SITUATION, "Situation: when and where?", optional=True, placeholder="In Tuesday's hand-over"),
        text_input(BEHAVIOUR, "Behaviour: what did they do or say?", long=True),
        text_input(IMPACT, "Impact: what did it lead to?", long=True, optional=True),
    ]
    if goals:
        blocks.append(choice(GOAL, "Which goal is it about?", goals, optional=True))
    blocks.append(
        choice(
            VISIBILITY,
            "Who will see this?",
            SHOWN_TO,
            chosen=Visibility.RECEIVER,
            radio=True,
            hint="Nobody can widen this later, not even you.",
        )
    )
    return modal(FORM, "Give feedback", blocks, submit="Send", metadata={"request": request} if request else None)


def ask_form(*, asked: str | None = None, about: str = "") -> dict[str, Any]:
    """Return the form to ask for feedback."""
    return modal(
        ASK_FORM,
        "Ask for feedback",
        [
            person_input(ASKED, "Whom do you ask?", chosen=asked),
            text_input(ABOUT, "What about?", value=about, long=True, placeholder="How I led the launch meeting"),
        ],
        submit="Ask",
    )


def decline_form(request: int, asker: str) -> dict[str, Any]:
    """Return the form to decline with a reason."""
    return modal(
        DECLINE_FORM,
        "Decline",
        [
            section(f"{mention(asker)} will read that you can't this time."),
            text_input(REASON, "Why?", optional=True, placeholder="I was not in that meeting"),
        ],
        submit="Decline",
        metadata={"request": request},
    )


def sent(feedback: Feedback, *, manager: str | None) -> Message:
    """Answer the author, naming who can read it."""
    readers = {
        Visibility.RECEIVER: f"Only {mention(feedback.receiver)} can read it.",
        Visibility.RECEIVER_AND_MANAGER: f"{mention(feedback.receiver)} and {mention(manager) if manager else 'their manager, once there is one,'} can read it.",
        Visibility.MANAGER: f"Only {mention(manager) if manager else 'their manager'} can read it.",
    }
    return message(f"Sent. {readers[feedback.visibility]}")


def inbox(
    received: Sequence[Feedback], names: Mapping[str, Person], tz: ZoneInfo, *, about: Person | None = None
) -> dict[str, Any]:
    """Return what was received, newest first; `about` is the report when their manager reads it."""
    blocks: list[Block] = []
    for one in list(reversed(received))[:MOST_SHOWN]:
        blocks += [*_entry(one, names, tz), divider()]
    if not received:
        blocks = [section("Nothing here yet. Ask for some: somebody who worked with you this week is a good start.")]
    if len(received) > MOST_SHOWN:
        blocks.append(context(f"The latest {MOST_SHOWN} of {len(received)}; the review packet has them all."))
    title = "Feedback" if about is None else f"About {about.first_name}"
    return modal("feedback_page", title, blocks)


def _entry(one: Feedback, names: Mapping[str, Person], tz: ZoneInfo) -> list[Block]:
    author = names[one.author].name if one.author in names else "Someone who left"
    said = (("Situation:", one.situation), ("Behaviour:", one.behaviour), ("Impact:", one.impact))
    parts = [f"*{label}* {words(text, LONG)}" for label, text in said if text]
    shortened = any(len(escape(text)) > LONG for _, text in said)
    return [
        section(f"*{words(author, 100)}* · {one.tone} · {moment(one.given_at, tz)}\n" + "\n".join(parts)),
        context(
            f"Visible to: {SHOWN_TO[one.visibility].lower()}"
            + (" · shortened; the review packet has all of it" if shortened else "")
        ),
    ]
