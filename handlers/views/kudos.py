"""How kudos look: the post everybody sees, the DM, the form, and the giver's reply."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.kudos import Kudos
from domain.notices import NOT_SURE, KudosPosted, KudosReceived, PostRefused
from domain.rules import Rules
from handlers.views.blocks import (
    Block,
    Message,
    channel_link,
    choice,
    context,
    mention,
    mentions,
    message,
    modal,
    people_input,
    quotes,
    section,
    text_input,
    words,
)

FORM, OPEN = "kudos_form", "kudos_open"
RECEIVERS, REASON, VALUE, GOAL, AUDIENCE = "receivers", "reason", "value", "goal", "audience"
PUBLIC, PRIVATE = "public", "private"


def posted(notice: KudosPosted) -> Message:
    """Return the public post."""
    text = f"{mention(notice.giver)} thanks {mentions(notice.receivers)}: {words(notice.reason, 300)}"
    small = [f"#{words(notice.value, 60)}"] if notice.value else []
    small += [f"for the goal *{words(notice.goal, 200)}*"] if notice.goal else []
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
        context(where),
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


def form(
    rules: Rules, goals: Mapping[str, str], *, left: int, receivers: Sequence[str] = (), reason: str = ""
) -> dict[str, Any]:
    """Return the form. `goals` maps ids to titles of those the giver may name."""
    public = _where(rules.kudos_channel) if rules.kudos_channel else "Public (on the evidence page)"
    blocks: list[Block] = [
        people_input(RECEIVERS, "Whom do you thank?", chosen=receivers),
        text_input(
            REASON, "What for?", value=reason, long=True, placeholder="What they did, and what it made possible"
        ),
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
    return modal(FORM, "Give kudos", blocks, submit="Give kudos")


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
