"""When the database is away, Slack refuses, or people come and go: nothing is lost, everybody is told."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from company import ANA, BO, MIA
from running import PATIENCE
from storage.database import Database
from storage.outbox import State

FRIDAY = date(2026, 11, 20)
SOON = 0.3
"""Seconds after which a blocked database is given up here: what happens then is the same as after 2.2."""


class Blocked:
    """Somebody else holds the database: a real lock, as long as the block lasts."""

    def __init__(self, url: str) -> None:
        self._database = Database.open(url)

    async def __aenter__(self):
        self._connection = await self._database.engine.connect()
        if self._database.engine.dialect.name == "sqlite":
            await self._connection.execute(text("SELECT 1"))  # BEGIN IMMEDIATE came before it
        else:
            await self._connection.execute(
                text("LOCK TABLE handled, outbox, check_ins, people IN ACCESS EXCLUSIVE MODE")
            )

    async def __aexit__(self, *_):
        await self._connection.rollback()
        await self._connection.close()
        await self._database.close()


async def test_a_form_keeps_its_text_while_the_database_is_away_and_goes_in_afterwards(slack, database_url):
    ana = slack.person(ANA.id)
    await slack.settle()
    await ana.command("/check-in")
    await slack.settle()
    slack.database.budget = SOON

    async with Blocked(database_url):
        sent = await ana.submit({"went_well": "A calm week"})

    assert not sent.closed
    assert ["Your text is still here" in text for text in sent.errors.values()] == [True]
    slack.database.budget = PATIENCE
    sent = await ana.submit({"went_well": "A calm week"})
    assert sent.closed
    async with slack.database.reading() as store:
        assert (await store.check_ins.mine(ANA.id, FRIDAY)).went_well == "A calm week"


async def test_a_command_says_that_nothing_happened(slack, database_url):
    slack.database.budget = SOON

    async with Blocked(database_url):
        reply = await slack.person(ANA.id).command("/kudos @bo for the review <soon>")

    assert reply.error is None
    assert "nothing has happened" in reply.text
    assert reply.text.endswith("to copy:\n>/kudos <@UBO> for the review &lt;soon&gt;")
    slack.database.budget = PATIENCE
    async with slack.database.reading() as store:
        assert await store.kudos.count_received([BO.id], since=slack.clock() - timedelta(days=1)) == 0


async def test_whoever_joins_can_take_part_at_once_and_whoever_leaves_no_more(slack):
    await slack.emulator.join({"id": "UNEW", "name": "nia", "real_name": "Nia New", "tz": "Europe/Berlin"})
    await slack.emulator.settled()
    assert "Thank you" in (await slack.person(ANA.id).command("/kudos <@UNEW> for joining us")).text

    await slack.emulator.change(BO.id, deleted=True)
    await slack.emulator.settled()
    assert "I don't know <@UBO>" in (await slack.person(ANA.id).command("/kudos <@UBO> for the years")).text


async def test_a_guest_may_look_but_takes_no_part(slack):
    reply = await slack.person("UGIL").command("/kudos @bo for the tour")

    assert "Guests, bots and people of other organisations take no part" in reply.text


async def test_a_moved_person_is_asked_on_their_new_morning(slack):
    await slack.settle()
    await slack.emulator.change(BO.id, tz="America/New_York")
    await slack.emulator.settled()
    await slack.pass_time(timedelta(0))

    async with slack.database.reading() as store:
        since = slack.clock() - timedelta(days=1)
        planned = [
            one async for one in store.outbox.standing("check_in_prompt", since=since) if one.state is State.PLANNED
        ]
    due = {one.notice.to: one.due_at for one in planned}
    assert (due[BO.id] - due[ANA.id]) == timedelta(hours=6)


@pytest.mark.parametrize("kind", ["ratelimited", "http_500", "accept_then_drop"])
async def test_whatever_slack_does_a_blocker_reaches_the_manager_once(slack, kind):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await slack.settle()
    await ana.command("/check-in")
    await slack.settle()
    slack.emulator.faults.add("chat.postMessage", kind, times=1)
    await ana.submit({"blockers": "The refund tool"})

    for _ in range(6):
        await slack.pass_time(timedelta(seconds=20))
        if slack.bot.timetable:
            await slack.bot.timetable.reconcile()
    await slack.settle()

    assert sum("is blocked" in message["text"] for message in mia.dm()) == 1


async def test_two_first_answers_at_once_are_one(slack):
    ana = slack.person(ANA.id)
    await slack.settle()
    await ana.command("/check-in")
    await slack.settle()
    await ana.submit({"went_well": "Once"})

    answers = await asyncio.gather(*(slack.emulator.redeliver(1) for _ in range(5)))

    assert all(answer.error is None for one in answers for answer in one)
    async with slack.database.reading() as store:
        assert (await store.check_ins.mine(ANA.id, FRIDAY)).revision == 1
