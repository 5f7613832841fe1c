"""Several instances speak at one pace: what one has taken the others do not take, and a wait is everybody's."""

from datetime import timedelta

import pytest

from company import ANA
from domain.notices import KudosReceived
from scheduler.outcomes import NotAccepted


@pytest.fixture
def thanks(put):
    async def thanks(count):
        await put(*(KudosReceived(to=f"U{n}", kudos=n, giver=ANA.id, reason="the review") for n in range(count)))

    return thanks


async def test_three_instances_together_keep_the_allowed_rate(another, chat, time, thanks):
    instances = [another(messages_per_minute=30) for _ in range(3)]
    await thanks(60)

    for _ in range(15):
        for one in instances:
            await one.drain()
        time.forward(seconds=2)

    assert len(chat.calls) == 15


async def test_a_wait_that_one_was_told_holds_for_all(another, chat, time, thanks):
    first, second = another(), another()
    await thanks(20)
    chat.coming.append(NotAccepted(timedelta(seconds=30), "ratelimited"))
    await first.step()
    await first.settled()
    await first.step()
    before = len(chat.calls)

    time.forward(seconds=29)
    await second.drain()
    assert len(chat.calls) == before

    time.forward(seconds=1)
    await second.drain()
    assert len(chat.calls) > before


async def test_one_a_second_to_one_person_also_from_two_instances(another, chat, put, time):
    first, second = another(), another()
    await put(*(KudosReceived(to="UBO", kudos=n, giver=ANA.id, reason="the review") for n in range(2)))

    await first.drain()
    await second.drain()
    assert len(chat.calls) == 1

    time.forward(seconds=1)
    await second.drain()
    assert len(chat.calls) == 2


async def test_a_clock_that_was_ahead_blocks_nobody(another, chat, put, time):
    await put(KudosReceived(to="UBO", kudos=1, giver=ANA.id, reason="the review"))
    await another().drain()
    time.forward(hours=-1)
    await put(KudosReceived(to="UBO", kudos=2, giver=ANA.id, reason="the review"))

    await another().drain()

    assert len(chat.calls) == 2
