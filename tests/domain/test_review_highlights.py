"""The highlights of a review packet: named periods, rows that add up, and what is thin in a sentence."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import EntryKind
from domain.review_highlights import MOST_MONTHS, in_words, stretches, tallies, thin_in_words
from domain.review_periods import Named, period
from domain.reviews import Thin
from packets import a_packet, goal_in_review, kudos
from properties import PROPERTY

DAYS = st.dates(date(2015, 1, 1), date(2026, 11, 20))


@pytest.mark.parametrize(
    ("named", "today", "days"),
    [
        pytest.param(Named.THIS_HALF, "2026-11-20", ("2026-07-01", "2026-11-20"), id="this half ends today"),
        pytest.param(Named.LAST_HALF, "2026-11-20", ("2026-01-01", "2026-06-30"), id="the half before"),
        pytest.param(Named.LAST_HALF, "2026-02-28", ("2025-07-01", "2025-12-31"), id="the half of last year"),
        pytest.param(Named.THIS_QUARTER, "2026-10-01", ("2026-10-01", "2026-10-01"), id="its first day"),
        pytest.param(Named.LAST_QUARTER, "2026-01-05", ("2025-10-01", "2025-12-31"), id="the quarter of last year"),
    ],
)
def test_a_period_has_its_days(named, today, days):
    assert period(named, date.fromisoformat(today)) == tuple(map(date.fromisoformat, days))


@PROPERTY
@given(DAYS)
def test_named_periods_follow_one_another_and_never_reach_into_the_future(today):
    for this, last in ((Named.THIS_HALF, Named.LAST_HALF), (Named.THIS_QUARTER, Named.LAST_QUARTER)):
        (start, end), (before, until) = period(this, today), period(last, today)
        assert before < until < start <= end == today
        assert until + timedelta(days=1) == start


@PROPERTY
@given(DAYS, st.lists(st.tuples(DAYS, st.sampled_from(EntryKind)), max_size=30), DAYS)
def test_rows_count_every_entry_once_and_are_never_too_many(since, given_on, reads_from):
    entries = [kudos("x", kind=kind, at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC)) for on, kind in given_on]
    packet = a_packet(*entries, since=since, reads_from=max(since, reads_from))

    rows = stretches(packet)

    assert sum(row.total for row in rows) == len(entries) == sum(count for count, _ in tallies(packet))
    assert len(rows) <= MOST_MONTHS
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.open for row in rows if row.name in {"November 2026", "2026"})


def test_a_row_that_lies_before_the_readers_right_is_not_called_empty():
    rows = stretches(a_packet(reads_from=date(2026, 9, 15)))

    assert [(row.name, row.open) for row in rows] == [
        ("July 2026", False),
        ("August 2026", False),
        ("September 2026", True),
        ("October 2026", True),
        ("November 2026", True),
    ]


def test_counts_are_told_in_words():
    assert in_words({EntryKind.CHECK_IN: 1, EntryKind.FEEDBACK: 2}) == "1 check-in, 2 pieces of feedback"


MONTHS = tuple(date(2026, month, 1) for month in range(1, 8))


@pytest.mark.parametrize(
    ("thin", "said"),
    [
        pytest.param(Thin(), "Nothing: there is evidence of every month and for every goal.", id="nothing"),
        pytest.param(Thin(months=MONTHS[:1]), "There is no evidence of January 2026.", id="a month"),
        pytest.param(Thin(goals=("G-1", "G-2")), "No evidence names G-1 and G-2.", id="goals"),
        pytest.param(
            Thin(months=MONTHS[:2], goals=("G-1",)),
            "There is no evidence of January 2026 and February 2026, and none names G-1.",
            id="both",
        ),
        pytest.param(
            Thin(months=MONTHS, goals=("a", "b", "c", "d", "e")),
            "There is no evidence of January 2026, February 2026, March 2026, April 2026 and 3 more months, "
            "and none names a, b, c, d and 1 more goal.",
            id="many",
        ),
    ],
)
def test_what_is_thin_is_a_sentence(thin, said):
    assert thin_in_words(a_packet(kudos("x"), goals=[goal_in_review()], thin=thin)) == said


def test_where_there_is_nothing_at_all_that_is_said():
    assert thin_in_words(a_packet()) == "All of it: there is neither a goal nor any evidence in this period."
