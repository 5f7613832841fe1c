"""From a warning to another plan: what the owner wishes, what the manager says, and by which plan the goal stands."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest

from company import ANA, MIA, NOW, OLU, SAM
from domain.goal_history import Happened
from domain.goals import Goal, Kpi, State
from running import Running, running

GOAL = Goal(
    ref="G-1",
    title="Answer fast",
    owner=ANA.id,
    state=State.ACTIVE,
    starts=date(2026, 7, 12),
    due=date(2027, 3, 31),
    kpis=(Kpi(name="First reply", unit="hours", baseline=6, target=2, value=5),),
)
WISH = {"target-1": "4", "due": "2027-05-31", "milestones": "2027-01-15 40% Pilot", "why": "Two of us left"}


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=NOW) as everything:
        await everything.settle()
        async with everything.database.transaction() as store:
            await store.goals.save(GOAL)
        yield everything


async def warned(slack: Running, person, day: int = 23) -> dict:
    """The morning on which somebody reads the warning about their goal; return the message."""
    await slack.pass_time(datetime(2026, 11, day, 14, 5, tzinfo=UTC) - slack.clock())
    return next(one for one in reversed(slack.person(person.id).dm()) if "goal_rescope" in str(one["blocks"]))


async def press(slack: Running, person, message: dict, button: str, **said) -> str:
    """Press a button, and send the form that opens, if anything is to be said; return what is read then."""
    someone = slack.person(person.id)
    await someone.click(message, button)
    await slack.settle()
    if not said:
        return someone.dm()[-1]["text"]
    sent = await someone.submit(said)
    await slack.settle()
    while someone.view:
        await someone.close()
    return str(sent.errors or sent.view)


def last(slack: Running, person) -> dict:
    return [one for one in slack.person(person.id).dm() if not one.get("is_ephemeral")][-1]


async def stored(slack: Running, number: int = 1) -> tuple[Goal, list[Any]]:
    async with slack.database.reading() as store:
        return await store.goals.get(number), await store.goal_history.of([number])


async def test_a_change_stands_once_the_manager_agrees_and_the_history_keeps_both(slack):
    today = await warned(slack, ANA)

    assert "<@UMIA> is asked to agree" in await press(slack, ANA, today, "goal_rescope", **WISH)
    assert "~your goal “Answer fast”~ · rescoped" in str(slack.person(ANA.id).dm())
    card = last(slack, MIA)
    said = str(card["blocks"])
    for words in (
        "First reply, target: 2 hours → *4 hours*",
        "due: 31 March 2027 → *31 May 2027*",
        "milestones: none → *2027-01-15 40% Pilot*",
        "Two of us left",
        "*As agreed:* 5 on the way down to 2 hours; the plan for today is 3.95",
        "*As wished:* 5 on the way down to 4 hours; the plan for today is 5.4",
    ):
        assert words in said
    goal, events = await stored(slack)
    assert (goal.kpis[0].target, goal.due, events) == (2, GOAL.due, []), "until then by what was agreed"

    mia = slack.person(MIA.id)
    await asyncio.gather(mia.click(card, "goal_rescope_agree"), mia.click(card, "goal_rescope_agree"))
    await slack.settle()
    goal, [changed, agreed] = await stored(slack)
    assert (goal.kpis[0].target, goal.due.isoformat(), goal.milestones[0].title) == (4, "2027-05-31", "Pilot")
    assert (changed.what, changed.by, changed.why) == (Happened.CHANGED, ANA.id, "Two of us left")
    assert [(one.before, one.after) for one in changed.changes.values()][:1] == [("2027-03-31", "2027-05-31")]
    assert ("2 hours", "4 hours") in [(one.before, one.after) for one in changed.changes.values()]
    assert (agreed.what, agreed.by) == (Happened.AGREED, MIA.id)
    assert "✅ Agreed: the change of <@UANA>'s goal" in last(slack, MIA)["text"]
    assert "<@UMIA> agreed to the change of your goal “Answer fast”." in last(slack, ANA)["text"]
    async with slack.database.reading() as store:
        assert 1 not in await store.goal_warnings.standing(), "by the new plan it is on track"
    assert any("has been decided already: the change is agreed" in one["text"] for one in mia.dm())


async def test_the_manager_may_ask_for_another_change_and_a_new_wish_takes_the_place_of_the_one_before(slack):
    today = await warned(slack, ANA)
    await press(slack, ANA, today, "goal_rescope", **WISH)
    first = last(slack, MIA)

    sent = await press(slack, MIA, first, "goal_rescope_wish", wish="Keep the day")
    assert "<@UANA> reads your wish" in sent
    assert "Another change of <@UANA>'s goal" in last(slack, MIA)["text"]
    heard = last(slack, ANA)
    assert "Keep the day" in str(heard["blocks"])
    await press(slack, ANA, heard, "goal_rescope", **{"target-1": "4", "why": "Two of us left"})
    second = last(slack, MIA)
    assert "31 May" not in str(second["blocks"])
    await press(slack, ANA, heard, "goal_rescope", **{"target-1": "3", "why": "One came back"})
    third = last(slack, MIA)
    assert "there is a newer message" in next(
        one["text"] for one in slack.person(MIA.id).dm() if one["ts"] == second["ts"]
    )

    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: OLU.id}, now=slack.clock())
    assert "in Cairn that is not you (any more)" in await press(slack, MIA, third, "goal_rescope_agree")
    goal, events = await stored(slack)
    assert (goal.kpis[0].target, events) == (2, [])


async def test_where_nobody_has_to_agree_it_holds_at_once(slack_on_sqlite):
    slack = slack_on_sqlite
    async with slack.database.transaction() as store:
        await store.goals.save(GOAL)
        await store.goals.save(GOAL.model_copy(update={"ref": "G-2", "title": "Sell more", "owner": SAM.id}))
    today = await warned(slack, SAM)

    assert "Changed. Its history keeps what was before." in await press(
        slack, SAM, today, "goal_rescope", **{"target-2": "4.5", "why": "The market closed"}
    )
    goal, [changed] = await stored(slack, 2)
    assert (goal.kpis[0].target, changed.why) == (4.5, "The market closed")
    assert "~your goal “Sell more”~ · back on track" in str(slack.person(SAM.id).dm())


async def test_a_wish_that_is_none_is_told_at_its_field(slack_on_sqlite):
    slack = slack_on_sqlite
    async with slack.database.transaction() as store:
        await store.goals.save(GOAL)
    today, ana = await warned(slack, ANA), slack.person(ANA.id)
    await ana.click(today, "goal_rescope")
    await slack.settle()

    for said, field, words in (
        ({"why": "Two of us left"}, "why", "Nothing is different yet"),
        ({"target-1": "6"}, "target-1", "equals the baseline"),
        ({"target-1": "soon"}, "target-1", "is not a number"),
        ({"target-1": "3", "milestones": "soon"}, "milestones", "Line 1"),
        ({"milestones": "", "why": " "}, "why", "write a few words"),
    ):
        assert words in (await ana.submit(said)).errors[field]
    async with slack.database.reading() as store:
        assert await store.goal_rescopes.get(1) is None
