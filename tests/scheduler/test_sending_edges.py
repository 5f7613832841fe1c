"""The sender at its edges: when it rests, what it writes when it is stopped, and how far its patience goes."""

import asyncio
from datetime import timedelta

import pytest
from fake_slack import SILENT, thanks

from company import ANA, BO, MIA, NOW
from domain.homes import Home
from domain.kudos import Kudos
from domain.notices import BlockerRaised, KudosReceived
from running import PATIENCE
from scheduler.delivery import REST, WRITE_AGAIN
from scheduler.outcomes import HTTP_TIMEOUT
from storage.database import Unavailable
from storage.outbox import LEASE, State
from storage.outbox_rows import marker_of

SECOND = timedelta(seconds=1)


class TestResting:
    async def test_after_each_look_it_rests_a_moment_and_then_looks_again(self, another, chat, put):
        slept, looked = [], asyncio.Queue()

        async def sleep(seconds):
            slept.append(seconds)

        async def prepare(_):
            looked.put_nowait(len(slept))

        delivery = another(sleep=sleep, prepare=prepare)
        running = asyncio.create_task(delivery.run())
        for rested in range(3):
            delivery.wake()
            async with asyncio.timeout(PATIENCE):
                while await looked.get() < rested:
                    delivery.wake()

        await delivery.stop()
        await running
        assert set(slept) == {REST}

    async def test_stopping_ends_a_rest_and_none_begins_after_it(self, another, chat, put):
        """A rest that nobody ends would last longer than the process has left."""
        resting, slept = asyncio.Event(), []

        async def sleep(seconds):
            slept.append(seconds)
            resting.set()
            await asyncio.Event().wait()

        delivery = another(sleep=sleep)
        running = asyncio.create_task(delivery.run())
        delivery.wake()
        async with asyncio.timeout(PATIENCE):
            await resting.wait()
            await delivery.stop()
            await running

        assert slept == [REST]

    async def test_each_that_ends_makes_it_look_again_for_the_next(self, company, delivery, chat, put):
        await put(*(thanks(n, f"U{n}") for n in range(20)))
        running = asyncio.create_task(delivery.run())
        delivery.wake()

        async with asyncio.timeout(PATIENCE):
            while len(chat.said()) < 20:
                chat.heard.clear()
                await chat.heard.wait()
        await delivery.stop()
        await running

        assert {marker for _, _, marker, _ in chat.messages} == {
            marker_of(company.workspace_id, one.key) for one in chat.said()
        }

    async def test_each_look_is_seen_by_the_watchdog(self, another, time, put, monkeypatch):
        delivery = another()
        assert delivery.last_step == time.monotonic()

        time.forward(seconds=5)
        await delivery._safely()
        assert delivery.last_step == time.monotonic()

        time.forward(seconds=5)
        monkeypatch.setattr(delivery, "_claim", None)
        await delivery._safely()
        assert delivery.last_step == time.monotonic(), "also one that fails"


async def test_what_must_be_known_is_found_out_before_each_look_and_never_while_stopping(another, time, put):
    told = []

    async def prepare(now):
        told.append(now)

    delivery = another(prepare=prepare)
    await put(thanks(1))

    assert await delivery.step() == 1
    await delivery.stop()
    assert await delivery.step() == 0
    assert told == [time.now]


class TestStopping:
    async def test_what_is_left_unfinished_says_why(self, delivery, chat, put, row, time):
        chat.always = SILENT
        await put(thanks(1))
        await delivery.step()

        await delivery.stop(within=0)

        assert await row(thanks(1), "state", "trouble") == (State.UNCERTAIN, "stopped")
        assert delivery.under_way == []


