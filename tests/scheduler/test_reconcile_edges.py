"""Looking for what is uncertain, at its edges: what a look leaves alone, what it writes, and what it tells."""

from datetime import timedelta

import pytest
from fake_slack import LOST, SILENT, kudos, prompt
from sqlalchemy import update

from company import ANA, BO, NOW
from domain.notices import CheckInDone, KudosPostGone, PostRefused
from domain.notices.posts import NO_PLACE
from scheduler.reconcile import CLOCKS_DIFFER
from scheduler.records import LOOK_AGAIN, SETTLE
from storage.outbox import LEASE, State
from storage.outbox_rows import O, marker_of

ASKED = prompt(ANA.id)
GONE = KudosPostGone(to="CKUDOS", kudos=1, by=BO.id)
SECOND = timedelta(seconds=1)


@pytest.fixture
def change(company):
    """Have the row of a notice hold these facts."""

    async def change(notice, **facts):
        async with company.transaction() as store:
            await store.outbox._connection.execute(update(O).where(O.c.key == notice.key).values(facts))

    return change


async def test_what_this_process_is_sending_itself_is_not_even_doubted(delivery, chat, put, time, look, states):
    chat.coming.append(SILENT)
    await put(ASKED)
    await delivery.step()
    await chat.called.wait()

    time.now += LEASE + SECOND
    await look(delivery)
    assert await states() == {State.SENDING: 1}
    time.now += SETTLE + SECOND
    assert await look(delivery) == 0

    chat.answers.set()
    await delivery.settled()
    assert chat.reads == 0


async def test_an_ended_lease_settles_before_it_is_looked_for(another, chat, put, time, look, row):
    chat.coming.append(SILENT)
    await put(ASKED)
    dead = another()
    await dead.step()
    await chat.called.wait()

    time.now += LEASE + SECOND
    ended = time.now
    assert await look(another()) == 0
    assert await row(ASKED, "state", "due_at", "doubted_at") == (State.UNCERTAIN, ended + SETTLE, ended)
    time.now += SETTLE
    assert await look(another()) == 1

    chat.answers.set()
    await dead.settled()


async def test_a_history_that_is_down_is_written_down_with_its_reason(delivery, chat, put, time, look, row):
    chat.coming.append(LOST)
    chat.history_down = True
    await put(ASKED)
    await delivery.drain()
    time.now += SETTLE

    assert await look(delivery) == 1

    found = await row(ASKED, "state", "trouble", "due_at", "empty_reads")
    assert found == (State.UNCERTAIN, "history unavailable: ratelimited", time.now + LOOK_AGAIN, 0)


@pytest.mark.parametrize(
    ("ahead", "found"), [(CLOCKS_DIFFER, True), (CLOCKS_DIFFER + SECOND, False)], ids=["behind our clock", "long ago"]
)
async def test_history_is_read_from_shortly_before_it_was_wanted(
    delivery, chat, company, put, time, look, states, ahead, found
):
    wanted = time.now
    chat.coming.append(LOST)
    await put(ASKED)
    await delivery.drain()
    posted = chat.late(ASKED, marker_of(company.workspace_id, ASKED.key))
    chat.standing[posted.ts] = wanted - ahead, *chat.standing[posted.ts][1:]
    time.now += SETTLE

    await look(delivery)

    assert await states() == {State.SENT if found else State.UNCERTAIN: 1}


async def test_what_is_found_is_written_down_with_its_place(delivery, chat, company, put, time, look, row):
    chat.coming.append(LOST)
    await put(ASKED)
    await delivery.drain()
    first, _ = (chat.late(ASKED, marker_of(company.workspace_id, ASKED.key)) for _ in range(2))
    time.now += SETTLE

    await look(delivery)

    found = await row(ASKED, "state", "channel", "ts", "trouble", "settled_at", "lease_until")
    assert found == (State.SENT, first.channel, first.ts, None, time.now, None)


async def test_a_dropped_rewrite_says_when(delivery, put, time, look, row, company):
    done = CheckInDone(to=ANA.id, period=ASKED.period, revision=1)
    await put(ASKED, done)
    async with company.transaction() as store:
        await store.outbox.withdraw(ASKED.key, why="not asked any more", now=time.now)
    time.now += SECOND

    await look(delivery)

    assert await row(done, "state", "settled_at") == (State.CANCELLED, time.now)


class TestWhatCannotBeTakenAway:
    @pytest.fixture
    async def there(self, delivery, put, change):
        """A public post of which somebody said that it is there; nobody knows where."""
        await put(kudos())
        await delivery.drain()
        await change(kudos(), ts=None, channel=None)

    @pytest.mark.usefixtures("there")
    async def test_whoever_wanted_it_gone_is_told_once_and_nothing_is_posted(
        self, delivery, chat, put, time, look, row
    ):
        await put(GONE)

        await look(delivery)
        await look(delivery)
        time.now += SECOND
        await delivery.drain()

        told = PostRefused(to=BO.id, post=GONE.key, channel="CKUDOS", why=NO_PLACE)
        assert chat.said(BO.id) == [told]
        assert await row(told, "due_at", "wanted_at") == (time.now - SECOND, time.now - SECOND)
        assert (await row(GONE, "state")) == (State.CANCELLED,)

    @pytest.mark.usefixtures("there")
    async def test_a_rewrite_of_it_is_dropped_and_nobody_is_told(self, delivery, chat, put, look, row, change):
        await put(ASKED)
        await delivery.drain()
        await change(ASKED, ts=None, channel=None)
        done = CheckInDone(to=ANA.id, period=ASKED.period, revision=1)
        await put(done)

        await look(delivery)
        await delivery.drain()

        assert await row(done, "state") == (State.CANCELLED,)
        assert len(chat.calls) == 2

    async def test_what_stands_somewhere_known_is_taken_away(self, delivery, chat, put, look, row):
        await put(kudos())
        await delivery.drain()
        await put(GONE)

        await look(delivery)
        assert await row(GONE, "state") == (State.PLANNED,)
        await delivery.drain()

        assert await row(GONE, "state") == (State.SENT,)
        assert chat.said(BO.id) == []

    async def test_of_what_is_still_to_come_nobody_is_told_anything(self, delivery, put, look, states):
        await put(kudos(), GONE)

        await look(delivery)

        assert await states() == {State.PLANNED: 2}

    async def test_of_what_is_still_in_doubt_nobody_is_told_before_it_is_left_to_somebody(
        self, delivery, put, time, look, states, change
    ):
        await put(kudos(), GONE)
        await change(kudos(), state=State.UNCERTAIN, due_at=time.now + SETTLE)

        await look(delivery)

        assert await states() == {State.UNCERTAIN: 1, State.PLANNED: 1}

    async def test_what_was_decided_already_is_not_told_again(self, delivery, chat, put, time, look, change):
        await put(kudos(), GONE)
        await delivery.drain()
        await change(kudos(), ts=None)

        await look(delivery)
        time.now += SECOND
        await delivery.drain()

        assert chat.said(BO.id) == []

    @pytest.mark.usefixtures("there")
    async def test_another_workspace_takes_nothing_away(self, company, put):
        await put(GONE)
        async with company.transaction() as store:
            other = company.of(await store.workspaces.meet("T0OTHER"))
        async with other.transaction() as store:
            assert await store.doubts.cannot_remove() == []
            await store.outbox.put(GONE, now=NOW)
        async with other.transaction() as store:
            assert await store.doubts.cannot_remove() == [], "its own post is not there"
