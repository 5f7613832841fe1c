"""New numbers outside the check-in."""

from datetime import date

import pytest

from company import NOW
from domain.goal_updates import NoteWithoutNumber, NothingNew, update
from domain.goals import Confidence, Goal, Kpi, KpiReading

GOAL = Goal(
    id=4,
    ref="G-4",
    title="Answer within two hours",
    owner="UANA",
    starts=date(2026, 10, 1),
    due=date(2026, 12, 31),
    confidence=Confidence.ON_TRACK,
    kpis=(Kpi(id=1, name="Reply", baseline=6, target=2), Kpi(id=2, name="Satisfaction", baseline=80, target=90)),
)


def test_each_number_becomes_a_reading_and_the_note_stands_at_the_first():
    read = update(GOAL, {2: 84.0, 1: 5.5}, confidence=None, note=" Two new colleagues ", now=NOW)

    assert read == (
        KpiReading(goal=4, kpi=1, value=5.5, at=NOW, by="UANA", note="Two new colleagues"),
        KpiReading(goal=4, kpi=2, value=84, at=NOW, by="UANA"),
    )


def test_a_change_of_mind_alone_is_news():
    assert update(GOAL, {}, confidence=Confidence.AT_RISK, note="", now=NOW) == ()


@pytest.mark.parametrize(
    ("confidence", "note", "refusal"),
    [
        pytest.param(None, "", NothingNew, id="empty"),
        pytest.param(Confidence.ON_TRACK, "", NothingNew, id="as it was"),
        pytest.param(Confidence.AT_RISK, "Sick leave", NoteWithoutNumber, id="a note on nothing"),
    ],
)
def test_what_says_nothing_is_refused(confidence, note, refusal):
    with pytest.raises(refusal):
        update(GOAL, {}, confidence=confidence, note=note, now=NOW)


def test_a_number_of_another_goal_is_left_out():
    assert update(GOAL, {99: 1.0}, confidence=None, note="", now=NOW) == ()
