"""Kudos that name a goal, and the window in which one finds one's own again."""

from datetime import date, timedelta

import pytest
from kudos_scene import dms_about, give, opened, posts, react, seen

from company import ANA, BO, MIA, SAM
from domain.goals import Goal, Level, State
from running import running


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        await goals(everything)
        yield everything


@pytest.fixture
async def alone(slack_on_sqlite):
    """The same on one database and in one mode, where neither matters."""
    await goals(slack_on_sqlite)
    return slack_on_sqlite


GOALS = [
    ("Calm winters", "UOLU", Level.COMPANY, State.ACTIVE),
    ("Answer fast", ANA.id, Level.INDIVIDUAL, State.ACTIVE),
    ("Fewer returns", BO.id, Level.INDIVIDUAL, State.ACTIVE),
    ("Sell more", SAM.id, Level.INDIVIDUAL, State.ACTIVE),
    ("Still a draft", MIA.id, Level.TEAM, State.DRAFT),
]


async def goals(slack):
    """Store GOALS as G-1 to G-5."""
    async with slack.database.transaction() as store:
        for number, (title, owner, level, state) in enumerate(GOALS, start=1):
            about = {"ref": f"G-{number}", "starts": date(2026, 7, 1), "due": date(2027, 3, 31)}
            await store.goals.save(Goal(title=title, owner=owner, level=level, state=state, **about))
    await slack.settle()


async def choose(slack, who, *people):
    """Choose people in the form, as one does; the form then offers their goals."""
    person = slack.person(who)
    await person.click(person.view, "receivers", list(people))
    await slack.settle()
    return seen([block for block in person.view["blocks"] if block["block_id"] == "goal"])


async def goal_state(slack, number, state):
    async with slack.database.transaction() as store:
        goal = await store.goals.get(number)
        await store.goals.save(goal.model_copy(update={"state": state}))


async def test_the_goals_follow_whom_one_thanks(slack):
    mia = slack.person(MIA.id)
    form = await opened(slack, "/kudos", MIA.id)
    assert "G-1 · Calm winters" in seen(form)
    assert "Still a draft" not in seen(form)
    assert "Fewer returns" not in seen(form)
    mia.fill({"reason": "half of the returns"})

    offered = await choose(slack, MIA.id, BO.id, SAM.id)
    assert "Goals of Bo Lind" in offered
    assert "G-3 · Fewer returns" in offered
    assert "Sell more" not in offered, "Sam is not in Mia's line"

    assert "Fewer returns" not in await choose(slack, MIA.id, SAM.id)
    assert "Fewer returns" in await choose(slack, MIA.id, BO.id)
    sent = await mia.submit({"goal": "3"})
    await slack.settle()

    assert "Thank you for saying thank you" in seen(sent.view), "what was typed before is still there"
    [post] = posts(slack)
    assert "half of the returns" in seen(post)
    assert "Fewer returns" not in seen(post), "an individual goal does not stand in public"
    async with slack.database.reading() as store:
        assert ("UMIA", "goals") in [row[:2] for row in await store.access.about(BO.id)]

    await opened(slack, "/kudos", ANA.id)
    assert "Fewer returns" not in await choose(slack, ANA.id, BO.id), "a peer does not see them"
    assert "Answer fast" in seen(slack.person(ANA.id).view), "but their own"


async def test_two_choices_at_once_end_with_the_later_ones_goals(alone):
    await opened(alone, "/kudos", MIA.id)
    mia = alone.person(MIA.id)
    stale = mia.view
    alone.emulator.faults.add("views.update", "error", error="hash_conflict", times=1)

    await mia.click(stale, "receivers", [BO.id])
    await alone.settle()

    assert "Fewer returns" in seen(mia.view)


async def test_a_goal_closed_meanwhile_is_said_at_its_field_and_the_text_stays(alone):
    ana = alone.person(ANA.id)
    await opened(alone, "/kudos")
    await goal_state(alone, 1, State.CLOSED)

    sent = await ana.submit({"receivers": [BO.id], "reason": "the calm handover", "goal": "1"})

    assert sent.errors == {
        "goal": "The goal G-1 has been closed in the meantime. Choose another one, or none; your text stays as it is."
    }
    assert posts(alone) == []
    assert (await ana.submit({"goal": None})).errors == {}


async def test_mine_shows_both_sides_page_by_page(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    assert "None yet." in seen(await opened(slack, "/kudos mine", BO.id))
    for number in range(9):
        slack.clock.forward(timedelta(days=7))
        await give(slack, f"@bo for reason {number} #care")
    await react(slack, MIA.id, SAM.id)
    await opened(slack, "/kudos")
    await ana.submit({"receivers": [BO.id, MIA.id], "reason": "the quiet word", "audience": "private", "goal": "1"})
    await slack.settle()

    page = await opened(slack, "/kudos mine", BO.id)
    assert page["title"]["text"] == "Kudos I received"
    assert "From <@UANA>, with 1 other\n>the quiet word" in seen(page)
    assert "for *Calm winters* · 🔒 private" in seen(page)
    assert "reason 8" in seen(page)
    assert "#care · 2 joined in · <https://northwind.slack.com/archives/CKUDOS/" in seen(page)
    assert "<!date^" in seen(page)
    assert "reason 1" not in seen(page)
    await bo.click(bo.view, "kudos_older")
    await slack.settle()
    assert "reason 1" in seen(bo.view)
    assert "Older" not in seen(bo.view)
    await bo.click(bo.view, "kudos_newer")
    await slack.settle()
    assert "the quiet word" in seen(bo.view)

    mine = await opened(slack, "/kudos mine")
    assert "None yet" in seen(mine)
    await ana.click(ana.view, "kudos_given")
    await slack.settle()
    assert ana.view["title"]["text"] == "Kudos I gave"
    assert "🙌 <@UBO> and <@UMIA>\n>the quiet word" in seen(ana.view)
    await ana.click(ana.view, "kudos_undo")
    await slack.settle()
    assert dms_about(slack, BO.id, "the quiet word") == []
    assert "the quiet word" not in seen(await opened(slack, "/kudos mine", MIA.id))
