"""Saying what is due: once, in order, at the pace Slack allows."""

import asyncio
from datetime import timedelta

import pytest
from fake_slack import ACCEPTED, FRIDAY, SILENT, kudos, prompt, thanks

from company import ANA, EVERYONE, MIA, NOW
from domain.notices import CheckInDone
from scheduler.outcomes import Delivered, NotAccepted, Uncertain
from storage.database import Unavailable
from storage.outbox import State


async def test_what_is_due_is_said_once_and_recorded(delivery, chat, put, states):
    await put(prompt(ANA.id))

    await delivery.drain()
    await delivery.drain()

    assert chat.said() == [prompt(ANA.id)]
    assert await states() == {State.SENT: 1}


async def test_what_is_not_due_yet_waits(delivery, chat, time, plan):
    await plan((thanks(1), NOW + timedelta(hours=1)))

    await delivery.drain()
    assert chat.said() == []

    time.forward(hours=1)
    await delivery.drain()
    assert chat.said() == [thanks(1)]


async def test_the_oldest_due_goes_first(another, chat, time, plan):
    people = [f"U{n}" for n in range(20)]
    await plan(*((thanks(n, to), NOW - timedelta(minutes=n)) for n, to in enumerate(people)))
    delivery = another(messages_per_minute=60)

    for _ in range(30):
        await delivery.drain()
        time.forward(seconds=1)

    assert [notice.to for _, notice in chat.calls] == people[::-1]


async def test_no_more_than_the_allowed_number_a_minute(another, chat, time, put):
    delivery = another(messages_per_minute=30)
    await put(*(thanks(n, f"U{n}") for n in range(60)))

    for _ in range(15):
        await delivery.drain()
        time.forward(seconds=2)

    assert len(chat.calls) == 15


async def test_a_channel_gets_one_message_a_second_while_others_go_on(delivery, chat, time, put):
    await put(*(kudos(n) for n in range(3)), thanks(1), thanks(2, "UMIA"))

    await delivery.drain()
    assert chat.said() == [kudos(0), thanks(1), thanks(2, "UMIA")]

    time.forward(seconds=1)
    await delivery.drain()
    await delivery.drain()
    assert chat.said("CKUDOS") == [kudos(0), kudos(1)]


async def test_no_more_than_eight_at_a_time(delivery, chat, put):
    chat.always = SILENT
    await put(*(thanks(n, f"U{n}") for n in range(20)))

    assert await delivery.step() == 8
    assert await delivery.step() == 0

    chat.answers.set()
    await delivery.drain()
    assert len(chat.said()) == 20


async def test_a_429_is_no_doubt_and_nothing_is_called_before_its_time(delivery, chat, time, put, states):
    await put(*(thanks(n, f"U{n}") for n in range(12)))
    chat.coming.extend([NotAccepted(timedelta(seconds=30), "ratelimited")] * 8)

    await delivery.drain()
    early = len(chat.calls)
    for _ in range(29):
        time.forward(seconds=1)
        await delivery.drain()
    assert len(chat.calls) == early
    assert await states() == {State.PLANNED: 12}

    time.forward(seconds=1)
    await delivery.drain()
    assert [notice.kudos for notice in chat.said()] == list(range(12))
    assert chat.reads == 0


async def test_a_429_on_rewrites_lets_posts_go_on(delivery, chat, time, put):
    done = CheckInDone(to=ANA.id, period=FRIDAY, revision=1)
    await put(prompt(ANA.id), done)
    chat.coming.extend([ACCEPTED, NotAccepted(timedelta(seconds=60), "ratelimited")])
    await delivery.drain()

    await put(thanks(1))
    await delivery.drain()

    assert [notice for _, notice in chat.calls] == [prompt(ANA.id), done, thanks(1)]


async def test_a_slack_out_of_reach_is_left_alone_longer_each_time(delivery, chat, time, put):
    chat.always = NotAccepted(None, "ClientConnectorError")
    await put(thanks(1))

    for _ in range(60):
        await delivery.drain()
        time.forward(seconds=1)
    assert 4 <= len(chat.calls) <= 6

    chat.always = ACCEPTED
    time.forward(seconds=30)
    await delivery.drain()
    assert chat.said() == [thanks(1)]


async def test_a_rewrite_waits_for_its_message_and_for_earlier_rewrites(delivery, chat, time, plan, put):
    await plan((prompt(ANA.id), NOW + timedelta(minutes=1)))
    first, second = (CheckInDone(to=ANA.id, period=FRIDAY, revision=n) for n in (1, 2))
    await put(first, second)

    await delivery.drain()
    assert chat.calls == []

    time.forward(minutes=1)
    await delivery.drain()
    assert [notice for _, notice in chat.calls] == [prompt(ANA.id), first, second]
    assert chat.said() == [prompt(ANA.id)]


async def test_a_doubtful_rewrite_is_simply_repeated(delivery, chat, time, put, states):
    await put(prompt(ANA.id), CheckInDone(to=ANA.id, period=FRIDAY, revision=1))
    chat.coming.extend([ACCEPTED, Uncertain("HTTP 500"), Delivered("DUANA", "1.1")])

    await delivery.drain()
    time.forward(seconds=5)
    await delivery.drain()

    assert await states() == {State.SENT: 2}
    assert chat.reads == 0


