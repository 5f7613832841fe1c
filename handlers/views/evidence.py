"""What somebody keeps for their own review: the form from a message's menu, from feedback, and the page of it all."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.feedback import Feedback
from domain.messages import MessageRef
from domain.own_evidence import Kept
from domain.people import Person
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    choice,
    context,
    cut,
    day,
    divider,
    message,
    modal,
    moment,
    quote,
    quotes,
    section,
    text_input,
    words,
)

FROM_MESSAGE = "evidence_from_message"
OPEN, PAGE, EDIT, REMOVE = "evidence_open", "evidence_turn_page", "evidence_edit", "evidence_remove"
FORM, EDIT_FORM, WINDOW = "evidence_form", "evidence_edit_form", "evidence_page"
NOTE, GOAL = "note", "goal"
MESSAGE = "message"
"""Where the form carries along which message it is about."""
SHORT = 200
MOST_SHOWN = 10
NOTE_LENGTH = 1500
YOURS = "Only you ever see this: not your manager, not the people team. It stands in the review packet that you get yourself."


class Seen(NamedTuple):
    """What the page needs to name things: where the reader is, whose feedback it was, which goals have which title."""

    tz: ZoneInfo
    people: Mapping[str, Person]
    goals: Mapping[int | None, str]
    feedback: Mapping[int | None, Feedback]


def message_form(
    ref: MessageRef, text: str, link: str | None, goals: Mapping[str, str], *, kept: Kept | None = None
) -> dict[str, Any]:
    """Return the form to save a message. What it says is shown to the one who chose it and goes nowhere."""
    said = quote(cut(" ".join(text.split()), SHORT)) if text.strip() else ">_It holds no text._"
    which = f"<{link}|this message>" if link else "this message"
    before = [section("☝️ You saved this one already. What you write replaces your note.")] if kept else []
    blocks = [
        section(f"About {which}:\n{said}", id="about"),
        *before,
        *_fields(goals, note=kept.note if kept else "", goal=kept.goal if kept else None),
        context(f"Your note and the link are kept, what the message says is not. {YOURS}"),
    ]
    carried = {MESSAGE: ref.model_dump(exclude_defaults=True)}
    return modal(FORM, "Save as evidence", blocks, submit="Save", metadata=carried)


def feedback_form(piece: Feedback, author: str, goals: Mapping[str, str], tz: ZoneInfo) -> dict[str, Any]:
    """Return the form to keep a piece of feedback one received."""
    blocks = [
        section(f"The feedback of *{words(author, 100)}*, {moment(piece.given_at, tz)}"),
        *_fields(goals, note="", goal=piece.goal, optional=True),
        context(YOURS),
    ]
    return modal(FORM, "Add to my evidence", blocks, submit="Add", metadata={"feedback": piece.id})


def edit_form(kept: Kept, goals: Mapping[str, str]) -> dict[str, Any]:
    """Return the form to change a note."""
    fields = _fields(goals, note=kept.note, goal=kept.goal, optional=kept.feedback is not None)
    return modal(EDIT_FORM, "Edit the note", [*fields, context(YOURS)], submit="Save", metadata={"evidence": kept.id})


def _fields(goals: Mapping[str, str], *, note: str, goal: int | None, optional: bool = False) -> list[Block]:
    label = "Your note: what does it show?"
    blocks = [text_input(NOTE, label, value=note, long=True, optional=optional, most=NOTE_LENGTH)]
    if goals:
        blocks.append(choice(GOAL, "For which goal?", goals, chosen=str(goal) if goal else None, optional=True))
    return blocks


def saved(*, again: bool, command: str) -> Message:
    """Answer who saved something."""
    what = "Your note was changed." if again else "Saved. Only you see it."
    where = f"`{command} evidence` and the Home tab show all you keep."
    return message(f"{what} {where}")


def page(kept: Sequence[Kept], seen: Seen, *, start: int = 0) -> dict[str, Any]:
    """Return what the reader keeps, newest first, from the `start`-th on."""
    blocks: list[Block] = [context(YOURS)]
    if not kept:
        how = (
            "Nothing here yet. Choose *Save as evidence* in the menu (⋮) of a message that shows your work, or "
            "*Add to my evidence* under feedback you received."
        )
        blocks.append(section(how))
    for one in kept[start : start + MOST_SHOWN]:
        blocks += [divider(), *_entry(one, seen)]
    ways = [button("Newest", PAGE, value=0)] if start else []
    if (after := start + MOST_SHOWN) < len(kept):
        left = len(kept) - after
        ways.append(button(f"Older ({left})", PAGE, value=after, label=f"Older evidence, {left} more"))
    return modal(WINDOW, "My evidence", [*blocks, *([actions(*ways, id="evidence-pages")] if ways else ())])


def _entry(one: Kept, seen: Seen) -> list[Block]:
    first, *more = quotes(one.note, parts=8) if one.note else [""]
    goal = f" · {words(seen.goals[one.goal], 150)}" if one.goal in seen.goals else ""
    title = f"*{_what(one, seen)}* · {moment(one.saved_at, seen.tz)}{goal}"
    buttons = (
        button("Edit the note", EDIT, value=one.id, label="Edit this note"),
        button("Remove", REMOVE, value=one.id, label="Remove this from my evidence"),
    )
    return [section(f"{title}\n{first}".rstrip()), *map(section, more), actions(*buttons, id=f"evidence-{one.id}")]


def _what(one: Kept, seen: Seen) -> str:
    if one.feedback is None:
        return f"<{one.link}|A message>" if one.link else "A message"
    piece = seen.feedback.get(one.feedback)
    if piece is None or piece.taken_back_at:
        return "Feedback that was taken back"
    author = seen.people[piece.author].name if piece.author in seen.people else "someone who left"
    return f"Feedback of {words(author, 100)}, {day(piece.given_at.astimezone(seen.tz).date())}"
