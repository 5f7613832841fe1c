"""What is said about feedback: announcements without its text, and the cards of requests and questions."""

from collections.abc import Mapping

import slackblocks as kit

from domain.feedback import Visibility
from domain.feedback_requests import Request, RequestState
from domain.notices import (
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
from domain.today import FeedbackWaits
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    day,
    mention,
    mentions,
    message,
    quotes,
    section,
    words,
)

OPEN, INBOX, GIVEN, ABOUT_REPORT = "feedback_open", "feedback_inbox", "feedback_given", "feedback_about_report"
WRITE, LATER, DECLINE = "feedback_write", "feedback_later", "feedback_decline"
TAKE_BACK_REQUEST, ANSWER = "feedback_request_take_back", "feedback_answer"


def given(notice: FeedbackGiven) -> Message:
    """Announce feedback to its receiver or their manager."""
    text = f"{mention(notice.author)} wrote feedback for {_about(notice)}."
    read = _read_button(notice.to, notice.receiver)
    return message(text, section(f"💬 {text}"), actions(read, id="feedback"), context(_readers(notice)))


def changed(notice: FeedbackChanged) -> Message:
    """Return the announcement of what was edited or taken back since."""
    if notice.taken_back:
        text = f"{mention(notice.author)} took back the feedback for {_about(notice)}."
        return message(text, section(f"💬 {text}"), context("Its text is gone, for everybody. Nothing to do."))
    text = f"{mention(notice.author)} wrote feedback for {_about(notice)}, and edited it."
    read = _read_button(notice.to, notice.receiver)
    return message(text, section(f"💬 {text}"), actions(read, id="feedback"), context(_readers(notice)))


def _about(notice: FeedbackGiven | FeedbackChanged) -> str:
    return "you" if notice.to == notice.receiver else mention(notice.receiver)


def _readers(notice: FeedbackGiven | FeedbackChanged) -> str:
    """Say who reads it, from where the one who is told stands."""
    if notice.visibility is not Visibility.RECEIVER_AND_MANAGER:
        return "Nobody but you can read it."
    return (
        "You and your manager can read it."
        if notice.to == notice.receiver
        else f"{_about(notice)} and you can read it."
    )


def _read_button(reader: str, receiver: str) -> kit.Element:
    return button("Read it", INBOX if reader == receiver else ABOUT_REPORT, value=receiver, style="primary")


def thanked(notice: FeedbackThanked) -> Message:
    """Tell the author that it helped."""
    text = f"{mention(notice.by)} thanks you for your feedback."
    return message(text, section(f"🙏 {text}"), actions(button("What I gave", GIVEN), id="feedback-given"))


def questioned(notice: FeedbackQuestioned) -> Message:
    """Tell the author that somebody would like to know more."""
    text = f"{mention(notice.by)} would like to know more about feedback you gave."
    answer = button("Answer", ANSWER, value=notice.question, style="primary")
    small = "The question opens with *Answer*. Whoever can read the feedback can read your answer, nobody else."
    return message(text, section(f"💬 {text}"), actions(answer, id="feedback-question"), context(small))


def question_closed(notice: FeedbackQuestionClosed) -> Message:
    """Return what is left of a question."""
    what = "You answered" if notice.answered else "You took the feedback back, so nobody waits for your answer to"
    return message(f"💬 {what} the question of {mention(notice.by)}. Nothing more to do.")


def answered(notice: FeedbackAnswered) -> Message:
    """Tell who asked that there is an answer."""
    text = f"{mention(notice.author)} answered your question about their feedback."
    return message(text, section(f"💬 {text}"), actions(_read_button(notice.to, notice.receiver), id="feedback"))


def asked(notice: FeedbackAsked) -> Message:
    """Ask somebody for feedback."""
    text = f"{mention(notice.asker)} would like your feedback."
    first, *more = quotes(notice.about, parts=3)  # a message of Slack's holds no more; the form shows it all
    small = "*Later* brings it back with your next *Today* message. Without an answer it ends by itself in two weeks."
    return message(
        text,
        section(f"💬 *{mention(notice.asker)} would like your feedback*\n{first}"),
        *map(section, more),
        actions(*request_buttons(notice.request), id="feedback-request"),
        context(small),
    )


