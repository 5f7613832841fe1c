"""How `/kudos mine` looks: one's own kudos, received or given, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.kudos import Kudos
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    mention,
    modal,
    moment,
    quote,
    section,
    words,
)
from handlers.views.kudos import named, undo_button

RECEIVED, GIVEN = "received", "given"
TITLES = {RECEIVED: "Kudos I received", GIVEN: "Kudos I gave"}
SHOW_RECEIVED, SHOW_GIVEN, OLDER, NEWER = "kudos_received", "kudos_given", "kudos_older", "kudos_newer"
TURNS = (SHOW_RECEIVED, SHOW_GIVEN, OLDER, NEWER)
ON_PAGE = 8
REASON = 800
"""Characters of a reason: the whole of a page stays far below what a window holds."""


@dataclass(frozen=True)
class Facts:
    """What a page says besides the kudos: `undo_from` is since when they can still be taken back."""

    which: str
    start: int
    more: bool
    tz: ZoneInfo
    undo_from: datetime
    goals: Mapping[int, str]
    links: Mapping[int, str]
    command: str


def page(kudos: Sequence[Kudos], facts: Facts) -> dict[str, Any]:
    """Return the window."""
    blocks: list[Block] = [_turn(facts)]
    for one in kudos:
        blocks += _entry(one, facts)
    if not kudos:
        blocks.append(section(_nothing(facts)))
    pages = _pages(facts)
    return modal("kudos_mine", TITLES[facts.which], [*blocks, *([actions(*pages, id="kudos-pages")] if pages else [])])


def _turn(facts: Facts) -> Block:
    other = GIVEN if facts.which == RECEIVED else RECEIVED
    action = SHOW_GIVEN if other == GIVEN else SHOW_RECEIVED
    return actions(button(TITLES[other], action, value=f"{other} 0"), id="kudos-which")


def _pages(facts: Facts) -> list[Any]:
    before = button("Newer", NEWER, value=f"{facts.which} {max(facts.start - ON_PAGE, 0)}")
    after = button("Older", OLDER, value=f"{facts.which} {facts.start + ON_PAGE}")
    return [*([before] if facts.start else []), *([after] if facts.more else [])]


def _nothing(facts: Facts) -> str:
    if facts.start:
        return "No older ones."
    if facts.which == GIVEN:
        return f"You have given none yet. One sentence is enough: `{facts.command} @ana for the calm handover`"
    return "None yet. They come when somebody has a reason; thanking somebody else is a good way to start."


def _entry(one: Kudos, facts: Facts) -> list[Block]:
    mine = facts.which == GIVEN
    who = f"🙌 {named(one.receivers)}" if mine else f"🙌 From {mention(one.giver)}{_with_others(one)}"
    small = context(" · ".join(_small(one, facts)))
    if one.removed_at:
        why = f" Their words to you:\n{quote(one.removal_reason, REASON)}" if mine and one.removal_reason else ""
        return [section(f"{who}\n_Taken down by the people team._{why}"), small]
    undo = undo_button(one) if mine and one.given_at > facts.undo_from else None
    return [section(f"{who}\n{quote(one.reason, REASON)}", id=f"kudos-{one.id}", accessory=undo), small]


def _with_others(one: Kudos) -> str:
    others = len(one.receivers) - 1
    return f", with {others} other{'s' if others > 1 else ''}" if others > 0 else ""


def _small(one: Kudos, facts: Facts) -> list[str]:
    """Return the small print: when, for which value and goal, who joined in, and who sees it."""
    link = facts.links.get(one.id or 0) if not one.removed_at else None
    said = [
        moment(one.given_at, facts.tz),
        f"#{words(one.value, 60)}" if one.value else "",
        f"for *{words(facts.goals[one.goal], 150)}*" if one.goal in facts.goals and one.goal else "",
        f"{one.joined} joined in" if one.joined else "",
        "" if one.public else "🔒 private",
        f"<{link}|The post>" if link else "",
    ]
    return [text for text in said if text]
