"""Feedback: give it, ask for it, decline, read what one received."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.feedback import Feedback, Request, RequestClosed, RequestState, Tone, Visibility, ask, give
from domain.notices import FeedbackAsked, FeedbackDeclined, FeedbackGiven, FeedbackRequestClosed
from domain.people import Person
from domain.permissions import may_read
from domain.refusals import NothingToShow, NotThere, UnknownPerson
from domain.rules import Rules
from domain.texts import clean
from handlers.dispatch import Table
from handlers.payloads import mentioned, metadata, values, written
from handlers.tasks import Tasks, on_top
from handlers.views import feedback as view
from handlers.views.blocks import mention, message, shown_in_window
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
    table.on("view", view.ASK_FORM, submit_request)
    table.on("view", view.DECLINE_FORM, decline)
    table.on("action", view.OPEN, open_form)
    table.on("action", view.INBOX, open_inbox)
    table.on("action", view.ABOUT_REPORT, open_about_report)
    table.on("action", view.WRITE, write_for_request)
    table.on("action", view.DECLINE, open_decline)


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
        await ack(**(await _ask_by_text(text, named[0], user, database, rules, once=once, now=clock())))
        return
    if word == "inbox":
        form = await _inbox(database, user)
    elif word == "ask":
        form = view.ask_form()
    elif named or not text:
        form = await _form(database, user, named[0] if named else None)
    else:
        raise unknown(written(word), name, ["ask", "inbox", "help"], USES)
    tasks.start("feedback form", client.views_open(trigger_id=command["trigger_id"], view=form))
    await ack()


async def open_form(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, user_id: str, database: Database, tasks: Tasks
) -> None:
    """*Give feedback*: open the form."""
    form = await _form(database, user_id, None)
    tasks.start("feedback form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _form(database: Database, user: str, receiver: str | None, request: Request | None = None) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        if receiver and receiver not in await store.people.named([receiver]):
            raise UnknownPerson(who=mention(receiver))
        goals = [*await store.goals.of(me.id), *await store.goals.shared()]
    titles = {str(goal.id): f"{goal.ref} · {goal.title}" for goal in goals}
    asked = {"request": request.id, "about": request.about} if request else {}
    return view.form(receiver=receiver, goals=titles, **asked)  # type: ignore[arg-type]  # two keyword arguments by name


async def _ask_by_text(
    text: str, asked: str, asker: str, database: Database, rules: Rules, *, once: str, now: datetime
) -> dict[str, Any]:
    async with database.transaction(once=once) as store:
        people = await store.people.named([asker, asked])
        about = written(text, people).split(" ", 1)[1].strip()
        if asked in people:
            about = about.removeprefix(f"@{people[asked].name}").strip()
        about = about.removeprefix("about ").strip()
        await _ask(store, asker, asked, about, rules=rules, now=now)
        done = message(f"Asked. {mention(asked)} gets a message with *Write* and *Decline*; you will hear either way.")
        reply: dict[str, Any] = await store.remember_reply(done.reply())
    return reply


async def _ask(store: Store, asker: str, asked: str, about: str, *, rules: Rules, now: datetime) -> Request:
    await store.people.acting(asker)
    if asked not in await store.people.named([asked]):
        raise UnknownPerson(who=mention(asked), field=view.ASKED)
    request = await store.feedback.add_request(ask(asker, asked, about, now=now, command=rules.command("feedback")))
    notice = FeedbackAsked(to=asked, request=request.id or 0, asker=asker, about=request.about)
    await store.outbox.put(notice, now=now)
    return request


async def submit_request(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form to ask."""
    said = values(body["view"])
    async with database.transaction(once=once) as store:
        asked = said.get(view.ASKED) or ""
        await _ask(store, user_id, asked, said.get(view.ABOUT) or "", rules=rules, now=clock())
        done = message(f"{mention(asked)} gets a message with *Write* and *Decline*; you will hear either way.")
        reply = await store.remember_reply(shown_in_window("Asked", done))
    await ack(**reply)


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
        request = await _request(store, metadata(body["view"]).get("request"), me.id)
        given = await store.feedback.add(
            give(
                me.id,
                receiver.id,
                said.get(view.BEHAVIOUR) or "",
                visibility=Visibility(said.get(view.VISIBILITY) or Visibility.RECEIVER),
                receiver_has_manager=receiver.manager is not None,
                receiver_name=receiver.name,
                now=now,
                situation=said.get(view.SITUATION) or "",
                impact=said.get(view.IMPACT) or "",
                tone=Tone(said.get(view.TONE) or Tone.PRAISE),
                goal=await _goal(store, said.get(view.GOAL), me.id),
                request=request.id if request else None,
            )
        )
        await _announce(store, given, receiver, request, now=now)
        reply = await store.remember_reply(shown_in_window("Feedback", view.sent(given, manager=receiver.manager)))
    await ack(**reply)


async def _goal(store: Store, chosen: str | None, user: str) -> int | None:
    if not chosen:
        return None
    named = {str(goal.id): goal.id for goal in [*await store.goals.of(user), *await store.goals.shared()]}
    if chosen not in named:
        raise NotThere(field=view.GOAL)
    return named[chosen]


async def _request(store: Store, number: object, asked: str) -> Request | None:
    if not isinstance(number, int):
        return None
    request = await store.feedback.request(number, asked=asked)
    return request if request and request.state is RequestState.OPEN else None


async def _announce(store: Store, given: Feedback, receiver: Person, request: Request | None, *, now: datetime) -> None:
    readers = [receiver.id] if given.visibility is not Visibility.MANAGER else []
    if given.visibility is not Visibility.RECEIVER and receiver.manager:
        readers.append(receiver.manager)
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


async def write_for_request(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Write* on a request: the form for the one who asked."""
    request = await _open_request(database, action.get("value"), user_id, rules)
    form = await _form(database, user_id, request.asker, request)
    tasks.start("feedback form", client.views_open(trigger_id=body["trigger_id"], view=form))
    await ack()


async def open_decline(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Decline* on a request: ask for the reason."""
    request = await _open_request(database, action.get("value"), user_id, rules)
    form = view.decline_form(request.id or 0, request.asker)
    tasks.start("decline form", client.views_open(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _open_request(database: Database, number: str | None, user: str, rules: Rules) -> Request:
    async with database.reading() as store:
        found = await _request(store, int(number) if number and number.isascii() and number.isdigit() else None, user)
    if found is None:
        raise RequestClosed(command=rules.command("feedback"))
    return found


async def decline(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form to decline: the asker is told, the card says so."""
    now, reason = clock(), clean(values(body["view"]).get(view.REASON))
    async with database.transaction(once=once) as store:
        request = await _request(store, metadata(body["view"]).get("request"), user_id)
        if request is None:
            raise RequestClosed(command=rules.command("feedback"))
        await store.feedback.close_request(request, RequestState.DECLINED)
        number = request.id or 0
        await store.outbox.put(
            FeedbackDeclined(to=request.asker, request=number, asked=user_id, reason=reason),
            FeedbackRequestClosed(to=user_id, request=number, asker=request.asker, declined=True),
            now=now,
        )
        await store.remember_reply({})
    await ack()


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
