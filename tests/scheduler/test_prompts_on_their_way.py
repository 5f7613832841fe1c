"""Prompts on their way out: what is not wanted any more is not said, and what is late waits for a good hour."""

from datetime import timedelta

from fake_slack import FRIDAY, prompt, thanks

from company import ANA, BO, NOW
from domain.calendar import Schedule
from domain.check_ins import CheckIn
from handlers import check_in_cards
from storage.outbox import State


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


async def test_an_answer_after_its_week_gets_its_card_also_where_nobody_was_asked(
    delivery, company, chat, time, states
):
    late = CheckIn(
        person=ANA.id, period=FRIDAY, went_well="all", answered_at=NOW + timedelta(days=8), revision=1, late=True
    )
    time.forward(days=8)
    async with company.transaction() as store:
        await check_in_cards.answered(store, ANA, late, Schedule(), now=time.now)

    await delivery.drain()

    assert [(one.revision, one.closed) for _, one in chat.calls] == [(1, False), (1, True)]
    assert await states() == {State.SENT: 2}
