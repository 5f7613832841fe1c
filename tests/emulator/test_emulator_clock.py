"""A clock that obeys."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from northwind_slack import MONDAY

from emulator import Clock


def test_a_clock_shows_the_real_time_unless_told_otherwise():
    before = datetime.now(UTC)
    assert before <= Clock()() <= datetime.now(UTC)


def test_a_frozen_clock_stands_until_it_is_moved(clock):
    assert clock() == clock.now() == MONDAY
    clock.forward(timedelta(days=7))
    assert clock() == MONDAY + timedelta(days=7)
    clock.set(MONDAY.astimezone(timezone(timedelta(hours=9))))
    assert (clock(), clock().tzinfo) == (MONDAY, UTC)


def test_a_clock_can_run_faster():
    clock = Clock(MONDAY)
    clock.speed(1e9)
    assert clock() > MONDAY


def test_what_no_clock_does(clock):
    with pytest.raises(ValueError, match="backwards"):
        clock.speed(-1)
    with pytest.raises(ValueError, match="with its zone"):
        clock.set(datetime(2026, 3, 2))


async def test_waiting_for_a_moment_that_is_jumped_to(clock):
    waiting = asyncio.ensure_future(clock.wait_until(MONDAY + timedelta(hours=1)))
    await asyncio.sleep(0)
    clock.forward(timedelta(minutes=30))
    await asyncio.sleep(0)
    assert not waiting.done()
    clock.forward(timedelta(minutes=30))
    await waiting


async def test_waiting_on_a_fast_clock_takes_no_time():
    clock = Clock(MONDAY)
    clock.speed(1e6)
    await clock.wait_until(MONDAY + timedelta(hours=1))
    assert clock() >= MONDAY + timedelta(hours=1)


async def test_waiting_for_what_has_been(clock):
    before = clock()
    await clock.wait_until(MONDAY - timedelta(seconds=1))
    assert clock() == before


def test_who_listens_hears_of_each_move(clock):
    heard = []
    clock.on_move(lambda: heard.append(clock()))
    clock.forward(timedelta(hours=1))
    clock.speed(2)
    assert heard[0] == MONDAY + timedelta(hours=1)
    assert len(heard) == 2
