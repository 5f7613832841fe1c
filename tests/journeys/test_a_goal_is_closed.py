"""From a draft to 0.8: a goal is agreed, measured and closed; what is left goes on; what is reached is celebrated."""

from datetime import date, timedelta

import pytest
from kudos_scene import posts

from company import ANA, BO, MIA, OLU
from domain.goal_history import Happened
from domain.goals import Goal, Kpi, Level, State
from domain.notices import GoalDecided
from running import running
from telling import press, read

SMART = {
    "title": "Answer fast",
    "kpi": "First reply",
    "unit": "hours",
    "baseline": "6",
    "target": "2",
    "direction": "less",
}
LEARNED = "Ask the night shift first"


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await everything.settle()
        yield everything


async def agreed(slack):
    """Have Ana's goal proposed and agreed; return the message that tells her."""
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    assert (await ana.command("/goal new")).error is None
    await slack.settle()
    assert (await ana.submit(SMART | {"due": "2026-12-18"})).errors == {}
    await slack.settle()
    await mia.click(mia.dm()[-1], "goal_agree")
    await slack.settle()
    return ana.dm()[-1]


async def to_close(slack, message, owner=ANA):
    """Open the form for new numbers, and the one to close the goal on top of it."""
    person = slack.person(owner.id)
    await person.click(message, "goal_update")
    await slack.settle()
    await press(slack, owner, "goal_close")
    return person.view


async def stored(slack, number):
    async with slack.database.reading() as store:
        return await store.goals.get(number), await store.goal_history.of([number])


async def team_goal(slack, **facts):
    """A team's goal of Mia's, with a KPI half way, that Bo and Ana work on; Ana has one of her own below it."""
    async with slack.database.transaction() as store:
        about = {"ref": "TE-1", "owner": MIA.id, "level": Level.TEAM, "state": State.ACTIVE}
        kpi = Kpi(name="Queue", baseline=10, target=0, value=5)
        span = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31)}
        goal = Goal(title="Empty queue", contributors=(BO.id, ANA.id), kpis=(kpi,), **about, **span)
        saved = await store.goals.save(goal.model_copy(update=facts))
        below = Goal(ref="G-9", title="Sort daily", owner=ANA.id, state=State.ACTIVE, parent=saved.id, **span)
        await store.goals.save(below)
        over = below.model_copy(update={"ref": "G-8", "title": "Long over", "state": State.CLOSED})
        await store.goals.save(over)
    return saved


async def test_from_a_draft_to_a_score(slack):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    told = await agreed(slack)
    await ana.click(told, "goal_update")
    await slack.settle()
    assert (await ana.submit({"kpi-1": "2.8"})).errors == {}
    await ana.close(all=True)

    form = await to_close(slack, told)

    page = read(form["blocks"])
    assert "From 6 to 2 hours; now 2.8. The arithmetic suggests 0.8, you decide." in page
    assert "By the arithmetic: 0.8 🟢 green. From 0.7 a goal reads green, from 0.4 amber, below red." in page
    assert "*Who will see this:* you, <@UMIA> and those above." in page
    missing = await ana.submit({"learned": "\u200b", "score-1": "8"})
    assert missing.errors["learned"].startswith("Say in a sentence what was learned")
    assert missing.errors["score-1"] == "A score lies between 0.0 (no step) and 1.0 (all of it). Write for example 0.7."
    sent = await ana.submit({"learned": LEARNED, "score-1": "0,8"})
    assert sent.errors == {}
    await slack.settle()

    assert "🏁 “Answer fast” (`G-1`) is closed with 0.8 🟢 green. <@UMIA> gets a message." in read(ana.view["blocks"])
    heard = read(mia.dm()[-1]["blocks"])
    assert "<@UANA> closed their goal “Answer fast” with 0.8 🟢 green." in heard
    assert f">{LEARNED}" in heard
    goal, events = await stored(slack, 1)
    assert (goal.state, goal.score, goal.kpis[0].score, goal.learned) == (State.CLOSED, 0.8, 0.8, LEARNED)
    assert (events[-1].what, events[-1].by, events[-1].why) == (Happened.CLOSED, ANA.id, LEARNED)
    await ana.close(all=True)
    assert "You have no open goals yet" in (await ana.command("/goal")).text

    await slack.pass_time(timedelta(minutes=1))
    assert "You reached your goal *Answer fast*. Well done." in ana.dm()[-1]["text"]
    assert "goal_close" not in str(ana.dm()[-1]["blocks"])
    assert "Answer fast" not in read(posts(slack)), "an individual goal never stands in public"


