"""Goals on the Home tab: how they went as a chart, which of them wait for somebody; and what one keeps as evidence."""

from datetime import date, timedelta

import pytest
from seeds import goal, save, shown

from company import ANA, BO, HANA, MIA, NOW, OLU
from domain.check_ins import CheckIn, GoalAnswer
from domain.goal_rescoping import Rescope, Wanted
from domain.goal_warnings import OWNER_LEFT, Answer, Warned, answered
from domain.goals import Confidence, KpiReading, Level
from domain.own_evidence import keep


@pytest.fixture
def slack(slack_on_sqlite):
    return slack_on_sqlite


async def reads(slack, person):
    """Open the tab as somebody; return what they read."""
    await slack.person(person.id).open_home()
    await slack.settle()
    return shown(slack.person(person.id).home["blocks"])


def charts(slack, person):
    blocks = slack.person(person.id).home["blocks"]
    return {one["block_id"]: one["chart"] for one in blocks if one["type"] == "data_visualization"}


async def read_at(slack, one, *values):
    """Store a reading a week, the last one today."""
    async with slack.database.transaction() as store:
        await store.readings.add(
            *(
                KpiReading(goal=one.id, kpi=one.kpis[0].id, value=value, at=NOW - timedelta(weeks=ago), by=one.owner)
                for ago, value in enumerate(reversed(values))
            )
        )


async def warned(slack, one, state=Confidence.OFF_TRACK, **told):
    async with slack.database.transaction() as store:
        await store.goal_warnings.warn([Warned(goal=one.id, state=state, said_at=NOW, **told)], now=NOW)
        return (await store.goal_warnings.standing())[one.id]


async def wishes(slack, one, **wanted):
    async with slack.database.transaction() as store:
        wish = Wanted(**{"targets": {one.kpis[0].id: 3}, "due": one.due} | wanted)
        asked = Rescope(goal=one.id, by=one.owner, at=NOW, why="Supplier & <!here>", wanted=wish)
        return (await store.goal_rescopes.ask(asked, now=NOW))[0]


class TestHowTheyWent:
    async def test_one_goal_stands_beside_its_plan(self, slack):
        [one] = await save(slack.database, goal(1, title="Fast"))
        await read_at(slack, one, 6, 5, 4)
        await reads(slack, ANA)

        chart = charts(slack, ANA)["goal-weeks"]
        drawn = {line["name"]: [point["value"] for point in line["data"]] for line in chart["series"]}
        assert chart["type"] == "line"
        assert chart["axis_config"]["categories"][-2:] == ["13 Nov", "20 Nov"]
        assert drawn["Fast"][-3:] == [0, 25, 50]
        assert drawn["The plan"][-1] == 50

    async def test_several_goals_of_one_title_can_be_told_apart(self, slack):
        goals = await save(slack.database, *(goal(n, title="The same long title of a goal") for n in range(1, 8)))
        for one in goals:
            await read_at(slack, one, 6, 5)
        await reads(slack, ANA)

        names = [line["name"] for line in charts(slack, ANA)["goal-weeks"]["series"]]
        assert len(set(names)) == 5
        assert [name[:2] for name in names] == ["1.", "2.", "3.", "4.", "5."]

    async def test_where_slack_takes_no_chart_it_stands_in_words(self, slack):
        [one] = await save(slack.database, goal(1, title="Fast & <!here>"))
        await read_at(slack, one, 6, 5, 4)
        slack.emulator.faults.add("views.publish", "error", error="invalid_blocks", times=1)

        page = await reads(slack, ANA)

        assert "now 50 %; the plan says 50 %" in page
        assert "Fast &amp; &lt;!here&gt;: `" in page
        assert charts(slack, ANA) == {}

    async def test_without_a_reading_there_is_nothing_to_show(self, slack):
        await save(slack.database, goal(1))

        assert "How far my goals are" not in await reads(slack, ANA)

    async def test_a_tab_holds_two_charts_and_tells_the_third_in_words(self, slack):
        [one] = await save(slack.database, goal(1, owner=MIA.id))
        await read_at(slack, one, 6, 5)
        async with slack.database.transaction() as store:
            for person, ago in ((ANA, 1), (ANA, 0), (MIA, 1), (MIA, 0)):
                line = GoalAnswer(goal=one.id, confidence=Confidence.ON_TRACK)
                period = date(2026, 11, 20) - timedelta(weeks=ago)
                await store.check_ins.save(CheckIn(person=person.id, period=period, goals=(line,), answered_at=NOW))

        page = await reads(slack, MIA)

        assert list(charts(slack, MIA)) == ["goal-weeks", "team-weeks"]
        assert "*How sure I was of my goals, 2 weeks*\n13 Nov to 20 Nov: 1 on track" in page


