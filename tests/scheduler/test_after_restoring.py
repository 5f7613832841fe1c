"""A backup was restored: whatever may have been said before is looked for in Slack, and said only where it is not there."""

from datetime import timedelta

import pytest
from fake_slack import kudos, prompt

from company import ANA, BO, MIA
from domain.notices import NOT_SURE, KudosReceived, PostRefused
from scheduler.records import SETTLE
from storage.outbox import State
from storage.outbox_rows import marker_of

SAID, NOT_SAID = prompt(ANA.id), prompt(BO.id)
THANKS = KudosReceived(to=MIA.id, kudos=7, giver=ANA.id, reason="the review")


@pytest.fixture
def restored(company, time):
    async def restored():
        async with company.transaction() as store:
            await store.workspaces.restored(now=time.now)
        time.forward(seconds=1)

    return restored


@pytest.fixture
def live(delivery, time, look):
    async def live(span):
        end = time.now + span
        while time.now < end:
            await look(delivery)
            await delivery.drain()
            time.forward(seconds=5)

    return live


def stood_before(chat, company, notice):
    """It stands in Slack since before the backup was restored."""
    return chat.late(notice, marker_of(company.workspace_id, notice.key))


async def test_what_was_said_before_is_not_said_again_and_what_was_not_is(
    delivery, chat, company, plan, time, restored, live, states
):
    stood_before(chat, company, SAID)
    await plan((SAID, time.now), (NOT_SAID, time.now))
    time.forward(seconds=1)
    await restored()
    await delivery.drain()
    assert chat.calls == []  # not even before the first look

    await live(3 * SETTLE)

    assert sorted(one.to for one in chat.said()) == [ANA.id, BO.id]
    assert await states() == {State.SENT: 2}


async def test_what_is_planned_again_for_before_is_found_by_the_same_marker(
    delivery, chat, company, plan, time, restored, live
):
    stood_before(chat, company, SAID)
    due = time.now
    time.forward(seconds=60)
    await restored()
    await plan((SAID, due))  # the backup did not have it: the planner makes it anew

    await live(3 * SETTLE)

    assert chat.said() == [SAID]
    assert chat.calls == []


async def test_what_comes_later_goes_at_once(delivery, chat, put, time, restored):
    await restored()
    await put(THANKS)

    await delivery.drain()

    assert chat.said() == [THANKS]
    assert chat.reads == 0


async def test_a_public_post_is_left_to_whoever_caused_it(delivery, chat, put, time, restored, live):
    await put(kudos(1))
    time.forward(seconds=1)
    await restored()
    await live(timedelta(seconds=30))

    (told,) = chat.said()
    assert isinstance(told, PostRefused)
    assert told.why == NOT_SURE
    assert chat.reads == 0
