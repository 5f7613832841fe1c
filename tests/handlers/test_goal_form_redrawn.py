"""The SMART form is drawn anew for whose goal it is and what kind of number; what was typed stays."""

import pytest
from seeds import SMART, goal, goals_of, new_form, save, shown

from company import ANA, MIA, OLU
from domain.goals import Kind, Level, State

DEALS = {"title": "Sell more", "kpi": "Deals", "baseline": "2", "target": "6", "due": "2027-03-31"}


@pytest.fixture
def slack(slack_on_sqlite):
    return slack_on_sqlite


def fields(person):
    """Return the fields of the form, each with whether Slack says that it is optional."""
    return {one["block_id"]: one.get("optional", False) for one in person.view["blocks"] if one["type"] == "input"}


async def test_optional_is_said_only_of_what_may_stay_empty(slack):
    ana = slack.person(ANA.id)
    await new_form(slack, ana)
    numbers = {"direction", "unit", "baseline", "target"}
    assert {name for name, optional in fields(ana).items() if optional} == {
        "parent", "unit", "milestones", "contributors"
    }  # fmt: skip
    assert (await ana.submit(DEALS | {"baseline": ""})).errors == {"baseline": "Please complete this required field."}

    await ana.click(ana.view, "kind", "yes_no")
    await slack.settle()
    assert not numbers & set(fields(ana))
    await ana.click(ana.view, "kind", "money")
    await slack.settle()

    assert numbers <= set(fields(ana))
    sent = await ana.submit({"unit": "€", "baseline": "2", "target": "6"})
    assert sent.errors == {}
    [mine] = await goals_of(slack, ANA)
    assert (mine.title, mine.kpis[0].kind) == ("Sell more", Kind.MONEY), "what was typed stayed"


async def test_a_draft_keeps_its_wish_and_its_goal_above_when_it_is_drawn_anew(slack):
    [company] = await save(slack.database, goal(1, owner=OLU.id, level=Level.COMPANY, title="Calm support"))
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await new_form(slack, ana)
    await ana.options(ana.view, "parent", "calm")
    await ana.submit({**SMART, "parent": str(company.id)})
    await slack.settle()
    await mia.click(mia.dm()[-1], "goal_wish")
    await slack.settle()
    await mia.submit({"wish": "Say yes or no"})
    await slack.settle()
    await ana.click(ana.dm()[-1], "goal_edit")
    await slack.settle()

    await ana.click(ana.view, "kind", "yes_no")
    await slack.settle()

    assert ana.view["title"]["text"] == "Edit goal"
    assert ">Say yes or no" in shown(ana.view["blocks"])
    assert (await ana.submit({})).errors == {}
    [mine] = [one for one in await goals_of(slack, ANA) if one.title == "Answer fast"]
    assert (mine.parent, mine.kpis[0].kind, mine.state) == (company.id, Kind.YES_NO, State.PROPOSED)


async def test_a_goal_of_a_team_says_that_nobody_is_asked(slack):
    mia = slack.person(MIA.id)
    await new_form(slack, mia)
    assert "Whether it is realistic is for <@UOLU> to say" in shown(mia.view["blocks"])
    assert (fields(mia)["kpi"], "owner" in fields(mia)) == (False, False)

    await mia.click(mia.view, "level", "team")
    await slack.settle()

    page = shown(mia.view["blocks"])
    assert "is active at once; nobody has to agree to it" in page
    assert "*Who will see this:* everyone" in page
    assert "<@UOLU>" not in page
    assert [fields(mia)[name] for name in ("kpi", "baseline", "target", "owner")] == [True] * 4


async def test_two_choices_at_once_leave_the_form_of_the_later_one(slack):
    mia = slack.person(MIA.id)
    await new_form(slack, mia)
    before = mia.view

    await mia.click(before, "level", "team")
    await mia.click(before, "kind", "yes_no")
    await slack.settle()

    assert (fields(mia)["kpi"], "baseline" in fields(mia)) == (True, False)
