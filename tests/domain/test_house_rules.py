"""The house rules of a workspace."""

import pytest

from domain.rules import COMMANDS, Rules


@pytest.mark.parametrize("feature", COMMANDS)
def test_a_prefix_stands_before_every_command(feature):
    assert Rules().command(feature) == f"/{COMMANDS[feature]}"
    assert Rules(prefix="cairn-").command(feature) == f"/cairn-{COMMANDS[feature]}"
