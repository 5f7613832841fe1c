"""Milestones as people write them, one a line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.goals import Goal, Kpi, Milestone
from domain.milestones import (
    MilestoneOutside,
    MilestonesOutOfOrder,
    MilestoneUnreadable,
    TooManyMilestones,
    keep_done,
    misplaced,
    read_milestones,
    written,
)
from properties import PROPERTY

PILOT = Milestone(title="Pilot with two teams", due=date(2026, 12, 15), share=0.4)
TRAINED = Milestone(title="Everyone trained", due=date(2027, 2, 1), share=0.7)


def test_a_line_is_a_day_a_share_and_a_title():
    said = "2026-12-15 40% Pilot with two teams\n\n  2027-02-01   70 %  Everyone trained "

    assert read_milestones(said) == (PILOT, TRAINED)
    assert written((PILOT, TRAINED)) == "2026-12-15 40% Pilot with two teams\n2027-02-01 70% Everyone trained"


@pytest.mark.parametrize(
    ("shares", "even"),
    [
        pytest.param(["", "", ""], [0.25, 0.5, 0.75], id="none said"),
        pytest.param(["", "60%", ""], [0.3, 0.6, 0.8], id="one said"),
        pytest.param(["12.5%"], [0.125], id="a half"),
    ],
)
def test_without_a_share_the_steps_are_even(shares, even):
    lines = [f"2027-01-{day:02} {share} Step {day}" for day, share in enumerate(shares, 1)]

    assert [one.share for one in read_milestones("\n".join(lines))] == even


@pytest.mark.parametrize(
    ("said", "refusal", "line"),
    [
        pytest.param("soon Pilot", MilestoneUnreadable, 1, id="no day"),
        pytest.param("2026-12-15", MilestoneUnreadable, 1, id="no title"),
        pytest.param("2026-12-15 40%", MilestoneUnreadable, 1, id="a share alone"),
        pytest.param("2026-02-30 Pilot", MilestoneUnreadable, 1, id="no such day"),
        pytest.param("2026-12-15 0% Pilot", MilestoneUnreadable, 1, id="nothing done"),
        pytest.param("2026-12-15 100% Pilot", MilestoneUnreadable, 1, id="that is the goal itself"),
        pytest.param(f"2026-12-15 {'x' * 101}", MilestoneUnreadable, 1, id="a novel"),
        pytest.param("2026-12-15 A\n\n2026-12-15 B", MilestonesOutOfOrder, 3, id="the same day"),
        pytest.param("2026-12-15 50% A\n2026-12-16 40% B", MilestonesOutOfOrder, 2, id="less later"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(said, refusal, line):
    with pytest.raises(refusal) as refused:
        read_milestones(said)

    assert refused.value.at() == "milestones"
    assert str(refused.value).startswith(f"Line {line}:")


def test_no_task_list():
    with pytest.raises(TooManyMilestones):
        read_milestones("\n".join(f"2027-01-{day:02} Step" for day in range(1, 22)))


def test_they_lie_within_the_goal():
    starts, due = date(2026, 11, 20), date(2027, 1, 31)

    assert misplaced((PILOT,), starts, due) is None
    found = misplaced((PILOT, TRAINED), starts, due)
    assert isinstance(found, MilestoneOutside)
    assert str(found) == (
        "Line 2: 1 February 2027 is not between the goal's start, 20 November 2026, and its due date, 31 January 2027."
    )


def test_what_is_done_stays_done():
    done = PILOT.model_copy(update={"done_on": date(2026, 12, 14)})

    assert keep_done((PILOT, TRAINED), (done,)) == (done, TRAINED)


def test_of_two_steps_with_one_title_each_keeps_its_own_day():
    done = PILOT.model_copy(update={"due": date(2026, 12, 20), "done_on": date(2026, 12, 14)})
    later = done.model_copy(update={"done_on": None})

    assert keep_done((PILOT, later), (PILOT, done)) == (PILOT, done)


STEPS = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(["Pilot", "40 people", "A % of it", "x"])), max_size=8)


@PROPERTY
@given(STEPS)
def test_what_was_written_is_read_again_as_it_was(steps):
    day, lines = date(2026, 11, 20), []
    for after, title in steps:
        day += timedelta(days=after)
        lines.append(f"{day.isoformat()} {title}")
    read = read_milestones("\n".join(lines))

    again = read_milestones(written(read))
    assert [(one.due, one.title) for one in again] == [(one.due, one.title) for one in read]
    assert all(abs(one.share - two.share) < 0.0001 for one, two in zip(again, read, strict=True))


@pytest.mark.parametrize(
    ("kpis", "done_on", "behind"),
    [
        pytest.param([(24, 8, 22.4)], None, True, id="a tenth, whatever floats say"),
        pytest.param([(24, 8, 22.5)], None, False, id="less than its share"),
        pytest.param([(0, 10, 3), (0, 10, 0)], None, True, id="the mean of both"),
        pytest.param([(0, 10, None)], None, False, id="no number yet"),
        pytest.param([], None, False, id="nothing says how far it is"),
        pytest.param([], date(2026, 11, 1), True, id="a file said so"),
    ],
)
def test_a_step_is_done_when_its_share_lies_behind(kpis, done_on, behind):
    measured = tuple(Kpi(name="k", baseline=start, target=end, value=value) for start, end, value in kpis)
    step = PILOT.model_copy(update={"share": 0.1, "done_on": done_on})
    goal = Goal(ref="G-1", title="t", owner="U", starts=date(2026, 10, 1), due=date(2027, 3, 1), kpis=measured)

    assert goal.has_behind(step) is behind
