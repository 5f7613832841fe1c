"""Own evidence: save a message or a piece of feedback with a note, read it all, change it, remove it. Private, always."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.feedback import Feedback
from domain.feedback_changes import TakenBack
from domain.own_evidence import Kept, change, keep
from domain.people import Person
from domain.permissions import Grant, may_read
from domain.refusals import NotThere
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.feedback_forms import goal_in, goal_titles, number_at
from handlers.feedback_pages import EVIDENCE, page, shown_below, shown_in_place
from handlers.messages import chosen, ref_in
from handlers.payloads import mentioned, metadata, number_in, values, written
from handlers.tasks import Tasks, in_time, on_top
from handlers.views import evidence as view
from handlers.views import feedback_inbox as inbox
from handlers.views.blocks import message, shown_in_window
from handlers.words import Command, Shortcut
from storage.database import Database
from storage.store import Store

COMMANDS: tuple[Command, ...] = ()
SHORTCUTS = (Shortcut("Save as evidence", "message", view.FROM_MESSAGE, "Keep it for your own review, privately"),)
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the menu of a message, the forms, and the page."""
    table.on("shortcut", view.FROM_MESSAGE, open_for_message)
    table.on("action", inbox.KEEP, open_for_feedback)
    table.on("view", view.FORM, submit)
    table.on("action", view.OPEN, open_page)
    table.on("action", view.PAGE, open_page)
    table.on("action", view.EDIT, open_edit)
    table.on("view", view.EDIT_FORM, submit_edit)
    table.on("action", view.REMOVE, remove)


async def open_for_message(
    ack: AsyncAck,
    respond: AsyncRespond,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Save as evidence* from a message's menu: the form. Nothing of the message is stored."""
    one = chosen(body)
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        link = one.ref.permalink(await store.workspaces.url())
        kept = await store.evidence.about(may_read(me, me, {}), link=link) if link else None
        named = await store.people.named(mentioned(one.text))
        form = view.message_form(one.ref, written(one.text, named), link, await goal_titles(store, me.id), kept=kept)
    tasks.start("evidence form", in_time(on_top(client, body)(trigger_id=body["trigger_id"], view=form), body, respond))
    await ack()


async def open_for_feedback(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Add to my evidence* under feedback one received: the form."""
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        piece = await _received(store, may_read(me, me, {}), number_in(action.get("value")))
        author = await store.people.get(piece.author)
        name = author.name if author else "someone who left"
        form = view.feedback_form(piece, name, await goal_titles(store, me.id), zone(me.tz))
    tasks.start("evidence form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _received(store: Store, mine: Grant, number: int) -> Feedback:
    piece = await store.feedback.piece(mine, number)
    if piece is None:
        raise NotThere
    if piece.taken_back_at:
        raise TakenBack
    return piece


async def submit(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form to keep something: a note of one's own with a link or a piece of feedback, each thing once."""
    said, told, now = values(body["view"]), metadata(body["view"]), clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)  # so that two forms about one thing keep it once
        mine = may_read(me, me, {})
        link, feedback = await _what(store, mine, told)
        before = await store.evidence.about(mine, link=link, feedback=feedback) if link or feedback else None
        goal = await _goal(store, me, said.get(view.GOAL), before)
        note = said.get(view.NOTE)
        if before:
            await store.evidence.change(mine, change(before, note, goal=goal))
        else:
            await store.evidence.add(keep(me.id, note, link=link, goal=goal, feedback=feedback, now=now))
            await store.homes.outdate([me.id], now=now)
        done = view.saved(again=before is not None, command=rules.command("feedback"))
        reply = await store.remember_reply(shown_in_window("My evidence", done))
    await ack(**reply)


async def _what(store: Store, mine: Grant, told: dict[str, Any]) -> tuple[str | None, int | None]:
    """Return the link or the piece of feedback that a form is about. Raises NotThere, TakenBack."""
    if number := number_at(told.get("feedback")):
        return None, (await _received(store, mine, number)).id
    ref = ref_in(told.get(view.MESSAGE))
    if ref is None:
        raise NotThere
    return ref.permalink(await store.workspaces.url()), None


async def _goal(store: Store, me: Person, said: Any, before: Kept | None) -> int | None:
    """Return the goal; the one it had may have been closed meanwhile."""
    same = before is not None and said and said == str(before.goal)
    return before.goal if before and same else await goal_in(store, said, me.id)


async def open_page(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*My evidence*, *Older*: show that page."""
    start = number_in(action.get("value")) if action.get("action_id") == view.PAGE else 0
    async with database.reading() as store:
        window = await page(store, await store.people.acting(user_id), EVIDENCE, start, now=clock())
    tasks.start("evidence page", shown_in_place(client, body, window))
    await ack()


async def open_edit(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Edit the note*: the form with what stands there."""
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        kept = await store.evidence.one(may_read(me, me, {}), number_in(action.get("value")))
        if kept is None:
            raise NotThere
        form = view.edit_form(kept, await goal_titles(store, me.id))
    tasks.start("evidence form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def submit_edit(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """The form to change a note."""
    said, told = values(body["view"]), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id, lock=True)
        mine = may_read(me, me, {})
        kept = await store.evidence.one(mine, number_at(told.get("evidence")) or 0)
        if kept is None:
            raise NotThere
        goal = await _goal(store, me, said.get(view.GOAL), kept)
        await store.evidence.change(mine, change(kept, said.get(view.NOTE), goal=goal))
        window = await page(store, me, EVIDENCE, 0, now=clock())
        reply = await store.remember_reply(shown_in_window("My evidence", message("Your note was changed.")))
    below = shown_below(client, body, window)
    if below:
        tasks.start("evidence page", below)
    await ack(**reply)


async def remove(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Remove*: gone for good. The message or feedback itself stays where it is."""
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        if not await store.evidence.remove(may_read(me, me, {}), number_in(action.get("value"))):
            raise NotThere
        await store.homes.outdate([me.id], now=clock())
        window = await page(store, me, EVIDENCE, 0, now=clock())
    tasks.start("evidence page", shown_in_place(client, body, window))
    await ack()
