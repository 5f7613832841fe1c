"""`/review`: the review packet of oneself or a report: its highlights in a window, and the page as a file from there."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.permissions import Relation
from domain.refusals import Refusal
from domain.reviews import check_period, read_date
from domain.rules import Rules
from domain.texts import clean
from handlers import review_windows
from handlers.dispatch import Table
from handlers.payloads import MENTION, mentioned, written
from handlers.review_windows import gathered
from handlers.tasks import Tasks
from handlers.views import reviews as view
from handlers.views.blocks import in_code
from handlers.words import Command, Use, help_on, unknown
from storage.database import Database

COMMANDS = (Command("review", "Get the review packet", "packet [@someone] [from to]"),)
USES = (
    Use("packet", "opens the packet about yourself, this half-year"),
    Use("packet @ana", "opens the packet about Ana, if she reports to you"),
    Use("packet @ana 2026-07-01 2026-12-31", "the same, from the first of these days to the last"),
    Use("help", "shows this"),
)
INTRO = (
    "The review packet: goals, check-ins, kudos and feedback of one person and period. Its highlights open in a window, "
    "and a button there sends all of it as a file."
)
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
    """Listen to the command, and to the window it opens."""
    table.on("command", "review", review)
    review_windows.register(table)


async def review(
    ack: AsyncAck,
    command: dict[str, Any],
    once: str,
    database: Database,
    clock: Clock,
    rules: Rules,
    client: AsyncWebClient,
    tasks: Tasks,
) -> None:
    """`/review packet`: open its highlights; the answer offers the page, too, for where no window opens."""
    word, _, rest = command.get("text", "").strip().partition(" ")
    name = rules.command("review")
    if word.casefold() in {"", "help"}:
        await ack(**help_on(name, USES, intro=INTRO).reply())
        return
    if word.casefold() != "packet":
        raise unknown(written(word), name, ["packet", "help"], USES)
    asked, now = read(rest, name), clock()
    packet, grant = await gathered(database, command["user_id"], asked.person, asked.period, now=now)
    async with database.transaction(once=once) as store:
        await store.reviews.note(grant, now=now)
        mine = grant.relation is Relation.SELF
        opens = view.opening(grant.subject, mine=mine, since=packet.since, until=packet.until)
        reply = await store.remember_reply(opens.reply())
    window = view.highlights(packet)
    tasks.start("review packet", client.views_open(trigger_id=command["trigger_id"], view=window))
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
