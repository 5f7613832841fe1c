"""The windows in which feedback is read: what one received, what one gave and asked for, what a report received.

Long lists are paged, newest first, and nothing is cut. What was taken back leaves a line that says so.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import slackblocks as kit

from domain.feedback import Feedback, Question, Visibility, readers
from domain.feedback_changes import EDIT_FOR, TAKE_BACK_FOR, may_edit, may_take_back
from domain.feedback_requests import Request
from domain.people import Person
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    day,
    divider,
    mention,
    modal,
    moment,
    plain,
    quotes,
    section,
    words,
)
from handlers.views.feedback import ABOUT_REPORT, GIVEN, INBOX, OPEN, TAKE_BACK_REQUEST
from handlers.views.feedback_forms import who_reads
from handlers.views.times import when

PAGE = "feedback_turn_page"
THANK, ASK_MORE, KEEP = "feedback_thank", "feedback_ask_more", "feedback_keep"
EDIT, TAKE_BACK = "feedback_edit", "feedback_take_back"
WINDOW = "feedback_page"
MOST_BLOCKS = 85
"""Of Slack's 100 in a window; a page ends before the piece that would not fit."""
MOST_PIECES = 10
PARTS = 8
"""Sections for one text: 3,000 signs that all have to be escaped fit in."""


class Seen(NamedTuple):
    """From where somebody reads: who, where, when; who is who, which goals have which title, what is kept already."""

    reader: str
    tz: ZoneInfo
    now: datetime
    people: Mapping[str, Person]
    goals: Mapping[int | None, str] = {}
    kept: Collection[int | None] = ()


def inbox(pieces: Sequence[Feedback], seen: Seen, *, start: int = 0) -> dict[str, Any]:
    """Return what the reader received, newest first, from the `start`-th piece on."""
    empty = section("Nothing here yet. Ask for some: somebody who worked with you this week is a good start.")
    top = [_tabs(INBOX), *(() if pieces else [empty])]
    blocks = _paged(top, pieces, lambda one: _received(one, seen), INBOX, start)
    return modal(WINDOW, "Feedback", blocks, metadata=place(INBOX, start))


def about_report(pieces: Sequence[Feedback], seen: Seen, subject: Person, *, start: int = 0) -> dict[str, Any]:
    """Return what a manager may read about a report."""
    top = [] if pieces else [section("Nothing here yet that was written for you to read.")]
    tab = f"{ABOUT_REPORT} {subject.id}"
    blocks = _paged(top, pieces, lambda one: _received(one, seen), tab, start)
    return modal(WINDOW, f"About {subject.first_name}", blocks, metadata=place(tab, start))


def given(pieces: Sequence[Feedback], requests: Sequence[Request], seen: Seen, *, start: int = 0) -> dict[str, Any]:
    """Return what the reader wrote, newest first, and on the first page what they asked for and wait for."""
    top = [_tabs(GIVEN)]
    if not start:
        top += [block for one in requests[:MOST_PIECES] for block in _asked(one)]
    if not pieces:
        write = button("Give feedback", OPEN, style="primary")
        top.append(
            section("You have not given feedback yet. What did somebody do this week that helped?", accessory=write)
        )
    blocks = _paged(top, pieces, lambda one: _given(one, seen), GIVEN, start)
    return modal(WINDOW, "Feedback", blocks, metadata=place(GIVEN, start))


def place(tab: str, start: int) -> dict[str, str]:
    """Return what says in a window, or in a form on top of it, which page it shows."""
    return {"page": f"{tab} {start}"}


def _tabs(here: str) -> Block:
    tabs = (("Received", INBOX), ("Given and asked for", GIVEN))
    marked = [button(text, id, style="primary" if id == here else None) for text, id in tabs]
    return actions(*marked, id="feedback-tabs")


def _paged(
    top: Sequence[Block], pieces: Sequence[Feedback], show: Callable[[Feedback], list[Block]], tab: str, start: int
) -> list[Block]:
    """Return one page: as many pieces as fit, and the ways to the others."""
    blocks, shown = [*top], 0
    for piece in pieces[start:]:
        entry = [*([divider()] if shown or top else ()), *show(piece)]
        if shown == MOST_PIECES or (shown and len(blocks) + len(entry) > MOST_BLOCKS):
            break
        blocks += entry
        shown += 1
    ways = [button("Newest", PAGE, value=f"{tab} 0")] if start else []
    if (after := start + shown) < len(pieces):
        left = len(pieces) - after
        ways.append(button(f"Older ({left})", PAGE, value=f"{tab} {after}", label=f"Older feedback, {left} more"))
    return [*blocks, *([actions(*ways, id="feedback-pages")] if ways else ())]


def _asked(request: Request) -> list[Block]:
    about = (
        f"⏳ You asked {mention(request.asked)}, until {day(request.expires_at.date())}: {words(request.about, 300)}"
    )
    label = "Take the request back"
    back = button("Take it back", TAKE_BACK_REQUEST, value=request.id, label=label)
    return [section(about, id=f"asked-{request.id}", accessory=back)]


