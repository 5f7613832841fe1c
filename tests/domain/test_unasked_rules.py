"""Weeks in which the bot was not running: which of them are missed, by whom, and that nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest

from company import ANA, BO, HANA, NOW
from domain.calendar import WEEK, Schedule, opens_at, zone
from domain.prompts import Facts, Planned
from domain.turns import Turn
from domain.unasked import may_be_missed, missed, never_asked, newest_period

FRIDAY = NOW.date()
"""The period that is open."""
FRIDAYS, MONDAYS = Schedule(), Schedule(weekday=0)


def weeks_missed(newest, *people, schedule=FRIDAYS, now=NOW):
    found = missed(people or [ANA], schedule=schedule, newest=newest, now=now)
    return sorted(period for _, period in found)


def back(weeks):
    return FRIDAY - weeks * WEEK


@pytest.mark.parametrize(
    ("newest", "found"),
    [
        pytest.param(FRIDAY + WEEK, [], id="planned ahead"),
        pytest.param(FRIDAY, [], id="the open one is planned"),
        pytest.param(back(1), [back(1)], id="some may be missing of the latest that was planned"),
        pytest.param(back(4), [back(4), back(3), back(2), back(1)], id="down for a month"),
        pytest.param(back(40), [back(n) for n in range(11, 0, -1)], id="down for a year: twelve weeks are looked back"),
        pytest.param(back(2) - timedelta(days=3), [back(1)], id="asked on Tuesdays before: too soon to miss the next"),
        pytest.param(back(2) - timedelta(days=4), [back(2), back(1)], id="asked on Mondays before"),
    ],
)
def test_what_lies_between_the_latest_plan_and_now_is_missed(newest, found):
    assert weeks_missed(newest) == found


def test_nobody_misses_what_began_before_they_were_enrolled():
    opened = opens_at(back(2), FRIDAYS, zone(ANA.tz))

    in_time = ANA.model_copy(update={"enrolled_at": opened})
    too_late = ANA.model_copy(update={"enrolled_at": opened + timedelta(seconds=1)})

    assert weeks_missed(back(4), in_time) == [back(2), back(1)]
    assert weeks_missed(back(4), too_late) == [back(1)]
    assert weeks_missed(back(4), ANA.model_copy(update={"enrolled_at": None})) == []
    assert weeks_missed(back(4), ANA.model_copy(update={"active": False})) == []


def test_a_week_is_over_by_each_persons_own_clock():
    """Four in the morning in Berlin: in Tokyo the week that began seven days ago is over."""
    friday_morning = datetime(2026, 11, 20, 3, tzinfo=UTC)

    found = missed([ANA, BO, HANA], schedule=FRIDAYS, newest=back(1), now=friday_morning)

    assert found == {(HANA.id, back(1)): datetime(2026, 11, 13, 1, tzinfo=UTC)}


@pytest.mark.parametrize("schedule", [FRIDAYS, MONDAYS], ids=["Fridays", "Mondays"])
def test_a_planner_that_goes_on_never_looks(schedule):
    """Its newest period is always ahead; even the open one of the earliest clock would do."""
    assert not may_be_missed(FRIDAY + timedelta(days=1), NOW)
    for day in range(6):
        assert not may_be_missed(FRIDAY, NOW + timedelta(days=day))
        assert (
            weeks_missed(FRIDAY, ANA.model_copy(update={"tz": "Pacific/Kiritimati"}), now=NOW + day * (WEEK / 7)) == []
        )
    assert may_be_missed(FRIDAY, NOW + timedelta(days=6))


def test_the_newest_period_is_of_all_that_is_known():
    ahead = {(ANA.id, FRIDAY + WEEK): Planned(1, NOW)}

    assert newest_period(Facts()) is None
    assert newest_period(Facts(asked={(BO.id, FRIDAY): 1, (ANA.id, back(1)): 1})) == FRIDAY
    assert newest_period(Facts(asked={(BO.id, FRIDAY): 1}, planned=ahead)) == FRIDAY + WEEK


SLOT = ANA.id, back(1)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        pytest.param(Facts(expired={SLOT}), {SLOT}, id="never sent"),
        pytest.param(Facts(expired={SLOT}, posted={SLOT: 1}), set(), id="the first went out, the second expired"),
        pytest.param(Facts(expired={SLOT}, answered={SLOT}), set(), id="answered unasked"),
        pytest.param(Facts(expired={SLOT}, turns={SLOT: Turn(person=SLOT[0], period=SLOT[1])}), {SLOT}, id="a turn"),
        pytest.param(
            Facts(expired={SLOT}, turns={SLOT: Turn(person=SLOT[0], period=SLOT[1], skipped_at=NOW)}),
            set(),
            id="skipped",
        ),
    ],
)
def test_whom_nobody_asked_for_their_prompt_expired(facts, found):
    assert never_asked(facts) == found
