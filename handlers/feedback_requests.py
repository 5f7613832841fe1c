"""Asking for feedback: ask, write because one was asked, decline. The asker hears either way."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.feedback import CannotTellYourself, Request, RequestClosed, RequestState, ask
from domain.notices import FeedbackAsked, FeedbackDeclined, FeedbackRequestClosed
from domain.refusals import UnknownPerson
from domain.rules import Rules
from domain.texts import clean
from handlers.dispatch import Table
from handlers.payloads import metadata, number_in, values, written
from handlers.tasks import Tasks
from handlers.views import feedback as view
from handlers.views.blocks import mention, message, shown_in_window
from storage.database import Database
from storage.store import Store

LARGEST = 10**9
"""No row's number comes near it; the databases' own limits differ."""
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the form that asks, and to the buttons of the one who was asked."""
    table.on("view", view.ASK_FORM, submit_request)
    table.on("view", view.DECLINE_FORM, decline)
    table.on("action", view.WRITE, write_for_request)
    table.on("action", view.DECLINE, open_decline)


async def feedback_form(
    database: Database, user: str, receiver: str | None, request: Request | None = None
) -> dict[str, Any]:
    """Return the form to write feedback, with the goals its author may name. Raises CannotTellYourself, UnknownPerson."""
    async with database.reading() as store:
        me = await store.people.acting(user)
        if receiver == me.id:
            raise CannotTellYourself
        if receiver and receiver not in await store.people.named([receiver]):
            raise UnknownPerson(who=mention(receiver))
        goals = [*await store.goals.of(me.id), *await store.goals.shared()]
    titles = {str(goal.id): f"{goal.ref} · {goal.title}" for goal in goals}
    asked = {"request": request.id, "about": request.about} if request else {}
    return view.form(receiver=receiver, goals=titles, **asked)  # type: ignore[arg-type]  # two keyword arguments by name


async def ask_by_text(
    text: str, asked: str, asker: str, database: Database, rules: Rules, *, once: str, now: datetime
) -> dict[str, Any]:
    """`/feedback ask @ana about …`: record it, ask, and return the reply. Raises Refusal."""
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


async def request_to(store: Store, number: object, asked: str) -> Request | None:
    """Return that request if it was made to `asked` and is open, locked until this transaction ends."""
    if not isinstance(number, int) or not 0 < number < LARGEST:
        return None
    request = await store.feedback.request(number, asked=asked)
    return request if request and request.state is RequestState.OPEN else None


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
    form = await feedback_form(database, user_id, request.asker, request)
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
        found = await request_to(store, number_in(number), user)
    if found is None:
        raise RequestClosed(command=rules.command("feedback"))
    return found


async def decline(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form to decline: the asker is told, the card says so."""
    now, reason = clock(), clean(values(body["view"]).get(view.REASON), field=view.REASON)
    async with database.transaction(once=once) as store:
        request = await request_to(store, metadata(body["view"]).get("request"), user_id)
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
