"""Block Kit: which block may stand in a message, a modal, a Home tab."""

import pytest
from block_samples import BLOCKS, modal

from emulator.block_kit import blocks_report, view_report
from emulator.block_kit.blocks import BLOCKS as RULES
from emulator.block_kit.blocks import SURFACES
from outside import slack_data


def refused(block, surface):
    """Return where a block is refused on a surface."""
    if surface == "message":
        return [one["pointer"] for one in blocks_report([block]).problems]
    view = modal(block) if surface == "modal" else {"type": "home", "blocks": [block]}
    return [one["pointer"] for one in view_report(view, surface=surface).problems]


@pytest.mark.parametrize("surface", ["message", "modal", "home"])
@pytest.mark.parametrize("kind", RULES)
def test_a_block_stands_where_slack_lets_it(kind, surface):
    allowed = slack_data("blockkit/slackblocks-surfaces-3.0.0.json")[surface]
    where = {"message": "/blocks/0/type"}.get(surface, "/view/blocks/0/type")
    assert refused(BLOCKS[kind], surface) == ([] if kind in allowed else [where])


def test_the_table_of_surfaces_is_whole():
    recorded = slack_data("blockkit/slackblocks-surfaces-3.0.0.json")
    assert {surface: sorted(blocks) for surface, blocks in SURFACES.items()} == {
        surface: sorted(blocks) for surface, blocks in recorded.items()
    }
    assert set(RULES) == {block for blocks in recorded.values() for block in blocks}


def test_a_view_is_what_it_says_it_is():
    wrong = view_report({"type": "home", "blocks": [BLOCKS["section"]]}, surface="modal").problems
    assert wrong[0]["pointer"] == "/view/type"
    assert wrong[0]["constraint"] == {"type": "enum", "expected": ["modal"], "got": "home"}
