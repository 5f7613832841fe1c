"""Whatever somebody does with the form, in whatever order: what is sent is what stood in it, and no word is lost.

Typing, turning pages, closing and opening again, starting anew, typing in a second window: against a plain model of
what must stand in the fields.
"""

import asyncio
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st
from seeds import goal

from company import ANA
from domain.check_ins import CheckIn
from properties import PROPERTY
from running import Running, running

FRIDAY = date(2026, 11, 20)
GOALS = 12
"""Two pages of goals, and the last page."""
PAGES = (
    ("pulse", "goal-1-note", "goal-10-note", "goal-2-confidence"),
    ("goal-11-note", "goal-12-confidence"),
    ("went_well", "next", "blockers"),
)
CHOICES = {"pulse": ["1", "5"], "confidence": ["on_track", "off_track"]}
WORDS = st.sampled_from(["a", "b & <c>", "ü\n\nz", "👩‍👩‍👧‍👦", "\u202eright", "  spaced ", "=1+1"])
STEPS = st.one_of(
    st.tuples(st.just("type"), st.integers(0, 3), st.one_of(st.none(), WORDS), st.booleans()),
    st.tuples(st.sampled_from(["next", "back", "end", "close", "anew"])),
)


class Person:
    """Ana with her form, and what must stand in it."""

    def __init__(self, slack: Running) -> None:
        self.slack, self.ana, self.page = slack, slack.person(ANA.id), 0
        self.stands: dict[str, Any] = {}

    async def open(self) -> None:
        self.slack.clock.forward(timedelta(seconds=5))
        assert (await self.ana.command("/check-in")).error is None
        await self.slack.bot.tasks.done()
        self.page = 0

    async def do(self, what: str, *more: Any) -> None:
        self.slack.clock.forward(timedelta(seconds=5))
        await getattr(self, what)(*more)
        if what != "type":
            await self.slack.bot.tasks.done()

    async def type(self, field: int, value: str | None, heard: bool) -> None:
        """Type; `heard` is whether Slack tells of it before the next thing happens."""
        name = PAGES[self.page][field % len(PAGES[self.page])]
        options = CHOICES.get(name) or CHOICES.get(name.rpartition("-")[2])
        value = options[field % 2] if options and value else value
        self.stands[name] = value
        [element] = [one["element"] for one in self.ana.view["blocks"] if one["block_id"] == name]
        if heard:
            await self.ana.click(self.ana.view, element["action_id"], value, block_id=name)
        else:
            self.ana.fill({name: value})

    async def next(self) -> None:
        if self.page < 2:
            assert (await self.ana.submit()).errors == {}
            self.page += 1

    async def back(self) -> None:
        if self.page:
            await self.ana.click(self.ana.view, "check_in_back")
            self.page -= 1

    async def end(self) -> None:
        if self.page == 0:
            await self.ana.click(self.ana.view, "check_in_to_end")
            self.page = 2

    async def close(self) -> None:
        """Close the form as it is; what Slack never told of is gone, so it is told first."""
        field = PAGES[self.page][0]
        [element] = [one["element"] for one in self.ana.view["blocks"] if one["block_id"] == field]
        await self.ana.click(self.ana.view, element["action_id"], self.stands.get(field), block_id=field)
        await self.ana.close()
        await self.open()

    async def anew(self) -> None:
        if "check_in_anew" in str(self.ana.view["blocks"]):
            await self.ana.click(self.ana.view, "check_in_anew")
            self.stands = {}

    async def send(self) -> None:
        while self.page < 2:
            await self.do("next")
        self.stands["went_well"] = "sent."
        assert (await self.ana.submit({"went_well": "sent."})).closed


async def live(template: bytes, folder: Any, steps: list[tuple[Any, ...]]) -> None:
    path = folder / "cairn.db"
    path.write_bytes(template)
    async with running(f"sqlite:///{path}") as slack:
        async with slack.database.transaction() as store:
            for number in range(1, GOALS + 1):
                await store.goals.save(goal(number))
        person = Person(slack)
        await person.open()
        for step in steps:
            await person.do(*step)
        await person.send()
        async with slack.database.reading() as store:
            sent = await store.check_ins.mine(ANA.id, FRIDAY)
            assert await store.drafts.mine(ANA.id, FRIDAY) is None
        assert as_fields(sent) == {name: value.strip() for name, value in person.stands.items() if value}


def as_fields(sent: CheckIn | None) -> dict[str, Any]:
    assert sent is not None
    found: dict[str, Any] = {"went_well": sent.went_well, "next": sent.next, "blockers": sent.blockers}
    found["pulse"] = str(sent.pulse or "")
    for line in sent.goals:
        found |= {f"goal-{line.goal}-note": line.note, f"goal-{line.goal}-confidence": line.confidence}
    return {name: str(value) for name, value in found.items() if value}


def test_what_is_sent_is_what_stood_in_the_form(sqlite_template, tmp_path):
    @profile(PROPERTY, max_examples=12)
    @given(st.lists(STEPS, min_size=4, max_size=14))
    def check(steps: list[tuple[Any, ...]]) -> None:
        asyncio.run(live(sqlite_template.read_bytes(), tmp_path, steps))

    check()
