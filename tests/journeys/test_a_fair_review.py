"""A half-year read before the talk: a goal closed with 0.8, thanks and check-ins, read in the window and as the page."""

import pytest
from goal_scene import grow, open_card, press, seen

from company import ANA, BO, MIA, OLU
from reviewing import opened, page
from running import running


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        yield everything


async def test_from_a_closed_goal_to_the_talk_about_it(slack):
    await grow(slack.database)
    ana, bo, mia = (slack.person(one.id) for one in (ANA, BO, MIA))
    await bo.command("/kudos @ana for the calm handover")
    await slack.settle()
    await ana.command("/check-in")
    await slack.settle()
    assert (await ana.submit({"went_well": "Two calm mornings"})).errors == {}
    await slack.settle()
    await open_card(slack, ANA.id, "Answer fast")
    await press(slack, ANA.id, "Close goal")
    scored = next(block["block_id"] for block in ana.view["blocks"] if block["block_id"].startswith("score-"))
    said = {"outcome": "closed", scored: "0.8", "learned": "Macros answer half of the mail"}
    assert (await ana.submit(said)).errors == {}
    await slack.settle()

    await opened(slack, MIA, "@ana")
    window = seen(mia.view)
    assert "closed with *0.8* (green) on 20 November 2026" in window
    assert ">Macros answer half of the mail" in window
    assert "1 check-in, 1 kudos, 0 pieces of feedback" in window
    assert "November 2026: 2 (1 check-in, 1 kudos)" in window
    assert "What is thin:* There is no evidence of July 2026, August 2026" in window
    assert "Two calm mornings" not in window

    await press(slack, MIA.id, "Open Answer fast")
    assert "Macros answer half of the mail" in seen(mia.view), "the goal's card, on top"
    made = await page(slack, MIA, "@ana")
    for told in ("closed with 0.8", "Macros answer half of the mail", "Two calm mornings", "for the calm handover"):
        assert told.removeprefix("for ") in made
    assert "nothing to show" in await page(slack, BO, "@ana")
    assert "nothing to show" in await page(slack, OLU, "@ana")
    async with slack.database.reading() as store:
        assert (MIA.id, "review packet") in [row[:2] for row in await store.access.about(ANA.id)]
