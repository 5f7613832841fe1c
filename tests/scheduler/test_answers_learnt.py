"""What an answer teaches the sender about the calls to come, and what it leaves to the other instances."""

from datetime import timedelta

import pytest
from fake_slack import ACCEPTED, SILENT, prompt, thanks

from company import ANA, BO, NOW
from domain.notices import CheckInDone
from scheduler.delivery import ASK_AGAIN, REWRITES_AT_ONCE
from scheduler.outcomes import Delivered, Never, NotAccepted, Paused, Uncertain
from storage.outbox import AT_A_TIME
from storage.paces import Bucket

SECOND = timedelta(seconds=1)


def done(person, revision=1):
    return CheckInDone(to=person, period=NOW.date(), revision=revision)


@pytest.fixture
def paces(company):
    """What the instances have left each other."""

    async def paces():
        async with company.reading() as store:
            return await store.paces.take()

    return paces


class TestLearning:
    async def test_whoever_counts_is_told_of_each_answer_and_how_late_it_came(self, another, chat, put, time):
        told = []
        chat.coming.extend([Never("user_disabled"), Delivered("D", "1.1")])
        await put(thanks(1, "U1"), thanks(2, "U2"))

        time.now += 30 * SECOND

        await another(told=lambda outcome, late: told.append((outcome, late))).drain()

        assert told == [(Never("user_disabled"), 30 * SECOND), (Delivered("D", "1.1"), 30 * SECOND)]

    async def test_three_doubts_in_a_row_make_it_wait_and_an_answer_between_them_does_not(
        self, delivery, chat, put, time
    ):
        odd = Uncertain("odd")
        chat.coming.extend([odd, odd, Never("user_disabled"), odd, odd, ACCEPTED])
        await put(*(thanks(n, f"U{n}") for n in range(6)))
        await delivery.drain()
        assert len(chat.calls) == 6

        chat.coming.extend([odd, odd, odd])
        await put(*(thanks(n, f"U{n}") for n in range(6, 9)))
        await delivery.drain()
        await put(thanks(9, "U9"))
        await delivery.drain()
        assert len(chat.calls) == 9
        time.now += SECOND
        await delivery.drain()
        assert len(chat.calls) == 10

    async def test_rewrites_have_a_pace_of_their_own(self, delivery, chat, put, time):
        """Chat.update is told to wait: posts go on; and a doubtful rewrite is no doubt about posts."""
        await put(prompt(ANA.id), done(ANA.id))
        chat.coming.extend([ACCEPTED, NotAccepted(60 * SECOND, "ratelimited")])
        await delivery.drain()
        time.now += 59 * SECOND
        await delivery.drain()
        assert len(chat.calls) == 2

        time.now += SECOND
        await delivery.drain()
        assert [notice for _, notice in chat.calls[2:]] == [done(ANA.id)]

    async def test_posts_that_wait_let_rewrites_go_on(self, delivery, chat, put):
        await put(prompt(ANA.id))
        await delivery.drain()
        chat.coming.append(NotAccepted(60 * SECOND, "ratelimited"))
        await put(thanks(1))
        await delivery.drain()

        await put(done(ANA.id), thanks(2))
        await delivery.drain()

        assert [notice for _, notice in chat.calls] == [prompt(ANA.id), thanks(1), done(ANA.id)]

    async def test_a_paused_workspace_is_tried_by_one_call_a_minute_also_from_a_clock_that_went_back(
        self, delivery, chat, put, time
    ):
        chat.always = Paused("account_inactive")
        await put(*(thanks(n, f"U{n}") for n in range(9)))
        await delivery.drain()
        assert delivery.paused == "account_inactive"
        before = len(chat.calls)

        time.now += ASK_AGAIN
        assert await delivery.step() == 1
        assert await delivery.step() == 0, "while that call is on its way nothing else is tried"
        await delivery.settled()
        assert len(chat.calls) == before + 1

        time.now -= ASK_AGAIN / 2
        await delivery.drain()
        assert len(chat.calls) == before + 2

    async def test_a_refusal_ends_a_pause_as_well(self, delivery, chat, put, time):
        chat.coming.append(Paused("token_revoked"))
        await put(thanks(1))
        await delivery.drain()

        chat.coming.append(Never("user_disabled"))
        time.now += ASK_AGAIN
        await delivery.drain()

        assert delivery.paused is None


class TestSharing:
    async def test_each_call_is_taken_from_what_all_have_left(self, another, chat, put, paces):
        delivery = another(messages_per_minute=300)
        await put(thanks(1, "U1"), thanks(2, "U2"), prompt(ANA.id))
        await delivery.drain()
        assert (await paces())["posts"].room == 7
        assert "rewrites" not in await paces(), "what nobody took from is not written"

        await put(done(ANA.id))
        await delivery.drain()
        assert (await paces())["rewrites"].room == REWRITES_AT_ONCE - 1
        assert (await paces())["posts"].room == 7

    async def test_a_wait_is_left_to_the_others_at_the_next_look(self, another, chat, put, paces, time):
        delivery = another()
        await put(thanks(1))
        chat.coming.append(NotAccepted(30 * SECOND, "ratelimited"))
        await delivery.drain()

        assert (await paces())["posts"][2:] == (time.now, time.now + 30 * SECOND)

    async def test_with_one_call_left_nobody_is_told_two_things_at_once(self, another, chat, put, time):
        delivery = another(messages_per_minute=60)
        await put(thanks(1), thanks(2))
        await delivery.drain()
        assert len(chat.calls) == 1

        time.now += SECOND
        await delivery.drain()
        assert len(chat.calls) == 2

    async def test_where_others_have_taken_more_than_there_was_nothing_is_said(
        self, company, delivery, chat, put, time
    ):
        await put(prompt(ANA.id))
        await delivery.drain()
        async with company.transaction() as store:
            await store.paces.keep(dict.fromkeys(("posts", "rewrites"), Bucket(-3.0, time.now)))
        await put(done(ANA.id), *(thanks(n, f"U{n}") for n in range(9)))

        await delivery.drain()

        assert len(chat.calls) == 1

    async def test_posts_and_rewrites_share_the_places(self, another, chat, put):
        """Eight at a time, whatever they are: rewrites take what posts leave."""
        delivery = another()
        people = [f"U{n}" for n in range(AT_A_TIME)]
        await put(*(thanks(n, who) for n, who in enumerate(people)))
        await put(prompt(ANA.id), prompt(BO.id))
        await delivery.drain()
        chat.time.now += SECOND
        chat.always = SILENT
        await put(*(thanks(n, who) for n, who in enumerate(people[1:], start=50)))
        await put(done(ANA.id), done(BO.id))

        assert await delivery.step() == AT_A_TIME
        assert len(delivery.under_way) == AT_A_TIME
        chat.answers.set()
        await delivery.drain()
