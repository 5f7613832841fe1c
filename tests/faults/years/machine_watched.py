"""What must be true whatever happens to a small team, and in what order: checked after each step, and at the end."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from domain.people import Person
from faults.years.inputs import GIVEN, REFUSED, Input
from faults.years.judgement import Judgement, judge_weeks
from faults.years.oracle import happening
from faults.years.plan import period_of
from faults.years.workplace import NEVER, Workplace
from storage.database import Unavailable

NOW = datetime(2027, 3, 26, 8, tzinfo=UTC)
"""A Friday morning, two days before the clocks change in Europe, two weeks after they did in America."""
ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles")
TEAM = tuple(
    Person(id=f"U{number}", name=f"Person U{number}", tz=zone, enrolled_at=NOW - timedelta(days=90))
    for number, zone in enumerate((*ZONES, *ZONES[:2]))
)
WELL_FOR = timedelta(minutes=75)
"""After so long without trouble its effects are over: what was lost five times is tried again after an hour."""
OVERDUE = timedelta(minutes=2)
SWEPT = timedelta(minutes=25)
NAMES = count()


class Watched(RuleBasedStateMachine):
    """`url` is the database's, `runner` the event loop's; each example has a workspace of its own in it."""

    url: str
    runner: asyncio.Runner
    several = False

    @initialize(seed=st.integers(0, 999))
    def begin(self, seed: int) -> None:
        """Open the workplace with one instance."""
        self.opened = AsyncExitStack()
        opening = Workplace.open(self.url, TEAM, NOW, seed, name=f"T{next(NAMES)}")
        self.place: Workplace = self._run(self.opened.enter_async_context(opening))
        self.place.start()
        self._run(self.place.until(NOW + timedelta(minutes=1)))  # who was to be asked is, before anything may happen
        schedule = self.place.schedule
        self.happened = happening(TEAM, schedule.weekday, schedule.at, NOW)
        self.well_since = self.seen_at = NOW
        self.broken = False
        self.last: Input | None = None

    def _run(self, work: Any) -> Any:
        return self.runner.run(work)

    def _give(self, one: Input, dies_after: int | None = None) -> None:
        again, now = one.done, self.place.clock()
        answer = self._run(self.place.inputs.give(one, dies_after=dies_after))
        for about in one.about if answer != REFUSED and not (again or one.stale()) else ():
            self.happened.note(*about, now, now if answer == GIVEN else NEVER)
        if answer == GIVEN:
            self.last = one
            self.place.look_again()

    def _zone(self, who: str) -> str:
        return str(self.place.books.people[who, "tz"][-1])

    # --- what must be true --------------------------------------------------------------------------------------------

    @invariant()
    def nobody_is_asked_twice(self) -> None:
        """One prompt a person and period; a second one only where Slack was later than anybody can wait, till swept."""
        if not hasattr(self, "place"):
            return
        self._note_trouble()
        assert not self.place.slack.doubled()
        if self._well_for(SWEPT):
            assert not self._doubles_left()

    @invariant()
    def what_was_acknowledged_is_stored(self) -> None:
        """Each answer, account, leave and skip, once."""
        if hasattr(self, "place") and not self.place.away:
            assert self._run(self._wrong()) == []

    @invariant()
    def nothing_is_overdue_while_all_is_well(self) -> None:
        """What was due is said, and nothing is in doubt."""
        if hasattr(self, "place") and self._well_for(WELL_FOR):
            assert self._run(self.place.overdue(OVERDUE)) == 0

    async def _wrong(self) -> list[str]:
        for _ in range(2):  # where connections were cut, whoever comes first notices
            try:
                return await self.place.wrong(NOW - timedelta(days=14))
            except Unavailable:
                continue
        return []

    def _doubles_left(self) -> list[Any]:
        crowds = self.place.slack.crowded()
        return [slot for slot, seen in crowds if not self.happened.nobody_could_look(max(one.at for one in seen))]

    def _note_trouble(self) -> None:
        """Note whether anything is broken; what was broken before or after a step was broken all the time."""
        place, before = self.place, self.broken
        slack, now = place.slack, place.clock()
        running = any(not one.frozen for one in place.instances)
        self.broken = bool(place.away or slack.revoked or slack.coming or not slack.readable or not running)
        if self.broken or before:
            self.well_since = now
            self.happened.troubles.append((self.seen_at, now, "down" if place.away or not running else "storm"))
        self.seen_at = now

    def _next_asking(self) -> datetime:
        schedule, now = self.place.schedule, self.place.clock()
        zones = {self._zone(one.id) for one in TEAM}
        last = ((zone, period_of(now, schedule, zone)) for zone in zones)
        return min(
            datetime.combine(period + timedelta(days=7), schedule.at, ZoneInfo(zone)).astimezone(UTC)
            for zone, period in last
        )

    def _well_for(self, span: timedelta) -> bool:
        return self.place.clock() - self.well_since >= span

    def _heal(self) -> None:
        place = self.place
        place.slack.coming.clear()
        place.slack.readable, place.slack.revoked, place.slack.lag = True, False, timedelta()
        self._run(place.database_up())
        for instance in place.instances:
            instance.fate.dies_after = None
            instance.fate.thaw()
        if not place.instances:
            place.start()

    def teardown(self) -> None:
        """In the end all is well for a day, and then everything must be settled."""
        if not hasattr(self, "place"):
            return
        try:
            self._heal()
            self._run(self.place.until(self.place.clock() + timedelta(days=1)))
            assert not self.place.slack.doubled()
            self._note_trouble()
            assert not self._doubles_left()
            assert self._run(self._wrong()) == []
            assert self._run(self.place.overdue(OVERDUE)) == 0
            assert self._run(self.place.unsettled()) == 0
            self._note_trouble()
            judgement = Judgement()
            self._run(judge_weeks(self.place, self.happened, self.place.clock(), judgement))
            assert judgement.wrong == [], judgement.wrong
        finally:
            self._run(self.opened.aclose())
