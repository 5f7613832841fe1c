"""Pieces of Block Kit: every block is built by `slackblocks`, which knows Slack's limits, and given its own id.

- User text is escaped and cut at graphemes before it goes into mrkdwn; it can never ping anybody.
- `Message`, `modal()` and `home()` are what leaves this folder: plain dicts for Slack.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import regex
import slackblocks as kit

from handlers.views.rendering import MOST_IN_MESSAGE, MOST_IN_VIEW, STAND_IN, rendered

Block = kit.Block
SECTION_TEXT = 2900
"""A section takes 3,000 characters; some room is left for what we put around a person's words."""
HEADING = 200
"""So much of it."""
TEXT_INPUT = 3000
OPTION_TEXT = 75
GRAPHEMES = regex.compile(r"\X")
MANY_LINES = regex.compile(r"\n\s*\n\s*\n+")
BIDI_CONTROLS = regex.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True)
class Message:
    """Something to post: `text` for notifications and screen readers, `blocks` for the eye."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)

    def reply(self) -> dict[str, Any]:
        """Return it as the answer in an ack, for the person alone."""
        return {"response_type": "ephemeral", "text": self.text, "blocks": self.blocks}


def message(text: str, *blocks: Block, marker: str | None = None) -> Message:
    """Return a message; without blocks the text stands in one. The marker goes into the last block's id."""
    built = rendered(list(blocks) or [section(text)], MOST_IN_MESSAGE)
    if marker:
        built[-1]["block_id"] = f"cairn-{marker}"
    return Message(text=text, blocks=built)


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[Block],
    *,
    submit: str | None = None,
    close: str = "Close",
    metadata: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a modal. `metadata` comes back with the form; it holds ids, never anything private."""
    view: dict[str, Any] = kit.ModalView(
        title=plain(title, 24),
        blocks=STAND_IN,
        submit=submit,
        close=close,
        callback_id=callback_id,
        private_metadata=json.dumps(metadata) if metadata else None,
    ).to_dict()
    return view | {"blocks": rendered(blocks, MOST_IN_VIEW)}


def shown_in_window(title: str, done: Message) -> dict[str, Any]:
    """Return the answer to a form that turns its window into a word of what happened."""
    shown = [section(done.text)]
    return {"response_action": "update", "view": modal("done", title, shown, close="Done")}


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """Return a Home tab."""
    return {"type": "home", "blocks": rendered(blocks, MOST_IN_VIEW)}


def escape(text: str) -> str:
    """Make a person's words safe in mrkdwn: the three signs Slack reads are escaped, writing direction stays theirs."""
    text = BIDI_CONTROLS.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """Return at most `most` characters, cut between words, else between graphemes, with … where something is missing."""
    if len(text) <= most:
        return text
    end = max((found.end() for found in GRAPHEMES.finditer(text[: most + 1]) if found.end() < most), default=0)
    kept = text[:end].rstrip()
    whole = kept if text[end : end + 1].isspace() else kept.rpartition(" ")[0].rstrip()
    return (whole if 2 * len(whole) >= end else kept) + "…"  # a very long word is cut in itself


def plain(text: str, most: int) -> str:
    """Return text for a plain_text object: never empty, never too long."""
    return cut(BIDI_CONTROLS.sub("", text).strip(), most) or "–"


def words(text: str, most: int = SECTION_TEXT) -> str:
    """Return a person's words for mrkdwn, cut so that they fit once escaped; nothing of them where there is no room."""
    kept = cut(text, most) if most > 0 else ""
    while len(escape(kept)) > most > 0:
        kept = cut(kept, max(len(kept) - (len(escape(kept)) - most), 1)) if len(kept) > 1 else ""
    return escape(kept)


def in_code(word: str) -> str:
    """Return a word somebody typed for a place between back-ticks."""
    return words(word, 40).replace("`", "'")


def quote(text: str, most: int = SECTION_TEXT) -> str:
    """Return a person's words as a quotation that leaves 200 of `most` characters to what stands around it."""
    text = MANY_LINES.sub("\n\n", text)
    room = most - HEADING
    shown = words(text, room - words(text, room).count("\n") - 1)  # each line gets its sign
    return "\n".join(f">{line}" for line in shown.split("\n"))


def quotes(text: str, *, parts: int = 4) -> list[str]:
    """Return the whole of a person's words as quotations that fit a section each, at most so many parts."""
    pieces, taken = [""], 0
    for grapheme in regex.findall(r"\X", MANY_LINES.sub("\n\n", text)):
        cost = len(escape(grapheme)) + grapheme.count("\n")
        if taken + cost > SECTION_TEXT - HEADING - 1 and len(pieces) < parts:
            pieces.append("")
            taken = 0
        pieces[-1] += grapheme
        taken += cost
    return [quote(piece) for piece in pieces]


def mention(person: str) -> str:
    """Return a person as Slack shows them."""
    return f"<@{person}>"


def mentions(people: Sequence[str]) -> str:
    """Return several people in a sentence."""
    names = [mention(person) for person in people]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def channel_link(channel: str) -> str:
    """Return a channel as Slack shows it, given its id or its name."""
    return f"<#{channel}>" if channel[:1] in {"C", "G"} and channel.isupper() else f"#{channel.lstrip('#')}"


