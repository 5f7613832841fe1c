"""How a blocker looks: its card, its window, its two forms, and the lines about it elsewhere.

A blocker may stand in the direct messages of those it is for. Nothing else of the check-in does.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.blockers import Blocker, Part, Said
from domain.calendar import working_day_after, zone
from domain.notices import BlockerCard, BlockerNews, BlockerRaised
from domain.today import PromiseDue
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    date_input,
    day,
    mention,
    mentions,
    message,
    modal,
    moment,
    quote,
    section,
    text_input,
    words,
)
from handlers.views.check_ins import READ

OPEN, REPLY, PROMISE, DONE = "blocker_open", "blocker_reply", "blocker_promise", "blocker_done"
REPLY_FORM, PROMISE_FORM, PAGE = "blocker_reply_form", "blocker_promise_form", "blocker_page"
TEXT, BY = "reply", "by"
OF_A_REPLY, OF_AN_OLDER_ONE = 700, 450
"""Characters of a reply, the 200 around it included, so that a card stays within what Slack takes of a message."""
OF_A_LINE = 150
"""Characters of a blocker where it is one line among others."""
MOST_OWN = 3
WHY = {
    Part.MANAGER: "You read this because you are their manager.",
    Part.HELPER: "They named you as somebody who can help. You read this blocker, and nothing else of the check-in.",
    Part.PEOPLE_TEAM: "They have no manager in Cairn, so this goes to the people team.",
}
ALONE = "They named you as somebody who can help. You read this blocker, and nothing of the goal it is about."


def raised(notice: BlockerRaised) -> Message:
    """Tell who can clear it, as the version before wrote it down."""
    text = f"{mention(notice.person)} is blocked and may need you."
    what = section(f"🚧 *{mention(notice.person)} is blocked*\n{quote(notice.text)}")
    if not notice.to_manager:  # the people team reads the blocker, not the check-in
        return message(text, what, context(WHY[Part.PEOPLE_TEAM]))
    read = button("Read the check-in", READ, value=f"{notice.person} {notice.period}")
    return message(text, what, actions(read, id="blocker"), context(f"{WHY[Part.MANAGER]} Answer them directly."))


def card(notice: BlockerCard) -> Message:
    """Return a blocker as it stands, for one of those who may read it."""
    if notice.part is None:
        gone = f"This blocker of {mention(notice.person)} is with somebody else now. Nothing is left for you to do."
        return message(gone)
    return message(_in_short(notice), *blocks(notice))


def blocks(notice: BlockerCard) -> list[Block]:
    """Return the blocks of a card or a window: what is in the way, who does what about it, and what one can do."""
    tz = zone(notice.tz)
    shown = [section(f"{_title(notice)}\n{quote(notice.text)}")]
    if notice.title:
        shown.append(context(f"In the way of the goal “{words(notice.title, OF_A_LINE)}”."))
    if notice.promised_by and notice.promised_for and notice.closed_at is None:
        shown.append(section(f"🤝 {_promise(notice.promised_by, notice.promised_for, notice.to)}"))
    if notice.earlier:
        shown.append(context(f"{_count(notice.earlier, 'earlier reply', 'earlier replies')} in *Reply*."))
    for number, one in enumerate(notice.replies, 1):
        most = OF_A_REPLY if number == len(notice.replies) else OF_AN_OLDER_ONE
        shown.append(section(f"💬 {_you(one.author, notice.to)} · {moment(one.at, tz)}\n{quote(one.text, most)}"))
    if notice.closed_at is None:
        shown.append(actions(*_buttons(notice), id="blocker"))
    return [*shown, context(_small_print(notice))]


def page(notice: BlockerCard) -> dict[str, Any]:
    """Return the window of one blocker."""
    return modal(PAGE, "Blocker", blocks(notice))


def news(notice: BlockerNews) -> Message:
    """Say what somebody did about it, to whom it should not escape."""
    whose = "your blocker" if notice.to == notice.person else f"the blocker of {mention(notice.person)}"
    by, until = mention(notice.by), f"*{day(notice.promised_for)}*" if notice.promised_for else ""
    text = {
        "reply": f"💬 {by} replied about {whose}.",
        "promise": f"🤝 {by} promised to clear {whose} by {until}.",
        "moved": f"🤝 {by} moved the day for {whose}: now {until}.",
        "done": f"✅ {by} says that {whose} is out of the way.",
    }[notice.what]
    said = [section(quote(notice.said))] if notice.said else []
    about = context(f"It is about: {words(_in_one_line(notice.about), OF_A_LINE)}")
    if notice.what == "done":
        still = context("Still blocked? Name it in your next check-in, and it is asked for anew.")
        return message(text.replace("*", ""), section(text), *said, about, still)
    reply = button("Reply", REPLY, value=notice.blocker), button("Open", OPEN, value=notice.blocker)
    return message(text.replace("*", ""), section(text), *said, actions(*reply, id="blocker"), about)


def reply_form(notice: BlockerCard, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the form to reply in, under what was said before."""
    before = [section(_said(one, notice)) for one in notice.replies]
    field = text_input(TEXT, "Your reply", long=True, hint="What do you know, or what do you need to know?")
    seen_by = [notice.person, *notice.told]
    others = [one for one in dict.fromkeys(seen_by) if one != notice.to]
    readers = (
        f"you and {mentions(others)}" if len(others) == 1 else f"you, {mentions(others)}" if others else "you alone"
    )
    shown = [section(f"{_title(notice)}\n{quote(notice.text)}"), *before, field]
    last = context(f"*Who will see this:* {readers}.")
    return modal(REPLY_FORM, "Reply", [*shown, last], submit="Send", metadata=metadata)


