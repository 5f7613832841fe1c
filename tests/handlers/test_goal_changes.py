"""Changing and cascading goals that everybody shares: who may, what two at once see, what is kept."""

import asyncio

import pytest
from seeds import goal, goals_of, save, shown

from company import ANA, BO, HANA, MIA, OLU, SAM
from domain.goal_history import Change, Happened
from domain.goals import Kpi, Level, Milestone, State

STEP = Milestone(title="Pilot", due="2026-12-15", share=0.4)


@pytest.fixture
def slack(slack_on_sqlite):
    return slack_on_sqlite


async def team_goal(slack, **facts):
    about = {"owner": MIA.id, "level": Level.TEAM, "title": "Fast replies", "milestones": (STEP,)} | facts
    [saved] = await save(slack.database, goal(1, **about))
    return saved


async def card(slack, who, number=1):
    """Open a goal's card from the tree; return its reader."""
    person = slack.person(who.id)
    if person.view:
        await person.close(all=True)
    await person.command("/goal tree")
    await slack.settle()
    await person.click(person.view, "goal_open", block_id=f"goal-{number}")
    await slack.settle()
    return person


async def form(slack, who, action):
    person = await card(slack, who)
    await person.click(person.view, action)
    await slack.settle()
    return person


async def now_stored(slack, number=1):
    async with slack.database.reading() as store:
        return await store.goals.get(number), await store.goal_history.of([number])


