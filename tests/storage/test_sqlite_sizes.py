"""SQLite's planner is told sizes: for every index, the same in every database, and never that a workspace is small."""

import pytest

from storage.engine import open_engine
from storage.sqlite_sizes import guess

INDEXES = "SELECT name FROM sqlite_master WHERE type = 'index'"
TOLD = "SELECT idx, stat FROM sqlite_stat1"


@pytest.mark.parametrize(
    ("columns", "unique", "said"),
    [
        pytest.param(["workspace_id", "id"], True, "1000000 1000000 1", id="one row each"),
        pytest.param(["workspace_id", "person", "period"], True, "1000000 1000000 100 1", id="a week of somebody"),
        pytest.param(["workspace_id", "owner", "state"], False, "1000000 1000000 100 25", id="open ones of somebody"),
        pytest.param(["goal"], False, "1000000 2", id="a few of a goal"),
        pytest.param(["period"], False, "1000000 3333", id="everybody's week"),
    ],
)
def test_each_further_column_leaves_fewer_rows(columns, unique, said):
    assert guess(columns, unique=unique) == said


async def test_every_index_has_its_guess(sqlite_url):
    engine = open_engine(sqlite_url)
    async with engine.connect() as connection:
        indexes = set((await connection.exec_driver_sql(INDEXES)).scalars())
        told = {row.idx: row.stat for row in await connection.exec_driver_sql(TOLD)}
    await engine.dispose()

    assert told.keys() == indexes
    assert told["ix_goals_state"] == "1000000 1000000 250000 25"
    assert told["ix_blockers_open"] == "10000 10000 1", "of those few are open"
