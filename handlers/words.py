"""The words after a command: help on each, and the nearest right one for a wrong one."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from domain.refusals import UnknownWord
from domain.texts import clean
from handlers.views.blocks import Message, in_code, message, section


@dataclass(frozen=True)
class Command:
    """A slash command: its feature (a key of `domain.rules.COMMANDS`) and what Slack shows while one types it."""

    feature: str
    description: str
    usage_hint: str


@dataclass(frozen=True)
class Shortcut:
    """An entry in Slack's menus: `type` is "message" (in the menu of each) or "global"."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class Use:
    """One way to use a command: what to type after it, and what happens."""

    example: str
    what: str


def help_on(command: str, uses: Sequence[Use], *, intro: str) -> Message:
    """Return the help of a command."""
    lines = [f"• `{f'{command} {use.example}'.rstrip()}`  {use.what}" for use in uses]
    first = f"{command} {uses[0].example}".rstrip()
    return message(f"{intro} For example: {first}", section("\n".join([intro, *lines])))


def unknown(word: str, command: str, known: Sequence[str], uses: Sequence[Use]) -> UnknownWord:
    """Return the refusal for a word that means nothing: the nearest one that does, and an example.

    Raises UnreadableText.
    """
    near = get_close_matches(word.casefold(), known, n=1, cutoff=0.5)
    others = [use.example for use in uses if use.example not in near]  # the nearest word stands in the hint already
    example = next((one for one in others if near and one.startswith(near[0])), others[0])
    hint = f"Did you mean `{command} {near[0]}`?" if near else f"`{command} help` shows what it can do."
    typed = f"{command} {example}".rstrip()
    return UnknownWord(word=in_code(clean(word)), command=command, hint=f"{hint} For example: `{typed}`")
