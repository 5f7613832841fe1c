"""Blockers in any order of events: nobody who should know misses one, is told twice, or reads what is not for them."""

import asyncio
import itertools
import shutil
import tempfile
from collections import Counter
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from blocking import FRIDAY, Chat, Desk
from company import ANA, BO, EVERYONE, HANA, MIA, OLU, SAM
from domain.blockers import Blocker, to_chase
from domain.notices import BlockerCard, BlockerNews
from properties import PROPERTY
from storage.database import AlreadyDone, Database

PEOPLE = [one.id for one in (ANA, BO, MIA, OLU, HANA, SAM)]
TEXTS = ["I can't see the refund tool", "Still no refund tool for me", "My laptop is broken", ""]
WORDS = (f"word {number}" for number in itertools.count())
somebody = st.sampled_from(PEOPLE)
STEPS = st.one_of(
    st.tuples(st.just("name"), st.sampled_from(TEXTS), st.sampled_from([None, BO.id, SAM.id, HANA.id])),
    st.tuples(st.just("next week"), st.sampled_from(TEXTS), st.sampled_from([None, BO.id])),
    st.tuples(st.just("reply"), somebody),
    st.tuples(st.just("promise"), somebody, st.integers(-1, 3)),
    st.tuples(st.just("done"), somebody),
    st.tuples(st.just("again"), somebody),
    st.tuples(st.just("manager"), st.sampled_from([None, MIA.id, SAM.id])),
    st.tuples(st.just("leaves"), st.sampled_from([BO.id, SAM.id])),
    st.tuples(st.just("days pass"), st.integers(1, 3)),
    st.tuples(st.just("deliver")),
)


class Watched(Chat):
    """A pretended Slack in which somebody looks over everyone's shoulder."""

    def __init__(self, world: "World") -> None:
        super().__init__()
        self.world = world

    async def post(self, notice, marker, rewrites):
        self.world.look(notice)
        return await super().post(notice, marker, rewrites)


