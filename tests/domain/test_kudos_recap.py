"""The week's recap: what for, not who most; and when a goal is reached."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from company import ANA, BO, MIA, NOW
from domain.goals import Goal, Kpi, KpiReading, Level, State
from domain.goals_reached import reached_at
from domain.kudos import Kudos
from domain.kudos_recap import Recap, common_zone, recap, week_of, week_to_tell

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
WEEK = date(2026, 11, 16)
ABOUT = {"ref": "G", "starts": date(2026, 7, 1), "due": date(2027, 3, 31), "state": State.ACTIVE}
TEAM = Goal(id=1, title="Calm winters", owner=MIA.id, level=Level.TEAM, **ABOUT)
OWN = Goal(id=2, title="Answer fast", owner=ANA.id, **ABOUT)


def kudos(number: int, **facts) -> Kudos:
    said = {"giver": ANA.id, "receivers": (BO.id,), "reason": f"reason {number}", "public": True} | facts
    return Kudos(id=number, given_at=NOW + timedelta(minutes=number), **said)


@pytest.mark.parametrize(
    ("now", "tz", "week"),
    [
        pytest.param(datetime(2026, 11, 23, 7, 59, tzinfo=UTC), BERLIN, None, id="a minute before nine"),
        pytest.param(datetime(2026, 11, 23, 8, tzinfo=UTC), BERLIN, WEEK, id="nine"),
        pytest.param(datetime(2026, 11, 24, 7, 59, tzinfo=UTC), BERLIN, WEEK, id="late, still news"),
        pytest.param(datetime(2026, 11, 24, 8, tzinfo=UTC), BERLIN, None, id="no news any more"),
        pytest.param(datetime(2026, 11, 23, 0, 0, tzinfo=UTC), TOKYO, WEEK, id="nine in Tokyo"),
        pytest.param(
            datetime(2026, 3, 30, 7, 0, tzinfo=UTC), BERLIN, date(2026, 3, 23), id="the day after clocks change"
        ),
    ],
)
def test_it_comes_on_monday_at_nine(now, tz, week):
    assert week_to_tell(now, tz) == week


@pytest.mark.parametrize(
    ("clocks", "name"),
    [
        pytest.param({"Asia/Tokyo": 1, "Europe/Berlin": 3}, "Europe/Berlin", id="most"),
        pytest.param({"Europe/Berlin": 2, "Asia/Tokyo": 2}, "Asia/Tokyo", id="even: the first by name"),
        pytest.param({}, "UTC", id="nobody"),
        pytest.param({"Nowhere/Atall": 5}, "UTC", id="an unknown one"),
    ],
)
def test_on_the_clock_most_people_have(clocks, name):
    assert str(common_zone(clocks)) == name


def test_its_week_ends_with_mondays_midnight():
    assert week_of(WEEK, BERLIN) == (datetime(2026, 11, 15, 23, tzinfo=UTC), datetime(2026, 11, 22, 23, tzinfo=UTC))


def test_it_says_what_for_and_nothing_of_persons():
    week = [
        kudos(1, value="care"),
        kudos(2, value="craft", goal=1),
        kudos(3, value="care"),
        kudos(4, goal=2),
        kudos(5, public=False, value="craft"),
        kudos(6, undone_at=NOW, value="craft"),
        kudos(7, removed_at=NOW, value="craft"),
    ]

    told = recap(WEEK, week, {1: TEAM, 2: OWN}, [TEAM, OWN])

    assert told == Recap(
        week=WEEK,
        thanks=4,
        values=(("care", 2), ("craft", 1)),
        goals=(("Calm winters", 1),),
        reasons=("reason 1", "reason 2", "reason 4"),
        reached=("Calm winters",),
    )


def test_reasons_for_the_same_are_quoted_when_there_are_no_others():
    assert recap(WEEK, [kudos(2), kudos(1)], {}, []).reasons == ("reason 1", "reason 2")


def test_a_week_without_anything_has_none():
    assert recap(WEEK, [], {}, []) is None
    assert recap(WEEK, [kudos(1, public=False)], {}, []) is None
    assert recap(WEEK, [], {}, [TEAM]).thanks == 0


KPI = Kpi(id=7, name="First reply", baseline=6, target=2)
OTHER = Kpi(id=8, name="Articles", baseline=0, target=10)


def read(*values: tuple[int, float]) -> list[KpiReading]:
    """Readings in the order of their hours: (kpi, value)."""
    return [
        KpiReading(goal=2, kpi=kpi, value=value, at=NOW + timedelta(hours=hour), by=ANA.id)
        for hour, (kpi, value) in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("kpis", "readings", "facts", "hour"),
    [
        pytest.param((KPI,), read((7, 4), (7, 2)), {}, 1, id="at the target"),
        pytest.param((KPI,), read((7, 1), (7, 2), (7, 1.5)), {}, 0, id="once, however good it gets"),
        pytest.param((KPI,), read((7, 2), (7, 3), (7, 2)), {}, 2, id="lost and reached anew"),
        pytest.param((KPI,), read((7, 2), (7, 3)), {}, None, id="lost again"),
        pytest.param((KPI, OTHER), read((7, 2), (8, 9), (8, 10)), {}, 2, id="the last of several"),
        pytest.param((KPI, OTHER), read((7, 2)), {}, None, id="one of several"),
        pytest.param((KPI,), [], {}, None, id="no number"),
        pytest.param((), read((7, 2)), {}, None, id="no KPI"),
        pytest.param((KPI,), read((7, 2)), {"state": State.PROPOSED}, None, id="not agreed"),
        pytest.param((KPI,), read((7, 3)), {"state": State.CLOSED, "score": 0.7}, 0, id="closed in green"),
        pytest.param((KPI,), read((7, 3)), {"state": State.CLOSED, "score": 0.6}, None, id="closed in amber"),
        pytest.param((KPI,), read((7, 3)), {"state": State.CLOSED}, None, id="closed without a score"),
    ],
)
def test_a_goal_is_reached_once(kpis, readings, facts, hour):
    reached = OWN.model_copy(update={"kpis": kpis, **facts})

    assert reached_at(reached, readings) == (None if hour is None else NOW + timedelta(hours=hour))
