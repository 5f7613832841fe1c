"""When a workspace is shown Slack's newer blocks: only once it has taken one, and again a week after a refusal."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from company import NOW
from domain.new_blocks import AGAIN, Tried, learned, proved, worth_a_try

CHART, TABLE = "chart", "table"
TAKEN, REFUSED = Tried(taken=True, tried_at=NOW), Tried(taken=False, tried_at=NOW)
LATER = NOW + timedelta(days=3)


@pytest.mark.parametrize(
    ("known", "kinds"),
    [
        pytest.param({}, set(), id="never tried"),
        pytest.param({CHART: TAKEN}, {CHART}, id="one of two"),
        pytest.param({CHART: REFUSED, TABLE: TAKEN}, {TABLE}, id="one refused"),
    ],
)
def test_only_what_was_taken_stands_where_no_refusal_is_heard(known, kinds):
    assert proved(known) == kinds


@pytest.mark.parametrize(
    ("known", "after", "tries"),
    [
        pytest.param({}, timedelta(0), True, id="never tried"),
        pytest.param({CHART: TAKEN}, 52 * AGAIN, True, id="taken long ago"),
        pytest.param({CHART: REFUSED}, AGAIN - timedelta(seconds=1), False, id="refused this week"),
        pytest.param({CHART: REFUSED}, AGAIN, True, id="refused a week ago"),
    ],
)
def test_what_was_refused_is_tried_again_after_a_week(known, after, tries):
    assert (worth_a_try({CHART}, known, now=NOW + after) == {CHART}) is tries


def test_a_first_success_is_remembered_and_later_ones_are_no_news():
    news = learned({CHART}, {}, taken=True, now=NOW)
    assert news == {CHART: TAKEN}
    assert learned({CHART}, news, taken=True, now=LATER) == {}


def test_a_tab_without_newer_blocks_teaches_nothing():
    assert learned(set(), {}, taken=True, now=NOW) == {}


@pytest.mark.parametrize(
    ("known", "blamed"),
    [
        pytest.param({}, {CHART, TABLE}, id="both unknown: both"),
        pytest.param({CHART: TAKEN}, {TABLE}, id="one was taken before: the other"),
        pytest.param({CHART: TAKEN, TABLE: TAKEN}, {CHART, TABLE}, id="both were taken: slack took them back"),
        pytest.param({CHART: TAKEN, TABLE: REFUSED}, {TABLE}, id="refused again"),
    ],
)
def test_a_refusal_is_blamed_on_what_was_never_taken(known, blamed):
    assert learned({CHART, TABLE}, known, taken=False, now=LATER) == {
        kind: Tried(taken=False, tried_at=LATER) for kind in blamed
    }


@given(chart=st.booleans(), table=st.booleans(), tabs=st.lists(st.sampled_from([{CHART}, {CHART, TABLE}]), min_size=40))
def test_nothing_is_ever_proved_that_slack_does_not_take(chart, table, tabs):
    takes = {kind for kind, yes in ((CHART, chart), (TABLE, table)) if yes}
    known, now = {}, NOW
    for number, wanted in enumerate(tabs):
        now = NOW + number * AGAIN
        used = worth_a_try(wanted, known, now=now)
        known |= learned(used, known, taken=used <= takes, now=now)
        assert proved(known) <= takes
