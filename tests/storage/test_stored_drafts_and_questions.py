"""Drafts stay with their author until they are sent; questions of a team come back in their order."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from company import ANA, BO, NOW
from domain.check_in_drafts import Draft, kept
from domain.team_questions import Question, plan_questions
from storage.sql import table
from storage.tables import CheckInDraftRow

PERIOD = date(2026, 11, 20)


async def keep(database, person, fields, *, period=PERIOD, now=NOW) -> Draft:
    async with database.transaction() as store:
        return await store.drafts.keep(person.id, period, fields, now=now)


async def mine(database, person, period=PERIOD) -> Draft | None:
    async with database.reading() as store:
        return await store.drafts.mine(person.id, period)


async def test_a_draft_gathers_the_pages_and_is_nobody_elses(company):
    await keep(company, ANA, {"pulse": "3", "note": "half\x00"})
    later = NOW + timedelta(minutes=1)
    whole = await keep(company, ANA, {"note": None, "next": "ré\u202est"}, now=later)

    assert whole == Draft(fields={"pulse": "3", "note": None, "next": "ré\u202est"}, saved_at=later)
    assert await mine(company, ANA) == whole
    assert await mine(company, BO) is None
    assert await mine(company, ANA, PERIOD - timedelta(days=7)) is None


async def test_dropping_takes_this_weeks_and_what_is_long_over(company):
    old, last = PERIOD - timedelta(days=35), PERIOD - timedelta(days=7)
    for period in (old, last, PERIOD):
        await keep(company, ANA, {"next": "x"}, period=period)
    await keep(company, BO, {"next": "y"})

    async with company.transaction() as store:
        await store.drafts.drop(ANA.id, PERIOD)

    assert [await mine(company, ANA, period) is None for period in (old, last, PERIOD)] == [True, False, True]
    assert await mine(company, BO) is not None


@pytest.mark.parametrize("content", ["{", "[1]"])
async def test_a_draft_that_cannot_be_read_is_an_empty_one(company, content):
    await keep(company, ANA, {"next": "x"})
    async with company.transaction() as store:
        await store._connection.execute(update(table(CheckInDraftRow)).values(content=content))

    assert (await mine(company, ANA)).fields == {}


async def test_whether_a_form_was_sent_is_known_by_its_key(company):
    async with company.transaction(once="view:V1:1"):
        pass
    async with company.reading() as store:
        assert await store.drafts.was_sent("view:V1:1")
        assert not await store.drafts.was_sent("view:V1:2")


def test_a_draft_keeps_texts_and_choices_that_a_form_can_show_again():
    assert kept({"a": "x\x00\ud800y", "b": None, "c": ["U1"], "d": 1}) == {"a": "xy", "b": None}


async def test_questions_come_in_their_order_and_retired_ones_only_by_their_id(company):
    async def change(*texts: str) -> list[Question]:
        async with company.transaction() as store:
            await store.questions.lock()
            now_asked = await store.questions.of("Support")
            await store.questions.change(plan_questions("Support", now_asked, texts), now=NOW)
            return await store.questions.of("Support")

    first = await change("One?", "Two?")
    second = await change("Two?", "Three?", "One?")
    third = await change("Three?")

    assert [one.text for one in second] == ["Two?", "Three?", "One?"]
    assert {one.id for one in first} < {one.id for one in second}
    ids = [one.id for one in first]
    async with company.reading() as store:
        assert [one.text for one in third] == ["Three?"]
        assert {one.text for one in (await store.questions.named(ids, team="Support")).values()} == {"One?", "Two?"}
        assert await store.questions.named(ids, team="Sales") == {}
        assert await store.questions.of(None) == []
        assert await store.questions.current(["Support", "Sales"]) == {"Support": third}
        assert await store.questions.teams() == {"Lead": 1, "People": 1, "Sales": 1, "Support": 3}
