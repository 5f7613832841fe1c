"""From the company's goal to one's own: set, cascaded, edited, proposed, sent back, agreed; in both ways of installing."""

from typing import Any

import pytest

from company import ANA, BO, HANA, MIA, NOW, OLU
from domain.goals import Level, State
from running import Running, running

COMPANY = {"title": "Customers stay", "level": "company", "due": "2027-06-30"}
TEAM = {
    "title": "Fast replies",
    "level": "team",
    "kpi": "First reply",
    "unit": "hours",
    "direction": "less",
    "baseline": "6",
    "target": "2",
    "milestones": "2026-12-15 40% Pilot with two teams\n2027-02-01 Everyone trained",
    "due": "2027-03-31",
}


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=NOW) as everything:
        await everything.settle()
        yield everything


def shown(thing: Any) -> str:
    """Everything a person reads in some blocks, buttons included."""
    if isinstance(thing, dict):
        own = [thing["text"]] if isinstance(thing.get("text"), str) else []
        return "\n".join([*own, *(shown(part) for part in thing.values() if isinstance(part, dict | list))])
    return "\n".join(shown(part) for part in thing) if isinstance(thing, list) else ""


async def new(slack: Running, who: Any, said: dict[str, str], above: str = "") -> None:
    """Type `/goal new`, find the goal above by typing, and send the form."""
    person = slack.person(who.id)
    await person.command("/goal new")
    await slack.settle()
    await person.click(person.view, "level", said["level"])
    await slack.settle()
    if above:
        [found] = await person.options(person.view, "parent", above)
        said = {**said, "parent": found["value"]}
    assert (await person.submit(said)).errors == {}
    await slack.settle()
    await person.close(all=True)


async def press(slack: Running, who: Any, message: Any, button: str, **said: Any) -> Any:
    """Press a button; send the form where one opens."""
    person = slack.person(who.id)
    await person.click(message, button)
    await slack.settle()
    if person.view:
        assert (await person.submit(said)).errors == {}
        await slack.settle()
        await person.close(all=True)
    return person


async def goals(slack: Running, owner: Any) -> Any:
    async with slack.database.reading() as store:
        return [one for one in await store.goals.all() if one.owner == owner.id]


async def test_from_the_companys_goal_to_ones_own(slack):
    await new(slack, HANA, COMPANY | {"owner": OLU.id})
    await new(slack, MIA, TEAM, above="customers")
    [team] = await goals(slack, MIA)
    assert (team.level, team.state, [one.share for one in team.milestones]) == (Level.TEAM, State.ACTIVE, [0.4, 0.7])

    mia = slack.person(MIA.id)
    page = await mia.command("/goal")
    assert "Fast replies" in shown(page.blocks)
    await mia.click(mia.dm()[-1], "goal_open")
    await slack.settle()
    assert "Customers stay" in shown(mia.view)
    await mia.click(mia.view, "goal_cascade")
    await slack.settle()
    assert (await mia.submit({"people": [ANA.id, BO.id]})).errors == {}
    await slack.settle()
    await mia.close(all=True)

    ana = slack.person(ANA.id)
    assert "asks you to take on a part of “Fast replies”" in ana.dm()[-1]["text"]
    await press(slack, ANA, ana.dm()[-1], "goal_edit", title="My queue is empty by noon", contributors=[BO.id])
    assert "First reply from 6 to 2 hours, by 31 March 2027. It serves “Fast replies”" in shown(mia.dm()[-1])
    await press(slack, MIA, mia.dm()[-1], "goal_wish", wish="Three hours are plenty")
    await press(slack, ANA, ana.dm()[-1], "goal_edit", target="3")
    await press(slack, MIA, mia.dm()[-1], "goal_agree")

    [mine] = await goals(slack, ANA)
    assert (mine.state, mine.parent, mine.contributors) == (State.ACTIVE, team.id, (BO.id,))
    assert (mine.kpis[0].baseline, mine.kpis[0].target) == (6, 3)
    [draft] = await goals(slack, BO)
    assert draft.state is State.DRAFT, "what is not proposed stays its owner's"
    async with slack.database.reading() as store:
        events = await store.goal_history.of([mine.id])
    assert [(event.what, event.by) for event in events] == [
        ("set", MIA.id),
        ("proposed", ANA.id),
        ("sent back", MIA.id),
        ("proposed", ANA.id),
        ("agreed", MIA.id),
    ]
    assert [event.why for event in events if event.why] == ["Cascaded from G-2", "Three hours are plenty"]


async def test_whoever_may_not_see_a_draft_finds_it_nowhere(slack):
    await new(slack, MIA, TEAM)
    mia = slack.person(MIA.id)
    await mia.command("/goal tree")
    await slack.settle()
    await mia.click(mia.view, "goal_open")
    await slack.settle()
    await mia.click(mia.view, "goal_cascade")
    await slack.settle()
    await mia.submit({"people": [ANA.id]})
    await slack.settle()
    [draft] = await goals(slack, ANA)

    for who in (MIA, OLU, HANA, BO):
        person = slack.person(who.id)
        if person.view:
            await person.close(all=True)
        await person.command("/goal tree")
        await slack.settle()
        assert f"`{draft.ref}`" not in shown(person.view)
        await person.close(all=True)
        await person.command("/goal new")
        await slack.settle()
        offered = [option["value"] for option in await person.options(person.view, "parent", "")]
        assert str(draft.id) not in offered