class TestChanging:
    async def test_the_target_moves_and_both_are_kept(self, slack):
        await team_goal(slack)
        mia = await form(slack, MIA, "goal_change")

        sent = await mia.submit({"target": "3", "due": "2027-04-30", "contributors": [ANA.id]})

        assert sent.errors == {}
        await slack.settle()
        after, [event] = await now_stored(slack)
        assert (after.kpis[0].target, after.kpis[0].value, after.starts.month) == (3, 5, 7)
        assert (event.what, event.by) == (Happened.CHANGED, MIA.id)
        assert event.changes == {
            "due": Change(before="2027-03-31", after="2027-04-30"),
            "contributors": Change(after=ANA.id),
            "kpi 1 target": Change(before="2 hours", after="3 hours"),
        }
        assert "Saved. “Fast replies” (`G-1`) says so from now on" in shown(mia.view["blocks"])
        await mia.close()
        assert "changed it" in shown(mia.view["blocks"]), "the card below was drawn anew"

    async def test_the_second_of_two_sees_what_changed_and_loses_nothing(self, slack):
        await team_goal(slack)
        [other] = await save(slack.database, goal(2, owner=OLU.id, level=Level.COMPANY, title="Calm & <here>"))
        mia, hana = await form(slack, MIA, "goal_change"), await form(slack, HANA, "goal_change")
        await mia.options(mia.view, "parent", "calm")
        plan = {"due": "2027-04-30", "milestones": "2026-12-15 40% Pilot\n2027-02-01 70% Everyone"}
        assert (await mia.submit({"target": "3", "parent": str(other.id), **plan})).errors == {}

        mine = {"target": "1", "title": "Faster replies", "due": "2027-05-31", "milestones": "2027-01-15 50% Half"}
        sent = await hana.submit(mine)

        assert (sent.closed, sent.errors) == (False, {})
        said = shown(hana.view["blocks"])
        assert "*Meanwhile <@UMIA> changed this goal.*" in said
        assert "target of First reply: 2 hours → 3 hours" in said
        assert "due: 31 March 2027 → 30 April 2027" in said
        assert "milestones: 2026-12-15 40% Pilot → 2026-12-15 40% Pilot; 2027-02-01 70% Everyone" in said
        assert "parent: nothing → “Calm &amp; &lt;here&gt;”" in said
        fields = {block["block_id"]: block.get("element") for block in hana.view["blocks"]}
        typed = {name: fields[name].get("initial_value") or fields[name]["initial_date"] for name in mine}
        assert typed == mine
        after, _ = await now_stored(slack)
        assert (after.title, after.kpis[0].target) == ("Fast replies", 3), "nothing is stored unseen"

        assert (await hana.submit(mine)).errors == {}

        after, events = await now_stored(slack)
        assert (after.title, after.kpis[0].target, after.due.month) == ("Faster replies", 1, 5)
        assert [one.title for one in after.milestones] == ["Half"]
        assert [event.by for event in events] == [MIA.id, HANA.id]
        assert events[1].changes["kpi 1 target"] == Change(before="3 hours", after="1 hours")

    async def test_what_the_second_left_alone_stays_as_the_first_set_it(self, slack):
        await team_goal(slack)
        [other] = await save(slack.database, goal(2, owner=OLU.id, level=Level.COMPANY, title="Calm"))
        mia, hana = await form(slack, MIA, "goal_change"), await form(slack, HANA, "goal_change")
        await mia.options(mia.view, "parent", "calm")
        plan = {"target": "3", "due": "2027-04-30", "parent": str(other.id), "contributors": [ANA.id]}
        assert (await mia.submit(plan)).errors == {}
        await hana.submit({"title": "Faster replies"})
        now = {one["block_id"].partition("~")[0]: one for one in hana.view["blocks"]}
        assert now["target"]["element"]["initial_value"] == "3"
        assert "all else is as they set it" in shown(hana.view["blocks"])

        wrong = await hana.submit({now["due"]["block_id"]: "2026-01-01"})
        assert now["due"]["block_id"] in wrong.errors
        assert (await hana.submit({now["due"]["block_id"]: "2027-05-31"})).errors == {}

        after, [_, event] = await now_stored(slack)
        assert (after.title, after.kpis[0].target, after.parent) == ("Faster replies", 3, other.id)
        assert (after.contributors, after.milestones[0].title) == ((ANA.id,), "Pilot")
        assert set(event.changes) == {"title", "due"}, "nothing of Mia's is undone"

    async def test_two_at_the_same_moment(self, slack):
        await team_goal(slack)
        mia, hana = await form(slack, MIA, "goal_change"), await form(slack, HANA, "goal_change")

        await asyncio.gather(mia.submit({"target": "3"}), hana.submit({"target": "1"}))

        _, events = await now_stored(slack)
        assert len(events) == 1
        assert sum("Meanwhile" in shown(one.view["blocks"]) for one in (mia, hana)) == 1

    async def test_nothing_changed_is_nothing_kept(self, slack):
        await team_goal(slack)
        mia = await form(slack, MIA, "goal_change")

        await mia.submit({})

        assert "Nothing of “Fast replies”" in shown(mia.view["blocks"])
        assert (await now_stored(slack))[1] == []

    async def test_closed_while_the_form_is_open(self, slack):
        saved = await team_goal(slack)
        mia = await form(slack, MIA, "goal_change")
        await save(slack.database, saved.model_copy(update={"state": State.CLOSED}))

        sent = await mia.submit({"target": "3"})

        assert "can't be edited now: it is closed" in sent.errors["title"]

    async def test_every_letter_is_checked_here_too(self, slack):
        await team_goal(slack)
        mia = await form(slack, MIA, "goal_change")

        sent = await mia.submit({"target": "9", "milestones": "2026-12-15 Pilot\n2026-12-01 Before"})

        assert set(sent.errors) == {"target", "milestones"}

    async def test_only_those_who_may_find_the_buttons(self, slack):
        saved = await team_goal(slack)
        found = {who.id: _buttons(await card(slack, who)) for who in (ANA, SAM, MIA, OLU, HANA)}
        assert found == {ANA.id: 0, SAM.id: 0, MIA.id: 2, OLU.id: 2, HANA.id: 2}

        await save(slack.database, saved.model_copy(update={"level": Level.COMPANY}))

        assert {who.id: _buttons(await card(slack, who)) for who in (MIA, HANA)} == {MIA.id: 0, HANA.id: 2}

    async def test_an_old_card_changes_nothing_for_whoever_leads_nobody_any_more(self, slack):
        await team_goal(slack)
        mia = await card(slack, MIA)
        async with slack.database.transaction() as store:
            await store.people.give_managers({ANA.id: OLU.id, BO.id: OLU.id}, now=slack.clock())

        for action in ("goal_change", "goal_cascade"):
            await mia.click(mia.view, action)
            await slack.settle()
            assert "I can't find that any more" in shown(mia.view["blocks"])
            await mia.close()


