"""What nobody knows the fate of: killed processes, lost answers, a history that lags or is down."""

import asyncio
from datetime import timedelta

import pytest
from fake_slack import ACCEPTED, ACCEPTED_BUT_LOST, ACCEPTED_THEN_KILLED, KILLED, LOST, SILENT, Killed, kudos, prompt

from company import ANA, LONG_AGO
from domain.notices import NO_PLACE, NOT_SURE, CheckInDone, KudosPostGone, KudosReceived, PostRefused
from scheduler.outcomes import Uncertain
from scheduler.reconcile import LOOKS
from scheduler.records import SAY_AGAIN, SETTLE
from storage.outbox import A_PERSON_DECIDES, LEASE, State

ASKED = prompt(ANA.id)


@pytest.fixture
def live(time, look):
    """Let seconds pass, with a look each five, as the timetable has it."""

    async def live(delivery, seconds):
        for _ in range(0, seconds, 5):
            time.forward(seconds=5)
            await delivery.drain()
            await look(delivery)
        await delivery.drain()

    return live


@pytest.fixture
async def dies(another, put):
    """Send with a process that dies during the call."""
    delivery = another()
    await put(ASKED)
    await delivery.step()
    task = next(iter(delivery._under_way))
    await delivery.settled()
    assert isinstance(task.exception(), Killed)
    return delivery


class TestAProcessThatDies:
    @pytest.fixture(params=[KILLED, ACCEPTED_THEN_KILLED], autouse=True)
    def death(self, request, chat):
        chat.coming.append(request.param)
        return request.param

    async def test_leaves_one_message_in_the_end(self, another, dies, chat, live, states):
        await live(another(), 75)

        assert chat.said() == [ASKED]
        assert await states() == {State.SENT: 1}

    async def test_is_followed_by_a_second_call_only_if_the_first_came_to_nothing(
        self, another, dies, chat, live, death
    ):
        await live(another(), 75)

        assert len(chat.calls) == (2 if death == KILLED else 1)


async def test_a_claim_whose_process_dies_before_the_call_is_taken_over(another, chat, company, put, time, live):
    await put(ASKED)
    async with company.transaction() as store:
        await store.outbox.claim("somebody who dies now", now=time.now)

    await live(another(), 75)

    assert chat.said() == [ASKED]


async def test_an_answer_lost_after_the_post_is_found_in_the_history(delivery, chat, put, live, states):
    chat.coming.append(ACCEPTED_BUT_LOST)
    await put(ASKED)
    await delivery.drain()
    assert await states() == {State.UNCERTAIN: 1}

    await live(delivery, 40)

    assert len(chat.calls) == 1
    assert await states() == {State.SENT: 1}


async def test_a_post_that_never_arrived_is_said_again_after_two_empty_reads(delivery, chat, put, live):
    chat.coming.append(LOST)
    await put(ASKED)
    await delivery.drain()

    await live(delivery, 2 * int(SETTLE.total_seconds()) + 10)

    assert chat.reads == 2
    assert chat.said() == [ASKED]
    first, second = (at for at, _ in chat.calls)
    assert second - first >= 2 * SETTLE


async def test_nothing_is_read_before_the_settle_time_is_over(delivery, chat, put, time, look):
    chat.coming.append(LOST)
    await put(ASKED)
    await delivery.drain()

    time.forward(seconds=SETTLE.total_seconds() - 1)
    assert await look(delivery) == 0
    time.forward(seconds=1)
    assert await look(delivery) == 1
    assert await look(delivery) == 0
    assert chat.reads == 1


@pytest.mark.parametrize("lag", [0, 10, 20, 35])
async def test_a_history_that_lags_is_read_again_before_anything_is_said(delivery, chat, put, live, lag):
    chat.lag = timedelta(seconds=lag)
    chat.coming.append(ACCEPTED_BUT_LOST)
    await put(ASKED)
    await delivery.drain()

    await live(delivery, 90)

    assert len(chat.calls) == 1


async def test_while_the_history_is_down_nothing_is_posted(delivery, chat, put, live, states):
    chat.coming.append(ACCEPTED_BUT_LOST)
    chat.history_down = True
    await put(ASKED)
    await delivery.drain()

    await live(delivery, 600)
    assert len(chat.calls) == 1
    assert await states() == {State.UNCERTAIN: 1}

    chat.history_down = False
    await live(delivery, 40)
    assert await states() == {State.SENT: 1}
    assert len(chat.calls) == 1


async def test_one_empty_read_before_the_history_goes_down_is_not_enough(delivery, chat, put, live):
    chat.coming.append(LOST)
    await put(ASKED)
    await delivery.drain()
    await live(delivery, 25)
    assert chat.reads == 1

    chat.history_down = True
    await live(delivery, 120)
    assert len(chat.calls) == 1


async def test_an_instance_that_lost_its_lease_changes_nothing(another, chat, put, live, states, company):
    slow, quick = another(), another()
    chat.coming.append(SILENT)
    await put(ASKED)
    await slow.step()
    await chat.called.wait()
    await live(quick, 75)
    assert await states() == {State.SENT: 1}
    before = await _row(company)

    chat.answers.set()
    await slow.settled()

    assert await _row(company) == before


async def _row(company):
    async with company.reading() as store:
        return await store.outbox.posted([ASKED.key])


