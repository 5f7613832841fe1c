"""Kudos on second thoughts: taken back within ten minutes, and never posted twice by a slip."""

import asyncio
from datetime import timedelta

import pytest
from kudos_scene import dms_about, ephemeral, give, kudos_of, opened, posts, seen

from company import ANA, BO, MIA
from running import running

FORM = {"receivers": [BO.id], "reason": "the calm handover"}


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await everything.settle()
        yield everything


@pytest.fixture
async def alone(slack_on_sqlite):
    """The same on one database and in one mode, where neither matters."""
    await slack_on_sqlite.settle()
    return slack_on_sqlite


async def test_undo_takes_back_the_post_the_message_and_the_allowance(slack):
    ana = slack.person(ANA.id)
    reply = await give(slack, "@bo @mia for the calm handover")
    assert "You have 3 of 5 left" in reply.text
    assert "Undo" in seen(reply.blocks)
    assert len(posts(slack)) == 1
    slack.clock.forward(timedelta(minutes=9, seconds=50))

    back = await ana.command("/kudos undo")
    await slack.settle()

    assert "Taken back" in back.text
    assert posts(slack) == []
    for person in (BO, MIA):
        assert dms_about(slack, person.id, "calm handover") == []
        assert len(dms_about(slack, person.id, "<@UANA> took back the kudos that stood here")) == 1
    assert "You have 4 of 5 left" in (await give(slack, "@bo for the review")).text
    await ana.open_home()
    assert "calm handover" not in seen(slack.person(BO.id).home or {})

    again = await ana.command("/kudos undo")
    once_more = await ana.command("/kudos undo")
    await slack.settle()

    assert "Taken back" in again.text, "the review goes"
    assert "taken back already" in once_more.text, "and nothing older goes by accident"
    assert posts(slack) == []


async def test_the_button_does_the_same_and_twice_is_fine(alone):
    ana = alone.person(ANA.id)
    await give(alone)
    [card] = ephemeral(alone, ANA.id)

    await ana.click(card, "kudos_undo")
    await ana.click(card, "kudos_undo") if "kudos_undo" in str(ephemeral(alone, ANA.id)[0]) else None
    await alone.emulator.redeliver(3, at_once=True)
    await alone.settle()

    assert "Taken back" in seen(ephemeral(alone, ANA.id)[0])
    assert posts(alone) == []

    form = await opened(alone, "/kudos")
    assert "Everyone, in the kudos channel" in seen(form)
    sent = await ana.submit(FORM | {"reason": "the review", "audience": "private"})
    assert "Only <@UBO> and you see it" in seen(sent.view)
    await alone.settle()
    assert dms_about(alone, BO.id, "the review")
    await ana.click(ana.view, "kudos_undo")
    await alone.settle()
    assert "Taken back" in seen(ana.view)
    assert dms_about(alone, BO.id, "the review") == []


async def test_after_ten_minutes_they_stay(alone):
    await give(alone)
    alone.clock.forward(timedelta(minutes=10))

    reply = await alone.person(ANA.id).command("/kudos undo")
    await alone.settle()

    assert "older than 10 minutes" in reply.text
    assert len(posts(alone)) == 1
    assert (await alone.person(MIA.id).command("/kudos undo")).text.startswith("You have given no kudos yet")


async def test_what_is_not_said_yet_is_never_said(alone):
    alone.emulator.faults.add("chat.postMessage", "ratelimited", times=50)
    await alone.person(ANA.id).command("/kudos @bo for the calm handover")

    await alone.person(ANA.id).command("/kudos undo")
    alone.emulator.faults.clear()
    await alone.pass_time(timedelta(minutes=2))

    assert posts(alone) == []
    assert dms_about(alone, BO.id, "calm handover") == []
    assert dms_about(alone, BO.id, "took back") == [], "whoever never heard of it hears nothing now"


async def test_the_same_words_to_the_same_person_ask_first(slack):
    ana = slack.person(ANA.id)
    first, second = await asyncio.gather(*(ana.command("/kudos @bo for the calm handover") for _ in range(2)))
    await slack.settle()

    said = sorted([first, second], key=lambda reply: "You said the same" in reply.text)
    assert "Thank you for saying thank you" in said[0].text
    assert "You said the same to <@UBO> less than two minutes ago" in said[1].text
    assert len(posts(slack)) == 1

    await opened(slack, "/kudos")
    asked = await ana.submit(FORM | {"receivers": [MIA.id, BO.id], "reason": " The  calm handover. "})
    assert "Post it again, or leave it?" in seen(asked.view)
    assert asked.view["close"]["text"] == "Leave it"
    await ana.close(all=True)
    await slack.settle()
    assert len(posts(slack)) == 1, "left"

    [card] = [one for one in ephemeral(slack, ANA.id) if "kudos_again" in str(one)]
    await ana.click(card, "kudos_again")
    await slack.emulator.redeliver(3, at_once=True)
    await slack.settle()
    assert len(posts(slack)) == 2
    assert "Thank you for saying thank you" in seen(ephemeral(slack, ANA.id)[-1]) + seen(ephemeral(slack, ANA.id)[0])

    await opened(slack, "/kudos")
    asked = await ana.submit(FORM | {"audience": "private"})
    sent = await ana.submit()
    await slack.settle()
    assert "Thank you for saying thank you" in seen(sent.view)
    assert (await kudos_of(slack, 3)).public is False
    assert len(posts(slack)) == 2

    slack.clock.forward(timedelta(minutes=2))
    assert "Thank you" in (await give(slack)).text, "two minutes later it is meant"


async def test_leave_it_leaves_it(alone):
    await give(alone)
    await give(alone)
    card = next(one for one in ephemeral(alone, ANA.id) if "kudos_leave" in str(one))

    await alone.person(ANA.id).click(card, "kudos_leave")
    await alone.settle()

    assert any("Left as it is" in seen(one) for one in ephemeral(alone, ANA.id))
    assert len(posts(alone)) == 1
