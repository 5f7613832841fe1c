"""How it looks when kudos go: taken back by their giver, or taken down by the people team."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from domain.kudos import Kudos
from domain.kudos_taken_back import REASON
from domain.notices import KudosPostGone, KudosTakenBack, KudosTakenDown
from domain.rules import Rules
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    channel_link,
    context,
    mention,
    message,
    modal,
    moment,
    quote,
    quotes,
    section,
    shown_in_window,
    text_input,
)
from handlers.views.kudos import named, undo_button

MANAGE, TAKE_DOWN, TAKE_DOWN_FORM = "kudos_manage", "kudos_take_down", "kudos_take_down_form"
ON_PAGE = 10
SHOWN = 300
"""Characters of a reason in the list; the whole of it stands in the form."""


def undone(kudos: Kudos, rules: Rules, *, in_doubt: bool) -> Message:
    """Answer the giver: what went, and what came back."""
    told = f"{named(kudos.receivers)} will read that you took it back"
    post = ""
    if kudos.public and rules.kudos_channel:
        channel = channel_link(rules.kudos_channel)
        post = f", and the post goes from {channel}"
        if in_doubt:
            post = f". Whether a post stands in {channel} I do not know, for Slack never said; an admin can delete it"
    count = "it does" if len(kudos.receivers) == 1 else f"those {len(kudos.receivers)} do"
    return message(f"Taken back. {told}{post}. For your weekly {rules.allowance} {count} not count.")


def undone_before(older: Kudos | None) -> Message:
    """Answer a second `undo`: nothing older goes without being asked for by name."""
    text = "Your latest kudos are taken back already; nothing more happened."
    if older is None:
        return message(text)
    text = f"{text} The ones before went to {named(older.receivers)}. Take those back, too?"
    return message(text, section(text), actions(undo_button(older), id="kudos-undo-older"))


def post_gone(notice: KudosPostGone) -> Message:
    """Return what would be said in place of the post; it is deleted, so nobody reads this."""
    return message(f"These kudos are gone, on the word of {mention(notice.by)}.")


def taken_back(notice: KudosTakenBack) -> Message:
    """Rewrite a receiver's message."""
    if notice.giver:
        return message(f"{mention(notice.giver)} took back the kudos that stood here.")
    return message("The kudos that stood here were taken down by the people team. It has nothing to do with you.")


def taken_down(notice: KudosTakenDown) -> Message:
    """Tell the giver, with the people team's words."""
    text = f"The people team took down your kudos to {named(notice.receivers)}, and left you this:"
    first, *more = quotes(notice.why)
    after = "Whoever you thanked reads only that they are gone. If you see it differently, talk to the people team."
    return message(text, section(f"{text}\n{first}"), *map(section, more), context(after))


def manage_page(kudos: Sequence[Kudos], tz: ZoneInfo, *, start: int, more: bool) -> dict[str, Any]:
    """Return what stands in the kudos channel, for the people team."""
    blocks: list[Block] = [
        section(
            "Kudos that hurt can go. Whoever gave them reads your reason; those thanked read only that they are gone."
        )
    ]
    for one in kudos:
        take = button("Take down", TAKE_DOWN, value=one.id, label="Take these kudos down, with a reason")
        text = f"{mention(one.giver)} → {named(one.receivers)} · {moment(one.given_at, tz)}\n{quote(one.reason, SHOWN + 200)}"
        blocks.append(section(text, id=f"kudos-{one.id}", accessory=take))
    if not kudos:
        blocks.append(section("There are no public kudos here." if start else "There are no public kudos yet."))
    turns = [button("Newer", f"{MANAGE}_newer", value=max(start - ON_PAGE, 0))] if start else []
    turns += [button("Older", f"{MANAGE}_older", value=start + ON_PAGE)] if more else []
    return modal(MANAGE, "Look after kudos", [*blocks, *([actions(*turns, id="kudos-pages")] if turns else [])])


def take_down_form(kudos: Kudos, tz: ZoneInfo) -> dict[str, Any]:
    """Ask the people team why."""
    blocks = [
        section(f"{mention(kudos.giver)} thanked {named(kudos.receivers)} · {moment(kudos.given_at, tz)}"),
        *map(section, quotes(kudos.reason)),
        text_input(REASON, "Why do they go?", long=True, placeholder="What was wrong, and what would be right"),
        context(
            f"{mention(kudos.giver)} reads this, as from the people team. Those thanked do not: their message says that "
            "the kudos are gone. The post is deleted, and the record keeps who took it down and why."
        ),
    ]
    return modal(TAKE_DOWN_FORM, "Take kudos down", blocks, submit="Take down", metadata={"kudos": kudos.id})


def down(kudos: Kudos, *, in_doubt: bool) -> dict[str, Any]:
    """Answer the people team."""
    doubt = (
        " Whether their post stands in the channel Slack never said: have a look, and delete it there."
        if in_doubt
        else ""
    )
    text = f"Taken down. {mention(kudos.giver)} reads your reason, and counts and packets leave them out.{doubt}"
    return shown_in_window("Taken down", message(text))
