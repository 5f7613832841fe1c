"""How kudos look: the post everybody sees, the direct messages, and what the giver reads."""

from collections.abc import Sequence
from typing import Any

import slackblocks as kit

from domain.kudos import Kudos
from domain.kudos_again import Again
from domain.kudos_groups import Thanked
from domain.notices import NO_PLACE, NOT_SURE, KudosJoined, KudosPosted, KudosReceived, PostRefused
from domain.rules import Rules
from handlers.views import doubtful_posts
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    channel_link,
    context,
    mention,
    mentions,
    message,
    modal,
    quotes,
    section,
    words,
)

FORM, OPEN, FROM_MESSAGE = "kudos_form", "kudos_open", "kudos_from_message"
RECEIVERS, REASON, VALUE, GOAL, AUDIENCE = "receivers", "reason", "value", "goal", "audience"
PUBLIC, PRIVATE = "public", "private"
UNDO, SAY_AGAIN, LEAVE_IT, AGAIN_FORM = "kudos_undo", "kudos_again", "kudos_leave", "kudos_again_form"
MOST_NAMED = 10
"""So many of those thanked are named in a line; the others are counted. Each of them gets a message."""
BUTTON_VALUE = 2000
SAVED = "Your kudos are saved and whoever you thanked gets a message."
THE_MESSAGE = "The message it is about"


def posted(notice: KudosPosted) -> Message:
    """Return the public post."""
    return _post(notice, ())


def joined(notice: KudosJoined) -> Message:
    """Return the post with the line of those who joined in."""
    return _post(notice.post, notice.joined)


def _post(notice: KudosPosted, joined: Sequence[str]) -> Message:
    text = f"{mention(notice.giver)} thanks {named(notice.receivers)}: {words(notice.reason, 300)}"
    small = [f"#{words(notice.value, 60)}"] if notice.value else []
    small += [f"for the goal *{words(notice.goal, 200)}*"] if notice.goal else []
    small += [f"<{notice.link}|{THE_MESSAGE}>"] if notice.link else []
    small += [joining(joined)] if joined else []
    first, *more = quotes(notice.reason)
    blocks = [section(f"🙌 {mention(notice.giver)} thanks {named(notice.receivers)}\n{first}"), *map(section, more)]
    return message(text, *blocks, *([context(" · ".join(small))] if small else []))


def joining(people: Sequence[str]) -> str:
    """Return who joined in: `Bo joins in`, `Bo and Mia join in`, `Bo and 2 more join in`."""
    first, *others = people
    if not others:
        return f"{mention(first)} joins in"
    rest = mention(others[0]) if len(others) == 1 else f"{len(others)} more"
    return f"{mention(first)} and {rest} join in"


def named(people: Sequence[str]) -> str:
    """Return several people in a sentence, the first few by name."""
    left = len(people) - MOST_NAMED
    if left <= 1:
        return mentions(people)
    return f"{', '.join(map(mention, people[:MOST_NAMED]))} and {left} more"


def received(notice: KudosReceived) -> Message:
    """Tell a receiver."""
    value = f" · #{words(notice.value, 60)}" if notice.value else ""
    private = f"Private: only {mention(notice.giver)} and those thanked with you see it."
    where = "It also stands in the kudos channel." if notice.public else private
    first, *more = quotes(notice.reason)
    return message(
        f"{mention(notice.giver)} thanks you: {words(notice.reason, 300)}",
        section(f"🙌 *{mention(notice.giver)} thanks you*{value}\n{first}"),
        *map(section, more),
        context(where, *([f"<{notice.link}|{THE_MESSAGE}>"] if notice.link else [])),
    )


def refused(notice: PostRefused) -> Message:
    """Tell whoever caused a public post, or wanted it gone, what became of that, and what to do."""
    channel = channel_link(notice.channel)
    why = WHY.get(notice.why, f"Slack refused it ({words(notice.why, 60)}).")
    if notice.post.endswith(":gone"):
        kept = " I try again every hour, for a week." if notice.kept else " An owner of the workspace can delete it."
        return message(f"The kudos are taken back, but I could not delete their post in {channel}: {why}{kept}")
    if notice.why == NOT_SURE:
        return doubtful_posts.doubtful(notice, SAVED)
    kept = " I keep the post, and try again as soon as I am invited and every hour, for a week." if notice.kept else ""
    return message(f"{SAVED} I could not post them in {channel}: {why}{kept}")


