"""What is written down of an attempt or of a look: each outcome, each kind of notice, each last time it is tried."""

from datetime import timedelta

import pytest
from fake_slack import FRIDAY, kudos, prompt

from company import ANA, NOW
from domain.notices import NOT_SURE, CheckInDone, KudosRecap, PostRefused
from scheduler.outcomes import Delivered, Held, Never, NotAccepted, Paused, Uncertain
from scheduler.records import (
    KEEP,
    LOOK_AGAIN,
    REPEAT,
    REPEAT_AT_LEAST_EACH,
    REPEAT_FOR,
    ROOM_CAN_BE_MADE,
    SAY_AGAIN,
    SETTLE,
    TRY_HELD,
    TRY_KEPT,
    Record,
    after_looking,
    after_posting,
    unread,
    without_looking,
)
from storage.outbox import A_PERSON_DECIDES, Claimed, Posted, State

LATER = NOW + timedelta(hours=2)
THERE = Posted(channel="DUANA", ts="1.1")
DIRECT, PUBLIC = prompt(ANA.id), kudos()
RECAP = KudosRecap(to="CKUDOS", week=FRIDAY, thanks=3)
REWRITE = CheckInDone(to=ANA.id, period=FRIDAY, revision=1)


def taken(notice=DIRECT, attempt=1, *, wanted=NOW, **facts):
    """The notice as somebody took it to send it."""
    rewrites = THERE if notice.replaces else None
    facts = {"due_at": wanted, "lease_until": LATER, "rewrites": rewrites} | facts
    return Claimed(id=1, notice=notice, marker="m", attempt=attempt, owner="me", wanted_at=wanted, **facts)


def told(why, attempt=1, *, kept=False):
    return (PostRefused(to="UANA", post=PUBLIC.key, channel="CKUDOS", why=why, kept=kept, attempt=attempt),)


class TestAfterAnAnswer:
    def test_what_stands_in_slack_is_sent_and_troubled_no_more(self):
        record = after_posting(taken(), Delivered("D7", "7.7"), LATER)

        assert record == Record(State.SENT, {"channel": "D7", "ts": "7.7", "trouble": None})

    @pytest.mark.parametrize("outcome", [NotAccepted(None, "ratelimited"), Paused("ratelimited")])
    def test_what_was_not_taken_keeps_its_place_in_the_line(self, outcome):
        assert after_posting(taken(), outcome, LATER) == Record(State.PLANNED, {"trouble": "ratelimited"})

    def test_what_is_held_is_tried_again_in_ten_minutes(self):
        record = after_posting(taken(), Held("missing_scope"), LATER)

        assert record == Record(State.PLANNED, {"trouble": "missing_scope", "due_at": LATER + TRY_HELD})

    def test_what_is_held_for_a_week_is_given_up(self):
        almost = after_posting(taken(), Held("missing_scope"), NOW + KEEP - timedelta(seconds=1))

        assert almost.state is State.PLANNED
        assert after_posting(taken(), Held("missing_scope"), NOW + KEEP) == Record(
            State.UNDELIVERABLE, {"trouble": "missing_scope"}
        )


class TestAfterARefusal:
    @pytest.mark.parametrize("notice", [DIRECT, RECAP], ids=["a direct message", "a post that nobody caused"])
    def test_it_is_undeliverable_and_nobody_is_told(self, notice):
        record = after_posting(taken(notice), Never("is_archived"), LATER)

        assert record == Record(State.UNDELIVERABLE, {"trouble": "is_archived"})

    @pytest.mark.parametrize("reason", sorted(ROOM_CAN_BE_MADE))
    def test_a_post_somebody_can_make_room_for_is_kept_and_its_cause_told(self, reason):
        record = after_posting(taken(PUBLIC, 3), Never(reason), LATER)

        facts = {"trouble": reason, "due_at": LATER + TRY_KEPT}
        assert record == Record(State.PLANNED, facts, told(reason, 3, kept=True))

    def test_after_a_week_it_is_given_up(self):
        record = after_posting(taken(PUBLIC), Never("is_archived"), NOW + KEEP)

        assert record == Record(State.UNDELIVERABLE, {"trouble": "is_archived"}, told("is_archived", kept=True))

    def test_a_post_that_will_never_fit_is_given_up_at_once(self):
        record = after_posting(taken(PUBLIC), Never("msg_too_long"), LATER)

        assert record == Record(State.UNDELIVERABLE, {"trouble": "msg_too_long"}, told("msg_too_long"))


