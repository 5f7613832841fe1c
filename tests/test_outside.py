"""The recorded Slack data is beside this repository wherever that is promised."""

import os

from outside import SLACK_DATA


def test_under_ci_the_recorded_slack_data_is_here():
    """Tables of cases made from its files are empty without it; this is the one that says so."""
    assert SLACK_DATA.is_dir() or os.environ.get("CI") != "true"
