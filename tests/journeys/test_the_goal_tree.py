"""The tree of goals and a goal's card: what each person finds there, what they do from it, and who hears that they looked."""

from datetime import date

import pytest
from goal_scene import grow, open_card, open_tree, press, seen

from company import ANA, BO, HANA, MIA, OLU, SAM
from domain.goals import Milestone, State
from running import running


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        yield everything


async def test_from_the_tree_to_a_card_and_on_to_a_new_number(slack):
    goals = await grow(slack.database)
    mia, ana = slack.person(MIA.id), slack.person(ANA.id)

    page = await open_tree(slack, MIA.id)
    assert seen(page).index("Calm winters") < seen(page).index("Fast support") < seen(page).index("Answer fast")
    assert "the mean of the 3 goals below is 50 % (50 %, 25 % and 75 %)" in seen(page)
    assert "team goal of <@UMIA>" in seen(page)

    await press(slack, MIA.id, "Open Answer fast")
    card = seen(mia.view)
    assert [view["callback_id"] for view in mia.views] == ["goal_tree", "goal_card"]
    assert "It serves* “Fast support” (team goal)" in card
    assert "5 hours · from 6 to 2 hours · 25 % of the way" in card
    assert "Cairn writes down for <@UANA> that you looked" in card
    assert "Update" not in card
    async with slack.database.reading() as store:
        assert [row[:3] for row in await store.access.about(ANA.id)] == [(MIA.id, "goals", "manager")]

    await open_tree(slack, ANA.id)
    await press(slack, ANA.id, "Open Answer fast")
    await press(slack, ANA.id, "Update Answer fast")
    assert (await ana.submit({f"kpi-{goals['Answer fast'].kpis[0].id}": "3", "confidence": "at_risk"})).errors == {}
    await slack.settle()
    below = seen(ana.views[-2])
    assert "3 hours · from 6 to 2 hours · 75 % of the way" in below, "the card below is drawn anew"
    assert "one reading, on 20 Nov" in below
    assert "its owner says *at risk*, by the numbers it is *on track*" in below


async def test_a_goal_from_its_draft_to_its_history(slack):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await ana.command("/goal new Answer fast")
    await slack.settle()
    measure = {"kpi": "First reply", "unit": "hours", "direction": "less", "baseline": "6", "target": "2"}
    assert (await ana.submit({**measure, "due": "2027-03-31"})).errors == {}
    await slack.settle()
    await mia.click(mia.dm()[-1], "goal_wish")
    await slack.settle()
    await mia.submit({"wish": "Four hours are plenty"})
    await slack.settle()
    await ana.click(ana.dm()[-1], "goal_edit")
    await slack.settle()
    assert (await ana.submit({"target": "4"})).errors == {}
    await slack.settle()

    await mia.command("/goal @ana")
    await slack.settle()
    assert "Goals of <@UANA>" in seen(mia.view)
    await press(slack, MIA.id, "Open Answer fast")
    assert "⏳ *Answer fast*" in seen(mia.view)
    await press(slack, MIA.id, "Agree to Answer fast")
    card = seen(mia.view)
    assert "goal_agree" not in str(mia.view), "the card is drawn anew"

    told = ["<@UMIA> agreed to it", "target of First reply: 2 hours → 4 hours", "asked for a change"]
    assert [card.index(one) for one in told] == sorted(card.index(one) for one in told)
    assert card.count("<@UANA> proposed it") == 2
    assert ">Four hours are plenty" in card
    olu = await open_card(slack, OLU.id, "Answer fast")
    assert "asked for a change" in olu
    assert "Four hours" not in olu, "the wish is between the two"


