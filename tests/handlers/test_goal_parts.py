"""Who hears of a goal that they have a part in, and of what somebody else changed in theirs; nobody hears of own acts."""

import pytest
from seeds import goal, save, shown

from company import ANA, BO, HANA, MIA, OLU
from domain.goals import Level, State

QUEUE = {
    "title": "An empty queue",
    "level": "team",
    "owner": ANA.id,
    "kpi": "Open tickets",
    "direction": "less",
    "baseline": "90",
    "target": "10",
    "due": "2027-03-31",
    "contributors": [BO.id, MIA.id],
}


@pytest.fixture
async def slack(slack_on_sqlite):
    await slack_on_sqlite.settle()
    return slack_on_sqlite


def told(slack, person, words="goal"):
    """What somebody was told of goals, in the words of a notification."""
    return [one["text"] for one in slack.person(person.id).dm() if words in one["text"] and not one.get("is_ephemeral")]


async def change(slack, who, said, number=1):
    """Change a goal that everybody shares, from its card."""
    person = slack.person(who.id)
    await person.command("/goal tree")
    await slack.settle()
    await person.click(person.view, "goal_open", block_id=f"goal-{number}")
    await slack.settle()
    await person.click(person.view, "goal_change")
    await slack.settle()
    assert (await person.submit(said)).errors == {}
    await slack.settle()
    await person.close(all=True)


async def test_owner_and_contributors_of_a_shared_goal_hear_of_it_once(slack):
    mia = slack.person(MIA.id)
    await mia.command("/goal new")
    await slack.settle()
    await mia.click(mia.view, "level", QUEUE["level"])
    await slack.settle()
    assert (await mia.submit(QUEUE)).errors == {}
    await slack.settle()
    await mia.close(all=True)

    assert told(slack, ANA) == ["<@UMIA> set a goal that is yours to lead: “An empty queue”."]
    assert told(slack, BO) == ["<@UMIA> named you as a contributor to <@UANA>'s goal “An empty queue”."]
    assert told(slack, MIA) == [], "nobody hears of their own acts"
    bo = slack.person(BO.id)
    assert "When it is reached, you are named with it." in shown(bo.dm()[-1]["blocks"])
    await bo.click(bo.dm()[-1], "goal_open")
    await slack.settle()
    assert "An empty queue" in shown(bo.view["blocks"])

    await change(slack, MIA, {"contributors": [OLU.id]})
    await change(slack, MIA, {"contributors": [OLU.id, BO.id]})

    assert len(told(slack, BO)) == len(told(slack, OLU)) == 1
    assert told(slack, MIA) == []


async def test_the_owner_hears_what_somebody_else_changed_from_what_to_what(slack):
    await save(
        slack.database,
        goal(1, owner=MIA.id, level=Level.TEAM, title="Fast & <replies>"),
        goal(2, owner=OLU.id, level=Level.COMPANY, title="Calm winters", kpis=()),
    )
    hana = slack.person(HANA.id)

    await change(slack, MIA, {"target": "3"})
    assert told(slack, MIA) == [], "nobody hears of their own acts"
    await hana.command("/goal tree")
    await slack.settle()
    await hana.click(hana.view, "goal_open", block_id="goal-1")
    await slack.settle()
    await hana.click(hana.view, "goal_change")
    await slack.settle()
    await hana.options(hana.view, "parent", "calm")
    said = {"target": "1", "due": "2027-04-30", "parent": "2", "contributors": [BO.id]}
    assert (await hana.submit(said)).errors == {}
    await slack.settle()

    assert told(slack, MIA) == ["<@UHANA> changed your goal “Fast &amp; &lt;replies&gt;”."]
    message = shown(slack.person(MIA.id).dm()[-1]["blocks"])
    for line in (
        "• target of First reply: 3 hours → 1 hours",
        "• due: 31 March 2027 → 30 April 2027",
        "• parent: nothing → “Calm winters”",
        "• contributors: nothing → <@UBO>",
        "What it said before stands in its history.",
    ):
        assert line in message
    assert told(slack, HANA) == []


async def test_contributors_of_somebodys_own_goal_hear_once_it_is_agreed(slack):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await ana.command("/goal new")
    await slack.settle()
    own = {name: said for name, said in QUEUE.items() if name not in {"level", "owner"}}
    assert (await ana.submit(own | {"contributors": [BO.id]})).errors == {}
    await slack.settle()
    assert told(slack, BO) == [], "it may still be another goal"

    await mia.click(mia.dm()[-1], "goal_agree")
    await slack.settle()

    assert told(slack, BO) == ["<@UANA> named you as a contributor to their goal “An empty queue”."]
    card = slack.person(BO.id).dm()[-1]["blocks"]
    assert "Ask what they need from you." in shown(card)
    assert "goal_open" not in str(card), "a colleague's own goal is not theirs to open"
    assert not any("contributor" in one for one in told(slack, ANA))


async def test_whoever_has_left_is_told_nothing(slack):
    async with slack.database.transaction() as store:
        await store.goals.save(goal(1, owner=ANA.id, level=Level.TEAM, state=State.ACTIVE))
        await store.people.save(ANA.model_copy(update={"active": False}))

    await change(slack, MIA, {"target": "3"})

    assert told(slack, ANA) == []
