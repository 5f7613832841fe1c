"""How property tests run: the same examples each time, no file kept, no clock watched."""

from hypothesis import settings

PROPERTY = settings(max_examples=200, derandomize=True, database=None, deadline=None)