async def test_what_somebody_else_is_to_reach(slack_on_sqlite):
    slack = slack_on_sqlite
    await grow(slack.database)
    nothing = "There is nothing to show here. You see people who report to you"
    for who, typed, answer in (
        (SAM, "/goal @ana", nothing),
        (ANA, "/goal @bo", nothing),
        (HANA, "/goal @ana", nothing),
        (MIA, "/goal <@UNOBODY>", nothing),
        (MIA, "/goal @ana @bo", "shows the goals of one person"),
        (MIA, "/goal @ana soon", "shows the goals of one person"),
        (OLU, "/goal @mia", ""),
        (SAM, "/goal @mia", ""),
        (ANA, "/goal @ana", "Your open goals"),
        (OLU, "/goal @hana", nothing),
    ):
        reply = await slack.person(who.id).command(typed)
        assert answer in reply.text, (who.id, typed)
        await slack.settle()
    assert "Fast support" in seen(slack.person(OLU.id).view)
    assert "Train the team" in seen(slack.person(OLU.id).view)
    assert "Fast support" in seen(slack.person(SAM.id).view)
    assert "Train the team" not in seen(slack.person(SAM.id).view), "an individual goal is her line's alone"
    async with slack.database.reading() as store:
        assert [row[:3] for row in await store.access.about(MIA.id)] == [(OLU.id, "goals", "manager")]


async def test_somebody_of_ones_own_without_a_goal(slack_on_sqlite):
    reply = await slack_on_sqlite.person(MIA.id).command("/goal @ana")

    assert "<@UANA> has no goal yet" in reply.text


async def test_the_whole_card(slack_on_sqlite):
    slack = slack_on_sqlite
    goals = await grow(slack.database)
    steps = (
        Milestone(title="Macros", due=date(2026, 9, 1), share=0.2, done_on=date(2026, 8, 30)),
        Milestone(title="Pilot", due=date(2026, 11, 1), share=0.5),
        Milestone(title="Everyone", due=date(2027, 1, 15), share=0.8),
    )
    changed = goals["Answer fast"].model_copy(update={"contributors": (BO.id,), "milestones": steps})
    async with slack.database.transaction() as store:
        await store.goals.save(changed)

    card = await open_card(slack, ANA.id, "Answer fast")

    for told in (
        "*Owner:* <@UANA> · goal · from 12 July 2026 to 31 March 2027",
        "*With:* <@UBO>",
        "✅ Macros (20 % of the way) · done on 30 Aug",
        "⚠️ Pilot (50 % of the way) · was due on 1 Nov 2026",
        "▫️ Everyone (80 % of the way) · due on 15 Jan 2027",
        "*Evidence that names it:* nothing that you may read yet",
        "Close goal",
    ):
        assert told in card, told


async def test_cards_lead_to_each_other_and_back(slack_on_sqlite):
    slack = slack_on_sqlite
    await grow(slack.database)
    ana = slack.person(ANA.id)
    card = await open_card(slack, ANA.id, "Calm winters")
    assert "goals below*" in card.casefold()

    await press(slack, ANA.id, "Open Fast support")
    assert "⬆️ *It serves* “Calm winters” (company goal)" in seen(ana.view)
    await press(slack, ANA.id, "Open Answer fast")
    assert len(ana.views) == 2, "in the same window"
    await press(slack, ANA.id, "Back to the goal before")
    assert "*Fast support*" in seen(ana.view)
    await press(slack, ANA.id, "Back to the goal before")
    assert "*Calm winters*" in seen(ana.view)
    assert "goal_card_back" not in str(ana.view)


async def test_a_goal_that_is_not_ones_to_see_is_not_there(slack_on_sqlite):
    slack = slack_on_sqlite
    await grow(slack.database)
    page = seen(await open_tree(slack, SAM.id))
    assert "Fast support" in page
    assert not any(title in page for title in ("Answer fast", "Fewer returns", "Train the team", "25 %", "50 %"))


