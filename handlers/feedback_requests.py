"""Asking for feedback: ask, write because one was asked, put off, decline, take back. The asker hears either way."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.feedback_requests import (
    MOST_ASKED,
    AskedAlready,
    Request,
    RequestExpired,
    RequestState,
    TooManyAsked,
    ask,
    closed,
)
from domain.notices import FeedbackAsked, FeedbackDeclined, FeedbackRequestClosed, FeedbackRequestLater
from domain.people import Person
from domain.refusals import NobodyNamed, NotThere, UnknownPerson
from domain.rules import Rules
from domain.texts import clean
from domain.working_days import working_days
from handlers import home, today
from handlers.dispatch import Table
from handlers.feedback_forms import around, number_at
from handlers.feedback_pages import page, page_of, shown_in_place
from handlers.payloads import from_home, mentioned, metadata, number_in, values, written
from handlers.tasks import Tasks, on_top
from handlers.views import feedback as cards
from handlers.views import feedback_forms as view
from handlers.views.blocks import Message, mention
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the form that asks, and to the buttons of the one who was asked."""
    table.on("view", view.ASK_FORM, submit_request)
    table.on("view", view.DECLINE_FORM, decline)
    table.on("action", cards.WRITE, write_for_request)
    table.on("action", cards.LATER, later)
    table.on("action", cards.DECLINE, open_decline)
    table.on("action", cards.TAKE_BACK_REQUEST, take_back)


async def ask_by_text(
    text: str, asker: str, database: Database, rules: Rules, *, once: str, now: datetime
) -> dict[str, Any]:
    """`/feedback ask @ana @bo about …`: record it, ask, and return the reply. Raises Refusal."""
    asked = mentioned(text)
    async with database.transaction(once=once) as store:
        people = await store.people.named([asker, *asked])
        about = _about(written(text, people).split(" ", 1)[1], [people[one].name for one in asked if one in people])
        done = await _ask(store, asker, asked, about, rules=rules, now=now)
        reply: dict[str, Any] = await store.remember_reply(done.reply())
    return reply


def _about(typed: str, names: Sequence[str]) -> str:
    """Return what is asked about: what stands after the names and the word *about*."""
    text = typed.strip()
    found = True
    while found:
        found = False
        for start in ("and ", ",", *(f"@{name}" for name in names)):
            if text.startswith(start):
                text, found = text.removeprefix(start).strip(), True
    return text.removeprefix("about ").strip()


async def _ask(store: Store, asker: str, asked: Sequence[str], about: str, *, rules: Rules, now: datetime) -> Message:
    """Record the requests and say so. Who was asked about the same before is not asked again. Raises Refusal."""
    me = await store.people.acting(asker, lock=True)
    name = rules.command("feedback")
    if not asked:
        raise NobodyNamed(example=f"{name} ask @ana about the launch", field=view.ASKED)
    if len(asked) > MOST_ASKED:
        raise TooManyAsked(most=MOST_ASKED)
    known, waiting = await store.people.named(asked), await store.feedback.requests_of(me.id)
    made: list[Request] = []
    again: list[AskedAlready] = []
    for one in asked:
        if one not in known:
            raise UnknownPerson(who=mention(one), field=view.ASKED)
        try:
            made.append(ask(me.id, one, about, now=now, waiting=waiting, command=name))
        except AskedAlready as already:
            again.append(already)
    if not made:
        raise again[0]
    kept = [await store.feedback.add_request(one) for one in made]
    notices = [FeedbackAsked(to=one.asked, request=one.id or 0, asker=me.id, about=one.about) for one in kept]
    await store.outbox.put(*notices, now=now)
    return cards.request_sent(kept, [one for one in asked if one not in {it.asked for it in kept}], command=name)


