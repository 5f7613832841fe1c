"""The form of kudos: whom, what for, which value and goal, and who will see it."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import slackblocks as kit

from domain.kudos import Author
from domain.messages import MessageRef
from domain.rules import Rules
from handlers.views.blocks import (
    Block,
    channel_link,
    choice,
    context,
    cut,
    mention,
    modal,
    option,
    plain,
    quote,
    section,
    text_input,
)
from handlers.views.kudos import AUDIENCE, FORM, GOAL, PRIVATE, PUBLIC, REASON, RECEIVERS, VALUE

ABOUT = "about"
"""Where the form carries along which message it is about."""
SHORT = 200
"""So much of a message is shown to the one who chose it: enough to know which it is."""
MOST_GOALS, MOST_GROUPS = 100, 100
"""Options Slack takes in a group, and groups in a menu."""
KEPT = ("type", "callback_id", "title", "submit", "close", "private_metadata", "clear_on_close", "notify_on_close")
"""What of a window that Slack sends belongs into an update of it."""


class About(NamedTuple):
    """The message somebody wants to give kudos for: `text` is what it says, shown to them alone."""

    ref: MessageRef
    whose: Author
    text: str
    link: str | None


Goals = Mapping[str, Mapping[str, str]]
"""The goals to choose from: under each heading ids and titles."""


def form(rules: Rules, goals: Goals, *, left: int, about: About | None = None) -> dict[str, Any]:
    """Return the form. `goals` are those the giver may name; `about` is the message, if any."""
    public = _where(rules.kudos_channel) if rules.kudos_channel else "Public (in the review packet)"
    author = about.ref.author if about and about.whose is Author.COLLEAGUE else None
    blocks: list[Block] = [
        *(_about(about) if about else ()),
        _receivers([author] if author else [], rules),
        text_input(REASON, "What for?", long=True, placeholder="What they did, and what it made possible"),
    ]
    if rules.values:
        shown = {value: f"#{value}" for value in rules.values}
        blocks.append(choice(VALUE, "Which of our values does it show?", shown, optional=True))
    if any(goals.values()):
        blocks.append(goal_choice(goals))
    audience = {PUBLIC: public, PRIVATE: "Only you and those you thank"}
    blocks += [
        choice(AUDIENCE, "Who sees it?", audience, chosen=PUBLIC, radio=True),
        context(f"You have {left} of {rules.allowance} left this week. There is no ranking, on purpose."),
    ]
    carried = {ABOUT: about.ref.model_dump(exclude_defaults=True)} if about else None
    return modal(FORM, "Give kudos", blocks, submit="Give kudos", metadata=carried)


def _receivers(chosen: Sequence[str], rules: Rules) -> Block:
    """Return the field of those thanked; choosing somebody asks for their goals."""
    return kit.InputBlock(
        label="Whom do you thank?",
        element=kit.UserMultiSelectMenu(action_id=RECEIVERS, initial_users=list(chosen) or None),
        block_id=RECEIVERS,
        dispatch_action=True,
        hint=f"Each one counts. A user group goes by text: {rules.command('kudos')} @group for …",
    )


def goal_choice(goals: Goals) -> Block:
    """Return the choice of a goal."""
    groups = [
        kit.OptionGroup(plain(title, 75), [option(id, text) for id, text in some.items()][:MOST_GOALS])
        for title, some in goals.items()
        if some
    ]
    element = kit.StaticSelectMenu(action_id=GOAL, option_groups=groups[:MOST_GROUPS])
    return kit.InputBlock(label="Which goal did it help?", element=element, block_id=GOAL, optional=True)


def with_goals(shown: Mapping[str, Any], goals: Goals) -> dict[str, Any]:
    """Return the open form with other goals to choose from; all else stays, and so does what was typed."""
    blocks = [one for one in shown.get("blocks") or () if isinstance(one, dict) and one.get("block_id") != GOAL]
    if any(goals.values()):
        place = next((at for at, one in enumerate(blocks) if one.get("block_id") == AUDIENCE), len(blocks))
        blocks[place:place] = modal(FORM, "Give kudos", [goal_choice(goals)], submit="Give kudos")["blocks"]
    return {name: shown[name] for name in KEPT if shown.get(name) is not None} | {"blocks": blocks}


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
    return "Everyone, in the kudos channel" if link.startswith("<") else f"Everyone, in {link}"