async def test_a_long_tree_has_pages_and_is_unfolded_piece_by_piece(slack_on_sqlite):
    slack = slack_on_sqlite
    await grow(slack.database, extra=50)
    olu = slack.person(OLU.id)

    page = await open_tree(slack, OLU.id)
    assert "Goals 1 to 20 of 52; what is folded is not counted" in seen(page)
    assert "Answer fast" not in seen(page)
    await press(slack, OLU.id, "Show the 3 below: Fast support")
    assert "Goals 1 to 20 of 55\n" in seen(olu.view)
    assert "Answer fast" in seen(olu.view)
    await press(slack, OLU.id, "Goals after these")
    await press(slack, OLU.id, "Goals after these")
    assert "Goals 41 to 55 of 55" in seen(olu.view)
    await press(slack, OLU.id, "Goals before these")
    await press(slack, OLU.id, "Goals before these")
    await press(slack, OLU.id, "Hide the 51 below: Calm winters")
    assert "One goal; what is folded is not counted" in seen(olu.view)
    assert len(olu.views) == 1


async def test_without_goals_the_tree_says_what_will_stand_there(slack_on_sqlite):
    page = await open_tree(slack_on_sqlite, ANA.id)

    assert "There are no goals here yet" in seen(page)


async def test_somebodys_goals_have_pages_and_what_is_open_comes_first(slack_on_sqlite):
    slack = slack_on_sqlite
    await grow(slack.database, extra=25)
    async with slack.database.transaction() as store:
        [first] = [one for one in await store.goals.all() if one.title == "Team goal 1"]
        await store.goals.save(
            first.model_copy(update={"state": State.CLOSED, "score": 0.8, "ended_on": date(2026, 11, 3)})
        )

    await slack.person(OLU.id).command("/goal @mia")
    await slack.settle()
    assert "Goals of <@UMIA>" in seen(slack.person(OLU.id).view)
    await slack.person(SAM.id).command("/goal @olu")
    await slack.settle()
    sam = slack.person(SAM.id)
    assert "Goals 1 to 20 of 26" in seen(sam.view)
    assert "*Team goal 1*" not in seen(sam.view)
    await press(slack, SAM.id, "Goals after these")
    assert "Goals 21 to 26 of 26" in seen(sam.view)
    assert "🏁 *Team goal 1*" in seen(sam.view)
    await press(slack, SAM.id, "Goals before these")
    assert "*Calm winters*" in seen(sam.view)
    assert len(sam.views) == 1


async def test_a_closed_goal_stays_below_the_one_it_served_and_counts_there(slack_on_sqlite):
    slack = slack_on_sqlite
    goals = await grow(slack.database)
    over = {"state": State.CLOSED, "score": 0.8, "ended_on": date(2026, 11, 3)}
    async with slack.database.transaction() as store:
        await store.goals.save(goals["Answer fast"].model_copy(update=over))

    page = seen(await open_tree(slack, MIA.id))

    assert "closed at 0.8 on 3 November 2026" in page
    assert "the mean of the 3 goals below is 68 % (50 %, 80 % and 75 %)" in page


async def test_wherever_a_goal_is_told_it_stands_by_one_sum(slack_on_sqlite):
    slack = slack_on_sqlite
    await grow(slack.database)
    mia, olu = slack.person(MIA.id), slack.person(OLU.id)
    team = "the mean of the 3 goals below is 50 % (50 %, 25 % and 75 %); the plan for today is 50 %"
    company = "the one goal below stands at 50 %; the plan for today is 50 %"

    page = seen(await open_tree(slack, OLU.id))
    assert (page.count(team), page.count(company)) == (1, 1)
    assert "Level 2 · team goal of <@UMIA> · ▓▓▓▓▓░░░░░ 50 % · on track" in page
    assert seen(await press(slack, OLU.id, "Open Fast support")).count("the mean of") == 1, "once, in the sum"
    await olu.close(all=True)
    await olu.command("/goal @mia")
    await slack.settle()
    assert team in seen(olu.view)
    mine = await mia.command("/goal")
    assert team in seen(mine.blocks)
    assert "Fast support (on track, 50%)" in mine.text
    assert company in seen((await olu.command("/goal")).blocks)