async def test_carried_over_it_is_proposed_anew_from_where_it_stands(slack):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    told = await agreed(slack)
    await ana.click(told, "goal_update")
    await slack.settle()
    await ana.submit({"kpi-1": "4"})
    await ana.close(all=True)
    await to_close(slack, told)

    late = await ana.submit({"outcome": "carried_over", "learned": LEARNED, "until": "2026-11-20"})
    assert late.errors == {"until": "The new goal needs a day to come: choose one after 20 November 2026."}
    assert (await ana.submit({"until": "2027-03-31"})).errors == {}
    await slack.settle()

    assert "`G-2` goes on from here until 31 March 2027; it is active once your manager agrees." in read(ana.view)
    closed, asked = mia.dm()[-2:]
    if "goal_agree" in str(closed["blocks"]):
        closed, asked = asked, closed
    assert "carried over their goal “Answer fast” with 0.5 🟡 amber" in closed["text"]
    assert "First reply from 4 to 2 hours, by 31 March 2027" in read(asked["blocks"])
    await mia.click(asked, "goal_agree")
    await slack.settle()
    (old, before), (new, after) = await stored(slack, 1), await stored(slack, 2)
    assert (old.state, new.state, new.starts, new.kpis[0].baseline) == (
        State.CLOSED,
        State.ACTIVE,
        date(2026, 11, 20),
        4,
    )
    assert before[-1].changes["carried over into"].after == "G-2"
    assert after[0].changes["carried over from"].after == "G-1"


async def test_a_team_goal_that_is_reached_is_celebrated_once_and_by_name(slack):
    mia, ana = slack.person(MIA.id), slack.person(ANA.id)
    goal = await team_goal(slack)
    await to_close(slack, await message_with_update(slack, MIA, goal), MIA)
    assert "*Who will see this:* everyone" in read(mia.view["blocks"])
    assert (await mia.submit({"learned": LEARNED, "score-1": "0.7"})).errors == {}
    assert "The kudos channel hears that it was reached." in read(mia.view["blocks"])

    await slack.pass_time(timedelta(minutes=1))
    await slack.pass_time(timedelta(minutes=1))

    [post] = [one for one in posts(slack) if "🎉" in one["text"]]
    assert "🎉 Reached: the team goal *Empty queue*. It closed with 0.7 🟢 green." in read(post["blocks"])
    assert "Owned by <@UMIA>, with <@UANA> and <@UBO> contributing." in read(post["blocks"])
    assert "The kudos channel hears of it." in mia.dm()[-1]["text"]
    assert "<@UMIA> closed their goal “Empty queue” with 0.7" in slack.person(OLU.id).dm()[-1]["text"]
    await ana.click(post, "kudos_open")
    await slack.settle()
    assert ana.view["title"]["text"] == "Give kudos"


async def message_with_update(slack, person, goal):
    """Return a message with *Update* for that goal, as somebody gets when it is agreed."""
    async with slack.database.transaction() as store:
        agreed = GoalDecided(to=person.id, goal=goal.id, by=OLU.id, title=goal.title, agreed=True)
        await store.outbox.put(agreed, now=slack.clock())
    await slack.settle()
    return slack.person(person.id).dm()[-1]
