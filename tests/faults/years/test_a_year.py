"""A simulated year of a small company, and some weeks on PostgreSQL: everybody is asked once a week, or rightly not."""

import pytest

from faults.years.plan import SELDOM
from faults.years.year import a_year

SEED, PEOPLE = 1, 20


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_year(database_url):
    judgement = await a_year(database_url, SEED, people=PEOPLE, weeks=52, often=SELDOM)

    assert judgement.wrong == []
    assert judgement.weeks["asked"] > 600


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_some_weeks_of_several_instances(database_url):
    judgement = await a_year(database_url, SEED, people=PEOPLE, weeks=5, often=SELDOM)

    assert judgement.wrong == []
    assert judgement.weeks["asked"] > 30
