"""Changing one's own feedback: edit it for ten minutes, take it back for thirty days. Announcements change with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.feedback import Feedback, Tone
from domain.feedback_changes import TakenBack, TooLateToEdit, edit, may_edit, take_back
from domain.notices import FeedbackChanged, FeedbackGiven, FeedbackQuestionClosed
from domain.people import Person
from domain.permissions import may_read
from domain.refusals import NotThere
from domain.rules import Rules
from handlers.dispatch import Table
from handlers.feedback_forms import competency_in, goal_in, goal_titles, number_at
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


def register(table: Table) -> None:
    """Listen to the author's buttons and form."""
    table.on("action", view.EDIT, open_edit)
    table.on("action", view.TAKE_BACK, undo)
    table.on("view", forms.EDIT_FORM, submit_edit)


async def _own(store: Store, me: Person, number: int) -> Feedback:
    piece = await store.feedback.own(may_read(me, me, {}), number, lock=True)
    if piece is None:
        raise NotThere
    return piece


async def open_edit(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """*Edit*: the form with what was written. Who reads it stands there and cannot be changed."""
    async with database.reading() as store:
        me = await store.people.acting(user_id)
        piece = await _own(store, me, number_in(action.get("value")))
        if not may_edit(piece, clock()):
            raise TakenBack if piece.taken_back_at else TooLateToEdit
        about = forms.Around(goals=await goal_titles(store, me.id), competencies=rules.competencies)
        named = view.readers_of(piece, await store.people.all(active=False))
    here = metadata(body.get("view") or {}).get("page") or ""
    form = forms.edit_form(piece, named, about, page=str(here))
    tasks.start("edit form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def submit_edit(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    tasks: Tasks,
) -> None:
    """The form of *Edit*: other words for the same readers."""
    said, told, now = values(body["view"]), metadata(body["view"]), clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        piece = await _own(store, me, number_at(told.get("feedback")) or 0)
        changed = edit(
            piece,
            situation=said.get(forms.SITUATION) or "",
            behaviour=said.get(forms.BEHAVIOUR) or "",
            impact=said.get(forms.IMPACT) or "",
            intent=said.get(forms.INTENT) or "",
            tone=Tone(said.get(forms.TONE) or piece.tone),
            goal=await _goal(store, piece, said.get(forms.GOAL), me.id),
            competency=_competency(piece, said.get(forms.COMPETENCY), rules),
            now=now,
        )
        await store.feedback.change(changed)
        await _tell(store, changed, now=now)
        window = await page(store, me, *page_at(told.get("page")), now=now) if told.get("page") else None
        done = message("Saved. Whoever can read it reads the new words; the announcement says that it was edited.")
        reply = await store.remember_reply(shown_in_window("Edit feedback", done))
    below = shown_below(client, body, window) if window else None
    if below:
        tasks.start("feedback page", below)
    await ack(**reply)


async def _goal(store: Store, piece: Feedback, chosen: Any, user: str) -> int | None:
    """Return the goal; the one it had may have been closed meanwhile."""
    return piece.goal if chosen and chosen == str(piece.goal) else await goal_in(store, chosen, user)


def _competency(piece: Feedback, chosen: Any, rules: Rules) -> str | None:
    return piece.competency if chosen and chosen == piece.competency else competency_in(chosen, rules)


async def undo(
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
    """*Take back*: the text is gone for everybody, and the announcements say so."""
    now = clock()
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        piece = await _own(store, me, number_in(action.get("value")))
        await store.feedback.change(take_back(piece, now=now))
        await _tell(store, piece, taken_back=True, now=now)
        closed = [
            FeedbackQuestionClosed(to=me.id, question=one.id or 0, by=one.asker, answered=False)
            for one in piece.questions
            if one.answered_at is None
        ]
        await store.outbox.put(*closed, now=now)
        window = await page(store, me, *(page_of(body) or (cards.GIVEN, 0)), now=now)
    tasks.start("feedback page", shown_in_place(client, body, window))
    await ack()


async def _tell(store: Store, piece: Feedback, *, taken_back: bool = False, now: datetime) -> None:
    """Have every announcement of it say so; one that has not gone out yet need not, once the piece is gone."""
    told = await store.feedback.told(piece.id or 0)
    about = {"feedback": piece.id or 0, "author": piece.author, "receiver": piece.receiver}
    if taken_back:
        keys = [FeedbackGiven(to=one, visibility=piece.visibility, **about).key for one in told]
        await store.outbox.withdraw(*keys, why="taken back", now=now)
    notices = [FeedbackChanged(to=one, visibility=piece.visibility, taken_back=taken_back, **about) for one in told]
    await store.outbox.put(*notices, now=now)
