"""Whatever happens to feedback, in whatever order: it is read by those its author chose, by nobody else, never twice.

Bo writes to Ana through the running bot; people edit, take back, thank, ask, answer, keep; managers come and go. After
each story everybody looks everywhere. Who may meet a word is worked out here anew, from the story alone.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from company import ANA, BO, EVERYONE, HANA, MIA, NOW, OLU, SAM
from domain.feedback import Visibility
from domain.refusals import Refusal
from handlers.feedback_pages import EVIDENCE, page
from handlers.views import feedback as cards
from properties import PROPERTY
from prowling import mark, marks_in
from running import Running, running
from telling import about_feedback, press, window

MANAGERS = {"Mia": MIA, "Sam": SAM, "nobody": None}
THINGS = ["edit", "take back", "thank", "ask", "answer", "keep", "Mia", "Sam", "nobody", "five minutes"]
STORY = st.tuples(
    st.sampled_from(list(Visibility)),
    st.sampled_from(["Mia", "Mia", "Sam", "nobody"]),
    st.lists(st.sampled_from(THINGS), max_size=7),
)
NUMBERS = count(1)


class Told:
    """One piece of feedback: its words, who may read them by the story, and what has become of it."""

    def __init__(self, slack: Running, visibility: Visibility) -> None:
        self.slack, self.visibility = slack, visibility
        self.word, self.dead = mark(f"Piece{next(NUMBERS)}"), set[str]()
        self.more: list[str] = []
        self.note = ""
        self.manager: str | None = None
        self.before = len(slack.person(BO.id).dm())

    @property
    def readers(self) -> set[str]:
        """Who may read the piece, and questions and answers with it."""
        named = {BO.id}
        if self.visibility is not Visibility.MANAGER:
            named.add(ANA.id)
        if self.visibility is not Visibility.RECEIVER and self.manager:
            named.add(self.manager)
        return named

    def may_meet(self, who: str) -> set[str]:
        """Every word of this story that this person may meet."""
        words = {self.word, *self.more} - self.dead if who in self.readers else set()
        return {
            found for one in words | ({self.note} if who == ANA.id and self.note else set()) for found in marks_in(one)
        }

    async def begin(self, then: str) -> None:
        """Bo opens the form; the manager may change meanwhile; Bo sends it, again if asked to look who reads it."""
        await change_manager(self.slack, "Mia")
        bo = self.slack.person(BO.id)
        if bo.view:
            await bo.close(all=True)
        await bo.command("/feedback <@UANA>")
        await self.slack.bot.tasks.done()
        await change_manager(self.slack, then)
        self.manager = MANAGERS[then].id if MANAGERS[then] else None
        said = {"situation": "s", "behaviour": self.word, "impact": "i", "visibility": str(self.visibility)}
        sent = await bo.submit(said)
        if "Nothing is sent yet" in str(sent.view) or sent.errors:
            assert self.visibility is not Visibility.RECEIVER
            if not self.manager:
                self.visibility = Visibility.RECEIVER
            sent = await bo.submit({"visibility": str(self.visibility)})
        assert "Sent." in str(sent.view), sent

    async def happens(self, what: str) -> None:
        """Let somebody do something, as far as their window offers it."""
        self.slack.clock.forward(timedelta(seconds=20))
        if what in MANAGERS:
            await change_manager(self.slack, what)
            if self.manager and (MANAGERS[what] is None or MANAGERS[what].id != self.manager):
                self.manager = None  # for good: whoever comes back reads what is written from then on
        elif what == "five minutes":
            self.slack.clock.forward(timedelta(minutes=5))
        else:
            await getattr(self, what.replace(" ", "_"))()
        await self.slack.settle()

    async def edit(self) -> None:
        if await self._press(BO, "given", "feedback_edit"):
            self.dead.add(self.word)
            self.word = mark(f"Piece{next(NUMBERS)}")
            assert not (await self.slack.person(BO.id).submit({"behaviour": self.word})).errors

    async def take_back(self) -> None:
        if await self._press(BO, "given", "feedback_take_back"):
            self.dead |= {self.word, *self.more}

    async def thank(self) -> None:
        await self._press(ANA, "inbox", "feedback_thank")

    async def ask(self) -> None:
        ana = self.slack.person(ANA.id)
        await self._press(ANA, "inbox", "feedback_ask_more")
        if ana.view and ana.view["callback_id"] == "feedback_question_form":
            word = mark(f"Piece{next(NUMBERS)}")
            assert not (await ana.submit({"question": word})).errors
            self.more.append(word)

    async def answer(self) -> None:
        bo = self.slack.person(BO.id)
        card = next(
            (one for one in reversed(bo.dm()[self.before :]) if "'feedback_answer'" in str(one["blocks"])), None
        )
        if card is None:
            return
        if bo.view:
            await bo.close(all=True)
        await press(self.slack, BO, "feedback_answer", card)
        if bo.view and bo.view["callback_id"] == "feedback_answer_form":
            word = mark(f"Piece{next(NUMBERS)}")
            assert not (await bo.submit({"answer": word})).errors
            self.more.append(word)

    async def keep(self) -> None:
        if await self._press(ANA, "inbox", "feedback_keep"):
            self.note = mark(f"Piece{next(NUMBERS)}")
            assert not (await self.slack.person(ANA.id).submit({"note": self.note})).errors

    async def _press(self, who: Any, words: str, action: str) -> bool:
        """Press the button of this piece, the newest one, in somebody's window, if it is there."""
        shown = await window(self.slack, who, words)
        mine = [number for number, block in enumerate(shown["blocks"]) if self.word in str(block)]
        after = shown["blocks"][mine[0] :] if mine else []
        for block in after:
            if block["type"] == "divider":
                break
            for one in block.get("elements", ()):
                if one.get("action_id") == action:
                    await self.slack.person(who.id).click(shown, action, block_id=block["block_id"])
                    await self.slack.bot.tasks.done()
                    return True
        return False