class World:
    """The desk, and what a test knows by itself: who may read what, and who has heard whom."""

    def __init__(self, database: Database) -> None:
        self.chat = Watched(self)
        self.desk = Desk(database, self.chat)
        self.manager, self.since, self.active = MIA.id, ANA.manager_since, set(PEOPLE)
        self.week, self.blockers, self.wanted = FRIDAY, dict[int, Blocker](), dict[int, set[str]]()
        self.heard: dict[str, set[str]] = {}
        self.away: Counter[tuple[int, str]] = Counter()
        self.chased: list[tuple[int | None, Any, Any]] = []

    def allowed(self, one: Blocker) -> set[str]:
        """Who may read it now, said a second time."""
        found = {ANA.id}
        if self.manager is None or self.manager not in self.active:
            found.add(HANA.id)
        elif one.named_at >= self.since:
            found.add(self.manager)
        if one.helper:
            found.add(one.helper)
        return found & self.active

    def look(self, notice: Any) -> None:
        """Nothing is shown to whoever may not read it."""
        if isinstance(notice, BlockerNews) or notice.part is not None:
            assert notice.to in self.allowed(self.blockers[notice.blocker]), notice
        told = [one.text for one in notice.replies] if isinstance(notice, BlockerCard) else [notice.said]
        for text in filter(None, told):
            assert notice.to in self.heard[text], notice

    async def look_up(self) -> None:
        """See what is true now in the database; whoever may read a changed one must have a card of it."""
        async with self.desk.database.reading() as store:
            found = await store.blockers.numbered(range(1, 40))
        for one in found:
            number, before = one.id or 0, self.blockers.get(one.id or 0)
            self.blockers[number] = one
            if before is None or one.revision > before.revision:
                known = self.wanted.get(number, set())
                self.wanted[number] = self.allowed(one) if one.closed_at is None else known & self.allowed(one)
            for person in set(PEOPLE) - self.allowed(one):
                self.away[number, person] += 1

    async def do(self, step: tuple[Any, ...]) -> None:
        self.desk.now += timedelta(minutes=1)
        what, *more = step
        await getattr(self, f"_{what.replace(' ', '_')}")(*more)
        await self.look_up()

    async def _name(self, text: str, helper: str | None) -> None:
        await self.desk.check_in(ANA.id, text, period=self.week, helper=helper)

    async def _next_week(self, text: str, helper: str | None) -> None:
        self.week += timedelta(days=7)
        self.desk.now += timedelta(days=7)
        await self._name(text, helper)

    async def _reply(self, person: str) -> None:
        text = next(WORDS)
        for number, one in self.blockers.items():
            self.heard[text] = self.wanted[number] & self.allowed(one)
            told = await self.desk.send(person, "reply", {"blocker": number}, reply=text)
            if "Sent." in told or "Kept." in told:
                assert person in self.allowed(one)
                assert one.closed_at is None
                return
            assert person not in self.allowed(one) or one.closed_at, told

    async def _promise(self, person: str, days: int) -> None:
        day = self.desk.now.date() + timedelta(days=days)
        for number, one in self.blockers.items():
            seen = one.promised_at.isoformat() if one.promised_at else None
            told = await self.desk.send(person, "promise", {"blocker": number, "seen": seen}, by=day.isoformat())
            may = person in self.allowed(one) - {ANA.id} and one.closed_at is None
            assert ("Promised" in told) is (may and days >= 0), told

    async def _done(self, person: str) -> None:
        for number, one in self.blockers.items():
            told = await self.desk.press(person, "done", number)
            assert (told == "") is (person in self.allowed(one) and one.closed_at is None), told

    async def _again(self, person: str) -> None:
        """Slack delivers one click twice."""
        for number in self.blockers:
            key = f"again {next(WORDS)}"
            if await self.desk.press(person, "done", number, key=key) == "":
                try:
                    await self.desk.press(person, "done", number, key=key)
                    raise AssertionError("it had its effect twice")
                except AlreadyDone:
                    pass

    async def _manager(self, manager: str | None) -> None:
        if manager != self.manager:
            self.manager, self.since = manager, self.desk.now
            async with self.desk.database.transaction() as store:
                await store.people.give_managers({ANA.id: manager}, now=self.desk.now)

    async def _leaves(self, person: str) -> None:
        self.active.discard(person)
        async with self.desk.database.transaction() as store:
            await store.people.retire([person])

    async def _days_pass(self, days: int) -> None:
        self.desk.now += timedelta(days=days)
        async with self.desk.database.transaction() as store:
            due = [one for one in await store.blockers.promised() if to_chase(one, self.desk.now.date())]
            await store.blockers.mark_chased([one.id or 0 for one in due], now=self.desk.now)
        for one in due:
            assert one.promised_by in self.allowed(one)
            assert (one.id, one.promised_by, one.promised_at) not in self.chased, "asked after twice"
            self.chased.append((one.id, one.promised_by, one.promised_at))

    async def _deliver(self) -> None:
        await self.desk.deliver()
        for number, one in self.blockers.items():
            self.wanted[number] &= self.allowed(one)
            for person in self.wanted[number]:
                self.check_card(one, person)
        keys = Counter(notice.key for notice, _ in self.chat.posts)
        assert max(keys.values(), default=1) == 1, "said twice"
        fresh = Counter(
            (notice.blocker, notice.to)
            for notice, rewrote in self.chat.posts
            if isinstance(notice, BlockerCard) and not rewrote
        )
        for where, times in fresh.items():
            assert times <= 1 + self.away[where], where

    def check_card(self, one: Blocker, person: str) -> None:
        """The last thing somebody sees of a blocker is how it is."""
        cards = [
            notice
            for notice, _ in self.chat.posts
            if isinstance(notice, BlockerCard) and (notice.blocker, notice.to) == (one.id, person)
        ]
        assert cards, f"{person} never heard of {one}"
        last = cards[-1]
        shown = (last.text, last.promised_by, last.promised_for, last.closed_by, last.closed_at)
        assert shown == (one.text, one.promised_by, one.promised_for, one.closed_by, one.closed_at), person


@asynccontextmanager
async def company_in(template: Path, folder: str):
    path = Path(folder) / "cairn.db"
    shutil.copy(template, path)
    opened = Database.open(f"sqlite:///{path}")
    async with opened.transaction() as store:
        workspace = await store.workspaces.meet("T0NORTHWIND", "Northwind")
    database = opened.of(workspace)
    async with database.transaction() as store:
        await store.people.save_all(EVERYONE)
    yield database
    await opened.close()


async def live(template: Path, steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with company_in(template, folder) as database:
            world = World(database)
            for step in [("name", TEXTS[0], BO.id), *steps, ("deliver",)]:
                await world.do(step)


def test_in_any_order_nobody_misses_one_is_told_twice_or_reads_what_is_not_for_them(sqlite_template):
    @settings(PROPERTY, max_examples=30)
    @given(st.lists(STEPS, min_size=4, max_size=16))
    def check(steps: list[tuple[Any, ...]]) -> None:
        asyncio.run(live(sqlite_template, steps))

    check()