async def test_an_instance_does_not_give_up_what_it_is_sending_itself(delivery, chat, put, time, look, states):
    """Its clock was moved on, but the call is still on its way."""
    chat.coming.append(SILENT)
    await put(ASKED)
    await delivery.step()
    await chat.called.wait()

    time.forward(hours=1)
    assert await look(delivery) == 0

    chat.answers.set()
    await delivery.settled()
    assert await states() == {State.SENT: 1}


async def test_a_doubtful_public_post_is_never_repeated_and_the_giver_is_told_once(
    delivery, chat, put, live, state_of, company
):
    chat.coming.append(LOST)
    await put(kudos())

    await delivery.drain()
    await live(delivery, 120)

    told = PostRefused(to="UANA", post=kudos().key, channel="CKUDOS", why=NOT_SURE)
    assert chat.said() == [told]
    assert await state_of(kudos()) is State.UNCERTAIN
    assert chat.reads == 0
    async with company.reading() as store:
        (standing,) = [one async for one in store.outbox.standing("kudos_posted", since=LONG_AGO)]
    assert standing.due_at == A_PERSON_DECIDES


async def test_a_public_post_of_a_process_that_died_is_not_repeated_either(another, chat, put, live, state_of):
    chat.coming.append(ACCEPTED_THEN_KILLED)
    await put(kudos())
    dead = another()
    await dead.step()
    await dead.settled()

    await live(another(), 120)

    assert chat.said("CKUDOS") == [kudos()]
    assert [notice.why for notice in chat.said("UANA")] == [NOT_SURE]
    assert await state_of(kudos()) is State.UNCERTAIN


async def test_a_rewrite_of_a_process_that_died_is_repeated_without_reading(another, chat, put, live, states):
    chat.coming.extend([ACCEPTED, KILLED])
    await put(ASKED, CheckInDone(to=ANA.id, period=ASKED.period, revision=1))
    dead = another()
    await dead.drain()

    await live(another(), 60)

    assert await states() == {State.SENT: 2}
    assert chat.reads == 0


async def test_a_rewrite_of_a_message_that_will_never_be_there_is_dropped(delivery, company, time, put, look, states):
    await put(ASKED, CheckInDone(to=ANA.id, period=ASKED.period, revision=1))
    async with company.transaction() as store:
        await store.outbox.withdraw(ASKED.key, why="not asked any more", now=time.now)

    await look(delivery)

    assert await states() == {State.CANCELLED: 2}


async def test_an_outage_of_hours_is_waited_out(delivery, chat, time, put, look):
    chat.always = LOST
    await put(KudosReceived(to=ANA.id, kudos=1, giver="UBO", reason="x"))
    for _ in range(12):
        await delivery.drain()
        time.forward(minutes=10)
        await look(delivery)

    chat.always = ACCEPTED
    for _ in range(12):
        await delivery.drain()
        time.forward(minutes=10)
        await look(delivery)

    assert len(chat.said()) == 1


async def test_an_unknown_error_for_ever_is_given_up(delivery, chat, time, put, look, states):
    chat.always = Uncertain("some_new_error")
    await put(KudosReceived(to=ANA.id, kudos=1, giver="UBO", reason="x"))

    for _ in range(60):
        await delivery.drain()
        time.forward(minutes=10)
        await look(delivery)

    assert len(chat.calls) == len(SAY_AGAIN) + 1
    assert await states() == {State.UNDELIVERABLE: 1}


async def test_few_histories_are_read_at_a_time(delivery, chat, put, time, look):
    chat.always = LOST
    await put(*(KudosReceived(to=f"U{n}", kudos=n, giver="UANA", reason="x") for n in range(6)))
    await delivery.drain()

    time.forward(seconds=SETTLE.total_seconds())
    assert [await look(delivery), await look(delivery)] == [LOOKS, 6 - LOOKS]


async def test_two_instances_do_not_look_for_the_same_message_at_once(another, chat, put, time, look):
    first, second = another(), another()
    chat.coming.append(LOST)
    await put(ASKED)
    await first.drain()

    time.forward(seconds=SETTLE.total_seconds())
    await asyncio.gather(look(first), look(second))

    assert chat.reads == 1


async def test_what_a_looking_process_leaves_behind_when_it_dies_is_looked_for_again(
    another, chat, company, put, time, look
):
    chat.coming.append(ACCEPTED_BUT_LOST)
    await put(ASKED)
    await another().drain()
    time.forward(seconds=SETTLE.total_seconds())
    async with company.transaction() as store:
        assert await store.doubts.claim("somebody who dies now", now=time.now)

    delivery = another()
    assert await look(delivery) == 0
    time.forward(seconds=LEASE.total_seconds() + 1)
    assert await look(delivery) == 1


async def test_who_wanted_a_post_gone_that_fell_into_doubt_meanwhile_hears_that_nobody_knows_where(
    put, another, chat, live, company
):
    post = kudos()
    delivery = another()
    chat.coming.append(LOST)
    await put(post)
    await delivery.step()
    await delivery.settled()
    await put(KudosPostGone(to=post.to, kudos=post.kudos, by=ANA.id))

    await live(delivery, 20)

    told = [notice for notice in chat.said(ANA.id) if isinstance(notice, PostRefused)]
    assert [one.why for one in told] == [NOT_SURE, NO_PLACE]
    async with company.reading() as store:
        assert await store.outbox.state_of(f"kudos:{post.kudos}:post:gone") is State.CANCELLED
