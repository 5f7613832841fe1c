"""`cairn doctor` on what is to be said: what waits and how long it takes, what is stuck, how late things come."""

from datetime import date, timedelta

import pytest

from bot.doctor_outbox import examine_outbox, span
from company import ANA, BO, NOW
from domain.notices import CheckInPrompt
from storage.outbox import State

MINUTE = timedelta(minutes=1)


@pytest.fixture
def look(company, database_url):
    """The findings, by what they are about, some minutes after NOW."""

    async def look(after=timedelta(), a_minute=300):
        return {one.what: one async for one in examine_outbox(database_url, now=NOW + after, a_minute=a_minute)}

    return look


def prompt(to, week=0):
    return CheckInPrompt(to=to, period=date(2026, 11, 20) + timedelta(weeks=week), number=1)


async def test_of_an_empty_outbox_nothing_is_wrong(look):
    found = await look()

    assert {what: one.said for what, one in found.items()} == {
        "waiting": "nothing is due and unsaid",
        "ahead": "nothing is planned",
        "stuck": "nothing",
        "said": "nothing in the last day",
    }


async def test_what_is_due_and_what_comes_is_told_with_the_time_it_takes(company, look):
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(ANA.id), NOW), (prompt(BO.id), NOW)])
        await store.outbox.plan([(prompt(f"U{n}", 1), NOW + timedelta(days=7)) for n in range(90)])

    found = await look(MINUTE, a_minute=60)

    assert found["waiting"].said == "2 messages due, the oldest since 2026-11-20 09:30 UTC; said in 2 s"
    assert found["ahead"].said == "at most 90 messages at once, on Friday 27 November, 09:30 UTC: said in 1 min 30 s"
    assert all(one.fine for one in found.values())


async def test_what_is_late_and_what_is_stuck_has_its_cure(company, look):
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(ANA.id), NOW), (prompt(BO.id), NOW)])
        refused, doubtful = await store.outbox.claim("me", now=NOW, most=2)
        await store.outbox.record(refused, State.UNDELIVERABLE, now=NOW, trouble="user_not_found")
        await store.outbox.record(doubtful, State.UNCERTAIN, now=NOW, trouble="reset", due_at=NOW)

    found = await look(10 * MINUTE)

    assert found["waiting"].said.endswith("; 1 late")
    assert "Is the bot running?" in found["waiting"].cure
    assert found["stuck"].said == "1 message that Slack refused, or that somebody must look at; 1 in doubt"
    assert "cairn outbox list" in found["stuck"].cure


async def test_how_late_things_come_is_told_of_the_last_day(company, look):
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(f"U{n}"), NOW) for n in range(8)])
        for number, one in enumerate(await store.outbox.claim("me", now=NOW, most=8)):
            said = NOW + (2 if number else 95) * timedelta(seconds=1)
            await store.outbox.record(one, State.SENT, now=said, channel="D1", ts=f"1.{number}")

    found = await look(timedelta(hours=23))
    tomorrow = await look(timedelta(hours=25))

    assert found["said"].said == (
        "8 messages in the last day: half within 2 s of their time, 99 % within 1 min 35 s, the last after 1 min 35 s"
    )
    assert tomorrow["said"].said == "nothing in the last day"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (59, "59 s"), (60, "1 min"), (61.2, "1 min 1 s"), (3600, "1 h"), (3661, "1 h 1 min")],
)
def test_spans_are_said_as_people_do(seconds, said):
    assert span(seconds) == said
