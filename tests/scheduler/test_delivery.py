"""Saying what is due: once, in order, at the pace Slack allows."""

import asyncio
from datetime import timedelta

import pytest
from fake_slack import ACCEPTED, FRIDAY, SILENT, kudos, prompt

from company import ANA, BO, EVERYONE, MIA, NOW
from domain.check_ins import CheckIn
from domain.notices import CheckInDone, KudosReceived, PostRefused
from scheduler.delivery import ASK_AGAIN
from scheduler.outcomes import Delivered, Held, Never, NotAccepted, Paused, Uncertain
from scheduler.records import KEEP, TRY_HELD, TRY_KEPT
from storage.database import Unavailable
from storage.outbox import State


def thanks(number, to="UBO"):
    return KudosReceived(to=to, kudos=number, giver="UANA", reason="the review")


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


async def test_what_slack_refuses_for_good_is_undeliverable_and_never_tried_again(delivery, chat, time, put, states):
    chat.coming.append(Never("user_disabled"))
    await put(thanks(1))

    await delivery.drain()
    time.forward(days=1)
    await delivery.drain()

    assert len(chat.calls) == 1
    assert await states() == {State.UNDELIVERABLE: 1}


async def test_kudos_the_channel_does_not_take_are_kept_and_the_giver_told_once(delivery, chat, time, put, state_of):
    chat.coming.extend([Never("not_in_channel"), ACCEPTED, Never("not_in_channel")])
    await put(kudos())

    await delivery.drain()
    refusal = PostRefused(to="UANA", post=kudos().key, channel="CKUDOS", why="not_in_channel", kept=True)
    assert chat.said() == [refusal]

    time.forward(seconds=TRY_KEPT.total_seconds())
    await delivery.drain()
    assert chat.said() == [refusal]
    assert await state_of(kudos()) is State.PLANNED

    time.forward(seconds=TRY_KEPT.total_seconds())
    await delivery.drain()
    assert chat.said() == [refusal, kudos()]


async def test_kudos_that_find_no_room_for_a_week_are_given_up(delivery, chat, time, put, state_of):
    chat.coming.extend([Never("is_archived"), ACCEPTED, Never("is_archived")])
    await put(kudos())
    await delivery.drain()

    time.forward(seconds=KEEP.total_seconds())
    await delivery.drain()

    assert await state_of(kudos()) is State.UNDELIVERABLE


async def test_kudos_that_no_one_can_make_room_for_are_given_up_and_the_giver_told(delivery, chat, put, state_of):
    chat.coming.append(Never("msg_too_long"))
    await put(kudos())

    await delivery.drain()

    assert await state_of(kudos()) is State.UNDELIVERABLE
    assert [type(notice) for notice in chat.said()] == [PostRefused]


async def test_a_revoked_token_pauses_the_workspace_with_everything_kept(delivery, chat, time, put, states):
    chat.always = Paused("token_revoked")
    await put(*(thanks(n, f"U{n}") for n in range(20)))

    await delivery.drain()
    calls = len(chat.calls)
    assert calls <= 8
    assert delivery.paused == "token_revoked"
    assert await states() == {State.PLANNED: 20}

    time.forward(seconds=ASK_AGAIN.total_seconds() - 1)
    await delivery.drain()
    assert len(chat.calls) == calls

    time.forward(seconds=1)
    await delivery.drain()
    assert len(chat.calls) == calls + 1  # one call finds out

    chat.always = ACCEPTED
    time.forward(seconds=ASK_AGAIN.total_seconds())
    await delivery.drain()
    assert delivery.paused is None
    assert [notice.kudos for notice in chat.said()] == list(range(20))


async def test_a_missing_scope_holds_only_what_needs_it_and_is_seen(delivery, chat, time, put, states):
    chat.coming.append(Held("missing_scope"))
    await put(thanks(1))
    await delivery.drain()
    assert delivery.held == {"kudos_received": "missing_scope"}

    await put(prompt(ANA.id))
    await delivery.drain()
    assert chat.said() == [prompt(ANA.id)]

    time.forward(seconds=TRY_HELD.total_seconds())
    await delivery.drain()
    assert thanks(1) in chat.said()
    assert delivery.held == {}


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


async def test_a_prompt_is_not_sent_to_somebody_who_answered_meanwhile(delivery, company, chat, time, plan, states):
    await plan((prompt(ANA.id), NOW))
    async with company.transaction() as store:
        await store.check_ins.save(CheckIn(person=ANA.id, period=FRIDAY, went_well="all", answered_at=NOW))

    await delivery.drain()

    assert chat.calls == []
    assert await states() == {State.CANCELLED: 1}


async def test_a_prompt_is_not_sent_to_somebody_who_left(delivery, company, chat, plan, states):
    await plan((prompt(ANA.id), NOW), (prompt(BO.id), NOW))
    async with company.transaction() as store:
        await store.people.save(ANA.model_copy(update={"active": False}))

    await delivery.drain()

    assert chat.said() == [prompt(BO.id)]
    assert await states() == {State.CANCELLED: 1, State.SENT: 1}


async def test_a_prompt_whose_week_is_over_expires_unsent(delivery, chat, time, plan, states):
    await plan((prompt(ANA.id), NOW))
    time.forward(days=7)

    await delivery.drain()

    assert chat.calls == []
    assert await states() == {State.EXPIRED: 1}


async def test_many_expired_prompts_hold_up_nobody(delivery, chat, time, plan, put, states):
    await plan(*((prompt(f"U{n}"), NOW) for n in range(40)))
    time.forward(days=7)
    await put(thanks(1))

    await delivery.drain()

    assert chat.said() == [thanks(1)]
    assert await states() == {State.CANCELLED: 40, State.SENT: 1}


async def test_a_late_prompt_waits_for_the_next_working_morning(delivery, chat, time, plan, states):
    await plan((prompt(ANA.id), NOW))
    time.forward(hours=12)  # 22:30 in Berlin

    await delivery.drain()
    assert chat.calls == []

    time.forward(hours=10)  # 8:30 on Saturday
    await delivery.drain()
    assert chat.calls == []

    time.forward(days=2, minutes=30)  # nine on Monday
    await delivery.drain()
    assert chat.said() == [prompt(ANA.id)]
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