async def change_manager(slack: Running, who: str) -> None:
    manager = MANAGERS[who]
    slack.clock.forward(timedelta(seconds=1))
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: manager.id if manager else None}, now=slack.clock())


async def everything(slack: Running, who: str) -> set[str]:
    """Every word this person meets: each page, the packet about everybody, their messages."""
    seen: list[object] = [slack.person(who).dm()]
    async with slack.database.transaction(budget=30) as store:
        me = await store.people.acting(who)
        about = [f"{cards.ABOUT_REPORT} {one.id}" for one in EVERYONE]
        for tab in (cards.INBOX, cards.GIVEN, EVIDENCE, *about):
            try:
                seen.append(await page(store, me, tab, 0, now=slack.clock()))
            except Refusal as no:
                seen.append(str(no))
        for subject in EVERYONE:
            try:
                bounds = {"since": NOW.date(), "until": slack.clock().date()}
                made = await store.reviews.packet(who, subject.id, **bounds, now=slack.clock())
                seen.append(made.model_dump())
            except Refusal as no:
                seen.append(str(no))
    return marks_in(*seen)


async def lived(slack: Running, visibility: Visibility, then: str, things: list[str], met: dict[str, set[str]]) -> None:
    """Live one story; at its end everybody meets what they may meet of it, and not a word more."""
    before = {one.id: len(about_feedback(slack, one)) for one in EVERYONE}
    told = Told(slack, visibility)
    await told.begin(then)
    await slack.settle()
    announced = told.readers - {BO.id}
    for what in things:
        await told.happens(what)

    own = {found for one in (told.word, told.note, *told.more, *told.dead) for found in marks_in(one)}
    for one in EVERYONE:
        seen = await everything(slack, one.id)
        assert seen & own == told.may_meet(one.id), (one.id, things)
        assert seen <= met[one.id] | own, (one.id, things, seen - met[one.id] - own)
        met[one.id] |= seen
    for one in (ANA, MIA, SAM, HANA, OLU):
        news = about_feedback(slack, one)[before[one.id] :]
        assert sum("wrote feedback" in text or "took back" in text for text in news) == (one.id in announced), one.id
    thanks = [text for text in about_feedback(slack, BO)[before[BO.id] :] if "thanks you" in text]
    assert len(thanks) <= 1


@pytest.fixture
def stories(sqlite_url: str) -> Iterator[Any]:
    """Live a story in the running bot."""
    with asyncio.Runner() as runner:
        stack, met = AsyncExitStack(), {one.id: set[str]() for one in EVERYONE}
        slack = runner.run(stack.enter_async_context(running(sqlite_url)))
        runner.run(slack.settle())
        yield lambda *story: runner.run(lived(slack, *story, met))
        runner.run(stack.aclose())


def test_in_every_order_of_events_feedback_is_for_those_it_was_meant_for(stories):
    @profile(PROPERTY, max_examples=18)
    @given(STORY)
    def check(story):
        stories(*story)

    check()
