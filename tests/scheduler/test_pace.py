"""How fast a workspace may be spoken to."""

from datetime import timedelta

import pytest

from company import NOW
from scheduler.pace import Channels, Pace

SECOND = timedelta(seconds=1)


def test_the_rate_holds_over_a_minute_and_none_of_it_is_lost():
    pace, started = Pace(300), 0
    for second in range(60):
        room = pace.room(NOW + second * SECOND)
        pace.spend(room)
        started += room

    assert 0.95 * 300 <= started <= 300 + 10


def test_one_message_a_minute_is_still_one():
    pace = Pace(1)

    assert pace.room(NOW) == 1
    pace.spend(1)
    assert pace.room(NOW + 59 * SECOND) == 0
    assert pace.room(NOW + 61 * SECOND) == 1


def test_no_call_starts_before_a_wait_is_over():
    pace = Pace(300)
    pace.wait(NOW, 30 * SECOND)

    assert pace.room(NOW + 29 * SECOND) == 0
    assert pace.room(NOW + 30 * SECOND) > 0


def test_a_shorter_wait_does_not_end_a_longer_one():
    pace = Pace(300)
    pace.wait(NOW, 30 * SECOND)
    pace.wait(NOW, SECOND)

    assert pace.waits(NOW + 29 * SECOND)


def test_without_a_wait_given_each_is_twice_the_last_up_to_half_a_minute():
    pace, now, waits = Pace(300), NOW, []
    for _ in range(7):
        pace.wait(now, None)
        waits.append(next(n for n in range(100) if not pace.waits(now + n * SECOND)))
        now += waits[-1] * SECOND
    assert waits == [1, 2, 4, 8, 16, 30, 30]

    pace.went_well()
    pace.wait(now, None)
    assert not pace.waits(now + SECOND)


def test_after_a_failure_one_call_finds_out_whether_it_is_over():
    pace = Pace(300)
    pace.wait(NOW, None)
    assert pace.room(NOW + SECOND) == 1

    pace.went_well()
    assert pace.room(NOW + SECOND) > 1


def test_three_doubts_in_a_row_are_a_failure_and_two_are_not():
    pace = Pace(300)
    pace.doubt(NOW)
    pace.doubt(NOW)
    assert pace.room(NOW) > 1

    pace.doubt(NOW)
    assert pace.room(NOW) == 0


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1)], ids=["on", "back"])
def test_a_clock_that_jumps_locks_nothing(jump):
    pace, channels = Pace(300), Channels()
    pace.room(NOW)
    pace.spend(1)
    pace.wait(NOW, 30 * SECOND)
    channels.begin("CKUDOS", NOW)
    channels.end("CKUDOS")

    assert pace.room(NOW + jump) > 0
    assert channels.busy(NOW + jump) == set()


def test_a_channel_is_busy_while_it_is_spoken_to_and_for_a_second():
    channels = Channels()
    channels.begin("CKUDOS", NOW)

    assert channels.busy(NOW + 5 * SECOND) == {"CKUDOS"}
    channels.end("CKUDOS")
    assert channels.busy(NOW + SECOND / 2) == set()
