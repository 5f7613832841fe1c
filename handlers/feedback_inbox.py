"""Reading feedback, thanking for it, asking its author for more. Announced without a word of what was written."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.feedback import Feedback, Visibility
from domain.feedback_changes import answer, ask_more, may_ask, thank
from domain.notices import FeedbackAnswered, FeedbackQuestionClosed, FeedbackQuestioned, FeedbackThanked
from domain.people import Person
from domain.permissions import Relation, may_read
from domain.refusals import NothingToShow, NotThere, Refusal
from handlers.dispatch import Table
from handlers.feedback_forms import number_at
from handlers.feedback_pages import page, page_at, page_of, shown_below, shown_in_place
from handlers.payloads import metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import feedback as cards
from handlers.views import feedback_forms as forms
from handlers.views import feedback_inbox as view
from handlers.views.blocks import message, shown_in_window
from storage.database import Database
from storage.store import Store

Clock = Callable[[], datetime]


class AuthorLeft(Refusal):
    """Nobody is there to answer."""

    text = "Whoever wrote this takes no part in Cairn any more, so nobody could answer. Your manager may know more."


def register(table: Table) -> None:
    """Listen to the buttons of announcements and windows, and to the forms on top of these."""
    for action in (cards.INBOX, cards.GIVEN, cards.ABOUT_REPORT, view.PAGE):
        table.on("action", action, open_page)
    table.on("action", view.THANK, say_thanks)
    table.on("action", view.ASK_MORE, open_question)
    table.on("action", cards.ANSWER, open_answer)
    table.on("view", forms.QUESTION_FORM, submit_question)
    table.on("view", forms.ANSWER_FORM, submit_answer)


async def open_page(
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
    """*Read it*, *Received*, *Given and asked for*, *Older*: show that page. Reading about a report is written down."""
    pressed, value = str(action.get("action_id")), str(action.get("value"))
    if pressed == view.PAGE:
        place = page_at(value)
    else:
        place = (f"{pressed} {value}" if pressed == cards.ABOUT_REPORT else pressed), 0
    async with database.transaction(once=once) as store:
        window = await page(store, await store.people.acting(user_id), *place, now=clock())
    tasks.start("feedback page", shown_in_place(client, body, window))
    await ack()


async def _addressed(store: Store, me: Person, number: int) -> Feedback:
    """Return a piece that is for `me`, locked: as its receiver, or as the manager where only they read it.

    Raises NotThere alike for what is not there and for what is not theirs.
    """
    receiver = await store.people.get(await store.feedback.receiver_of(number) or "")
    if receiver is None:
        raise NotThere
    try:
        grant = may_read(me, receiver, await store.people.managers())
    except NothingToShow:
        raise NotThere from None
    piece = await store.feedback.piece(grant, number, lock=True)
    alone = grant.relation is Relation.MANAGER and piece is not None and piece.visibility is Visibility.MANAGER
    if piece is None or not (piece.receiver == me.id or alone):
        raise NotThere
    return piece


async def say_thanks(
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
    """*Thank*: the author hears that it helped, once."""
    now = clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        piece = await _addressed(store, me, number_in(action.get("value")))
        await store.feedback.change(thank(piece, now=now))
        if await store.people.named([piece.author]):
            await store.outbox.put(FeedbackThanked(to=piece.author, feedback=piece.id or 0, by=me.id), now=now)
        window = await page(store, me, *(page_of(body) or (cards.INBOX, 0)), now=now)
    tasks.start("feedback page", shown_in_place(client, body, window))
    await ack()


async def open_question(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Ask more*: the form for the question."""
    async with database.reading() as store:
        piece = await _to_ask(store, await store.people.acting(user_id), number_in(action.get("value")))
        named = view.readers_of(piece, await store.people.all(active=False))
    here = metadata(body.get("view") or {}).get("page") or ""
    form = forms.question_form(piece, named, page=str(here))
    tasks.start("question form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _to_ask(store: Store, me: Person, number: int) -> Feedback:
    """Return a piece about which `me` may ask its author something now. Raises Refusal."""
    piece = await _addressed(store, me, number)
    may_ask(piece)
    if not await store.people.named([piece.author]):
        raise AuthorLeft
    return piece


async def submit_question(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """The form of *Ask more*: the author hears that there is a question."""
    said, told, now = values(body["view"]), metadata(body["view"]), clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        piece = await _to_ask(store, me, number_at(told.get("feedback")) or 0)
        asked = await store.feedback.add_question(ask_more(piece, me.id, said.get(forms.QUESTION), now=now))
        notice = FeedbackQuestioned(to=piece.author, question=asked.id or 0, by=me.id)
        await store.outbox.put(notice, now=now)
        window = await page(store, me, *page_at(told.get("page")), now=now) if told.get("page") else None
        done = message("Asked. The author gets a message, and so do you when there is an answer.")
        reply = await store.remember_reply(shown_in_window("Ask more", done))
    below = shown_below(client, body, window) if window else None
    if below:
        tasks.start("feedback page", below)
    await ack(**reply)


async def open_answer(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Answer*: the question, and a field for the answer."""
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        found = await store.feedback.question_to(may_read(me, me, {}), number_in(action.get("value")))
        if found is None:
            raise NotThere
        piece, question = found
        answer(question, "?", now=clock())  # one that has its answer is not asked again
        named = view.readers_of(piece, await store.people.all(active=False))
    form = forms.answer_form(piece, question, named)
    tasks.start("answer form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def submit_answer(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock
) -> None:
    """The form of *Answer*: it stands under the piece, and who asked hears of it while they can read it."""
    said, told, now = values(body["view"]), metadata(body["view"]), clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        found = await store.feedback.question_to(may_read(me, me, {}), number_at(told.get("question")) or 0)
        if found is None:
            raise NotThere
        piece, question = found
        await store.feedback.change_question(answer(question, said.get(forms.ANSWER), now=now))
        number, asker = question.id or 0, question.asker
        card = FeedbackQuestionClosed(to=me.id, question=number, by=asker, answered=True)
        await store.outbox.put(card, now=now)
        named = view.readers_of(piece, await store.people.all(active=False))
        if asker in named:
            news = FeedbackAnswered(to=asker, question=number, author=me.id, receiver=piece.receiver)
            await store.outbox.put(news, now=now)
        done = message(f"Sent: it stands under your feedback. {forms.who_reads([*named, me.id])}")
        reply = await store.remember_reply(shown_in_window("Answer", done))
    await ack(**reply)
