"""Blocks as Slack takes them. slackblocks' own messages and views render each of their blocks four times, to check them."""

from collections.abc import Sequence
from typing import Any

import slackblocks as kit
from slackblocks.errors import LengthError

MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100
"""So many blocks Slack takes."""
STAND_IN = kit.DividerBlock()
"""What slackblocks checks the rest of a view with."""


def rendered(blocks: Sequence[kit.Block], most: int) -> list[dict[str, Any]]:
    """Return each block as a plain dict, in order. Raises LengthError where they are too many."""
    if len(blocks) > most:
        raise LengthError(f"{len(blocks)} blocks where Slack takes {most}")
    return [block._resolve() for block in blocks]  # noqa: SLF001, there is no public way to render one block
