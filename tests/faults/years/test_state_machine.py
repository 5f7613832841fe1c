"""Anything in any order, on both databases: nobody asked twice or missed, nothing acknowledged lost, nothing overdue."""

from faults.years.machine import run_machine

EXAMPLES = {"sqlite": 8, "postgresql": 4}
"""What a few seconds are enough for; `make faults` runs hundreds."""


def test_anything_in_any_order(database_url):
    run_machine(database_url, examples=EXAMPLES[database_url.partition(":")[0]], steps=20)
