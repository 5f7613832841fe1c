"""Feedback: the command, and giving it. Nothing is sent to readers whom the form had not named."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.feedback import Feedback, Tone, Visibility, give, named_right, readers
from domain.feedback_hints import hint
from domain.feedback_requests import RequestState
from domain.notices import FeedbackGiven
from domain.refusals import Refusal, UnknownPerson
from domain.rules import Rules
from domain.texts import clean
from handlers.dispatch import Table
from handlers.feedback_forms import around, competency_in, goal_in, shown_in
from handlers.feedback_pages import page, shown_in_place
from handlers.feedback_requests import answered, ask_by_text, request_to
from handlers.payloads import mentioned, metadata, values, written
from handlers.tasks import Tasks, on_top
from handlers.views import feedback as cards
from handlers.views import feedback_forms as view
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.store import Store

COMMANDS = (Command("feedback", "Give or ask for feedback", "@ana  ·  ask @ana about the launch  ·  inbox"),)
USES = (
    Use("@ana", "opens the form for Ana"),
    Use("ask @ana @bo about the launch", "asks Ana and Bo to write to you"),
    Use("inbox", "shows what you received: thank, ask more, keep it as evidence"),
    Use("given", "shows what you gave and asked for: edit it, take it back"),
    Use("evidence", "shows what you keep for your own review"),
    Use("help", "shows this"),
)
INTRO = "Tell somebody what they did and what it led to, or ask them to."
PAGES = {"inbox": cards.INBOX, "given": cards.GIVEN, "evidence": "evidence"}
Clock = Callable[[], datetime]


class NotYet(Exception):
    """Nothing is stored yet: the form is shown once more, with a question or with other names."""

    def __init__(self, form: dict[str, Any]) -> None:
        self.form = form
        super().__init__("asked again")


def register(table: Table) -> None:
    """Listen to the command, the button and the form."""
    table.on("command", "feedback", feedback)
    table.on("action", cards.OPEN, open_form)
    table.on("action", view.RECEIVER, choose_receiver)
    table.on("view", view.FORM, submit)


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
    """`/feedback`: open a form or a page, or ask at once when it says whom and about what."""
    text, name, user = command.get("text", "").strip(), rules.command("feedback"), command["user_id"]
    word, named = text.split(" ")[0].casefold(), mentioned(text)
    if word == "help":
        await ack(**help_on(name, USES, intro=INTRO).reply())
        return
    if word == "ask" and named:
        await ack(**(await ask_by_text(text, user, database, rules, once=once, now=clock())))
        return
    if word in PAGES:
        async with database.reading() as store:
            form = await page(store, await store.people.acting(user), PAGES[word], 0, now=clock())
    elif word == "ask":
        form = view.ask_form(about=clean(written(text[len(word) :])))
    elif named or not text:
        form = await _form(database, user, named[0] if named else None, rules)
    else:
        raise unknown(written(word), name, ["ask", *PAGES, "help"], USES)
    tasks.start("feedback form", client.views_open(trigger_id=command["trigger_id"], view=form))
    await ack()


async def open_form(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Give feedback*: open the form."""
    form = await _form(database, user_id, None, rules)
    tasks.start("feedback form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def _form(database: Database, user: str, receiver: str | None, rules: Rules) -> dict[str, Any]:
    async with database.reading() as store:
        me = await store.people.acting(user)
        return view.form(await around(store, me, receiver, rules))


async def choose_receiver(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*For whom?* was chosen: draw the form anew, with the names of those who would read it."""
    shown = body.get("view") or {}
    said, told = values(shown), metadata(shown)
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        request = await request_to(store, told.get("request"), me.id)
        try:
            about = await around(store, me, said.get(view.RECEIVER), rules, request=request)
        except Refusal:  # said at the field when the form is sent; until then no names can stand there
            about = await around(store, me, None, rules, request=request)
    form = view.form(about, said, hinted=told.get("hinted") is True)
    tasks.start("feedback form", shown_in_place(client, body, form))
    await ack()


async def submit(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """The form: store it and announce it to those it named. Before that, one question, or other names to check."""
    said, told = values(body["view"]), metadata(body["view"])
    try:
        async with database.transaction(once=once) as store:
            reply = await _give(store, user_id, said, told, rules, now=clock())
            await store.remember_reply(reply)
    except NotYet as again:
        await ack(response_action="update", view=again.form)
        return
    await ack(**reply)


async def _give(
    store: Store, user: str, said: dict[str, Any], told: dict[str, Any], rules: Rules, *, now: datetime
) -> dict[str, Any]:
    """Decide, store and announce; return what the author reads. Raises NotYet, Refusal."""
    me, receiver = await store.people.acting(user), said.get(view.RECEIVER) or ""
    if not receiver:
        raise UnknownPerson(who="this person", field=view.RECEIVER)
    asked = await request_to(store, told.get("request"), me.id)
    about = await around(store, me, receiver, rules, request=asked)
    waits = asked is not None and about.requested and asked.state is RequestState.OPEN
    piece = give(
        me.id,
        receiver,
        said.get(view.BEHAVIOUR) or "",
        visibility=Visibility(said.get(view.VISIBILITY) or Visibility.RECEIVER),
        receiver_has_manager=about.manager is not None,
        receiver_name=about.receiver.name if about.receiver else "",
        now=now,
        situation=said.get(view.SITUATION) or "",
        impact=said.get(view.IMPACT) or "",
        intent=said.get(view.INTENT) or "",
        tone=Tone(said.get(view.TONE) or Tone.PRAISE),
        goal=await goal_in(store, said.get(view.GOAL), me.id),
        competency=competency_in(said.get(view.COMPETENCY), rules),
        request=asked.id if asked and waits else None,
    )
    _ask_first(piece, about, said, told)
    given = await store.feedback.add(piece)
    await _announce(store, given, about, now=now)
    if asked and waits:
        await answered(store, asked, now=now)
    expired = asked is not None and about.requested and not waits
    named = readers(given.visibility, receiver, about.shown.manager)
    return view.done("Feedback", view.sent(named, expired=expired))


def _ask_first(piece: Feedback, about: view.Around, said: dict[str, Any], told: dict[str, Any]) -> None:
    """Have the form shown once more where it names other readers, or where one question would help. Raises NotYet."""
    hinted = told.get("hinted") is True
    question = None if hinted else hint(piece.situation, piece.behaviour, piece.impact)
    right = named_right(shown_in(told), piece.visibility, piece.receiver, about.shown.manager)
    if question or not right:
        raise NotYet(view.form(about, said, hint=question, hinted=hinted, check_names=not right))


async def _announce(store: Store, given: Feedback, about: view.Around, *, now: datetime) -> None:
    for reader in readers(given.visibility, given.receiver, about.shown.manager):
        if reader != given.author:  # who wrote it need not be told
            notice = FeedbackGiven(
                to=reader,
                feedback=given.id or 0,
                author=given.author,
                receiver=given.receiver,
                visibility=given.visibility,
            )
            await store.outbox.put(notice, now=now)
