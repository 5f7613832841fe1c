"""How fast a workspace may be spoken to."""

from datetime import timedelta

import pytest

from company import NOW
from scheduler.pace import Channels, Pace
from storage.paces import Bucket

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


def test_two_seconds_of_the_rate_are_kept_or_a_burst_where_that_is_more():
    assert Pace(300).room(NOW) == 10
    assert Pace(50, burst=20).room(NOW) == 20
    assert Pace(1).room(NOW) == 1

    pace = Pace(300)
    pace.room(NOW)
    assert pace.room(NOW + timedelta(hours=1)) == 10


def test_room_comes_back_as_time_passes_and_never_by_looking():
    pace = Pace(60)
    assert pace.room(NOW) == 2
    pace.spend(2)

    assert [pace.room(NOW + 0.4 * n * SECOND) for n in range(6)] == [0, 0, 0, 1, 1, 2]
    pace.spend(2)
    assert pace.room(NOW + SECOND) == 0, "a clock that goes back gives nothing"
    assert pace.room(NOW + 1.9 * SECOND) == 0


class TestSharing:
    def test_nothing_known_changes_nothing(self):
        pace = Pace(60)
        pace.spend(1)
        pace.share(None)

        assert pace.bucket(NOW) == Bucket(1.0, NOW)

    def test_what_the_others_left_is_all_there_is_and_grows_from_then_on(self):
        pace = Pace(60)
        pace.share(Bucket(0.5, NOW))
        assert pace.bucket(NOW + 5 * SECOND) == Bucket(0.5, NOW)

        assert pace.room(NOW + 0.4 * SECOND) == 0
        assert pace.room(NOW + 0.6 * SECOND) == 1
        assert pace.bucket(NOW) == Bucket(pytest.approx(1.1), NOW + 0.6 * SECOND)

    def test_an_instance_that_may_say_less_takes_no_more_than_that(self):
        pace = Pace(60)
        pace.share(Bucket(50.0, NOW))

        assert pace.room(NOW) == 2

    def test_a_longer_wait_of_the_others_is_kept_and_a_shorter_one_is_not(self):
        pace = Pace(60)
        pace.share(Bucket(2.0, NOW, NOW, NOW + 10 * SECOND))
        assert pace.bucket(NOW) == Bucket(2.0, NOW, NOW, NOW + 10 * SECOND)

        pace.share(Bucket(2.0, NOW, NOW + SECOND, NOW + 9 * SECOND))
        pace.share(Bucket(2.0, NOW, NOW + SECOND, NOW + 10 * SECOND))
        assert pace.bucket(NOW) == Bucket(2.0, NOW, NOW, NOW + 10 * SECOND)

        pace.share(Bucket(2.0, NOW, NOW + SECOND, NOW + 11 * SECOND))
        assert not pace.waits(NOW)
        assert pace.waits(NOW + SECOND)
        assert not pace.waits(NOW + 11 * SECOND)

    def test_what_waits_for_nothing_ends_no_wait(self):
        pace = Pace(60)
        pace.wait(NOW, 10 * SECOND)
        pace.share(Bucket(2.0, NOW))

        assert pace.bucket(NOW) == Bucket(2.0, NOW, NOW, NOW + 10 * SECOND)


def test_a_wait_as_long_as_the_one_that_runs_changes_nothing():
    pace = Pace(60)
    pace.wait(NOW, 10 * SECOND)
    pace.wait(NOW + SECOND, 9 * SECOND)

    assert pace.bucket(NOW)[2:] == (NOW, NOW + 10 * SECOND)


def test_a_wait_that_slack_gives_is_no_failure():
    pace = Pace(300)
    pace.wait(NOW, SECOND)

    assert pace.room(NOW + SECOND) > 1


def test_doubts_are_counted_from_the_last_good_answer_on():
    pace = Pace(300)
    for _ in range(2):
        pace.doubt(NOW)
        pace.doubt(NOW)
        assert not pace.waits(NOW)
        pace.went_well()

    for _ in range(4):
        pace.doubt(NOW)
    assert pace.waits(NOW + SECOND), "the fourth in a row is the second failure"
    assert not pace.waits(NOW + 2 * SECOND)


def test_each_message_to_a_channel_makes_it_busy_for_itself():
    channels = Channels()
    channels.begin("CKUDOS", NOW)
    channels.begin("CKUDOS", NOW + SECOND)
    channels.begin("UBO", NOW + SECOND)
    channels.end("CKUDOS")

    assert channels.busy(NOW + SECOND) == {"CKUDOS", "UBO"}
    channels.end("UBO")
    assert channels.busy(NOW + SECOND) == {"CKUDOS", "UBO"}
    assert channels.busy(NOW + 2 * SECOND) == {"CKUDOS"}
    channels.end("CKUDOS")
    assert channels.busy(NOW + 2 * SECOND) == set()
