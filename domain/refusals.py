"""Saying no: a refusal is an exception whose text is the reply a person reads.

- The text says what is the matter and what to do next.
- It stands as a class attribute with {named} facts, never as a docstring: texts get translated.
- `field` names the form field it belongs to, where there is one.

Each feature keeps its own refusals beside its rules; here are the ones they share.
"""

from typing import ClassVar


class Refusal(Exception):
    """A polite no. `str(refusal)` is what the person reads."""

    text: ClassVar[str]
    field: ClassVar[str | None] = None

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text.format(**facts))

    def at(self) -> str | None:
        """Name the form field this belongs to; None where it is about the whole."""
        return str(self.facts["field"]) if "field" in self.facts else self.field


class UnknownPerson(Refusal):
    """Somebody was named who is not in Cairn."""

    text = (
        "I don't know {who}. Only people of this workspace take part, not guests, bots or people of other "
        "organisations. Type @ and choose a name from the list."
    )


class NobodyNamed(Refusal):
    """A person was expected, none was named."""

    text = "Tell me who: type @ and choose a name, for example `{example}`."


class TextMissing(Refusal):
    """A field that must say something is empty."""

    text = "Please write a few words here."


class UnreadableText(Refusal):
    """A text that cannot be stored: a NUL character or half a character."""

    text = "This text holds a character that cannot be stored. Delete the odd sign (often from a copy and paste) and send it again."


class UnknownWord(Refusal):
    """A word after a command that means nothing to it."""

    text = "`{word}` is not something {command} knows. {hint}"


class NothingToShow(Refusal):
    """For an empty team and for someone who may not look: the same words, on purpose."""

    text = (
        "There is nothing to show here. You see people who report to you; ask the people team if somebody is missing."
    )


class NotThere(Refusal):
    """What a button or form points at is gone, or was never the person's to touch."""

    text = "I can't find that any more. It may have been closed or changed; open it again from the Home tab."
