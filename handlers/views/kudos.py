"""How kudos look: the post everybody sees, the DM, the form, and the giver's reply."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from domain.kudos import Author, Kudos
from domain.messages import MessageRef
from domain.notices import NOT_SURE, KudosPosted, KudosReceived, PostRefused
from domain.rules import Rules
from handlers.views.blocks import (
    Block,
    Message,
    channel_link,
    choice,
    context,
    cut,
    mention,
    mentions,
    message,
    modal,
    people_input,
    quote,
    quotes,
    section,
    text_input,
    words,
)

FORM, OPEN, FROM_MESSAGE = "kudos_form", "kudos_open", "kudos_from_message"
RECEIVERS, REASON, VALUE, GOAL, AUDIENCE = "receivers", "reason", "value", "goal", "audience"
PUBLIC, PRIVATE = "public", "private"
ABOUT = "about"
"""Where the form carries along which message it is about."""
SHORT = 200
"""So much of a message is shown to the one who chose it: enough to know which it is."""


class About(NamedTuple):
    """The message somebody wants to give kudos for: `text` is what it says, shown to them alone."""

    ref: MessageRef
    whose: Author
    text: str
    link: str | None


THE_MESSAGE = "The message it is about"


def posted(notice: KudosPosted) -> Message:
    """Return the public post."""
    text = f"{mention(notice.giver)} thanks {mentions(notice.receivers)}: {words(notice.reason, 300)}"
    small = [f"#{words(notice.value, 60)}"] if notice.value else []
    small += [f"for the goal *{words(notice.goal, 200)}*"] if notice.goal else []
    small += [f"<{notice.link}|{THE_MESSAGE}>"] if notice.link else []
    first, *more = quotes(notice.reason)
    blocks = [section(f"🙌 {mention(notice.giver)} thanks {mentions(notice.receivers)}\n{first}"), *map(section, more)]
    return message(text, *blocks, *([context(" · ".join(small))] if small else []))


def received(notice: KudosReceived) -> Message:
    """Tell a receiver."""
    value = f" · #{words(notice.value, 60)}" if notice.value else ""
    where = (
        "It also stands in the kudos channel." if notice.public else "Only the two of you and other receivers see it."
    )
    first, *more = quotes(notice.reason)
    return message(
        f"{mention(notice.giver)} thanks you: {words(notice.reason, 300)}",
        section(f"🙌 *{mention(notice.giver)} thanks you*{value}\n{first}"),
        *map(section, more),
        context(where, *([f"<{notice.link}|{THE_MESSAGE}>"] if notice.link else [])),
    )


def refused(notice: PostRefused) -> Message:
    """Tell the giver what became of the public post, and what to do."""
    channel = channel_link(notice.channel)
    if notice.why == NOT_SURE:
        what = f"Slack did not say whether it took the post in {channel}. Have a look; I don't post it a second time."
    else:
        why = WHY.get(notice.why, f"Slack refused it ({words(notice.why, 60)}).")
        kept = " I keep the post and try again every hour, for a week." if notice.kept else ""
        what = f"I could not post them in {channel}: {why}{kept}"
    return message(f"Your kudos are saved and whoever you thanked gets a message. {what}")


WHY = {
    "not_in_channel": "I am not in that channel. Type `/invite @Cairn` there.",
    "channel_not_found": "there is no such channel for me. If it is private, type `/invite @Cairn` there.",
    "is_archived": "that channel is archived. Ask the people team to choose another one.",
    "msg_too_long": "Slack found it too long.",
}


def form(rules: Rules, goals: Mapping[str, str], *, left: int, about: About | None = None) -> dict[str, Any]:
    """Return the form. `goals` maps ids to titles of those the giver may name; `about` is the message, if any."""
    public = _where(rules.kudos_channel) if rules.kudos_channel else "Public (in the review packet)"
    author = about.ref.author if about and about.whose is Author.COLLEAGUE else None
    blocks: list[Block] = [
        *(_about(about) if about else ()),
        people_input(RECEIVERS, "Whom do you thank?", chosen=[author] if author else []),
        text_input(REASON, "What for?", long=True, placeholder="What they did, and what it made possible"),
    ]
    if rules.values:
        named = {value: f"#{value}" for value in rules.values}
        blocks.append(choice(VALUE, "Which of our values does it show?", named, optional=True))
    if goals:
        blocks.append(choice(GOAL, "Which goal did it help?", goals, optional=True))
    audience = {PUBLIC: public, PRIVATE: "Only you and those you thank"}
    blocks += [
        choice(AUDIENCE, "Who sees it?", audience, chosen=PUBLIC, radio=True),
        context(f"You have {left} of {rules.allowance} left this week. There is no ranking, on purpose."),
    ]
    carried = {ABOUT: about.ref.model_dump(exclude_defaults=True)} if about else None
    return modal(FORM, "Give kudos", blocks, submit="Give kudos", metadata=carried)


WHY_NOBODY = {
    Author.OWN: "It is your own message, and kudos are for someone else. Choose whom you thank.",
    Author.APP: "An app wrote it. Choose whom you thank.",
    Author.OUTSIDE: (
        "{author} takes no part in Cairn: a guest, someone who left, or someone of another organisation. "
        "Choose whom you thank."
    ),
}
"""Why the form opens without a receiver."""


def _about(about: About) -> list[Block]:
    """Return which message it is, and what becomes of its link. The quotation is for the giver and goes nowhere."""
    author = mention(about.ref.author) if about.ref.author else ""
    which = f"<{about.link}|this message>" if about.link else "this message"
    by = f" of {author}" if author and about.whose in {Author.COLLEAGUE, Author.OUTSIDE} else ""
    said = quote(cut(" ".join(about.text.split()), SHORT)) if about.text.strip() else ">_It holds no text._"
    linked = (
        "The kudos link to it. What it says is shown to you alone."
        if about.ref.public
        else "It stands in a private place, so nobody but its author gets a link to it. What it says is shown to you alone."
    )
    blocks = [section(f"About {which}{by}:\n{said}", id=ABOUT), context(linked)]
    if about.whose in WHY_NOBODY:
        blocks.insert(1, section(f"☝️ {WHY_NOBODY[about.whose].format(author=author)}"))
    return blocks


def _where(channel: str) -> str:
    """Name the channel where no markup is read."""
    link = channel_link(channel)
    return "In the kudos channel" if link.startswith("<") else f"In {link}"


def given(kudos: Kudos, rules: Rules, *, left: int) -> Message:
    """Answer the giver."""
    where = ""
    if kudos.public and rules.kudos_channel:
        where = f" It is on its way to {channel_link(rules.kudos_channel)}."
    return message(
        f"Thank you for saying thank you. {mentions(kudos.receivers)} will read it in a moment.{where} "
        f"You have {left} of {rules.allowance} left this week."
    )
