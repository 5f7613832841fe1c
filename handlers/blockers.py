"""Blockers: pass on what a check-in names, and let the manager, the helper, the people team and the author clear it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.blockers import (
    Blocker,
    CannotHelpYourself,
    OthersClear,
    Part,
    Parts,
    closed,
    must_act,
    must_see,
    promised,
    replied,
)
from domain.blockers_named import as_named
from domain.calendar import zone
from domain.check_ins import CheckIn
from domain.goals import Goal
from domain.notices import BlockerCard
from domain.people import Person
from domain.permissions import may_see_blocker
from domain.refusals import UnknownPerson
from handlers.blocker_cards import News, card_for, keep, readers, strike_out
from handlers.dispatch import Table
from handlers.payloads import metadata, number_in, values
from handlers.tasks import Tasks, on_top
from handlers.views import blockers as view
from handlers.views.blocks import mention, shown_in_window
from handlers.words import Command
from storage.database import Database
from storage.store import Store

COMMANDS: tuple[Command, ...] = ()
WHAT = "blocker"
"""How the access log calls the window."""
Clock = Callable[[], datetime]


def register(table: Table) -> None:
    """Listen to the buttons of the cards, and to the two forms."""
    table.on("action", view.OPEN, open_page)
    table.on("action", view.REPLY, open_reply)
    table.on("action", view.PROMISE, open_promise)
    table.on("action", view.DONE, done)
    table.on("view", view.REPLY_FORM, send_reply)
    table.on("view", view.PROMISE_FORM, send_promise)


async def follow(
    store: Store, me: Person, saved: CheckIn, previous: CheckIn | None, *, helper: str | None, now: datetime
) -> None:
    """Have blockers follow a check-in that was just saved. Raises Refusal for a helper who cannot be one.

    `previous` is what stood in it before; `helper` the one named as *who can help*.
    """
    helper = await _helper(store, me, helper) if saved.blockers else None
    standing = await store.blockers.open_of(me.id, lock=True, in_check_ins=True)
    done_here = await store.blockers.done_in(me.id, saved.period) if previous else []
    for one in as_named(saved, previous, standing, done_here, helper=helper, now=now):
        before = next((each for each in standing if each.id == one.id), one)
        await strike_out(store, before, await keep(store, one, now=now), now=now)


async def hinders(
    store: Store, me: Person, goal: Goal, text: str, *, helper: str | None, period: date, now: datetime
) -> Blocker:
    """Pass on what stands in the way of a goal, as what a check-in names. Raises Refusal for a helper who cannot be one.

    `period` is the week in which it is named.
    """
    named = {"period": period, "named_in": period, "named_at": now, "raised_at": now, "goal": goal.id}
    blocker = Blocker(person=me.id, text=text, helper=await _helper(store, me, helper), **named)
    return await keep(store, blocker, now=now)


async def _helper(store: Store, me: Person, helper: str | None) -> str | None:
    if not helper:
        return None
    if helper == me.id:
        raise CannotHelpYourself
    if helper not in await store.people.named([helper]):
        raise UnknownPerson(who=mention(helper), field=CannotHelpYourself.field)
    return helper


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
    """*Open*: show the blocker as it is now, with all its replies."""
    number, now = number_in(action.get("value")), clock()
    async with database.transaction(once=once) as store:
        me, blocker, who = await _with_me(store, user_id, number)
        await store.access.record([may_see_blocker(me, blocker.person, who[me.id])], what=WHAT, now=now)
        page = view.page(await card_for(store, blocker, who, me, now=now))
    tasks.start("blocker", on_top(client, body)(trigger_id=body["trigger_id"], view=page))
    await ack()


async def open_reply(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Reply*: the form, under what was said before."""
    card, about = await _as_it_is(database, user_id, body, action, now=clock())
    form = view.reply_form(card, metadata=about)
    tasks.start("reply form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def open_promise(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*I'll unblock by …* and *Move the day*: the form to choose it in."""
    now = clock()
    card, about = await _as_it_is(database, user_id, body, action, now=now)
    if card.part is Part.AUTHOR:
        raise OthersClear
    form = view.promise_form(card, now.astimezone(zone(card.tz)).date(), metadata=about)
    tasks.start("promise form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def send_reply(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """The form: keep the reply, show it on every card, have the other side notice."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me, blocker, who = await _with_me(store, user_id, number_in(about.get("blocker")), acting=True)
        after = replied(blocker, me.id, values(body["view"]).get(view.TEXT), now=now)
        await store.blockers.add_reply(after)
        await keep(store, after, now=now, news=News(me.id, "reply"))
        page = view.page(await card_for(store, after, who, me, now=now))
        others = [one for one in who if one != me.id]
        reply = await store.remember_reply(shown_in_window("Reply", view.replied(others)))
    _redraw(client, about, page, tasks)
    await ack(**reply)


async def send_promise(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """The form: keep the promise, show it on every card, tell the author."""
    now, about = clock(), metadata(body["view"])
    async with database.transaction(once=once) as store:
        me, blocker, who = await _with_me(store, user_id, number_in(about.get("blocker")), acting=True)
        chosen, today = _day(values(body["view"]).get(view.BY)), now.astimezone(zone(me.tz)).date()
        after = promised(blocker, me.id, chosen, seen=_moment(about.get("seen")), today=today, now=now)
        if after is not blocker:
            news = News(me.id, "moved" if blocker.promised_by else "promise")
            await strike_out(store, blocker, await keep(store, after, now=now, news=news), now=now)
        page = view.page(await card_for(store, after, who, me, now=now))
        reply = await store.remember_reply(shown_in_window("Promised", view.promised(after)))
    _redraw(client, about, page, tasks)
    await ack(**reply)


async def done(
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
    """*Done*: close the blocker on every card; its author hears who says so."""
    number, now = number_in(action.get("value")), clock()
    async with database.transaction(once=once) as store:
        me, blocker, who = await _with_me(store, user_id, number, acting=True)
        news = None if me.id == blocker.person else News(me.id, "done")
        after = await keep(store, closed(blocker, me.id, now=now), now=now, news=news)
        await strike_out(store, blocker, after, now=now)
        page = view.page(await card_for(store, after, who, me, now=now))
        await store.remember_reply({})
    _redraw(client, {"page": _window(body)}, page, tasks)
    await ack()


async def _with_me(store: Store, user: str, number: int, *, acting: bool = False) -> tuple[Person, Blocker, Parts]:
    """Return who acts, the blocker and all who may; `acting` locks it and wants it open. Raises NotWithYou, Closed."""
    me = await store.people.acting(user)
    blocker = await store.blockers.get(number, lock=acting)
    who = await readers(store, blocker) if blocker else {}
    return me, (must_act(blocker, who, me.id) if acting else must_see(blocker, who, me.id)), who


async def _as_it_is(
    database: Database, user: str, body: dict[str, Any], action: dict[str, Any], *, now: datetime
) -> tuple[BlockerCard, dict[str, Any]]:
    """Return the card to show in a form, and what the form must remember: the blocker, its promise, the window below."""
    async with database.reading() as store:
        me, blocker, who = await _with_me(store, user, number_in(action.get("value")))
        must_act(blocker, who, me.id)
        card = await card_for(store, blocker, who, me, now=now)
    seen = blocker.promised_at.isoformat() if blocker.promised_at else None
    return card, {"blocker": blocker.id, "seen": seen, "page": _window(body)}


def _window(body: dict[str, Any]) -> str | None:
    """Return the window of this blocker in which a button was pressed."""
    below = body.get("view") or {}
    return str(below["id"]) if below.get("callback_id") == view.PAGE else None


def _redraw(client: AsyncWebClient, about: dict[str, Any], page: dict[str, Any], tasks: Tasks) -> None:
    if about.get("page"):
        tasks.start("blocker", client.views_update(view_id=str(about["page"]), view=page))


def _day(chosen: object) -> date | None:
    try:
        return date.fromisoformat(str(chosen))
    except ValueError:
        return None


def _moment(seen: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(seen))
    except ValueError:
        return None