def promise_form(notice: BlockerCard, today: date, *, metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the form to choose the day in; the day chosen before stands in it."""
    mine = notice.promised_for if notice.promised_by == notice.to else None
    start = mine if mine and mine >= today else working_day_after(today, 1)
    shown = [section(f"{_title(notice)}\n{quote(notice.text)}")]
    if notice.promised_by and notice.promised_for:
        shown.append(
            section(f"🤝 {_promise(notice.promised_by, notice.promised_for, notice.to)} A new day replaces it.")
        )
    shown.append(date_input(BY, "I'll unblock it by", value=start))
    after = "Everybody with this card reads it at once. If it is still open after that day, you are asked once."
    return modal(PROMISE_FORM, "I'll unblock it by …", [*shown, context(after)], submit="Promise", metadata=metadata)


def today_item(item: PromiseDue) -> list[Block]:
    """Return what the *Today* message asks whoever promised."""
    text = f"🚧 You promised {mention(item.person)} to clear their way by *{day(item.promised_for)}*, and it is still open."
    done = button("Done", DONE, value=item.blocker, style="primary", label="Done: it is out of the way")
    more = button("Move the day", PROMISE, value=item.blocker), button("Open", OPEN, value=item.blocker)
    return [section(text), actions(done, *more, id=f"promise-{item.blocker}")]


def standing(one: Blocker) -> str:
    """Return a line for its author: since when it stands, and who promised what."""
    return f"🚧 In your way since {day(one.period)}. {progress(one)}"


def progress(one: Blocker) -> str:
    """Say what has been done about it so far, to anybody who may read it."""
    if one.promised_by and one.promised_for:
        return f"🤝 {mention(one.promised_by)} promised to clear it by *{day(one.promised_for)}*."
    replies = sum(1 for said in one.replies if said.author != one.person)
    return f"💬 {_count(replies, 'reply', 'replies')} so far." if replies else "No answer yet."


def in_my_way(mine: Sequence[Blocker]) -> list[Block]:
    """Return the lines of the Home tab about what is in one's own way."""
    return [
        section(
            f"{standing(one)}\n{quote(_in_one_line(one.text), OF_A_LINE + 200)}",
            id=f"blocker-{one.id}",
            accessory=button("Open", OPEN, value=one.id, label="Open your blocker"),
        )
        for one in mine[:MOST_OWN]
    ]


def to_clear(one: Blocker) -> Block:
    """Return the line of the Home tab about what one promised to somebody."""
    until = f" by *{day(one.promised_for)}*" if one.promised_for else ""
    text = (
        f"🤝 You promised {mention(one.person)} to clear their way{until}: {words(_in_one_line(one.text), OF_A_LINE)}"
    )
    opens = button("Open", OPEN, value=one.id, label="Open the blocker you promised to clear")
    return section(text, id=f"promise-{one.id}", accessory=opens)


def replied(to: Sequence[str]) -> Message:
    """Say who reads the reply."""
    return message(f"Sent. {mentions(to)} can read it now." if to else "Kept. Nobody else has heard of it yet.")


def promised(one: Blocker) -> Message:
    """Say what was promised to whom."""
    until = f"*{day(one.promised_for)}*" if one.promised_for else ""
    return message(f"Promised by {until}. {mention(one.person)} reads it now; press *Done* once it is out of the way.")


def _title(notice: BlockerCard) -> str:
    own = notice.to == notice.person
    whose = "your" if own else f"{mention(notice.person)}'s"
    if notice.closed_at:
        how = (
            "the check-in names it no longer"
            if notice.closed_by is None
            else f"{_you(notice.closed_by, notice.to)} said so"
        )
        return f"✅ *Out of {whose} way* · {how} · {moment(notice.closed_at, zone(notice.tz))}"
    since = f" · since {day(notice.raised_at.astimezone(zone(notice.tz)).date())}" if notice.raised_at else ""
    return f"🚧 *In your way*{since}" if own else f"🚧 *{mention(notice.person)} is blocked*{since}"


def _in_short(notice: BlockerCard) -> str:
    own = notice.to == notice.person
    if notice.closed_at:
        return f"Out of {'your' if own else mention(notice.person) + chr(39) + 's'} way."
    if notice.promised_by and notice.promised_for:
        return _promise(notice.promised_by, notice.promised_for, notice.to).replace("*", "")
    return (
        f"Your blocker has been passed on. {_heard(notice)}"
        if own
        else f"{mention(notice.person)} is blocked and may need you."
    )


def _buttons(notice: BlockerCard) -> list[Any]:
    number, whom = notice.blocker, "your blocker" if notice.to == notice.person else "the blocker"
    reply = button("Reply", REPLY, value=number, label=f"Reply about {whom}")
    done = button("Done", DONE, value=number, label=f"Done: {whom} is out of the way")
    if notice.part is Part.AUTHOR:
        return [reply, done]
    promise = button("Move the day" if notice.promised_by else "I'll unblock by …", PROMISE, value=number)
    shown = [reply, promise, done]
    if notice.part is Part.MANAGER and notice.goal is None:
        shown.append(button("Read the check-in", READ, value=f"{notice.person} {notice.named_in}"))
    return shown


def _small_print(notice: BlockerCard) -> str:
    if notice.part is Part.AUTHOR:
        return _heard(notice)
    also = f" {mentions(notice.told)} {_have(notice.told)} heard of it too." if notice.told else ""
    why = ALONE if notice.goal and notice.part is Part.HELPER else WHY[notice.part or Part.HELPER]
    return f"{why}{also}"


def _heard(notice: BlockerCard) -> str:
    if not notice.told:
        return "Nobody in Cairn could be told: you have no manager here. Tell somebody yourself."
    return f"{mentions(notice.told)} {_have(notice.told)} heard of it."


def _have(people: Sequence[str]) -> str:
    return "has" if len(people) == 1 else "have"


def _promise(by: str, until: date, reader: str) -> str:
    return f"{_you(by, reader)} promised to clear it by *{day(until)}*."


def _said(one: Said, notice: BlockerCard) -> str:
    return f"💬 {_you(one.author, notice.to)} · {moment(one.at, zone(notice.tz))}\n{quote(one.text, 1000)}"


def _you(person: str, reader: str) -> str:
    return "You" if person == reader else mention(person)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
