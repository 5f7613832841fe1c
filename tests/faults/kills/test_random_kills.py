"""kill -9 at random moments with a Slack that answers badly: everybody is asked once. Naive orders do not pass."""

from datetime import timedelta
from random import Random

import pytest

from faults.kills.kill_loop import NAIVE, killed
from faults.kills.killing import Load

SEED = 6
BITES = {
    "mark_after_sending": {"accept_then_drop": (0.4, {})},
    "mark_before_sending": {"drop": (0.4, {})},
    "let_the_sdk_retry": {"accept_then_drop": (0.4, {})},
}


async def test_everybody_is_asked_once(database_url, tmp_path):
    found = await killed(database_url, tmp_path, Load(people=20, prompts=20, kills=5, calls=20), Random(SEED))

    assert found.loop.count.kills >= 5
    assert (found.doubled, found.missed) == (0, 0)
    assert found.loop.ledger.removed() == 0


@pytest.mark.parametrize("order", NAIVE)
async def test_a_naive_order_is_found_out(sqlite_url, tmp_path, order):
    _, flaw = NAIVE[order]
    load = Load(people=9, prompts=9, kills=0, patience=timedelta(minutes=5 if flaw == "missed" else 90))
    found = await killed(sqlite_url, tmp_path, load, Random(SEED), bad=BITES[order], order=order)

    assert getattr(found, flaw) > 0
