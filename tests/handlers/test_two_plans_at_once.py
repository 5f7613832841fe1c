"""A goal's plan is changed by one while another wishes it otherwise: nothing is undone unseen."""

from datetime import timedelta

import pytest
from seeds import goal, goals_of, save, shown

from company import ANA, HANA, MIA, OLU
from domain.goal_history import Change, GoalEvent, Happened
from domain.goals import Level, State

WISH = {"target-1": "4", "due": "2027-05-31", "why": "Two of us left"}


@pytest.fixture
async def slack(slack_on_sqlite):
    await save(slack_on_sqlite.database, goal(1, owner=MIA.id, level=Level.TEAM, title="Fast replies"))
    return slack_on_sqlite


async def card(mia, slack):
    await mia.command("/goal tree")
    await slack.settle()
    await mia.click(mia.view, "goal_open", block_id="goal-1")
    await slack.settle()


async def rescope_form(slack):
    mia = slack.person(MIA.id)
    await card(mia, slack)
    await mia.click(mia.view, "goal_rescope")
    await slack.settle()
    return mia


TARGET = {"kpi 1 target": Change(before="2 hours", after="3 hours")}
DUE = {"due": Change(before="2027-03-31", after="2027-04-30")}


async def moved(slack, changes=TARGET, *, after=60, **facts):
    """Have the people team change the goal some seconds later."""
    await slack.pass_time(timedelta(seconds=after))
    async with slack.database.transaction() as store:
        found = await store.goals.get(1)
        await store.goals.save(found.model_copy(update=facts))
        about = {"goal": 1, "at": slack.clock(), "by": HANA.id, "what": Happened.CHANGED}
        await store.goal_history.record(GoalEvent(**about, changes=changes))


async def target(slack):
    async with slack.database.reading() as store:
        return (await store.goals.get(1)).kpis[0].target


async def test_a_form_from_before_the_change_undoes_nothing_and_keeps_the_text(slack):
    mia = await rescope_form(slack)
    found = goal().kpis[0].model_copy(update={"id": 1, "target": 3})
    await moved(slack, TARGET | DUE, kpis=(found,))

    sent = await mia.submit(WISH)

    assert "was changed while this form was open: target of First reply 2 hours → 3 hours; due 31" in sent.errors["why"]
    assert await target(slack) == 3
    await mia.close(all=True)
    again = await rescope_form(slack)
    assert (await again.submit(WISH)).errors == {}


async def test_one_that_is_closed_while_the_form_is_open_takes_no_wish(slack):
    mia = await rescope_form(slack)
    await moved(slack, {"score": Change(after="0.7")}, state=State.CLOSED)

    sent = await mia.submit(WISH)

    assert "is not active any more" in str(sent.errors)
    async with slack.database.reading() as store:
        assert await store.goal_rescopes.get(1) is None


async def test_one_that_is_closed_while_somebody_cascades_it_gives_nobody_a_draft(slack):
    mia = slack.person(MIA.id)
    await card(mia, slack)
    await mia.click(mia.view, "goal_cascade")
    await slack.settle()
    await moved(slack, {"score": Change(after="0.7")}, state=State.CLOSED)

    sent = await mia.submit({"people": [ANA.id]})

    assert "it is closed" in str(sent.errors)
    assert await goals_of(slack, ANA) == []


async def test_what_is_none_of_the_plan_is_in_nobodys_way(slack):
    mia = await rescope_form(slack)
    await moved(slack, {"contributors": Change(after=ANA.id)})

    assert (await mia.submit(WISH)).errors == {}


async def test_an_old_wish_is_not_agreed_to_over_a_newer_plan(slack):
    mia, olu = await rescope_form(slack), slack.person(OLU.id)
    await mia.submit(WISH)
    await slack.settle()
    card = olu.dm()[-1]
    found = goal().kpis[0].model_copy(update={"id": 1, "target": 3, "baseline": 4})
    await moved(slack, {"kpi 1 baseline": Change(before="6 hours", after="4 hours")}, kpis=(found,))

    await olu.click(card, "goal_rescope_agree")
    await slack.settle()

    assert any("agreeing would undo that" in one["text"] for one in olu.dm())
    assert await target(slack) == 3
    await olu.click(card, "goal_rescope_wish")
    await slack.settle()
    await olu.submit({"wish": "Look at it as it is now"})
    await slack.settle()
    assert "Look at it as it is now" in shown(mia.dm()[-1]["blocks"])
