"""Taking kudos back: `/kudos undo` and the button *Undo*. What was said of them in Slack goes with them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.kudos import Kudos
from domain.kudos_taken_back import UndoneAlready, may_undo
from domain.notices import KudosPostGone, KudosTakenBack
from domain.refusals import Refusal
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.payloads import number_in
from handlers.tasks import Tasks
from handlers.views import kudos as view
from handlers.views import kudos_gone as gone_view
from handlers.views.blocks import Message, modal, section
from storage.database import Database
from storage.outbox import State
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the button."""
    table.on("action", view.UNDO, undo)


async def undo_latest(database: Database, user: str, rules: Rules, *, once: str, now: datetime) -> dict[str, Any]:
    """`/kudos undo`: take my latest kudos back. When that is done already, nothing older goes by accident."""
    async with database.transaction(once=once) as store:
        await store.people.acting(user, lock=True)
        latest, older = [*await store.kudos.latest_of(user), None, None][:2]
        try:
            done = await _undo(store, latest, user, rules, now=now)
        except UndoneAlready:
            done = gone_view.undone_before(_still_undoable(older, user, now))
        reply: dict[str, Any] = await store.remember_reply(done.reply())
    return reply


def _still_undoable(kudos: Kudos | None, user: str, now: datetime) -> Kudos | None:
    try:
        return may_undo(kudos, user, now=now)
    except Refusal:
        return None


async def undo(
    ack: AsyncAck,
    respond: AsyncRespond,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Undo*: take these back, and say so where the button was."""
    number = number_in(action.get("value"))
    async with database.transaction(once=once) as store:
        await store.people.acting(user_id, lock=True)
        done = await _undo(store, await store.kudos.get(number), user_id, rules, now=clock())
    window = body.get("view") or {}
    if window.get("type") == "modal":
        page = modal("done", "Kudos taken back", [section(done.text)], close="Done")
        tasks.start("kudos undone", client.views_update(view_id=window["id"], view=page))
    else:
        said: dict[str, Any] = {"text": done.text, "blocks": done.blocks}
        tasks.start("kudos undone", respond(replace_original=True, response_type="ephemeral", **said))
    await ack()


async def _undo(store: Store, kudos: Kudos | None, user: str, rules: Rules, *, now: datetime) -> Message:
    if kudos and kudos.id:
        kudos = await store.kudos.locked(kudos.id)
    undone = may_undo(kudos, user, now=now, command=rules.command("kudos"))
    await store.kudos.undo(undone, now=now)
    in_doubt = await unsay(store, undone, by=user, giver=user, now=now)
    return gone_view.undone(undone, rules, in_doubt=in_doubt)


async def unsay(store: Store, kudos: Kudos, *, by: str, giver: str | None, now: datetime) -> bool:
    """Take back what was to be said of these kudos, and take away what was: the post, and the words in the DMs.

    `giver` is named to those who were thanked; None leaves open who took them away. Returns whether nobody knows if
    the post stands in the channel.
    """
    why, number = "the kudos are gone", kudos.id or 0
    for receiver in kudos.receivers:
        told = KudosTakenBack(to=receiver, kudos=number, giver=giver)
        said = await store.outbox.state_of(told.replaces)
        if said and not await store.outbox.withdraw(told.replaces, why=why, now=now):
            await store.outbox.put(told, now=now)
    key = f"kudos:{number}:post"
    state, post = await store.outbox.state_of(key), await store.outbox.said(key)
    if post is None or state is State.UNCERTAIN or await store.outbox.withdraw(key, why=why, now=now):
        return state is State.UNCERTAIN
    await store.kudos_posts.stop_rewriting(key, now=now)
    await store.outbox.put(KudosPostGone(to=post.to, kudos=number, by=by), now=now)
    return False
