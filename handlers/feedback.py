"""Feedback: give it, ask for it, decline, read what one received."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.feedback import Feedback, Request, RequestState, Tone, Visibility, give
from domain.notices import FeedbackGiven, FeedbackRequestClosed
from domain.people import Person
from domain.permissions import may_read
from domain.refusals import NothingToShow, NotThere, UnknownPerson
from domain.rules import Rules
from domain.texts import clean
from handlers.dispatch import Table
from handlers.feedback_requests import ask_by_text, feedback_form, request_to
from handlers.payloads import mentioned, metadata, values, written
from handlers.tasks import Tasks, on_top
from handlers.views import feedback as view
from handlers.views.blocks import shown_in_window
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.store import Store

COMMANDS = (Command("feedback", "Give or ask for feedback", "@ana  ·  ask @ana about the launch  ·  inbox"),)
USES = (
    Use("@ana", "opens the form for Ana"),
    Use("ask @ana about the launch", "asks Ana to write to you"),
    Use("inbox", "shows what you received"),
    Use("help", "shows this"),
)
LONG_AGO, FAR_AHEAD = datetime(2000, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the command, the buttons and the forms."""
    table.on("command", "feedback", feedback)
    table.on("view", view.FORM, submit)
    table.on("action", view.OPEN, open_form)
    table.on("action", view.INBOX, open_inbox)
    table.on("action", view.ABOUT_REPORT, open_about_report)


async def feedback(
    ack: AsyncAck,
    command: dict[str, Any],
    client: AsyncWebClient,
    database: Database,
    clock: Clock,
    rules: Rules,
    once: str,
    tasks: Tasks,
) -> None:
    """`/feedback`: open a form, ask at once when it says whom and about what, or show the inbox."""
    text, name, user = command.get("text", "").strip(), rules.command("feedback"), command["user_id"]
    word, named = text.split(" ")[0].casefold(), mentioned(text)
    if word == "help":
        await ack(
            **help_on(name, USES, intro="Tell somebody what they did and what it led to, or ask them to.").reply()
        )
        return
    if word == "ask" and named:
        await ack(**(await ask_by_text(text, named[0], user, database, rules, once=once, now=clock())))
        return
    if word == "inbox":
        form = await _inbox(database, user)
    elif word == "ask":
        form = view.ask_form(about=clean(written(text[len(word) :])))
    elif named or not text:
        form = await feedback_form(database, user, named[0] if named else None)
    else:
        raise unknown(written(word), name, ["ask", "inbox", "help"], USES)
    tasks.start("feedback form", client.views_open(trigger_id=command["trigger_id"], view=form))
    await ack()


async def open_form(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """*Give feedback*: open the form."""
    form = await feedback_form(database, user_id, None)
    tasks.start("feedback form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def submit(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock
) -> None:
    """The form: store it, announce it to those who may read it, say who that is."""
    said, now = values(body["view"]), clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        receiver = (await store.people.named([said.get(view.RECEIVER) or ""])).get(said.get(view.RECEIVER) or "")
        if receiver is None:
            raise UnknownPerson(who="this person", field=view.RECEIVER)
        manager = await store.people.manager_of(receiver)
        request = await request_to(store, metadata(body["view"]).get("request"), me.id)
        given = await store.feedback.add(
            give(
                me.id,
                receiver.id,
                said.get(view.BEHAVIOUR) or "",
                visibility=Visibility(said.get(view.VISIBILITY) or Visibility.RECEIVER),
                receiver_has_manager=manager is not None,
                receiver_name=receiver.name,
                now=now,
                situation=said.get(view.SITUATION) or "",
                impact=said.get(view.IMPACT) or "",
                tone=Tone(said.get(view.TONE) or Tone.PRAISE),
                goal=await _goal(store, said.get(view.GOAL), me.id),
                request=request.id if request else None,
            )
        )
        await _announce(store, given, receiver, manager, request, now=now)
        reply = await store.remember_reply(
            shown_in_window("Feedback", view.sent(given, manager=manager.id if manager else None))
        )
    await ack(**reply)


async def _goal(store: Store, chosen: str | None, user: str) -> int | None:
    if not chosen:
        return None
    named = {str(goal.id): goal.id for goal in [*await store.goals.of(user), *await store.goals.shared()]}
    if chosen not in named:
        raise NotThere(field=view.GOAL)
    return named[chosen]


async def _announce(
    store: Store, given: Feedback, receiver: Person, manager: Person | None, request: Request | None, *, now: datetime
) -> None:
    readers = [receiver.id] if given.visibility is not Visibility.MANAGER else []
    if given.visibility is not Visibility.RECEIVER and manager:
        readers.append(manager.id)
    for reader in readers:
        if reader != given.author:  # who wrote it need not be told
            notice = FeedbackGiven(
                to=reader,
                feedback=given.id or 0,
                author=given.author,
                receiver=receiver.id,
                visibility=given.visibility,
            )
            await store.outbox.put(notice, now=now)
    if request:
        await store.feedback.close_request(request, RequestState.ANSWERED)
        closed = FeedbackRequestClosed(to=given.author, request=request.id or 0, asker=request.asker, declined=False)
        await store.outbox.put(closed, now=now)


async def open_inbox(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """*Read it*, for the receiver."""
    page = await _inbox(database, user_id)
    tasks.start("feedback inbox", client.views_open(trigger_id=body["trigger_id"], view=page))
    await ack()


async def open_about_report(
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
    """*Read it*, for the manager: what they may see about this report, noted for the report."""
    async with database.transaction(once=once) as store:
        reader, subject = await store.people.acting(user_id), await store.people.get(str(action.get("value")))
        if subject is None:
            raise NothingToShow
        grant = may_read(reader, subject, await store.people.managers())
        received = await store.feedback.received(grant, since=LONG_AGO, until=FAR_AHEAD)
        await store.access.record([grant], what="feedback", now=clock())
        names = await store.people.all(active=False)
    page = view.inbox(received, names, zone(reader.tz), about=subject)
    tasks.start("feedback about a report", client.views_open(trigger_id=body["trigger_id"], view=page))
    await ack()


async def _inbox(database: Database, user: str) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        mine = may_read(me, me, {})
        received = await store.feedback.received(mine, since=LONG_AGO, until=FAR_AHEAD)
        names = await store.people.all(active=False)
    return view.inbox(received, names, zone(me.tz))
