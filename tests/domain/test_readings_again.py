"""Readings that come again: doubled ones are taken once, corrected ones replace, a key names one for good."""

import pytest

from company import NOW
from domain.goals import KpiReading
from domain.readings import OUTSIDE, CannotTake
from domain.readings_again import Became, KeyUsed, OtherValueThere, SaidTwice, Seen, plan

TAKEN, CORRECTED, KNOWN = Became.TAKEN, Became.CORRECTED, Became.KNOWN
MOMENT = (1, NOW)


def reading(value, *, kpi=1, at=NOW, key=None):
    return KpiReading(goal=7, kpi=kpi, value=value, at=at, by=OUTSIDE, key=key)


def planned(*readings, seen=(), ever=(), keyed=(), correct=False):
    there = {MOMENT: Seen(stands=frozenset(seen), ever=frozenset(seen) | frozenset(ever))} if seen else {}
    keys = {one.key: one for one in keyed}
    return plan(readings, [correct] * len(readings), keyed=keys, seen=there, how="say so")


@pytest.mark.parametrize(
    ("readings", "stored", "became"),
    [
        pytest.param([40], {}, [TAKEN], id="new"),
        pytest.param([40, 40], {}, [TAKEN, KNOWN], id="told twice at once"),
        pytest.param([40], {"seen": [40]}, [KNOWN], id="there already"),
        pytest.param([40], {"seen": [50], "ever": [40]}, [KNOWN], id="an old one, corrected meanwhile"),
        pytest.param([40], {"seen": [40], "correct": True}, [KNOWN], id="the same correction again"),
        pytest.param([50], {"seen": [40], "correct": True}, [CORRECTED], id="corrected"),
        pytest.param([50, 50], {"seen": [40], "correct": True}, [CORRECTED, KNOWN], id="corrected twice at once"),
        pytest.param([40], {"seen": [50], "ever": [40], "correct": True}, [CORRECTED], id="corrected back"),
        pytest.param([40], {"correct": True}, [TAKEN], id="nothing to correct"),
    ],
)
def test_what_becomes_of_readings(readings, stored, became):
    found = planned(*map(reading, readings), **stored)

    assert list(found.became) == became
    assert len(found.new) == sum(one is not KNOWN for one in became)
    assert found.wrong == ((MOMENT,) if CORRECTED in became else ())


@pytest.mark.parametrize(
    ("readings", "stored", "refusal", "words"),
    [
        pytest.param([reading(50)], {"seen": [40]}, OtherValueThere, "it was 40 already. If that was wrong, say so.", id="another"),
        pytest.param([reading(50)], {"seen": [40, 45]}, OtherValueThere, "40 and 45", id="two stand there"),
        pytest.param([reading(40), reading(50)], {}, SaidTwice, "twice", id="two values at once"),
        pytest.param([reading(50), reading(40)], {"seen": [40], "correct": True}, SaidTwice, "twice", id="corrected to two"),
        pytest.param([reading(40), reading(50)], {"seen": [40], "correct": True}, SaidTwice, "twice", id="in the other order"),
        pytest.param([reading(50, key="k")], {"keyed": [reading(40, key="k")]}, KeyUsed, "“k”", id="another value under a key"),
        pytest.param([reading(40, key="k")], {"keyed": [reading(40, kpi=2, key="k")]}, KeyUsed, "“k”", id="another KPI"),
        pytest.param([reading(40, key="k"), reading(40, kpi=2, key="k")], {}, KeyUsed, "“k”", id="one key for two at once"),
    ],
)  # fmt: skip
def test_some_are_refused(readings, stored, refusal, words):
    with pytest.raises(CannotTake) as refused:
        planned(*readings, **stored)

    [problem] = refused.value.problems
    assert (problem.place, type(problem.refusal)) == (len(readings) - 1, refusal)
    assert words in str(problem.refusal)


def test_under_its_key_a_reading_is_known_whatever_became_of_it():
    one = reading(40, key="k")

    assert planned(one, keyed=[one], seen=[50], ever=[40], correct=True).new == ()
    assert planned(one, one).became == (TAKEN, KNOWN)


def test_readings_of_other_kpis_and_moments_are_none_of_each_others_business():
    assert planned(reading(40), reading(50, kpi=2)).became == (TAKEN, TAKEN)
