"""A database that is away for a minute: what people are told meanwhile, and how soon everything works again."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import text

from faults.forms.office import Office
from faults.forms.people import Habits, sending
from storage.engine import open_engine

SECONDS = 60.0
FAST = 6000
"""Messages a minute: the bot shall be held up by the database alone."""
BEFORE, AT_ONCE = 200, 40
PATIENT = Habits(gives_up=0.02, presses_again=2.0, pause=1.0)
"""As people are: they read what a form says before they press again."""
LOOKS = 0.1
NUMBER = re.compile(r"number \d+ of many")
SPREAD = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now', (:seconds * (id % 100) / 100.0) || ' seconds')",
    "postgresql": "now() + make_interval(secs => :seconds * (id % 100) / 100.0)",
}
"""Moments all over the time to come."""
DUE = "SELECT count(*) FROM outbox WHERE key LIKE 'kudos:%:to:%' AND state = 'planned'"


@dataclass(frozen=True)
class Away:
    """What was seen. `back` is until the first form was stored again, `drained` until everybody's was and all was said."""

    seconds: float
    answers: Counter[str]
    slowest: float
    back: float
    drained: float
    late: int
    said_once: bool
    lived: bool


async def a_minute_away(office: Office, *, seconds: float = SECONDS, before: int = BEFORE) -> Away:
    """Have the database away for so long, with `before` messages that become due meanwhile."""
    crowd, ledger = office.crowd, office.ledger
    await crowd.send(at_once=AT_ONCE, enough=lambda: ledger.acknowledged >= before)
    await _say_at(office, FAST)
    crowd.habits, late = PATIENT, await _spread(office.url, seconds)
    async with sending(crowd, at_once=AT_ONCE):
        await _until(lambda: len(crowd.served) == AT_ONCE)
        starts, ledger.slowest = office.keeper.starts, 0.0
        async with office.troubles.away():
            counted = ledger.answers.copy()
            await asyncio.sleep(seconds)
            answers, slowest = ledger.answers - counted, ledger.slowest
            lived = office.keeper.starts == starts
            waiting = time.perf_counter()
        returned = time.perf_counter()
        await _until(lambda: max(crowd.served.values()) > waiting)
        back = max(time.perf_counter() - returned, 0)
        await _until(lambda: min(crowd.served.values()) > returned)
    while await _count(office.url, DUE):  # noqa: ASYNC110, the bot is another process
        await asyncio.sleep(LOOKS)
    drained = time.perf_counter() - returned
    crowd.habits = Habits()
    return Away(seconds, answers, slowest, back, drained, late, _once_each(office), lived)


async def _until(what: Callable[[], bool]) -> None:
    while not what():  # noqa: ASYNC110, the bot is another process
        await asyncio.sleep(LOOKS / 5)


async def _say_at(office: Office, pace: int) -> None:
    """Have the bot started anew with so many messages a minute."""
    office.keeper.facts["messages_per_minute"] = pace
    starts = office.keeper.starts
    office.keeper.kill()
    await _until(lambda: office.keeper.starts > starts)
    await office.keeper.answers()


async def _spread(url: str, seconds: float) -> int:
    """Have what is to be said become due all over the next seconds; return how much that is."""
    engine = open_engine(url)
    moment = SPREAD[engine.dialect.name]
    planned = "key LIKE 'kudos:%:to:%' AND state = 'planned'"
    try:
        async with engine.begin() as connection:
            statement = text(f"UPDATE outbox SET due_at = {moment} WHERE {planned}")
            return (await connection.execute(statement, {"seconds": seconds})).rowcount
    finally:
        await engine.dispose()


async def _count(url: str, query: str) -> int:
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            return int((await connection.execute(text(query))).scalar_one())
    finally:
        await engine.dispose()


def _once_each(office: Office) -> bool:
    """Whether nobody was told of the same kudos twice."""
    told: Counter[str] = Counter()
    for person in office.people:
        told.update(NUMBER.findall(" ".join(str(one.get("text")) for one in office.emulator.person(person).dm())))
    return bool(told) and set(told.values()) == {1}