def request_buttons(request: int, *, later: bool = True) -> list[kit.Element]:
    """Return what one can do about a request."""
    put_off = [button("Later", LATER, value=request)] if later else []
    write = button("Write", WRITE, value=request, style="primary")
    return [write, *put_off, button("Decline", DECLINE, value=request)]


def today_item(item: FeedbackWaits) -> list[Block]:
    """Return a request as it stands in the *Today* message."""
    return [
        section(f"💬 {mention(item.asker)} would like your feedback, by {day(item.expires_on)}."),
        actions(*request_buttons(item.request), id=f"feedback-request-{item.request}"),
    ]


def waiting(request: Request) -> list[Block]:
    """Return a request as it stands on the Home tab."""
    back = f"\nYou put it off until {day(request.later_on)}." if request.later_on else ""
    about = f"💬 {mention(request.asker)} would like your feedback: {words(request.about, 300)}{back}"
    row = request_buttons(request.id or 0, later=request.later_on is None)
    buttons = actions(*row, id=f"request-buttons-{request.id}")
    return [section(about, id=f"request-{request.id}"), buttons]


def request_later(notice: FeedbackRequestLater) -> Message:
    """Return the card of a request that was put off."""
    text = f"You put off the feedback for {mention(notice.asker)}."
    back = (
        f"It comes back with your *Today* message on {day(notice.back_on)}, and waits until {day(notice.expires_on)}."
    )
    return message(
        f"{text} {back}",
        section(f"💬 {text} {back}"),
        actions(*request_buttons(notice.request, later=False), id="feedback-request"),
    )


def request_closed(notice: FeedbackRequestClosed) -> Message:
    """Return what is left of a request."""
    asker = mention(notice.asker)
    outcome = notice.outcome or (RequestState.DECLINED if notice.declined else RequestState.ANSWERED)
    if outcome is RequestState.EXPIRED:
        text = f"The request of {asker} for feedback has expired: two weeks went by. You can still write."
        anyway = actions(button("Write anyway", WRITE, value=notice.request), id="feedback-request")
        return message(text, section(f"💬 {text}"), anyway)
    return message(f"💬 {ENDED[outcome].format(asker=asker)} Nothing more to do.")


ENDED: Mapping[RequestState, str] = {
    RequestState.ANSWERED: "You wrote: feedback for {asker}.",
    RequestState.DECLINED: "You declined: feedback for {asker}.",
    RequestState.TAKEN_BACK: "{asker} took the request for feedback back.",
    RequestState.LEFT: "The request of {asker} for feedback has ended.",
}
"""What the asked reads of a request that is over, before *Nothing more to do*."""


def request_ended(notice: FeedbackRequestEnded) -> Message:
    """Tell the asker that no answer will come."""
    asked = mention(notice.asked)
    why = (
        f"{asked} takes no part in Cairn any more, so your request of {day(notice.asked_on)} for feedback has ended."
        if notice.left
        else f"{asked} has not answered your request of {day(notice.asked_on)} for feedback, so it ended after two weeks."
    )
    small = "You can ask somebody else who was there" + ("." if notice.left else ", or have a word in person.")
    return message(why, section(f"💬 {why}"), context(small))


def declined(notice: FeedbackDeclined) -> Message:
    """Tell the asker."""
    text = f"{mention(notice.asked)} can't give you feedback this time."
    blocks = [section(f"💬 {text}"), *(map(section, quotes(notice.reason)) if notice.reason else ())]
    return message(text, *blocks, context("You can ask somebody else who was there."))


def request_sent(asked: list[Request], already: list[str], *, command: str) -> Message:
    """Answer who asked, several people at once or one; `already` are those asked about the same before."""
    whom = mentions([one.asked for one in asked])
    each = "gets" if len(asked) == 1 else "get"
    text = (
        f"Asked. {whom} {each} a message with *Write*, *Later* and *Decline*; you will hear either way, at the latest "
        "in two weeks."
    )
    if already:
        text += f" You had asked {mentions(already)} about this before; that request is still open."
    take_back = [
        button("Take it back", TAKE_BACK_REQUEST, value=one.id, label="Take the request back")
        for one in asked
        if len(asked) == 1
    ]
    small = context(f"`{command} given` shows what you asked for, and takes it back.")
    return message(text, section(text), *([actions(*take_back, id="feedback-asked")] if take_back else ()), small)


def request_taken_back(asked: str) -> Message:
    """Answer whoever took a request back."""
    return message(f"Taken back. {mention(asked)} sees that there is nothing to do any more.")
