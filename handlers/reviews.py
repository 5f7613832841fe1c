"""`/review`: order the review packet of oneself or a report. It is made later, with the rights of that moment."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck

from domain.calendar import zone
from domain.notices import PacketRequested
from domain.permissions import may_review
from domain.refusals import Refusal, UnknownPerson
from domain.reviews import check_begun, check_period, half_year_until, read_date
from domain.rules import Rules
from domain.texts import clean
from handlers.dispatch import Table
from handlers.payloads import MENTION, mentioned, written
from handlers.views import reviews as view
from handlers.views.blocks import in_code, mention
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database
from storage.store import Store

COMMANDS = (Command("review", "Get the review packet", "packet [@someone] [from to]"),)
USES = (
    Use("packet", "sends you the packet about yourself, this half-year"),
    Use("packet @ana", "sends the packet about Ana, if she reports to you"),
    Use("packet @ana 2026-07-01 2026-12-31", "the same, from the first of these days to the last"),
    Use("help", "shows this"),
)
INTRO = "The review packet: goals, check-ins, kudos and feedback of one person and period, in order, as a file."
SMALL_WORDS = frozenset({"me", "for", "of", "about", "from", "to", "until", "and", "-", "–"})
"""What people type between a name and two dates, and nobody needs."""
Clock = Callable[[], datetime]


class OnePerson(Refusal):
    """Several people were named."""

    text = "A packet is about one person. Name one: `{command} packet @ana`."


class NeitherNameNorDate(Refusal):
    """A word that is no mention and no date; most often a name without its @."""

    text = (
        "I can't tell who or when `{word}` is. Type @ and choose a name, and write days like 2026-07-01: "
        "`{command} packet @ana 2026-07-01 2026-12-31`."
    )


class TwoDays(Refusal):
    """One date, or more than two."""

    text = "Give two days, the first and the last: `{command} packet @ana 2026-07-01 2026-12-31`."


class Asked(NamedTuple):
    """What was typed: whom the page is about, None for oneself, and the two days, if any."""

    person: str | None
    period: tuple[date, date] | None


def register(table: Table) -> None:
    """Listen to the command."""
    table.on("command", "review", review)


async def review(
    ack: AsyncAck, command: dict[str, Any], once: str, database: Database, clock: Clock, rules: Rules
) -> None:
    """`/review packet`: decide now who may, have the packet made and sent, say that it comes."""
    word, _, rest = command.get("text", "").strip().partition(" ")
    name = rules.command("review")
    if word.casefold() in {"", "help"}:
        await ack(**help_on(name, USES, intro=INTRO).reply())
        return
    if word.casefold() != "packet":
        raise unknown(written(word), name, ["packet", "help"], USES)
    asked, now = read(rest, name), clock()
    async with database.transaction(once=once) as store:
        reply = await _order(store, command["user_id"], asked, request=command["trigger_id"], now=now)
        await store.remember_reply(reply)
    await ack(**reply)


def read(text: str, command: str) -> Asked:
    """Read what stands after `packet`. Raises OnePerson, NeitherNameNorDate, TwoDays, NotADate, PeriodUpsideDown."""
    people = mentioned(text)
    if len(people) > 1:
        raise OnePerson(command=command)
    typed = [_harmless(word) for word in MENTION.sub(" ", text).split() if word.casefold() not in SMALL_WORDS]
    return Asked(people[0] if people else None, _period(typed, command) if typed else None)


def _harmless(word: str) -> str:
    """Return a typed word as a reply can show it between back-ticks. Raises UnreadableText."""
    return in_code(clean(written(word)))


def _period(typed: Sequence[str], command: str) -> tuple[date, date]:
    for word in typed:
        if not word[:1].isdigit():
            raise NeitherNameNorDate(word=word, command=command)
    days = [read_date(word) for word in typed]
    if len(days) != 2:
        raise TwoDays(command=command)
    check_period(*days)
    return days[0], days[1]


async def _order(store: Store, user: str, asked: Asked, *, request: str, now: datetime) -> dict[str, Any]:
    """Have the page made for the one who asks, if they may read it. Raises NothingToShow, UnknownPerson, PeriodToCome."""
    reader = await store.people.acting(user)
    subject = await store.people.get(asked.person) if asked.person else reader
    if subject is None:
        raise UnknownPerson(who=mention(asked.person or ""))
    grant = may_review(reader, subject, await store.people.managers())
    today = now.astimezone(zone(reader.tz)).date()
    since, until = asked.period or half_year_until(today)
    check_begun(since, today)
    page = PacketRequested(to=reader.id, request=request, subject=subject.id, since=since, until=until)
    await store.outbox.put(page, now=now)
    return view.ordered(grant, since=since, until=until).reply()