def _buttons(person):
    return sum(f"'{action}'" in str(person.view) for action in ("goal_change", "goal_cascade"))


class TestCascading:
    async def test_each_gets_a_draft_of_their_own(self, slack):
        team = await team_goal(slack, kpis=(Kpi(name="First reply", unit="hours", baseline=6, target=2, value=5),))
        mia = await form(slack, MIA, "goal_cascade")

        sent = await mia.submit({"people": [ANA.id, BO.id]})

        assert sent.errors == {}
        assert "Asked <@UANA> and <@UBO> to take on a part of “Fast replies”" in shown(mia.view["blocks"])
        await slack.settle()
        for who in (ANA, BO):
            [draft] = await goals_of(slack, who)
            assert (draft.state, draft.parent, draft.title) == (State.DRAFT, team.id, "Fast replies")
            assert [(kpi.baseline, kpi.target, kpi.value) for kpi in draft.kpis] == [(6, 2, None)]
            assert [one.title for one in draft.milestones] == ["Pilot"]
        ana = slack.person(ANA.id)
        told = ana.dm()[-1]
        assert told["text"] == "<@UMIA> asks you to take on a part of “Fast replies”."

        await ana.click(told, "goal_edit")
        await slack.settle()
        parent = next(block["element"] for block in ana.view["blocks"] if block["block_id"] == "parent")
        assert parent["initial_option"]["text"]["text"] == "Fast replies (team)"
        assert (await ana.submit({"title": "My replies", "target": "3"})).errors == {}
        await slack.settle()

        [mine] = await goals_of(slack, ANA)
        assert (mine.state, mine.title, mine.parent) == (State.PROPOSED, "My replies", team.id)
        assert "proposes a goal" in mia.dm()[-1]["text"]

    async def test_nobody_gets_a_second_one(self, slack):
        await team_goal(slack)
        mia = await form(slack, MIA, "goal_cascade")
        await mia.submit({"people": [ANA.id]})
        mia = await form(slack, MIA, "goal_cascade")

        sent = await mia.submit({"people": [ANA.id]})
        assert sent.errors["people"] == "Each of them has an open goal below this one already."
        assert (await mia.submit({"people": [ANA.id, BO.id]})).errors == {}

        assert "<@UANA> had one below it already" in shown(mia.view["blocks"])
        assert len(await goals_of(slack, ANA)) == len(await goals_of(slack, BO)) == 1

    async def test_two_forms_at_once_give_one_draft(self, slack):
        await team_goal(slack)
        mia, hana = await form(slack, MIA, "goal_cascade"), await form(slack, HANA, "goal_cascade")

        await asyncio.gather(mia.submit({"people": [ANA.id]}), hana.submit({"people": [ANA.id]}))

        assert len(await goals_of(slack, ANA)) == 1

    @pytest.mark.parametrize(
        ("people", "sentence"),
        [
            pytest.param([], "Choose who is to take on a part of it.", id="nobody"),
            pytest.param([SAM.id], "Sam Cole does not report to you", id="somebody elsewhere"),
            pytest.param(["UGIL"], "I don't know this person", id="a guest"),
        ],
    )
    async def test_whom_a_manager_does_not_ask(self, slack, people, sentence):
        await team_goal(slack)
        mia = await form(slack, MIA, "goal_cascade")
        shown_now = slack.emulator.views.stack(MIA.id)[-1]
        shown_now.view["blocks"][1]["optional"] = True  # Slack itself asks for somebody; the rule does not rely on it

        sent = await mia.submit({"people": people})

        assert sentence in sent.errors["people"]
        assert not any("take on a part" in one["text"] for one in slack.person(SAM.id).dm())
