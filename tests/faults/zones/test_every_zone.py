"""One of each kind of change that clocks are given: at each half hour around it everybody is asked once, at that hour."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.calendar import WEEK
from faults.zones.clocks import Shown, changes
from faults.zones.zones import ORDINARY, alike, around


def kinds():
    """A zone and a moment for each kind: the hour at which the clocks are moved, how far, and over midnight or not."""
    found = {}
    for zones, moments in alike(step=WEEK):
        for moment in moments:
            before, after = Shown(ZoneInfo(zones[0]), moment, timedelta()).moved
            found.setdefault((before.time(), after - before), (zones[:1], moment))
    return found


def test_each_kind_of_change_asks_once_at_the_hour_that_is_meant():
    found = kinds()

    assert len(found) > 10
    for change in found.values():
        seen = around(change)
        assert not seen.wrong
        assert seen.counts["left out"] + seen.counts["twice"] > 0


def test_where_the_clocks_stay_a_leap_day_asks_like_any_other():
    seen = around((("Asia/Kathmandu", "Asia/Katmandu"), ORDINARY))

    assert (seen.wrong, dict(+seen.counts)) == ([], {"due": 2 * 3 * 48})


def test_a_day_that_does_not_exist_is_asked_for_once():
    """Samoa went from Thursday to Saturday: the hours of that Friday are those of a Saturday, so Monday morning asks."""
    moment = datetime(2011, 12, 30, 10, tzinfo=UTC)

    seen = around((("Pacific/Apia",), moment))

    assert changes(ZoneInfo("Pacific/Apia"), first=2011, last=2011)[-1] == moment
    assert seen.wrong == []
    assert seen.counts["left out"] == seen.counts["other"] == 48


@pytest.mark.parametrize(
    ("local", "moment"),
    [
        pytest.param("2026-03-29T01:30", "2026-03-29T00:30", id="before"),
        pytest.param("2026-03-29T02:30", "2026-03-29T01:30", id="left out"),
        pytest.param("2026-03-29T03:00", "2026-03-29T01:00", id="as they are moved"),
        pytest.param("2026-03-29T03:30", "2026-03-29T01:30", id="after"),
    ],
)
def test_the_clocks_of_berlin_are_read_rightly(local, moment):
    shown = Shown(ZoneInfo("Europe/Berlin"), datetime(2026, 3, 29, 1, tzinfo=UTC))

    assert shown.when(datetime.fromisoformat(local)) == datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert list(shown.days) == [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]
