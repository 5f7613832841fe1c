"""Journeys run in two of the four pairs of mode and database, the two in which Cairn is installed.

A socket with SQLite on one machine, HTTP with PostgreSQL behind a load balancer. `pytest tests/journeys --all-pairs` runs
all four.
"""

import pytest

LEFT_OUT = {("http", "sqlite"), ("socket", "postgresql")}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all-pairs"):
        return
    left_out = [one for one in items if one.path.parent.name == "journeys" and _pair(one) in LEFT_OUT]
    config.hook.pytest_deselected(items=left_out)
    kept = set(items) - set(left_out)
    items[:] = [one for one in items if one in kept]


def _pair(item: pytest.Item) -> tuple[str | None, str | None]:
    words = getattr(item, "callspec", None)
    chosen = set(words.id.split("-")) if words else set()
    return next(iter(chosen & {"http", "socket"}), None), next(iter(chosen & {"sqlite", "postgresql"}), None)
