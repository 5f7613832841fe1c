"""Own evidence: what somebody keeps for their own review, for themselves alone.

- A note of theirs, with the link of a message or with a piece of feedback they received, and a goal if it serves one.
- What a message says is never stored: its link opens it for whoever may read it there.
- Nobody else ever reads it, not even that it is there.
"""

from datetime import datetime

from domain.refusals import Refusal
from domain.texts import clean
from domain.values import Value


class Kept(Value):
    """Something kept. `saved_at` is UTC; `link` is a permalink, `goal` and `feedback` are ids."""

    id: int | None = None
    person: str
    note: str = ""
    link: str | None = None
    goal: int | None = None
    feedback: int | None = None
    saved_at: datetime


class NoteMissing(Refusal):
    """A link alone says nothing once the message is gone."""

    text = "Write in a few words what it shows. What the message says is not stored, so your note is what stays."
    field = "note"


def keep(
    person: str,
    note: str | None,
    *,
    link: str | None = None,
    goal: int | None = None,
    feedback: int | None = None,
    now: datetime,
) -> Kept:
    """Return what to record. Raises NoteMissing, UnreadableText."""
    return Kept(person=person, note=_note(note, feedback), link=link, goal=goal, feedback=feedback, saved_at=now)


def change(kept: Kept, note: str | None, *, goal: int | None) -> Kept:
    """Return it with another note and goal. Raises NoteMissing, UnreadableText."""
    return kept.model_copy(update={"note": _note(note, kept.feedback), "goal": goal})


def _note(text: str | None, feedback: int | None) -> str:
    """Feedback speaks for itself; anything else needs a word."""
    note = clean(text, field="note")
    if not note and feedback is None:
        raise NoteMissing
    return note