async def test_a_rewrite_that_is_doubtful_for_a_day_is_given_up(delivery, chat, time, put, states):
    await put(prompt(ANA.id), CheckInDone(to=ANA.id, period=FRIDAY, revision=1))
    await delivery.step()
    await delivery.settled()
    chat.always = Uncertain("odd_error")

    for _ in range(24):
        await delivery.drain()
        time.forward(hours=1)
    assert await states() == {State.SENT: 1, State.PLANNED: 1}

    await delivery.drain()
    assert await states() == {State.SENT: 1, State.UNDELIVERABLE: 1}


async def test_a_slack_that_only_answers_nonsense_is_asked_by_few(delivery, chat, time, put):
    chat.always = Uncertain("HTTP 500")
    await put(*(thanks(n, f"U{n}") for n in range(40)))

    for _ in range(60):
        await delivery.drain()
        time.forward(seconds=1)

    assert len(chat.calls) <= 8 + 8


async def test_no_call_starts_with_too_little_of_its_lease_left(another, chat, time, put, states):
    """A machine that slept between claim and call: its stopwatch ran on."""
    stopwatch = iter([0.0, 0.0, 15.0])
    delivery = another()
    delivery._monotonic = lambda: next(stopwatch, 15.0)
    await put(thanks(1))

    await delivery.step()
    await delivery.step()
    await delivery.settled()

    assert chat.calls == []
    assert await states() == {State.PLANNED: 1}


async def test_an_answer_is_recorded_even_if_the_database_is_away_for_a_moment(
    another, company, chat, put, states, monkeypatch
):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        monkeypatch.undo()

    def away(**_):
        raise Unavailable("away")

    class Away(type(chat)):
        async def post(self, *args):
            outcome = await super().post(*args)
            monkeypatch.setattr(company, "transaction", away)
            return outcome

    delivery = another(messenger=Away(chat.time), sleep=sleep)
    await put(thanks(1))

    await delivery.step()
    await delivery.settled()

    assert slept == [0.2]
    assert await states() == {State.SENT: 1}


async def test_a_commit_that_wrote_a_notice_is_said_at_once(delivery, company, chat, put):
    company.wakes(delivery.wake)
    running = asyncio.create_task(delivery.run())

    await put(thanks(1))
    await chat.heard.wait()

    await delivery.stop()
    await running
    assert chat.said() == [thanks(1)]


async def test_stopping_waits_for_what_is_under_way_and_starts_nothing_more(delivery, chat, put, states):
    chat.always = SILENT
    await put(*(thanks(n, f"U{n}") for n in range(9)))
    await delivery.step()

    stopping = asyncio.create_task(delivery.stop())
    await asyncio.sleep(0)
    chat.answers.set()
    await stopping
    await delivery.drain()

    assert await states() == {State.SENT: 8, State.PLANNED: 1}


async def test_what_does_not_end_in_time_is_left_as_uncertain(delivery, chat, put, states):
    chat.always = SILENT
    await put(thanks(1))
    await delivery.step()

    await delivery.stop(within=0)

    assert await states() == {State.UNCERTAIN: 1}


async def test_a_database_that_is_away_or_a_bug_does_not_end_the_sending(delivery, company, chat, put, monkeypatch):
    troubles = [Unavailable("away"), ValueError("bug")]
    real = delivery._claim

    async def claim(now):
        if troubles:
            raise troubles.pop()
        return await real(now)

    monkeypatch.setattr(delivery, "_claim", claim)
    await put(thanks(1))
    running = asyncio.create_task(delivery.run())
    while not chat.said():
        delivery.wake()
        await asyncio.sleep(0)

    await delivery.stop()
    await running
    assert troubles == []


async def test_two_instances_at_once_say_everything_once(another, chat, time, put, states):
    await put(*(prompt(person.id) for person in EVERYONE), *(thanks(n, f"U{n}") for n in range(100)))
    first, second = another(), another()

    await asyncio.gather(first.drain(), second.drain(), first.drain(), second.drain())

    assert sorted(notice.key for notice in chat.said()) == sorted({notice.key for _, notice in chat.calls})
    assert len(chat.calls) == 100 + len(await _awake(EVERYONE, time))
    assert (await states())[State.SENT] == len(chat.calls)


async def _awake(people, time):
    from domain.calendar import Schedule
    from domain.prompts import best_time

    return [one for one in people if best_time(prompt(one.id), one, schedule=Schedule(), now=time.now) <= time.now]


@pytest.mark.parametrize("person", [ANA, MIA], ids=lambda person: person.id)
async def test_a_bug_in_a_messenger_counts_as_doubt(another, chat, put, states, person):
    class Broken(type(chat)):
        async def post(self, *args):
            raise KeyError("what somebody wrote")

    delivery = another(messenger=Broken(chat.time))
    await put(thanks(1, person.id))

    await delivery.drain()

    assert await states() == {State.UNCERTAIN: 1}
