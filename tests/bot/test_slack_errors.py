"""Every documented error has one meaning."""

from collections import Counter
from datetime import timedelta

import pytest

from bot import slack_errors
from bot.slack_errors import DOCUMENTED, outcome_of
from outside import slack_data
from scheduler.outcomes import Held, Never, NotAccepted, Paused, Uncertain
from scheduler.records import ROOM_CAN_BE_MADE

OURS = ("chat.postMessage", "chat.update", "conversations.open", "conversations.history")


@pytest.mark.parametrize("method", OURS)
def test_every_error_slack_lists_for_a_method_stands_in_the_table(method):
    listed = slack_data("openapi", "error_enums_by_method.json")["errors"][method]

    assert set(listed) <= set(DOCUMENTED)


def test_no_error_stands_in_two_tables():
    tables = ("RATE_LIMITED", "UNHEARD", "PAUSES", "HOLDS", "REFUSES", "DOUBTFUL")
    counted = Counter(error for name in tables for error in getattr(slack_errors, name))

    assert [error for error, times in counted.items() if times > 1] == []
    assert set(counted) == set(DOCUMENTED)


@pytest.mark.parametrize(
    ("errors", "kind"),
    [
        (slack_errors.RATE_LIMITED, NotAccepted),
        (slack_errors.UNHEARD, NotAccepted),
        (slack_errors.PAUSES, Paused),
        (slack_errors.HOLDS, Held),
        (slack_errors.REFUSES, Never),
        (slack_errors.DOUBTFUL, Uncertain),
    ],
)
def test_an_error_means_what_its_table_is_called(errors, kind):
    assert {type(outcome_of(error)) for error in errors} == {kind}
    assert all(outcome_of(error).reason == error for error in errors)


def test_what_stands_nowhere_is_doubtful():
    assert outcome_of("brand_new_error") == Uncertain("brand_new_error")


def test_a_limit_keeps_its_time():
    assert outcome_of("ratelimited", retry_after=timedelta(seconds=3)).retry_after == timedelta(seconds=3)


def test_room_can_only_be_made_where_slack_refused_for_good():
    assert set(slack_errors.REFUSES) >= ROOM_CAN_BE_MADE
