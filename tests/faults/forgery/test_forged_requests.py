"""What was not signed is refused, has no effect and is in no log; what was is answered alike however often it comes."""

from random import Random

import pytest

from faults.forgery.door import Door
from faults.forgery.forged import MARK, forge, leaked, replayed
from faults.forgery.overhearing import encodings, everything_logged

FEW = 400
SEED = 1


@pytest.fixture
async def door(sqlite_url):
    async with Door.open(sqlite_url) as opened:
        yield opened


async def test_forged_requests_are_refused_without_effect_or_trace(door):
    before = await door.rows()

    with everything_logged() as said:
        answers = await forge(door, Random(SEED), FEW)

    assert len(answers) == FEW
    assert (answers.wrong, answers.told) == ([], [])
    assert leaked(said.getvalue()) == 0
    assert await door.rows() == before


async def test_a_genuine_request_sent_again_has_no_second_effect(door):
    before = await door.rows()

    assert await replayed(door, Random(SEED), 3 * len(door.genuine)) == []

    assert await door.rows() == before


@pytest.mark.parametrize("form", range(len(encodings(MARK))))
def test_a_mark_is_found_in_whatever_way_it_is_written(form):
    assert leaked(f"… {encodings(MARK + '1')[form]} …")
