"""A simulated year: everything that can go wrong does, by a seed, and every person is asked once each week, or rightly not.

Time jumps from one thing that happens to the next. What happened is judged by an oracle that knows nothing of the
product's rules (`oracle.py`).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from multiprocessing import get_context
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from domain.calendar import Schedule
from faults.part import Run, Seen
from faults.years.inputs import FAILED, GIVEN, Input
from faults.years.judgement import Judgement, judge
from faults.years.machine import run_machine
from faults.years.oracle import Happened, happening
from faults.years.plan import BEGINS, MINUTE, USUAL, WEEK, Event, Often, Plan, company, period_of
from faults.years.workplace import NEVER, Workplace

NAME, TITLE = "years", "Simulated years"
ABOUT = (
    "A year in which people move, leave, answer and are away, while instances die and freeze anywhere, Slack answers badly "
    "or not at all and the database goes away, for minutes or days. The store, planner, delivery, reconciling and sweep are "
    "the real ones; only Slack and the clock are pretended. An independent oracle says who must have been asked each week."
)
KINDS = ("sqlite", "postgresql")
PEOPLE, WEEKS, PROCESSES = 200, 52, 2
SEEDS = {"sqlite": 14, "postgresql": 6}
"""Twenty years in all; one on PostgreSQL takes three times as long."""
EXAMPLES, STEPS = 150, 40
QUIET_END = timedelta(days=2)
"""At the end all is well for so long: then nothing may be due or in doubt any more."""
TRY_AGAIN = 2 * MINUTE


@dataclass
class Year:
    """One year in one workplace."""

    place: Workplace
    plan: Plan
    happened: Happened
    random: Random
    counts: Counter[str] = field(default_factory=Counter)
    wanted: int = 0
    _coming: list[tuple[datetime, int, str, tuple[Any, ...]]] = field(default_factory=list)
    _number: int = 0

    async def live(self, end: datetime) -> None:
        """Let it happen, heal everything, and wait a while."""
        for event in self.plan.events():
            self._later(event)
        self._want(1)
        while self._coming and self._coming[0][0] < end:
            at, _, what, facts = heappop(self._coming)
            await self.place.until(max(at, self.place.clock()))
            self.counts[what] += 1
            await getattr(self, f"_{what}")(*facts)
            self._replace_the_dead()
        await self._heal()
        await self.place.until(self.place.clock() + QUIET_END)
        self.happened.troubles += [(begin, over, "down") for begin, over in self.place.downs]

    def _later(self, event: Event) -> None:
        self._number += 1
        heappush(self._coming, (event.at, self._number, event.what, event.facts))

    def _after(self, span: timedelta, what: str, *facts: Any) -> None:
        self._later(Event(self.place.clock() + span, what, facts))

    # --- the service --------------------------------------------------------------------------------------------------

    def _want(self, number: int) -> None:
        self.wanted = number
        while len(self.place.instances) < number:
            self.place.start()

    def _replace_the_dead(self) -> None:
        if len(self.place.instances) < self.wanted and not any(one[2] == "started" for one in self._coming):
            self._after(self.random.uniform(0.1, 10) * MINUTE, "started")

    async def _started(self) -> None:
        self._want(self.wanted)

    async def _doom(self, places: int) -> None:
        if self.place.instances:
            self.random.choice(self.place.instances).fate.dies_after = places

    async def _freeze(self, places: int, span: timedelta) -> None:
        if self.place.instances:
            self.random.choice(self.place.instances).fate.freezes_after = places
            self._trouble("frozen", span + 10 * MINUTE)
            self._after(span, "thaw")

    async def _thaw(self) -> None:
        for instance in self.place.instances:
            self.counts["frozen for a while"] += instance.frozen
            instance.fate.thaw()

    async def _deploy(self, seconds: float) -> None:
        for instance in list(self.place.instances):
            await self.place.stop(instance)
        self._after(timedelta(seconds=seconds), "started")

    async def _outage(self, span: timedelta) -> None:
        wanted, self.wanted = max(self.wanted, 1), 0
        for instance in list(self.place.instances):
            await self.place.crash(instance)
        self._after(span, "instances", wanted)

    async def _instances(self, number: int) -> None:
        for instance in self.place.instances[number:]:
            await self.place.stop(instance)
        self._want(number)

    async def _reschedule(self, schedule: Schedule) -> None:
        wanted, self.wanted = max(self.wanted, 1), 0
        for instance in list(self.place.instances):
            await self.place.stop(instance)
        self.place.reschedule(schedule)
        self.happened.reschedule(schedule.weekday, schedule.at, self.place.clock(), NEVER)
        self._want(wanted)

    # --- Slack and the database ---------------------------------------------------------------------------------------

    def _trouble(self, kind: str, span: timedelta) -> None:
        now = self.place.clock()
        self.happened.troubles.append((now, now + span, kind))

    async def _weather(self, odds: dict[str, float], lag: float) -> None:
        self.place.slack.odds, self.place.slack.lag = odds, timedelta(seconds=lag)

    async def _storm(self, odds: dict[str, float], span: timedelta) -> None:
        slack = self.place.slack
        self._after(span, "weather", slack.odds if sum(slack.odds.values()) < 0.1 else dict(odds, **slack.odds), 0.0)
        await self._weather(odds, self.random.uniform(0, 15))
        self._trouble("storm", span)

    async def _span(self, kind: str, span: timedelta) -> None:
        self._trouble(kind, span)
        await self._set(kind, True)
        self._after(span, "set", kind, False)

    async def _set(self, kind: str, on: bool) -> None:
        if kind == "blind":
            self.place.slack.readable = not on
        elif kind == "revoked":
            self.place.slack.revoked = on
        else:
            await (self.place.database_down() if on else self.place.database_up())

    async def _cut(self) -> None:
        await self.place.trouble.cut()

    async def _heal(self) -> None:
        self.place.slack.odds = {}
        for kind in ("blind", "revoked", "database"):
            await self._set(kind, False)
        await self._thaw()
        for instance in self.place.instances:
            instance.fate.dies_after = instance.fate.freezes_after = None
        self._want(max(self.wanted, 1))
        self.place.longest_pause = MINUTE

    # --- people -------------------------------------------------------------------------------------------------------

    async def _give(self, one: Input, first: datetime | None = None) -> None:
        """Give it in, and again while it is not answered; `first` is when it arrived for the first time."""
        now = self.place.clock()
        if self._comes_too_late(one):
            self._note(one, first, NEVER)
            return
        if not self.place.instances:
            self._after(self.random.uniform(1, 4) * timedelta(hours=1), "give", one, first)
            return
        dies_after = self.random.randrange(3) if self.random.random() < 0.03 else None
        answer = await self.place.inputs.give(one, dies_after=dies_after)
        self.counts[f"input {answer}"] += 1
        if answer == FAILED:
            self._after(self.random.uniform(0.5, 2) * TRY_AGAIN, "give", one, first or now)
        elif answer == GIVEN or first:
            self._note(one, first or now, now if answer == GIVEN else NEVER)

    def _note(self, one: Input, told: datetime | None, sure: datetime) -> None:
        """Note what was given in, unless nobody ever was told of it, or it changes nothing any more."""
        for about in one.about if told and not one.stale() else ():
            self.happened.note(*about, told, sure)
            if about[1] != "ended":
                self.place.look_again()

    def _comes_too_late(self, one: Input) -> bool:
        """Tell whether a skip means another week by now than when it was first said: nobody says that again."""
        return any(how == "skipped" and period != self._period(who) for who, how, period in _weeks_of(one))

    async def _moves(self, who: str, zone: str) -> None:
        await self._give(self.place.inputs.account(who, tz=zone))

    async def _goes(self, who: str) -> None:
        await self._give(self.place.inputs.account(who, active=False))

    async def _comes_back(self, who: str) -> None:
        await self._give(self.place.inputs.account(who, active=True))

    async def _leave(self, who: str, ahead: int, days: int) -> None:
        first = self.place.clock().astimezone(self._zone(who)).date() + timedelta(days=ahead)
        await self._give(self.place.inputs.away(who, first, first + timedelta(days=days)))

    async def _answers(self, who: str, text: str, again: bool) -> None:
        one = self.place.inputs.answer(who, self._period(who), text)
        await self._give(one)
        if again:
            self._after(self.random.uniform(0, 300) * MINUTE, "replay", one)
            self._after(self.random.uniform(0, 300) * MINUTE, "answers", who, f"{text}, changed", False)

    async def _skips(self, who: str) -> None:
        if self.happened.lives[who].zones[-1].sure <= self.place.clock():  # else nobody knows which week that is
            await self._give(self.place.inputs.skip(who, self._period(who)))

    async def _replay(self, one: Input) -> None:
        if one.done and self.place.instances:
            await self.place.inputs.give(one)

    async def _reorganised(self, who: str, manager: str | None, team: str) -> None:
        await self._give(self.place.inputs.reorganise(who, manager, team))

    def _zone(self, who: str) -> ZoneInfo:
        return ZoneInfo(str(self.happened.lives[who].zones[-1].value))

    def _period(self, who: str) -> date:
        return period_of(self.place.clock(), self.place.schedule, self._zone(who).key)


def _weeks_of(one: Input) -> Iterator[tuple[str, str, date]]:
    """Yield the weeks that an input ends: whose, how, and which."""
    for who, what, value in one.about:
        if what == "ended":
            period, how = value
            yield who, how, period


async def a_year(url: str, seed: int, *, people: int, weeks: int, often: Often = USUAL) -> Judgement:
    """Live through that many weeks with that many people, and judge them."""
    them, end = company(seed, people), BEGINS + weeks * WEEK
    plan = Plan(seed, them, weeks, several=not url.startswith("sqlite"), often=often)
    first = plan.schedules[0][1]
    happened = happening(them, first.weekday, first.at, BEGINS)
    async with Workplace.open(url, them, BEGINS, seed) as place:
        year = Year(place, plan, happened, Random(f"{seed} year"))
        await year.live(end)
        return await judge(place, happened, end, year.counts)


def _a_year(url: str, seed: int, people: int, weeks: int) -> Judgement:
    return asyncio.run(a_year(url, seed, people=people, weeks=weeks))


def _in_any_order(url: str, examples: int, steps: int) -> str:
    """Run the state machine; return what it found wrong."""
    try:
        run_machine(url, examples=examples, steps=steps)
    except Exception as wrong:  # noqa: BLE001, whatever it is, it is told
        return f"{type(wrong).__name__}: {wrong}"[:200]
    return ""


async def whole(run: Run) -> AsyncIterator[Seen]:
    """Live through years of 200 people, two at a time; and let anything happen to a small team in any order."""
    loop, total = asyncio.get_running_loop(), Judgement()
    seeds = [run.seed + 2 * number + KINDS.index(run.kind) for number in range(SEEDS[run.kind])]
    urls = [await run.database(f"year_{seed}") for seed in seeds]
    small = await run.database("any_order")
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as processes:
        in_any_order = loop.run_in_executor(processes, _in_any_order, small, EXAMPLES, STEPS)
        years = [
            loop.run_in_executor(processes, _a_year, url, seed, PEOPLE, WEEKS)
            for url, seed in zip(urls, seeds, strict=True)
        ]
        wrong = await in_any_order
        yield Seen(
            f"{EXAMPLES} times {STEPS} steps in any order", "nothing wrong after any", wrong or "nothing", not wrong
        )
        for seed, one in zip(seeds, years, strict=True):
            total = total.and_also(await one)
            run.say(f"the year of seed {seed} is over")
    for seen in total.lines(f"{len(seeds)} years of {PEOPLE} people, seeds {seeds[0]} to {seeds[-1]}"):
        yield seen