async def submit_request(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form to ask."""
    said = values(body["view"])
    chosen = said.get(view.ASKED) or []
    asked = [chosen] if isinstance(chosen, str) else list(dict.fromkeys(chosen))  # the first form asked one person
    async with database.transaction(once=once) as store:
        done = await _ask(store, user_id, asked, said.get(view.ABOUT) or "", rules=rules, now=clock())
        reply = await store.remember_reply(view.done("Asked", done))
    await ack(**reply)


async def request_to(store: Store, number: object, asked: str) -> Request | None:
    """Return that request if it was made to `asked`, whatever became of it, locked until this transaction ends."""
    known = number_at(number)
    return await store.feedback.request(known, asked=asked) if known else None


async def answered(store: Store, request: Request, *, now: datetime) -> None:
    """Close a request for which feedback was written."""
    await _close(store, request, RequestState.ANSWERED, now=now)


async def _close(store: Store, request: Request, state: RequestState, *, now: datetime, reason: str = "") -> None:
    """Record how a request ended; the card of the asked and their *Today* message say so."""
    await store.feedback.close_request(request, state, now=now, reason=reason)
    number = request.id or 0
    declined = state is RequestState.DECLINED
    card = FeedbackRequestClosed(
        to=request.asked, request=number, asker=request.asker, declined=declined, outcome=state
    )
    await store.outbox.put(card, now=now)
    what = {RequestState.DECLINED: "declined", RequestState.TAKEN_BACK: "taken back"}.get(state, "done")
    await today.done(store, request.asked, f"feedback-request:{number}", now=now, what=what)


async def _found(store: Store, number: object, user: str, rules: Rules, *, expired: bool = False) -> Request:
    """Return a request that is open, or `expired` where that is fine too. Raises NotThere, RequestClosed and the like."""
    found = await request_to(store, number_in(number), user)
    if found is None:
        raise NotThere
    if found.state is RequestState.OPEN or (expired and found.state is RequestState.EXPIRED):
        return found
    raise closed(found, rules.command("feedback"))


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
    """*Write* on a request: the form for the one who asked, also when nobody waits for it any more."""
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        request = await _found(store, action.get("value"), me.id, rules, expired=True)
        waits = request if request.state is RequestState.OPEN else None
        form = view.form(await around(store, me, request.asker, rules, request=waits), expired=waits is None)
    tasks.start("feedback form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def later(
    ack: AsyncAck,
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
    """*Later* on a request: it comes back with the *Today* message of the next working morning."""
    now = clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        request = await _found(store, action.get("value"), me.id, rules)
        await _put_off(store, me, request, rules, now=now)
        await store.remember_reply({})
    if from_home(body):
        tasks.start("home", home.redraw(client, database, user_id, rules=rules, now=now))
    await ack()


async def _put_off(store: Store, me: Person, request: Request, rules: Rules, *, now: datetime) -> None:
    """Record until when. Raises RequestExpired where no working morning is left before its end."""
    own = await store.absences.of(me.id, since=now.date())
    days = working_days(me, own, rules.schedule)
    back = days.next_morning(now, now, until=request.expires_at)
    if back is None:
        raise RequestExpired(command=rules.command("feedback"))
    on = back.astimezone(days.tz).date()
    await store.feedback.put_off(request, on)
    number, ends = request.id or 0, request.expires_at.date()
    card = FeedbackRequestLater(to=me.id, request=number, asker=request.asker, back_on=on, expires_on=ends)
    await store.outbox.put(card, now=now)
    await today.done(store, me.id, f"feedback-request:{number}", now=now, what="put off")


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
    async with database.reading() as store:
        request = await _found(store, action.get("value"), user_id, rules)
    form = view.decline_form(request.id or 0, request.asker)
    tasks.start("decline form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def decline(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form to decline: the asker is told, the card says so."""
    now, reason = clock(), clean(values(body["view"]).get(view.REASON), field=view.REASON)
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        request = await _found(store, metadata(body["view"]).get("request"), me.id, rules)
        await _close(store, request, RequestState.DECLINED, now=now, reason=reason)
        told = FeedbackDeclined(to=request.asker, request=request.id or 0, asked=me.id, reason=reason)
        await store.outbox.put(told, now=now)
        await store.remember_reply({})
    await ack()


async def take_back(
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
    """*Take it back* on one's own request: the card of the asked says that there is nothing to do any more."""
    now, place = clock(), page_of(body)
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        request = await store.feedback.request_of(number_in(action.get("value")), asker=me.id)
        if request is None:
            raise NotThere
        if request.state is not RequestState.OPEN:
            raise closed(request, rules.command("feedback"))
        await _close(store, request, RequestState.TAKEN_BACK, now=now)
        await store.remember_reply({})
        window = await page(store, me, *place, now=now) if place else None
    if window:
        tasks.start("feedback page", shown_in_place(client, body, window))
    else:
        done = cards.request_taken_back(request.asked)
        said = respond(text=done.text, blocks=done.blocks, response_type="ephemeral", replace_original=True)
        tasks.start("request taken back", said)
    await ack()