class TestWhatWaits:
    async def test_a_warning_until_its_owner_answers(self, slack):
        ana = slack.person(ANA.id)
        [one] = await save(slack.database, goal(1, title="Fast"))
        await warned(slack, one)
        assert "*Fast* is *off track*" in await reads(slack, ANA)

        await ana.click(ana.home, "goal_explain")
        await slack.settle()
        await ana.submit({"why": "Two were ill"})
        await slack.settle()

        assert "is *off track*" not in shown(ana.home["blocks"]), "the tab is drawn anew"

    async def test_a_warning_that_holds_no_more_is_not_shown(self, slack):
        [one] = await save(slack.database, goal(1))
        await warned(slack, one)
        await save(slack.database, one.model_copy(update={"kpis": (one.kpis[0].model_copy(update={"value": 2}),)}))

        assert "is *off track*" not in await reads(slack, ANA)

    async def test_a_manager_reads_who_has_not_answered_once_they_were_told(self, slack):
        [one] = await save(slack.database, goal(1, title="Fast"))
        await warned(slack, one)
        assert "has not answered" not in await reads(slack, MIA)

        said = await warned(slack, one, manager=MIA.id, told_manager_at=NOW)
        assert "<@UANA> was warned on Friday 20 November and has not answered" in await reads(slack, MIA)
        assert "has not answered" not in await reads(slack, OLU)

        async with slack.database.transaction() as store:
            await store.goal_warnings.save(answered(said, Answer.EXPLAINED, now=NOW))
        assert "has not answered" not in await reads(slack, MIA)

    async def test_a_manager_of_before_reads_nothing_of_it(self, slack):
        [one] = await save(slack.database, goal(1, title="Fast"))
        await warned(slack, one, manager=MIA.id, told_manager_at=NOW)
        async with slack.database.transaction() as store:
            await store.people.save(ANA.model_copy(update={"manager": OLU.id}))

        page = await reads(slack, MIA)

        assert "Fast" not in page
        assert "What waits for you" not in page

    async def test_a_wish_for_another_target_is_agreed_from_here(self, slack):
        mia = slack.person(MIA.id)
        [one] = await save(slack.database, goal(1, title="Fast"))
        await wishes(slack, one)
        page = await reads(slack, MIA)
        assert "<@UANA> wishes to change *Fast*\nFirst reply, target: 2 hours → *3 hours*" in page
        assert "Supplier &amp; &lt;!here&gt;" in page

        await mia.click(mia.home, "goal_rescope_agree")
        await slack.settle()

        assert "wishes to change" not in shown(mia.home["blocks"])
        async with slack.database.reading() as store:
            assert (await store.goals.get(one.id)).kpis[0].target == 3

    async def test_another_change_is_asked_for_from_here(self, slack):
        mia = slack.person(MIA.id)
        [one] = await save(slack.database, goal(1))
        await wishes(slack, one)
        await reads(slack, MIA)

        await mia.click(mia.home, "goal_rescope_wish")
        await slack.settle()
        await mia.submit({"wish": "By June"})
        await slack.settle()

        assert "wishes to change" not in shown(mia.home["blocks"])

    @pytest.mark.parametrize("stranger", [ANA, BO, OLU, HANA], ids=["owner", "peer", "line above", "people team"])
    async def test_only_the_manager_reads_a_wish(self, slack, stranger):
        [one] = await save(slack.database, goal(1))
        await wishes(slack, one)

        assert "wishes to change" not in await reads(slack, stranger)

    async def test_a_goal_whose_owner_left_is_handed_over_from_here(self, slack):
        mia = slack.person(MIA.id)
        [one] = await save(slack.database, goal(1, title="Fast", level=Level.TEAM))
        async with slack.database.transaction() as store:
            await store.people.save(ANA.model_copy(update={"active": False}))
        await warned(slack, one, OWNER_LEFT, manager=MIA.id, told_manager_at=NOW)
        assert "<@UANA> has left, and *Fast* needs somebody to own it" in await reads(slack, MIA)
        assert "needs somebody" not in await reads(slack, HANA)

        await mia.click(mia.home, "goal_hand_over")
        await slack.settle()
        await mia.submit({"owner": BO.id})
        await slack.settle()

        assert "needs somebody" not in shown(mia.home["blocks"])

    async def test_all_of_the_people_team_read_of_a_goal_nobody_else_is_above(self, slack):
        [one] = await save(slack.database, goal(1, owner=OLU.id, title="Fast"))
        async with slack.database.transaction() as store:
            await store.people.save(OLU.model_copy(update={"active": False}))
            await store.people.appoint([BO.id])
        await warned(slack, one, OWNER_LEFT, manager=HANA.id, told_manager_at=NOW)

        for person in (HANA, BO):
            assert "<@UOLU> has left, and *Fast* needs" in await reads(slack, person)
        assert "needs somebody" not in await reads(slack, ANA)


class TestEvidence:
    async def test_it_is_counted_for_its_owner_and_opens(self, slack):
        ana = slack.person(ANA.id)
        assert "Nothing kept for your review yet" in await reads(slack, ANA)
        async with slack.database.transaction() as store:
            for note in ("SECRET one", "SECRET two"):
                await store.evidence.add(
                    keep(ANA.id, note, link="https://a.example", goal=None, feedback=None, now=NOW)
                )

        page = await reads(slack, ANA)
        await ana.click(ana.home, "evidence_open")
        await slack.settle()

        assert "2 things kept for your review" in page
        assert "SECRET" not in page
        assert "SECRET one" in shown(ana.view["blocks"])
        assert "Nothing kept for your review yet" in await reads(slack, MIA)


async def test_a_manager_reads_first_what_they_owe_and_whose_goal_they_lead(slack):
    await save(slack.database, goal(1, owner=MIA.id, title="Fast support", level=Level.TEAM))
    ana = slack.person(ANA.id)
    await ana.command("/check-in")
    await slack.settle()
    assert (await ana.submit({"blockers": "The refund tool is down"})).closed
    await slack.settle()

    page = await reads(slack, MIA)

    assert "Fast support" in page.partition("Kudos and feedback for you")[0]
    assert "Ana Ruiz" in page.partition("*Your team*")[2].partition("The refund tool is down")[0], (
        "who is blocked, by what"
    )
