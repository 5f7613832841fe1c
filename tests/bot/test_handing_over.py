"""A new bot comes, and the old one is told to stop, while people go on: each input has its effect, and has it once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.app import Bot
from company import ANA, BO
from running import PATIENCE, running
from storage.kudos import KudosGiven

AT_ONCE = 4
AFTERWARDS = 3
"""Commands of each hand after the old bot has gone."""


@pytest.fixture
async def both(database_url, mode):
    """The old bot serves; the new one has just started beside it."""
    async with running(database_url, mode=mode, settings={"kudos_allowance": 1000}) as slack:
        await slack.settle()
        said = await slack.person(ANA.id).command("/kudos <@UBO> for number -1")
        await slack.settle()
        assert "Thank you" in said.text
        new = await Bot.start(slack.bot.settings, clock=slack.clock, budget=PATIENCE)
        yield slack, new
        await new.stop()


@pytest.fixture
def gate(monkeypatch):
    """While it is closed, commands are under way and get no further."""
    opened, real = asyncio.Event(), KudosGiven.add
    opened.set()
    opened.waiting = 0

    async def add(self, kudos):
        opened.waiting += 1
        await opened.wait()
        opened.waiting -= 1
        return await real(self, kudos)

    monkeypatch.setattr(KudosGiven, "add", add)
    return opened


async def handed_over(slack, new, gate):
    """Stop the old bot while four hands send commands and events; return the answer to each command."""
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    post = slack.emulator.person(BO.id).messages("CKUDOS")[-1]
    answers, gone = [], asyncio.Event()

    async def hand():
        left = AFTERWARDS
        while left:
            left -= gone.is_set()
            number = len(answers)
            answers.append(None)
            await bo.react("CKUDOS", post["ts"], f"number_{number}")
            answers[number] = (await ana.command(f"/kudos <@UBO> for number {number}")).error

    async def stop():
        await until(lambda: len(answers) >= 3 * AT_ONCE)
        gate.clear()
        await until(lambda: gate.waiting)
        if slack.emulator.app().request_url:
            slack.emulator.app().request_url = f"http://127.0.0.1:{new.port}/slack/events"
        stopping = asyncio.create_task(slack.bot.stop())
        await until(lambda: slack.bot.timetable._running is None)  # from here on it takes leave of Slack
        for _ in range(50):
            await asyncio.sleep(0)
        gate.set()
        await stopping
        gone.set()

    await asyncio.gather(stop(), *(hand() for _ in range(AT_ONCE)))
    return answers


async def until(true):
    while not true():  # noqa: ASYNC110, within a few steps of the loop
        await asyncio.sleep(0)


async def effects(new, query):
    async with new.database.engine.connect() as connection:
        return [row[0] for row in await connection.execute(text(query))]


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_every_input_during_the_handover_has_its_effect_once(both, gate):
    slack, new = both
    before = len(await effects(new, "SELECT key FROM handled WHERE key LIKE 'event:%'"))

    answers = await handed_over(slack, new, gate)

    await slack.emulator.settled()
    for pause in (1, 5):  # an event that nobody acknowledged comes again
        slack.clock.forward(timedelta(minutes=pause))
        await slack.emulator.settled()
    thanks = await effects(new, "SELECT reason FROM kudos")
    stored = [thanks.count(f"number {number}") for number in range(len(answers))]
    assert (set(answers), set(stored)) == ({None}, {1})
    events = await effects(new, "SELECT key FROM handled WHERE key LIKE 'event:%'")
    assert len(events) - before == len(answers)