WHY = {
    "not_in_channel": "I am not in that channel. Type `/invite @Cairn` there.",
    "channel_not_found": "there is no such channel for me. If it is private, type `/invite @Cairn` there.",
    "is_archived": "that channel is archived. Ask the people team to choose another one.",
    "msg_too_long": "Slack found it too long.",
    NO_PLACE: "Slack never told me where it stands.",
}


def given(kudos: Kudos, rules: Rules, *, left: int, thanked: Thanked) -> Message:
    """Answer the giver: what happened, who sees it, and how to take it back."""
    where = f"Only {'they and you' if len(kudos.receivers) > 1 else f'{mention(kudos.receivers[0])} and you'} see it."
    if kudos.public and rules.kudos_channel:
        where = f"It is on its way to {channel_link(rules.kudos_channel)}."
    elif kudos.public:
        where = "It stands in their review packet, too."
    text = (
        f"Thank you for saying thank you. {named(kudos.receivers)} will read it in a moment. {where}{_left_out(thanked)} "
        f"You have {left} of {rules.allowance} left this week."
    )
    return message(text, section(text), *_undo_row(kudos, rules))


def _undo_row(kudos: Kudos, rules: Rules) -> tuple[Block, Block]:
    row = actions(undo_button(kudos), id=f"kudos-undo-{kudos.id}")
    return row, context(f"*Undo* takes it back for 10 minutes, and so does `{rules.command('kudos')} undo`.")


def undo_button(kudos: Kudos) -> kit.Element:
    """Return the button that takes these kudos back."""
    return button("Undo", UNDO, value=kudos.id, label="Undo: take these kudos back")


def _left_out(thanked: Thanked) -> str:
    """Say who of a group was left out."""
    you = ["you"] if thanked.giver_left_out else []
    take = "takes" if thanked.strangers == 1 else "take"
    others = f"{thanked.strangers} who {take} no part (guests, bots, people who left)" if thanked.strangers else ""
    out = " and ".join([*you, *([others] if others else [])])
    return f" I left out {out}; everyone else counts as one of your kudos." if out else ""


def given_in_window(done: Message) -> dict[str, Any]:
    """Return the answer to the form: its window says what happened, and can take it back."""
    view = modal("done", "Kudos given", [section(done.text)], close="Done")
    return {"response_action": "update", "view": view | {"blocks": done.blocks}}


def said_before(before: Kudos, again: Again) -> Message:
    """Ask whether to say the same once more."""
    text = _same(before)
    value = again.model_dump_json(exclude_defaults=True)
    if len(value) > BUTTON_VALUE:
        return message(f"{text} Nothing was posted. Change a word to say it once more.")
    yes = button("Post it again", SAY_AGAIN, value=value, label="Post it again: the same kudos once more")
    no = button("Leave it", LEAVE_IT, label="Leave it: do not post it again")
    return message(f"{text} Post it again, or leave it?", section(text), actions(yes, no, id="kudos-again"))


def said_before_in_window(before: Kudos, again: Again) -> dict[str, Any]:
    """Ask the same in the form's window: *Post it again* sends it, *Leave it* closes it."""
    carried = again.model_dump(mode="json", exclude_defaults=True)
    blocks = [section(f"{_same(before)} Post it again, or leave it?")]
    view = modal(AGAIN_FORM, "Once more?", blocks, submit="Post it again", close="Leave it", metadata=carried)
    return {"response_action": "update", "view": view}


def _same(before: Kudos) -> str:
    return f"You said the same to {named(before.receivers)} less than two minutes ago, so I have not posted it again."


def left_it() -> Message:
    """Answer *Leave it*."""
    return message("Left as it is: it stands there once.")
