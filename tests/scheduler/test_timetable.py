"""The ticker: it plans at start, ticks, survives what fails, and stops cleanly."""

import asyncio
import time as stopwatch

import pytest
from fake_slack import SILENT, prompt

from company import ANA
from domain.calendar import Schedule
from scheduler.timetable import Timetable, _safely
from storage.database import Unavailable
from storage.outbox import State


@pytest.fixture
def timetable(company, chat, time):
    return Timetable(company, chat, clock=time, schedule=Schedule(), messages_per_minute=6000)


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110, what is waited for has no event of its own
            await asyncio.sleep(0)


async def test_starting_asks_whoever_is_to_be_asked(timetable, chat):
    await timetable.start()
    await until(lambda: len(chat.said()) >= 3)
    await timetable.stop()

    assert prompt(ANA.id) in chat.said()
    assert len(chat.said()) == len(set(chat.said()))


async def test_every_job_is_on_the_page_and_none_piles_up(company, chat, time):
    async def sync_people():
        """Nothing to do."""

    timetable = Timetable(
        company, chat, clock=time, schedule=Schedule(), messages_per_minute=300, sync_people=sync_people
    )
    await timetable.start()
    jobs = {job.name: job for job in timetable._ticker.get_jobs()}
    await timetable.stop()

    assert {name: job.trigger.interval.total_seconds() for name, job in jobs.items()} == {
        "deliver": 1,
        "reconcile": 5,
        "plan": 60,
        "sweep": 60,
        "sync people": 3600,
    }
    assert all(job.coalesce and job.max_instances == 1 and job.misfire_grace_time is None for job in jobs.values())


async def test_a_tick_looks_for_what_is_due_and_is_noted(timetable, chat, time, company):
    await timetable.start()
    await chat.heard.wait()
    time.forward(days=7)
    before = timetable.last_tick

    for job in timetable._ticker.get_jobs():
        await job.func()
    await until(lambda: timetable.last_tick > before)
    await timetable.stop()

    assert timetable.last_tick <= stopwatch.monotonic()


async def test_stopping_leaves_nothing_half_recorded(timetable, chat, states):
    chat.always = SILENT
    await timetable.start()
    await chat.called.wait()

    await timetable.stop(within=0)

    assert not timetable._ticker.running
    assert State.SENDING not in await states()


async def test_stopping_before_starting_is_fine(timetable):
    await timetable.stop()


@pytest.mark.parametrize("trouble", [Unavailable("away"), KeyError("what somebody wrote")], ids=["database", "bug"])
async def test_a_job_that_fails_comes_round_again_and_its_words_are_in_no_log(trouble, capsys):
    async def job():
        raise trouble

    await _safely("plan", job)

    assert "plan" in capsys.readouterr().out
    assert "somebody wrote" not in capsys.readouterr().out


async def test_drawing_home_tabs_is_done_once_at_a_time_and_ends_without_a_word(company, chat, time, capsys):
    begun, ended = [], asyncio.Event()

    async def redraw_homes():
        begun.append(len(begun))
        try:
            await asyncio.Event().wait()  # longer than any round
        finally:
            ended.set()

    timetable = Timetable(
        company, chat, clock=time, schedule=Schedule(), messages_per_minute=300, redraw_homes=redraw_homes
    )
    await timetable.start()
    [job] = [job for job in timetable._ticker.get_jobs() if job.name == "redraw homes"]
    for _ in range(3):
        await job.func()
        await asyncio.sleep(0)
    await until(lambda: begun)
    await timetable.stop()

    assert (begun, ended.is_set()) == ([0], True)
    assert "redraw" not in capsys.readouterr().out