def day(when: date) -> str:
    """Return a date as people say it: Friday 20 November."""
    return f"{when:%A} {when.day} {when:%B}"


def moment(when: datetime, tz: ZoneInfo) -> str:
    """Return a moment in the reader's zone; Slack shows it its own way where it can."""
    local = when.astimezone(tz)
    fallback = f"{local:%a} {local.day} {local:%b %H:%M}"
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>"


def bar(share: float, width: int = 10) -> str:
    """Return progress as a bar of blocks with its percentage: `▓▓▓▓░░░░░░ 40 %`."""
    full = round(min(max(share, 0.0), 1.0) * width)
    return "▓" * full + "░" * (width - full) + f" {share:.0%}".replace("%", " %")


def section(text: str, *, id: str | None = None, accessory: kit.Element | None = None) -> Block:
    """Return a section of mrkdwn; ours, so it is already escaped where it holds a person's words."""
    return kit.SectionBlock(text=kit.Text(cut(text, 3000)), block_id=id, accessory=accessory)


def fields(*texts: str) -> Block:
    """Return two columns of short mrkdwn."""
    return kit.SectionBlock(fields=[kit.Text(cut(text, 2000)) for text in texts])


def header(text: str) -> Block:
    """Return a heading."""
    return kit.HeaderBlock(kit.PlainText(plain(text, 150), emoji=True))


def context(*texts: str) -> Block:
    """Return small print, in mrkdwn."""
    return kit.ContextBlock([kit.Text(cut(text, 2000)) for text in texts])


def divider() -> Block:
    """Return a line."""
    return kit.DividerBlock()


def actions(*elements: kit.Element, id: str | None = None) -> Block:
    """Return a row of buttons."""
    return kit.ActionsBlock(list(elements), block_id=id)


def button(
    text: str, action: str, *, value: object = "", style: str | None = None, label: str | None = None
) -> kit.Element:
    """Return a button; `label` is what a screen reader says where the text alone says too little."""
    return kit.Button(
        text=plain(text, 75),
        action_id=action,
        value=str(value) or None,
        style=style,  # type: ignore[arg-type]  # theirs is a Literal of the two words
        accessibility_label=plain(label, 75) if label else None,
    )


def text_input(
    id: str,
    label: str,
    *,
    value: str = "",
    hint: str | None = None,
    placeholder: str | None = None,
    long: bool = False,
    optional: bool = False,
    most: int = TEXT_INPUT,
) -> Block:
    """Return a field to write in; its block and its action share one id."""
    element = kit.PlainTextInput(
        action_id=id,
        initial_value=cut(value, most) or None,
        multiline=long,
        max_length=most,
        placeholder=plain(placeholder, 150) if placeholder else None,
    )
    return _input(id, label, element, hint=hint, optional=optional)


def choice(
    id: str,
    label: str,
    options: Mapping[str, str],
    *,
    chosen: str | None = None,
    hint: str | None = None,
    optional: bool = False,
    radio: bool = False,
) -> Block:
    """Return a choice of one; `options` maps values to what people read (100 at most, 10 as radio buttons)."""
    listed = {value: option(value, text) for value, text in options.items()}
    initial = listed.get(chosen or "")
    element: kit.Element
    if radio:
        element = kit.RadioButtonGroup(action_id=id, options=list(listed.values()), initial_option=initial)
    else:
        element = kit.StaticSelectMenu(action_id=id, options=list(listed.values())[:100], initial_option=initial)
    return _input(id, label, element, hint=hint, optional=optional)


def option(value: str, text: str) -> kit.Option:
    """Return one option of a choice."""
    return kit.Option(text=kit.PlainText(plain(text, OPTION_TEXT), emoji=True), value=value)


def searched(id: str, label: str, *, chosen: kit.Option | None = None, hint: str | None = None) -> Block:
    """Return a choice of one whose options are asked of us as one types; it may stay empty."""
    return _input(id, label, kit.ExternalSelectMenu(id, chosen, min_query_length=0), hint=hint, optional=True)


def people_input(
    id: str, label: str, *, chosen: Sequence[str] = (), hint: str | None = None, optional: bool = False
) -> Block:
    """Return a field for several people."""
    element = kit.UserMultiSelectMenu(action_id=id, initial_users=list(chosen) or None)
    return _input(id, label, element, hint=hint, optional=optional)


def person_input(
    id: str, label: str, *, chosen: str | None = None, hint: str | None = None, optional: bool = False
) -> Block:
    """Return a field for one person."""
    return _input(id, label, kit.UserSelectMenu(action_id=id, initial_user=chosen), hint=hint, optional=optional)


def date_input(
    id: str, label: str, *, value: date | None = None, hint: str | None = None, optional: bool = False
) -> Block:
    """Return a field for a date."""
    element = kit.DatePicker(action_id=id, initial_date=value.isoformat() if value else None)
    return _input(id, label, element, hint=hint, optional=optional)


def _input(id: str, label: str, element: kit.Element, *, hint: str | None, optional: bool = False) -> Block:
    return kit.InputBlock(
        label=plain(label, 2000),
        element=element,
        block_id=id,
        hint=plain(hint, 2000) if hint else None,
        optional=optional,
    )
