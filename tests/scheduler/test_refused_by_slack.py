"""What Slack refuses: for good, until somebody makes room, or all of a workspace for a while."""

from fake_slack import ACCEPTED, kudos, prompt, thanks

from company import ANA
from domain.notices import PostRefused
from scheduler.delivery import ASK_AGAIN
from scheduler.outcomes import Held, Never, Paused
from scheduler.records import KEEP, TRY_HELD, TRY_KEPT
from storage.outbox import State


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
