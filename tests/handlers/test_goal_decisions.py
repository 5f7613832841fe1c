"""What becomes of a proposed goal: agreed, or sent back with a wish and proposed again."""

import asyncio
from datetime import UTC, datetime

from seeds import goal, goals_of, proposed, save, shown

from company import ANA, OLU, SAM
from domain.goals import State


async def test_agreed(slack):
    mia, card = await proposed(slack)

    await mia.click(card, "goal_agree")
    await slack.settle()

    [mine] = await goals_of(slack, ANA)
    assert mine.state is State.ACTIVE
    heard = slack.person(ANA.id).dm()[-1]
    assert "<@UMIA> agreed to your goal “Answer fast”. It is active now." in heard["text"]
    assert "Update" in shown(heard["blocks"])
    closed = mia.dm()[-1]
    assert closed["ts"] == card["ts"]
    assert "✅ Agreed" in closed["text"]
    assert "goal_agree" not in str(closed["blocks"])


async def test_two_clicks_have_one_effect(slack):
    mia, card = await proposed(slack)

    await asyncio.gather(mia.click(card, "goal_agree"), mia.click(card, "goal_agree"))
    await slack.settle()

    assert "has been decided already: it is agreed and active" in "".join(one["text"] for one in mia.dm())
    assert sum("agreed to your goal" in one["text"] for one in slack.person(ANA.id).dm()) == 1


async def test_a_home_tab_from_before_is_told_so(slack):
    mia, card = await proposed(slack)
    await mia.open_home()
    await mia.click(card, "goal_agree")

    await mia.click(mia.home, "goal_agree")
    await slack.settle()

    assert "has been decided already: it is agreed and active" in shown(mia.view["blocks"])


async def test_a_wish_and_the_second_round(slack):
    mia, card = await proposed(slack)
    ana = slack.person(ANA.id)

    await mia.click(card, "goal_wish")
    await slack.settle()
    sent = await mia.submit({"wish": "Four hours & no <!here>"})
    assert sent.errors == {}
    await slack.settle()

    [mine] = await goals_of(slack, ANA)
    assert mine.state is State.DRAFT
    assert "A change was asked for" in mia.dm()[-1]["text"]
    heard = ana.dm()[-1]
    assert "asks for a change" in heard["text"]
    assert "Four hours &amp; no &lt;!here&gt;" in shown(heard["blocks"])

    await ana.click(heard, "goal_edit")
    await slack.settle()
    form = str(ana.view["blocks"])
    assert "Answer fast" in form
    assert "Four hours &amp; no &lt;!here&gt;" in form
    sent = await ana.submit({"target": "4"})
    assert sent.errors == {}
    await slack.settle()

    again = mia.dm()[-1]
    assert "proposes a goal once more, with changes" in shown(again["blocks"])
    assert "from 6 to 4 hours" in shown(again["blocks"])
    await mia.click(again, "goal_agree")
    await slack.settle()
    [mine] = await goals_of(slack, ANA)
    assert (mine.state, mine.kpis[0].target, mine.ref) == (State.ACTIVE, 4, "G-1")


async def test_an_empty_wish_keeps_the_form_open(slack):
    mia, card = await proposed(slack)
    await mia.click(card, "goal_wish")
    await slack.settle()

    sent = await mia.submit({"wish": "\u200b"})

    assert "Say what should change" in sent.errors["wish"]


async def test_a_wish_after_the_goal_was_agreed(slack):
    mia, card = await proposed(slack)
    await mia.click(card, "goal_wish")
    await slack.settle()
    await mia.click(card, "goal_agree")

    sent = await mia.submit({"wish": "Four hours"})

    assert "has been decided already" in sent.errors["wish"]
    assert [one.state for one in await goals_of(slack, ANA)] == [State.ACTIVE]


async def test_the_manager_before_is_refused_and_the_new_one_decides_at_home(slack):
    mia, card = await proposed(slack)
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: OLU.id}, now=datetime(2026, 11, 20, tzinfo=UTC))

    await mia.click(card, "goal_agree")
    await slack.settle()

    assert [one.state for one in await goals_of(slack, ANA)] == [State.PROPOSED]
    assert any("in Cairn that is not you (any more)" in one["text"] for one in mia.dm())

    olu = slack.person(OLU.id)
    await olu.open_home()
    await olu.click(olu.home, "goal_agree")
    await slack.settle()
    assert [one.state for one in await goals_of(slack, ANA)] == [State.ACTIVE]
    assert "goal_agree" not in str(olu.home["blocks"])
    assert any("✅ Agreed" in one["text"] for one in mia.dm()), "the card of the manager before is closed too"


async def test_an_old_form_does_not_undo_a_decision(slack):
    mia, card = await proposed(slack)
    ana = slack.person(ANA.id)
    await mia.click(card, "goal_wish")
    await slack.settle()
    await mia.submit({"wish": "Four hours"})
    await slack.settle()
    heard = ana.dm()[-1]
    await ana.click(heard, "goal_edit")
    await slack.settle()
    [mine] = await goals_of(slack, ANA)
    async with slack.database.transaction() as store:  # meanwhile it went another round, from another window
        await store.goals.decide(mine, State.DRAFT)

    sent = await ana.submit({"target": "4"})

    assert "has moved on since this form was opened" in sent.errors["title"]


async def test_a_goal_that_waits_for_its_manager_is_not_edited(slack):
    mia, card = await proposed(slack)
    ana = slack.person(ANA.id)
    await mia.click(card, "goal_wish")
    await slack.settle()
    await mia.submit({"wish": "Four hours"})
    await slack.settle()
    heard = ana.dm()[-1]
    await ana.click(heard, "goal_edit")
    await slack.settle()
    await ana.submit({"target": "4"})
    await slack.settle()

    await ana.click(heard, "goal_edit")
    await slack.settle()

    assert any("can't be edited now: your manager has not answered yet" in one["text"] for one in ana.dm())


async def test_when_the_manager_is_gone_the_owner_goes_on_alone(slack):
    await save(slack.database, goal(1, owner=SAM.id, state=State.PROPOSED))
    sam = slack.person(SAM.id)
    await sam.open_home()

    await sam.click(sam.home, "goal_edit")
    await slack.settle()
    await sam.submit({})

    assert [one.state for one in await goals_of(slack, SAM)] == [State.ACTIVE]
