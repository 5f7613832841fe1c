"""The window with the highlights of a review packet: gathered, turned, shown for other periods; the page is sent from it."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from domain.calendar import zone
from domain.notices import PacketRequested
from domain.people import Person
from domain.permissions import Grant, Relation, may_review
from domain.refusals import NotThere, Refusal, UnknownPerson
from domain.review_periods import period
from domain.reviews import ReviewPacket, check_begun, check_period, half_year_until, read_date
from handlers.dispatch import Table
from handlers.feedback_pages import shown_in_place
from handlers.payloads import Body, metadata, number_in, values, window_of
from handlers.tasks import Tasks
from handlers.views import reviews as view
from handlers.views.blocks import mention
from storage.database import AlreadyDone, Database
from storage.store import Store

Clock = Callable[[], datetime]
PERSON = re.compile("[UW][A-Z0-9]{1,20}")
CARRIED = re.compile(r"(\S+) (\S+) (\S+)(?: (\d+))?")
Period = tuple[date, date]


class Place(NamedTuple):
    """What a window shows: whose evidence, which days, and from which goal on."""

    person: str
    since: date
    until: date
    start: int = 0


def register(table: Table) -> None:
    """Listen to the buttons of the window, and to the days chosen in it."""
    table.on("action", view.SEND, send)
    table.on("action", view.NEXT, turn)
    table.on("action", view.BEFORE, turn)
    for action in view.PERIODS:
        table.on("action", action, choose_period)
    table.on("view", view.WINDOW, choose_days)


async def gathered(
    database: Database, user: str, person: str | None, days: Period | None, *, now: datetime
) -> tuple[ReviewPacket, Grant]:
    """Return what the reader may have about a person, None for themselves, by default of this half-year, and the leave.

    Raises NothingToShow, UnknownPerson, PeriodToCome, PeriodUpsideDown.
    """
    async with database.reading() as store:
        reader, subject, (since, until) = await _allowed(store, user, person, days, now=now)
        return await store.reviews.read(reader.id, subject.id, since=since, until=until, now=now)


async def _allowed(
    store: Store, user: str, person: str | None, days: Period | None, *, now: datetime
) -> tuple[Person, Person, Period]:
    """Return reader, subject and period of a packet that may be made. Raises as `gathered` does."""
    reader = await store.people.acting(user)
    subject = await store.people.get(person) if person else reader
    if subject is None:
        raise UnknownPerson(who=mention(person or ""))
    may_review(reader, subject, await store.people.managers())
    today = now.astimezone(zone(reader.tz)).date()
    since, until = days or half_year_until(today)
    check_period(since, until)
    check_begun(since, today)
    return reader, subject, (since, until)


async def note(database: Database, grant: Grant, *, once: str | None, now: datetime) -> None:
    """Write down for somebody else that their evidence was looked at. Raises AlreadyDone for a second arrival."""
    if grant.relation is not Relation.SELF:
        async with database.transaction(once=once) as store:
            await store.reviews.note(grant, now=now)


async def turn(
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
    """*Next* and *Before*: other goals of the same page."""
    window_of(body)
    place, now = _place(action.get("value")), clock()
    packet, grant = await gathered(database, user_id, place.person, (place.since, place.until), now=now)
    await note(database, grant, once=once, now=now)
    shown = view.highlights(packet, start=place.start, sent=bool(metadata(body["view"]).get("sent")))
    tasks.start("review packet", shown_in_place(client, body, shown))
    await ack()


async def choose_period(
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
    """*This half-year*, *Last half-year* and the quarters: the same person in that period."""
    window_of(body)
    person, now = _person(action.get("value")), clock()
    named = view.PERIODS[str(action["action_id"])]
    async with database.reading() as store:
        today = now.astimezone(zone((await store.people.acting(user_id)).tz)).date()
    packet, grant = await gathered(database, user_id, person, period(named, today), now=now)
    await note(database, grant, once=once, now=now)
    tasks.start("review packet", shown_in_place(client, body, view.highlights(packet)))
    await ack()


async def choose_days(
    ack: AsyncAck, body: dict[str, Any], user_id: str, once: str, database: Database, clock: Clock
) -> None:
    """*Show these days*: the same person from one day to the other.

    Delivered twice it is noted once, and answered with the window each time: without an answer Slack would close it.
    """
    now, about = clock(), metadata(body["view"])
    days = _days(values(body["view"]))
    packet, grant = await gathered(database, user_id, _person(about.get("person")), days, now=now)
    with suppress(AlreadyDone):
        await note(database, grant, once=once, now=now)
    await ack(response_action="update", view=view.highlights(packet))


async def send(
    ack: AsyncAck,
    body: dict[str, Any],
    action: dict[str, Any],
    client: AsyncWebClient,
    respond: AsyncRespond,
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
    tasks: Tasks,
) -> None:
    """*Send me the page*: have it made and sent as a file; once for a window or message and period."""
    place, now = _place(action.get("value")), clock()
    days = place.since, place.until
    async with database.transaction(once=once) as store:
        reader, subject, _ = await _allowed(store, user_id, place.person, days, now=now)
        request = f"{reader.id}:{_where(body) or once}:{subject.id}:{place.since}:{place.until}"
        page = PacketRequested(to=reader.id, request=request, subject=subject.id, since=place.since, until=place.until)
        await store.outbox.put(page, now=now)
        await store.remember_reply({})
    if (body.get("view") or {}).get("type") == "modal":
        packet, _ = await gathered(database, user_id, place.person, days, now=now)
        start = metadata(body["view"]).get("start")
        shown = view.highlights(packet, start=start if isinstance(start, int) else 0, sent=True)
        tasks.start("review packet", shown_in_place(client, body, shown))
    else:
        said = view.ordered(subject.id, mine=subject.id == reader.id, since=place.since, until=place.until)
        tasks.start("review packet", respond(replace_original=True, **said.reply()))
    await ack()


def _where(body: Body) -> str:
    """Return the window or message a button stands in: pressed there twice it asks for one file."""
    container = body.get("container") or {}
    return str((body.get("view") or {}).get("id") or container.get("message_ts") or "")


def _place(value: object) -> Place:
    """Return what a button of the window carries. Raises NotThere."""
    found = CARRIED.fullmatch(str(value))
    if found is None:
        raise NotThere
    person, since, until, start = found.groups("0")
    try:
        return Place(_person(person), read_date(since), read_date(until), number_in(start))
    except Refusal:
        raise NotThere from None


def _person(value: object) -> str:
    """Return the Slack id that a button or form of ours carries. Raises NotThere."""
    if not isinstance(value, str) or not PERSON.fullmatch(value):
        raise NotThere
    return value


def _days(said: Body) -> Period:
    """Return the two days of the form, whatever period its fields are named for. Raises NotADate."""
    named = {field.partition("-")[0]: value for field, value in said.items()}
    return read_date(str(named.get(view.SINCE) or "")), read_date(str(named.get(view.UNTIL) or ""))
