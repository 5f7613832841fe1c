"""Forms through kills, crashes of the database, a minute without it, and full disks: none acknowledged is lost."""

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from faults.forms.books import Books
from faults.forms.deliveries import delivered
from faults.forms.minute import Away, a_minute_away
from faults.forms.office import HELD_BACK, Office, office
from faults.forms.people import Fate
from faults.forms.victim import LOG
from faults.part import Run, Seen

NAME, TITLE = "forms", "Nothing acknowledged is lost"
KINDS = ("sqlite", "postgresql")
ABOUT = (
    "Many people at once send forms of kudos and check-ins, some commands among them, each with words of its own, to a bot "
    "that runs as `cairn run` does and is killed with `kill -9` again and again: at any moment, and around the commit and "
    "the answer. Where a form fails they press again, or give up. In the end the database is held against what each of "
    "them saw. PostgreSQL crashes and comes back (`pg_ctl stop -m immediate`), SQLite is locked by another process. A full "
    "disk is SQLite's own (`max_page_count`: the file may not grow); PostgreSQL's is emulated by a trigger that raises its "
    "error code, late in the transaction."
)


SOON = 0.05
"""Seconds between two looks whether a full disk was felt."""


@dataclass(frozen=True)
class Sizes:
    """How big: `forms` are to be acknowledged, a bot lives for `lives` of them in the mean, and is killed `kills` times at most.

    A trouble takes `trouble` seconds, and comes after `calm` ones, until there were `troubles` of each kind.
    """

    forms: int = 50_000
    people: int = 200
    at_once: int = 40
    lives: float = 300
    kills: float = math.inf
    calm: float = 20.0
    trouble: float = 4.0
    troubles: float = math.inf
    payloads: int = 10_000


WHOLE = Sizes()


@dataclass
class Befallen:
    """How often the database was in trouble."""

    away: int = 0
    full: int = 0


async def whole(run: Run, sizes: Sizes = WHOLE) -> AsyncIterator[Seen]:
    """Do everything, on one database."""
    url = await run.database("forms")
    async with office(url, run.folder, seed=run.seed, people=sizes.people, server=run.server) as place:
        run.say("a minute without the database")
        for line in _away(await a_minute_away(place)):
            yield line
        run.say(f"{sizes.forms:,} forms through kills and troubles")
        began = time.perf_counter()
        befallen = await storm(place, sizes)
        took = time.perf_counter() - began
        for line in _kept(place, await place.books(), befallen, sizes.forms / took):
            yield line
        yield _unharmed(run)
    run.say("payloads delivered one to five times")
    async for line in delivered(run, sizes.payloads):
        yield line


async def storm(place: Office, sizes: Sizes) -> Befallen:
    """Send forms until enough are acknowledged, while the bot is killed and the database in trouble."""
    place.keeper.facts["messages_per_minute"] = HELD_BACK
    befallen, over = Befallen(), asyncio.Event()
    enough, kills = place.ledger.acknowledged + sizes.forms, place.keeper.kills
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(place.keeper.killing(sizes.lives, sizes.kills, lambda: place.ledger.acknowledged, over))
        tasks.create_task(_trouble(place, sizes, befallen, over))
        await place.crowd.send(at_once=sizes.at_once, enough=lambda: _all_done(place, enough, sizes, befallen, kills))
        over.set()
    return befallen


def _all_done(place: Office, enough: int, sizes: Sizes, befallen: Befallen, kills: int) -> bool:
    """Tell whether enough was acknowledged; and, where kills and troubles are counted, whether they all were there."""
    there = sizes.kills == math.inf or (place.keeper.kills - kills >= sizes.kills and befallen.full == sizes.troubles)
    return place.ledger.acknowledged >= enough and there


async def _trouble(place: Office, sizes: Sizes, befallen: Befallen, over: asyncio.Event) -> None:
    """Have the database away and its disk full in turn."""
    while befallen.full < sizes.troubles and not await _within(over, sizes.calm * (0.5 + place.rng.random())):
        if befallen.full == befallen.away:
            async with place.troubles.away():
                await _within(over, sizes.trouble * (0.5 + place.rng.random()))
            befallen.away += 1
        else:
            refused = place.ledger.answers[Fate.REFUSED]
            async with place.troubles.full():
                await _within(over, sizes.trouble * (0.5 + place.rng.random()))
                while place.ledger.answers[Fate.REFUSED] == refused and not over.is_set():
                    await _within(over, SOON)
            befallen.full += 1


async def _within(over: asyncio.Event, seconds: float) -> bool:
    """Wait so long, or less where it is over; return whether it is."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await over.wait()
    return over.is_set()


def _away(seen: Away) -> list[Seen]:
    answers = ", ".join(f"{count:,} {what}" for what, count in seen.answers.most_common())
    told = f"the first form after {seen.back:.1f} s, everybody's and {seen.late:,} late messages after {seen.drained:.1f} s"
    slowest = f"{answers}; the slowest after {seen.slowest:.2f} s"
    fine = not {"late", "never"} & set(seen.answers) and seen.lived
    away = f"The database is away for {seen.seconds:.0f} s"
    return [
        Seen(f"{away}: answers meanwhile", "none over 3 s; the bot's process stays", slowest, fine),
        Seen(f"{away}: when it is back", "drained within 60 s", told, seen.drained <= 60),
        Seen(
            f"{away}: messages that became due", "each said once", "so" if seen.said_once else "not so", seen.said_once
        ),
    ]


def _kept(place: Office, books: Books, befallen: Befallen, a_second: float) -> list[Seen]:
    keeper, answers = place.keeper, place.ledger.answers
    through = f"{keeper.kills:,} kills, {befallen.away} times without the database, {befallen.full} full disks"
    cut = answers["cut"] + answers["late"] + answers["never"]
    rate = f"{books.acknowledged:,} acknowledged ({a_second:.0f} a second in the mean)"
    lost = (
        f"{rate}: {len(books.lost)} lost, {len(books.twice)} stored twice, {books.untold} whose thanks wait for nobody"
    )
    refused = f"{books.refused:,} refused and given up: {len(books.stored_though_refused)} stored"
    maybe = f"{cut:,} attempts cut off; of {books.maybe:,} forms given up after one, {books.stored:,} stored"
    late = answers["late"] + answers["never"]
    return [
        Seen(f"Forms and commands through {through}", "0 lost, 0 stored twice", lost, books.balance),
        Seen("Refused forms", "0 stored", refused, not books.stored_though_refused),
        Seen("Forms whose answer never came", "stored once or not at all", maybe, not books.twice),
        Seen(
            "Answers in all this",
            "none over 3 s",
            f"{late} over 3 s, the slowest {place.ledger.slowest:.2f} s",
            not late,
        ),
    ]


def _unharmed(run: Run) -> Seen:
    bugs = (run.folder / LOG).read_text(encoding="utf-8").count('"event": "bug"')
    return Seen("Errors of the bot's own meanwhile", "0", str(bugs), not bugs)
