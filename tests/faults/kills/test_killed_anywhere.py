"""kill -9 between any two steps: whoever comes next asks everybody once, and misses nobody, within 75 seconds.

A choice of it; `anywhere.py` does all of it.
"""

import pytest

from faults.kills.scenes import SITUATIONS, survive

CHOSEN = [
    ("prompts", "after_plan", 1),
    ("prompts", "after_claim_commit", 1),
    ("prompts", "after_post", 3),
    ("doubts", "after_read", 2),
    ("rewrites", "before_record", 2),
    ("a restored copy", "before_settled", 1),
    ("doubles", "after_remove", 1),
    ("kudos", "after_post", 6),
]
"""In turn on both databases."""
ONE_TO_EACH = [(*one, ("sqlite", "postgresql")[n % 2]) for n, one in enumerate(CHOSEN)]


@pytest.mark.parametrize(("name", "point", "nth", "database_url"), ONE_TO_EACH, indirect=["database_url"])
async def test_it_goes_on(database_url, tmp_path, name, point, nth):
    situation = next(one for one in SITUATIONS if one.name == name)

    assert await survive(situation, point, nth, database_url, tmp_path) == ""