def _received(one: Feedback, seen: Seen) -> list[Block]:
    author = seen.people[one.author].name if one.author in seen.people else "Someone who left"
    name = f"*{words(author, 100)}*"
    if one.taken_back_at:
        gone = f"{name} took back what they wrote on {day(one.given_at.astimezone(seen.tz).date())}. Its text is gone."
        return [section(f"💬 {gone}")]
    return [*_piece(one, f"{name} · {_kind(one)}", seen), *_what_to_do(one, author, seen)]


def _what_to_do(one: Feedback, author: str, seen: Seen) -> list[Block]:
    """Return the buttons of the one it is for: the receiver, or the manager where only they can read it."""
    if one.receiver != seen.reader and one.visibility is not Visibility.MANAGER:
        return []
    about = f" for {plain(author, 30)}"
    buttons = [] if one.thanked_at else [button("Thank", THANK, value=one.id, label=f"Thank you{about}")]
    buttons.append(button("Ask more", ASK_MORE, value=one.id, label=f"A question{about}"))
    if one.receiver == seen.reader and one.id not in seen.kept:
        buttons.append(button("Add to my evidence", KEEP, value=one.id, label="Add this feedback to my evidence"))
    return [actions(*buttons, id=f"received-{one.id}")]


def _given(one: Feedback, seen: Seen) -> list[Block]:
    whom = f"For {mention(one.receiver)}"
    if one.taken_back_at:
        return [section(f"{whom}: you took back what you wrote on {moment(one.given_at, seen.tz)}. Its text is gone.")]
    return [*_piece(one, f"{whom} · {_kind(one)}", seen), *_authors_buttons(one, seen)]


def _authors_buttons(one: Feedback, seen: Seen) -> list[Block]:
    edit, back = one.given_at + EDIT_FOR, one.given_at + TAKE_BACK_FOR
    buttons, until = [], []
    if may_edit(one, seen.now):
        buttons.append(button("Edit", EDIT, value=one.id, label="Edit this feedback"))
        until.append(f"Edit it until {when(edit, seen.tz, seen.now)}.")
    if may_take_back(one, seen.now):
        buttons.append(_take_back(one))
        until.append(f"Take it back until {when(back, seen.tz, seen.now)}.")
    return [actions(*buttons, id=f"given-{one.id}"), context(" ".join(until))] if buttons else []


def _take_back(one: Feedback) -> kit.Element:
    sure = kit.ConfirmationDialogue(
        title="Take it back?",
        text="Its text is gone then, for everybody and for good. That there was something stays.",
        confirm="Take it back",
        deny="Keep it",
        style="danger",
    )
    return kit.Button(
        text="Take back",
        action_id=TAKE_BACK,
        value=str(one.id),
        confirm=sure,
        accessibility_label="Take this feedback back",
    )


def _kind(one: Feedback) -> str:
    return f"{one.tone}, edited" if one.edited_at else str(one.tone)


def _piece(one: Feedback, title: str, seen: Seen) -> list[Block]:
    """Return all of it, each part under its name, and who can read it."""
    parts = (
        ("Situation", one.situation),
        ("Behaviour", one.behaviour),
        ("Impact", one.impact),
        ("Intent", one.intent),
    )
    said = [block for name, text in parts if text for block in _part(name, text)]
    more = [block for question in one.questions for block in _question(question, one)]
    return [section(f"{title} · {moment(one.given_at, seen.tz)}"), *said, *more, context(_small(one, seen))]


def _part(name: str, text: str) -> list[Block]:
    first, *more = quotes(text, parts=PARTS)
    return [section(f"*{name}*\n{first}"), *map(section, more)]


def _question(one: Question, piece: Feedback) -> list[Block]:
    asked = _part(f"{mention(one.asker)} asked", one.question)
    if not one.answered_at:
        return [*asked, context(f"{mention(piece.author)} has not answered yet.")]
    return [*asked, *_part(f"{mention(piece.author)} answered", one.answer)]


def _small(one: Feedback, seen: Seen) -> str:
    """Say who can read it, what it is about, and whether there was thanks."""
    readers = readers_of(one, seen.people)
    said = ["Nobody but you can read it." if readers == (seen.reader,) else who_reads(readers)]
    if one.goal in seen.goals:
        said.append(f"About the goal *{words(seen.goals[one.goal], 150)}*.")
    if one.competency:
        said.append(f"About *{words(one.competency, 60)}*.")
    if one.thanked_at:
        said.append(f"🙏 Thanked on {day(one.thanked_at.astimezone(seen.tz).date())}.")
    return " ".join(said)


def readers_of(one: Feedback, people: Mapping[str, Person]) -> tuple[str, ...]:
    """Return who can read a piece now: a manager who came after it was written cannot."""
    receiver = people.get(one.receiver)
    manager = people.get(receiver.manager) if receiver and receiver.manager else None
    came = receiver.manager_since if receiver else None
    reads = manager is not None and manager.active and (came is None or came <= one.given_at)
    here = receiver is not None and receiver.active
    named = readers(one.visibility, one.receiver, manager.id if manager and reads else None)
    return tuple(one_ for one_ in named if here or one_ != one.receiver)