class TestAfterADoubt:
    @pytest.mark.parametrize(("channel", "known"), [(None, {}), ("D7", {"channel": "D7"})])
    def test_a_direct_message_is_looked_for_after_the_settle_time_where_it_may_be(self, channel, known):
        record = after_posting(taken(), Uncertain("no answer", channel), LATER)

        assert record == Record(State.UNCERTAIN, {"trouble": "no answer", "due_at": LATER + SETTLE, **known})

    def test_a_public_post_is_left_to_the_one_who_caused_it(self):
        record = after_posting(taken(PUBLIC, 2), Uncertain("no answer", "CKUDOS"), LATER)

        facts = {"trouble": "no answer", "due_at": A_PERSON_DECIDES}
        assert record == Record(State.UNCERTAIN, facts, told(NOT_SURE, 2))

    def test_of_a_public_post_that_nobody_caused_nobody_is_told(self):
        assert after_posting(taken(RECAP), Uncertain("no answer"), LATER).tell == ()

    @pytest.mark.parametrize(("attempt", "pause"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 600), (5000, 600)])
    def test_a_rewrite_is_repeated_ever_later(self, attempt, pause):
        record = after_posting(taken(REWRITE, attempt), Uncertain("HTTP 500"), LATER)

        assert record == Record(State.PLANNED, {"trouble": "HTTP 500", "due_at": LATER + timedelta(seconds=pause)})
        assert REPEAT.total_seconds() == 5
        assert REPEAT_AT_LEAST_EACH.total_seconds() == 600

    def test_a_rewrite_is_repeated_for_a_day(self):
        almost = after_posting(taken(REWRITE), Uncertain("HTTP 500"), NOW + REPEAT_FOR - timedelta(seconds=1))

        assert almost.state is State.PLANNED
        assert after_posting(taken(REWRITE), Uncertain("HTTP 500"), NOW + REPEAT_FOR) == Record(
            State.UNDELIVERABLE, {"trouble": "HTTP 500"}
        )


class TestAfterALook:
    def test_what_is_found_is_sent(self):
        record = after_looking(taken(), THERE, LATER)

        assert record == Record(State.SENT, {"channel": "DUANA", "ts": "1.1", "trouble": None})

    def test_after_one_empty_read_there_is_another_a_settle_time_later(self):
        record = after_looking(taken(empty_reads=2), None, LATER)

        assert record == Record(State.UNCERTAIN, {"empty_reads": 3, "due_at": LATER + SETTLE})

    @pytest.mark.parametrize(("nth", "pause"), list(enumerate(SAY_AGAIN)))
    def test_after_the_second_it_is_said_again_ever_later(self, nth, pause):
        record = after_looking(taken(empty_reads=2 * nth + 1), None, LATER)

        assert record == Record(State.PLANNED, {"empty_reads": 2 * nth + 2, "due_at": LATER + pause})

    def test_after_the_last_it_is_given_up(self):
        record = after_looking(taken(empty_reads=2 * len(SAY_AGAIN) + 1), None, LATER)

        assert record == Record(State.UNDELIVERABLE, {"empty_reads": 2 * len(SAY_AGAIN) + 2})

    def test_a_history_that_cannot_be_read_is_read_half_a_minute_later(self):
        record = unread("ratelimited", LATER)

        facts = {"due_at": LATER + LOOK_AGAIN, "trouble": "history unavailable: ratelimited"}
        assert record == Record(State.UNCERTAIN, facts)


class TestWithoutALook:
    def test_a_direct_message_needs_one(self):
        assert without_looking(taken(), LATER) is None

    def test_a_public_post_is_left_to_the_one_who_caused_it(self):
        facts = {"trouble": "lease ended", "due_at": A_PERSON_DECIDES}

        assert without_looking(taken(PUBLIC), LATER) == Record(State.UNCERTAIN, facts, told(NOT_SURE))

    def test_a_rewrite_is_repeated(self):
        facts = {"trouble": "lease ended", "due_at": LATER + REPEAT}

        assert without_looking(taken(REWRITE), LATER) == Record(State.PLANNED, facts)
