"""A clock that somebody sets while the bot runs: the stopwatch counts on until Slack says which is right."""

import asyncio
from datetime import timedelta

import pytest
from fake_slack import FRIDAY, prompt

from company import ANA, NOW
from domain.calendar import Schedule
from scheduler import steady_clock
from scheduler.steady_clock import SteadyClock
from scheduler.timetable import Timetable

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


class Machine:
    """A machine whose clock can be set, a stopwatch that cannot, and what Slack says when it is asked."""

    def __init__(self):
        self.true, self.off = NOW, timedelta()
        self.asked, self.says = 0, self.right

    def wall(self):
        return self.true + self.off

    def stopwatch(self):
        return self.true.timestamp() + 12345

    def forward(self, span):
        self.true += span

    def right(self):
        return self.true

    async def ask(self):
        self.asked += 1
        return self.says()


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def clock(machine):
    return SteadyClock(machine.wall, machine.ask, monotonic=machine.stopwatch)


async def test_a_clock_that_nobody_sets_is_the_time(machine, clock):
    """It may drift: half a second a minute adds up, and is followed."""
    for _ in range(60):
        machine.forward(MINUTE)
        machine.off += SECOND / 2
        await clock.confirm()
        assert clock() == machine.wall()
    assert machine.asked == 0


@pytest.mark.parametrize("step", [10 * MINUTE, -10 * MINUTE, 6 * SECOND, timedelta(days=400)], ids=str)
async def test_a_clock_that_is_set_wrong_is_not_followed(machine, clock, step):
    machine.forward(MINUTE)
    clock()
    machine.off = step

    machine.forward(MINUTE)
    assert clock() == machine.true
    if abs(step) > steady_clock.AGREES:
        await clock.confirm()
        machine.forward(MINUTE)
        assert clock() == machine.true

    machine.off = timedelta()
    assert clock() == machine.true


@pytest.mark.parametrize("before", [10 * MINUTE, -10 * MINUTE], ids=["ahead", "behind"])
async def test_a_clock_that_is_put_right_counts_again_when_slack_says_so(machine, before):
    machine.off = before
    clock = SteadyClock(machine.wall, machine.ask, monotonic=machine.stopwatch)
    machine.off = timedelta()
    assert clock() == machine.true + before, "nobody knows yet"

    await clock.confirm()

    assert (clock(), machine.asked) == (machine.true, 1)


async def test_a_machine_that_slept_goes_on_with_the_time_it_wakes_to(machine, clock):
    """Its stopwatch stood still, its clock went on."""
    machine.off = timedelta(hours=8)
    machine.says = machine.wall

    await clock.confirm()

    assert clock() == machine.wall()


async def test_slack_is_asked_once_a_minute_as_long_as_it_does_not_agree(machine, clock):
    machine.off = 10 * MINUTE
    for _ in range(120):
        machine.forward(SECOND)
        await clock.confirm()

    assert machine.asked == 2


@pytest.mark.parametrize("answer", ["none", "raises", "silent"])
async def test_without_an_answer_the_stopwatch_counts_on(machine, monkeypatch, answer):
    monkeypatch.setattr(steady_clock, "PATIENCE", 0.01)

    async def ask():
        if answer == "raises":
            raise OSError
        if answer == "silent":
            await asyncio.Event().wait()

    clock = SteadyClock(machine.wall, ask, monotonic=machine.stopwatch)
    machine.off = 10 * MINUTE

    await clock.confirm()

    assert clock() == machine.true


@pytest.fixture
def timetable(company, chat, machine, clock):
    """The jobs of a bot on that machine."""
    jobs = Timetable(
        company, chat, clock=machine.wall, schedule=Schedule(), messages_per_minute=6000, ask_time=machine.ask
    )
    jobs._steady._monotonic = machine.stopwatch
    jobs._steady._trust(machine.true)
    return jobs


async def test_no_prompt_goes_out_early_by_a_clock_that_is_set_ahead(timetable, machine, chat, plan, time):
    due = NOW + 8 * MINUTE
    await plan((prompt(ANA.id, FRIDAY), due))
    machine.off = 10 * MINUTE

    for _ in range(9):
        time.now = machine.true
        await timetable.delivery.drain()
        assert bool(chat.said(ANA.id)) is (machine.true >= due)
        machine.forward(MINUTE)

    assert len(chat.said(ANA.id)) == 1
