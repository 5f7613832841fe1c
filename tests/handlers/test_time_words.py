"""Moments as the reader would say them, in the reader's own zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.views.times import in_words, on_weekday, when

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "said", "day"),
    [
        pytest.param("2026-11-20T13:00", "today 14:00", "today", id="today"),
        pytest.param("2026-11-21T08:00", "tomorrow 09:00", "tomorrow", id="tomorrow"),
        pytest.param("2026-11-19T08:00", "yesterday 09:00", "yesterday", id="yesterday"),
        pytest.param("2026-11-24T08:00", "Tuesday 09:00", "on Tuesday", id="this week"),
        pytest.param("2026-11-17T08:00", "Tuesday 17 November 09:00", "on Tuesday", id="last Tuesday"),
        pytest.param("2026-11-27T09:00", "Friday 27 November 10:00", "on 27 November", id="in a week"),
        pytest.param("2027-01-04T08:00", "Monday 4 January 2027 09:00", "on 4 January 2027", id="next year"),
        pytest.param("2026-11-20T23:30", "tomorrow 00:30", "tomorrow", id="after midnight on the reader's clock"),
    ],
)
def test_near_days_have_names(moment, said, day):
    assert in_words(at(moment), BERLIN, NOW) == said
    assert on_weekday(at(moment), BERLIN, NOW) == day


def test_slack_says_it_in_its_own_way_where_it_can():
    moment = at("2026-11-21T08:00")

    shown = when(moment, BERLIN, NOW)

    assert shown == f"<!date^{int(moment.timestamp())}^{{date_short_pretty}} at {{time}}|tomorrow 09:00>"
    assert when(moment, TOKYO, NOW).endswith("|tomorrow 17:00>")
