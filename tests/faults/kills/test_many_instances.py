"""Several instances at once share the work and the pace, and nobody is asked twice; SQLite takes one."""

from random import Random

import pytest

from faults.kills.instances import paced_well, refused, share
from faults.kills.pacing import Rush, say_it


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_processes_started_at_once_ask_everybody_once(database_url, tmp_path):
    came = await share(database_url, tmp_path, instances=4, count=60)

    assert (came.doubled, came.missed) == (0, 0)
    assert sum(came.shares) == 60


async def test_on_sqlite_one_runs_and_the_other_says_why_not(sqlite_url, tmp_path):
    assert await refused(sqlite_url, tmp_path, processes=2) == (1, 1)


@pytest.mark.parametrize(("database_url", "instances"), [("sqlite", 1), ("postgresql", 3)], indirect=["database_url"])
async def test_what_is_due_in_one_minute_goes_at_the_pace_slack_allows(database_url, tmp_path, instances):
    pace = await say_it(database_url, tmp_path, Rush(120, 10, within=5), instances, Random(6))

    assert paced_well(pace), pace
