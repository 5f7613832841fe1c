"""How the measures of a goal look: a line of bars for its way, each KPI in words with its sum and its pace."""

from datetime import datetime, timedelta

import pytest
from seeds import TODAY, goal

from company import ANA, NOW
from domain.goals import Kind, Kpi, KpiReading
from handlers.views import goal_measures


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        pytest.param([1, 2, 3], "▁▅█", id="rising"),
        pytest.param([6, 2], "█▁", id="falling"),
        pytest.param([4, 4], "▅▅", id="even"),
        pytest.param([-1e308, 1e308], "▁█", id="far apart"),
    ],
)
def test_a_sparkline_goes_from_the_lowest_to_the_highest(values, bars):
    assert goal_measures.sparkline(values) == bars


def test_many_readings_fit_on_a_line():
    line = goal_measures.sparkline(list(range(1000)))

    assert len(line) == goal_measures.MOST_BARS
    assert (line[0], line[-1]) == ("▁", "█")


@pytest.mark.parametrize(
    ("kpi", "told"),
    [
        pytest.param({"value": 42}, "42 % · from 0 to 90 % · 47 % of the way", id="a number"),
        pytest.param({}, "no value yet · from 0 to 90 % · 0 % of the way", id="never read"),
        pytest.param({"baseline": 90, "target": 0}, "from 90 to 0 % · 0 % of the way", id="no step on the way down"),
        pytest.param({"kind": Kind.YES_NO, "target": 1, "value": 1}, ": done", id="done"),
        pytest.param({"kind": Kind.YES_NO, "target": 1}, ": not done yet", id="not done"),
        pytest.param({"value": 90, "score": 1.0}, "100 % of the way · closed at 1.0", id="with its score"),
        pytest.param({"value": 1e9}, "far off of the way", id="beyond all measure"),
    ],
)
def test_a_kpi_in_words(kpi, told):
    measure = Kpi(id=1, name="Answers", **{"unit": "%", "baseline": 0, "target": 90} | kpi)

    assert told in goal_measures.kpi_text(goal(1, kpis=(measure,)), measure, [], TODAY)


def test_of_several_kpis_each_has_its_pace_and_its_way():
    kpis = tuple(Kpi(id=n, name="Answers", baseline=0, target=90, value=42) for n in (1, 2))
    at = datetime(2026, 9, 1, tzinfo=NOW.tzinfo)
    read = [
        KpiReading(goal=1, kpi=1, value=value, at=at + timedelta(days=n), by=ANA.id) for n, value in enumerate((9, 42))
    ]

    text = goal_measures.kpi_text(goal(1, kpis=kpis), kpis[0], read, TODAY)

    assert "At this pace 84 on 31 Mar." in text
    assert "`▁▃█` 2 readings, 1 Sep to 2 Sep: 9 first, 42 last" in text
