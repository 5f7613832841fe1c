"""Goals of a team and the company in their owner's check-in: asked as their own, public in number, the note confidential."""

import pytest
from seeds import goal, save, shown

from company import ANA, BO, MIA, OLU
from domain.goals import Confidence, Level, State

NOTE = "Two of us are leaving, and nobody knows yet"


@pytest.fixture
async def slack(slack_on_sqlite):
    await slack_on_sqlite.settle()
    await save(
        slack_on_sqlite.database,
        goal(1, owner=MIA.id, level=Level.TEAM, title="An empty queue"),
        goal(2, owner=MIA.id, level=Level.COMPANY, title="Calm winters", kpis=()),
        goal(3, owner=MIA.id, level=Level.TEAM, title="Long over", state=State.CLOSED),
        goal(4, owner=ANA.id, level=Level.TEAM, title="Hers", kpis=goal().kpis),
    )
    return slack_on_sqlite


async def answered(slack, **said):
    mia = slack.person(MIA.id)
    await mia.command("/check-in")
    await slack.settle()
    asked = shown(mia.view["blocks"])
    assert (await mia.submit(said)).errors == {}
    await slack.settle()
    return asked


async def reads(slack, person):
    """What somebody reads of Mia's check-in from the status of their team."""
    reader = slack.person(person.id)
    await reader.command("/team-status")
    await slack.settle()
    where = reader.dm()[-1]
    block = next(one for one in where["blocks"] if "check_in_read" in str(one))
    await reader.click(where, "check_in_read", block_id=block["block_id"])
    await slack.settle()
    return shown(reader.view["blocks"])


async def card_of(slack, person):
    reader = slack.person(person.id)
    await reader.command("/goal tree")
    await slack.settle()
    await reader.click(reader.view, "goal_open", block_id="goal-1")
    await slack.settle()
    return shown(reader.view["blocks"])


async def test_the_owner_is_asked_everyone_sees_the_number_and_the_note_stays_with_the_manager(slack):
    said = {"goal-1-kpi-1": "3.5", "goal-1-confidence": "at_risk", "goal-1-note": NOTE}

    asked = await answered(slack, **said)

    assert "An empty queue" in asked
    assert "A goal of the team: everyone sees its numbers and how sure you are." in asked
    assert not any(title in asked for title in ("Calm winters", "Long over", "Hers"))
    async with slack.database.reading() as store:
        stored = await store.goals.get(1)
    assert (stored.kpis[0].value, stored.confidence) == (3.5, Confidence.AT_RISK)
    seen = await card_of(slack, BO)
    assert "3.5" in seen
    assert NOTE not in seen
    told = await reads(slack, OLU)
    assert "An empty queue" in told
    assert NOTE in told


async def test_a_check_in_names_its_goals_also_once_they_have_ended(slack):
    await answered(slack, **{"goal-1-kpi-1": "3.5", "goal-1-note": NOTE})
    async with slack.database.transaction() as store:
        found = await store.goals.get(1)
        await store.goals.save(found.model_copy(update={"state": State.CLOSED}))

    told = await reads(slack, OLU)

    assert "An empty queue" in told
    assert "A goal that is gone" not in told


async def test_what_was_typed_of_a_goal_that_ended_meanwhile_stays_in_the_answer(slack):
    mia = slack.person(MIA.id)
    await mia.command("/check-in")
    await slack.settle()
    async with slack.database.transaction() as store:
        found = await store.goals.get(1)
        await store.goals.save(found.model_copy(update={"state": State.CLOSED}))

    assert (await mia.submit({"goal-1-kpi-1": "3.5", "goal-1-note": NOTE})).errors == {}

    async with slack.database.reading() as store:
        [[line]] = [one.goals for one in await store.check_ins.latest(MIA.id, until=found.due, most=1)]
        assert (line.goal, line.note) == (1, NOTE)
        assert (await store.goals.get(1)).kpis[0].value == 5, "its number counts no more"