class TestTheLastLook:
    async def test_what_is_not_theirs_to_read_or_gone_meanwhile_is_taken_back_now(
        self, company, delivery, chat, put, row, time
    ):
        raised = BlockerRaised(to=BO.id, person=ANA.id, period=NOW.date(), revision=1, text="the printer")
        async with company.transaction() as store:
            kudos = Kudos(giver=ANA.id, receivers=(MIA.id,), reason="the review", given_at=NOW)
            given = await store.kudos.add(kudos)
            await store.kudos.undo(given, now=NOW)
        told = KudosReceived(to=MIA.id, kudos=given.id, giver=ANA.id, reason="the review")
        await put(raised, told)
        time.now += SECOND

        await delivery.drain()

        assert chat.calls == []
        assert await row(raised, "state", "settled_at", "attempt") == (State.CANCELLED, time.now, 0)
        assert await row(told, "state", "settled_at", "attempt") == (State.CANCELLED, time.now, 0)

    async def test_whoever_is_told_something_has_their_home_drawn_anew(self, company, delivery, put, time):
        async with company.transaction() as store:
            for person in (ANA.id, BO.id):
                await store.homes.keep(Home(person=person, hash="x"))
        await put(thanks(1, BO.id))
        time.now += SECOND

        await delivery.drain()

        async with company.reading() as store:
            assert [(one.person, one.stale_at) for one in await store.homes.stale(most=9)] == [(BO.id, time.now)]


class TestTheLease:
    @pytest.mark.parametrize(("spent", "calls"), [(10.0, 1), (10.1, 0)])
    async def test_a_call_starts_while_all_of_its_time_is_left(self, another, chat, put, row, spent, calls):
        stopwatch = iter([0.0, 0.0])
        delivery = another()
        delivery._monotonic = lambda: next(stopwatch, spent)
        next(stopwatch)
        await put(thanks(1))

        await delivery.step()
        await delivery.settled()

        assert len(chat.calls) == calls
        assert LEASE - HTTP_TIMEOUT == 10 * SECOND
        if not calls:
            assert await row(thanks(1), "state", "trouble") == (State.PLANNED, "too little of the lease was left")

    async def test_what_was_not_called_does_not_make_anybody_wait(self, another, chat, put, time):
        stopwatch = iter([0.0, 15.0])
        delivery = another()
        delivery._monotonic = lambda: next(stopwatch, 0.0)
        await put(thanks(1))
        await delivery.drain()
        assert chat.calls == []

        await put(thanks(2, "U2"))
        await delivery.drain()
        time.now += SECOND
        await delivery.drain()

        assert chat.calls == [(time.now - SECOND, thanks(2, "U2")), (time.now, thanks(1))]


class TestWritingDown:
    @pytest.fixture
    def cut(self, another, company, monkeypatch):
        """A sender whose database is away each time it records, as often as said; and how long it waited."""
        slept = []

        async def sleep(seconds):
            slept.append(seconds)

        def cut(times):
            from scheduler import delivery

            real, left = delivery.write, [None] * times

            async def write(*args, **options):
                if left:
                    left.pop()
                    raise Unavailable("away")
                return await real(*args, **options)

            monkeypatch.setattr(delivery, "write", write)
            return another(sleep=sleep), slept

        return cut

    async def test_it_is_tried_again_ever_later(self, cut, put, row, time):
        delivery, slept = cut(len(WRITE_AGAIN))
        await put(thanks(1))

        await delivery.step()
        await delivery.settled()

        assert slept == list(WRITE_AGAIN)
        assert await row(thanks(1), "state", "settled_at") == (State.SENT, time.now)

    async def test_in_the_end_it_is_left_to_whoever_reconciles(self, cut, put, states):
        delivery, slept = cut(len(WRITE_AGAIN) + 1)
        await put(thanks(1))

        await delivery.step()
        await delivery.settled()

        assert slept == list(WRITE_AGAIN)
        assert await states() == {State.SENDING: 1}
        assert delivery.under_way == []

    async def test_a_bug_while_posting_is_named_and_never_quoted(self, another, chat, put, row):
        class Broken(type(chat)):
            async def post(self, *args):
                raise KeyError("what somebody wrote")

        delivery = another(messenger=Broken(chat.time))
        await put(thanks(1))

        await delivery.drain()

        assert await row(thanks(1), "trouble") == ("bug: KeyError",)
