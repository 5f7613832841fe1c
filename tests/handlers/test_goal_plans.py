"""The SMART form: kinds, direction, milestones, contributors, whose goal it is, and the goal above, found by typing."""

import asyncio
from datetime import date

import pytest
from seeds import SMART, goal, goals_of, new_form, save, shown

from company import ANA, BO, HANA, MIA, OLU, SAM
from domain.goal_history import Happened
from domain.goals import Kind, Level, Milestone, State

DEALS = {"title": "Sell more", "kpi": "Deals", "baseline": "2", "target": "6", "due": "2027-03-31"}

WITHOUT_NUMBERS = {name: said for name, said in DEALS.items() if name not in {"baseline", "target"}}

MISSING = [
    ({"target": "1"}, "target", "1 lies below today's 2. Raise the target"),
    ({"direction": "less"}, "target", "6 lies above today's 2. Lower the target"),
    ({"kind": "money"}, "unit", "Measurable: name the currency"),
    ({"baseline": "six"}, "baseline", "is not a number I can read"),
    ({"milestones": "soon Pilot"}, "milestones", "Line 1: begin with the day"),
    ({"milestones": "2027-04-01 Late"}, "milestones", "is not between the goal's start"),
    ({"contributors": ["UGIL"]}, "contributors", "I don't know this person"),
]
"""What is typed besides DEALS, where it is refused, and how."""


@pytest.fixture
def slack(slack_on_sqlite):
    return slack_on_sqlite


async def send(slack, person, said):
    """Choose whose goal it is and what kind of number, fill in the form as it is then, and send it."""
    for field in ("level", "kind"):
        if field in said:
            await person.click(person.view, field, said[field])
            await slack.settle()
    return await person.submit(said)


async def titles(person, typed=""):
    return [option["text"]["text"] for option in await person.options(person.view, "parent", typed)]


async def shared(slack):
    async with slack.database.reading() as store:
        return await store.goals.shared()


async def with_tree(slack):
    """The company's goal, a team's below it, and one of Ana's below that."""
    [company] = await save(slack.database, goal(1, owner=OLU.id, level=Level.COMPANY, title="Calm support"))
    [team] = await save(
        slack.database, goal(2, owner=MIA.id, level=Level.TEAM, title="Fast replies", parent=company.id)
    )
    [mine] = await save(slack.database, goal(3, title="My queue", parent=team.id))
    return company, team, mine


class TestWhatItMeasures:
    @pytest.mark.parametrize(
        ("said", "kpi"),
        [
            pytest.param({}, (Kind.NUMBER, "", 2, 6), id="a number"),
            pytest.param({"kind": "percent"}, (Kind.PERCENT, "%", 2, 6), id="a percentage"),
            pytest.param({"kind": "money", "unit": "€"}, (Kind.MONEY, "€", 2, 6), id="money"),
            pytest.param({"kind": "yes_no"}, (Kind.YES_NO, "", 0, 1), id="yes or no"),
            pytest.param(
                {"direction": "less", "baseline": "6", "target": "2"}, (Kind.NUMBER, "", 6, 2), id="less is better"
            ),
        ],
    )
    async def test_each_kind(self, slack, said, kpi):
        ana = slack.person(ANA.id)
        await new_form(slack, ana)
        numbers = {} if said.get("kind") == "yes_no" else {"baseline": "2", "target": "6"}

        sent = await send(slack, ana, WITHOUT_NUMBERS | numbers | said)

        assert sent.errors == {}
        [[found]] = [one.kpis for one in await goals_of(slack, ANA)]
        assert (found.kind, found.unit, found.baseline, found.target) == kpi

    async def test_each_missing_letter_is_said_at_its_field(self, slack):
        ana = slack.person(ANA.id)
        for said, field, sentence in MISSING:
            await new_form(slack, ana)

            sent = await send(slack, ana, DEALS | said)

            assert list(sent.errors) == [field], said
            assert sentence in sent.errors[field]
            await ana.close()

    async def test_milestones_and_contributors_come_back_as_they_were_written(self, slack):
        ana = slack.person(ANA.id)
        await new_form(slack, ana)
        steps = "2026-12-15 40% Pilot <!channel> & two teams\n2027-02-01 Everyone trained"

        sent = await ana.submit(DEALS | {"milestones": steps, "contributors": [BO.id, ANA.id]})

        assert sent.errors == {}
        [mine] = await goals_of(slack, ANA)
        assert mine.contributors == (BO.id,)
        assert [one.model_copy(update={"id": None}) for one in mine.milestones] == [
            Milestone(title="Pilot <!channel> & two teams", due=date(2026, 12, 15), share=0.4),
            Milestone(title="Everyone trained", due=date(2027, 2, 1), share=0.7),
        ]
        await slack.settle()
        card = slack.person(MIA.id).dm()[-1]
        assert "Pilot &lt;!channel&gt; &amp; two teams by 15 Dec (40 %)" in shown(card["blocks"])
        await slack.person(MIA.id).click(card, "goal_wish")
        await slack.settle()
        await slack.person(MIA.id).submit({"wish": "Sooner"})
        await slack.settle()
        await ana.click(ana.dm()[-1], "goal_edit")
        await slack.settle()
        filled = {block["block_id"]: block.get("element") for block in ana.view["blocks"]}
        assert filled["milestones"]["initial_value"].endswith("2027-02-01 70% Everyone trained")
        assert filled["contributors"]["initial_users"] == [BO.id]

    async def test_done_or_not_is_answered_by_a_click(self, slack):
        ana = slack.person(ANA.id)
        [mine] = await save(slack.database, goal(1, kpis=()))
        kpi = {"name": "Certified", "kind": Kind.YES_NO, "baseline": 0, "target": 1}
        await save(slack.database, mine.model_copy(update={"kpis": (type(goal().kpis[0])(**kpi),)}))
        await ana.open_home()
        await ana.click(ana.home, "goal_update")
        await slack.settle()

        await ana.submit({"kpi-1": "1"})

        [mine] = await goals_of(slack, ANA)
        assert mine.progress == 1
        await ana.close()
        await ana.command("/check-in")
        await slack.settle()
        assert (await ana.submit({"goal-1-kpi-1": "0", "went_well": "Calm"})).errors == {}
        [mine] = await goals_of(slack, ANA)
        assert mine.progress == 0


class TestTheGoalAbove:
    async def test_is_found_in_the_tree_by_typing(self, slack):
        await with_tree(slack)
        await save(
            slack.database,
            goal(4, owner=BO.id, title="Of Bo"),
            goal(5, owner=OLU.id, level=Level.TEAM, state=State.CLOSED, title="Over"),
        )
        ana = slack.person(ANA.id)
        await new_form(slack, ana)

        assert await titles(ana) == ["Calm support (company)", "› Fast replies (team)", "› › My queue (yours)"]
        assert await titles(ana, " REPLIES  fast") == ["› Fast replies (team)"]
        assert await titles(ana, "g-3") == ["› › My queue (yours)"]
        assert await titles(ana, "nothing like it \x00") == []

    async def test_is_stored_and_told_to_the_manager(self, slack):
        company, *_ = await with_tree(slack)
        ana = slack.person(ANA.id)
        await new_form(slack, ana)
        await titles(ana, "calm")

        await ana.submit({**SMART, "parent": str(company.id)})
        await slack.settle()

        assert {one.title: one.parent for one in await goals_of(slack, ANA)}["Answer fast"] == company.id
        assert "It serves “Calm support”" in shown(slack.person(MIA.id).dm()[-1]["blocks"])

    async def test_never_the_goal_itself_nor_one_below_it(self, slack):
        drafts = [goal(n, title=f"Draft {n}", state=State.DRAFT) for n in (1, 2)]
        first, _ = await save(slack.database, *drafts)
        await save(slack.database, goal(3, title="Below", parent=first.id, state=State.DRAFT))
        ana = slack.person(ANA.id)
        page = await ana.command("/goal")
        await ana.click({"blocks": page.blocks, **ana.dm()[-1]}, "goal_edit", block_id="goal-acts-1")
        await slack.settle()

        assert await titles(ana) == ["Draft 2 (yours)"]

    async def test_two_forms_at_once_make_no_loop(self, slack):
        sam = slack.person(SAM.id)
        drafts = await save(slack.database, *(goal(n, owner=SAM.id, state=State.DRAFT) for n in (1, 2)))
        other = {str(one.id): str(two.id) for one, two in (drafts, reversed(drafts))}
        await sam.open_home()
        forms = []
        for one in drafts:
            await sam.command("/goal")
            await sam.click(sam.dm()[-1], "goal_edit", block_id=f"goal-acts-{one.id}")
            await slack.settle()
            await titles(sam)
            sam.fill({"parent": other[str(one.id)]})
            forms.append(slack.emulator.views.stack(SAM.id)[-1])

        me = slack.emulator.workspace.people[SAM.id]
        sent = await asyncio.gather(*(slack.emulator.forms.submit(me, form) for form in forms))

        assert sorted(len(one.errors) for one in sent) == [0, 1]
        [refused] = [one.errors["parent"] for one in sent if one.errors]
        assert "already hangs below this goal" in refused

    async def test_somebody_cairn_does_not_know_is_offered_nothing(self, slack):
        await with_tree(slack)
        ana = slack.person(ANA.id)
        await new_form(slack, ana)
        async with slack.database.transaction() as store:
            await store.people.save(ANA.model_copy(update={"active": False}))

        assert await titles(ana) == []


class TestWhoseGoal:
    async def test_only_those_who_set_others_are_asked_whose_it_is(self, slack):
        for person, offered in ((ANA, None), (MIA, ["individual", "team"]), (HANA, ["individual", "team", "company"])):
            form = await new_form(slack, slack.person(person.id))
            found = [block["element"]["options"] for block in form["blocks"] if block["block_id"] == "level"]
            assert [one["value"] for one in found[0]] == offered if offered else found == []

    async def test_a_team_goal_is_active_at_once_and_seen_by_everyone(self, slack):
        mia = slack.person(MIA.id)
        await new_form(slack, mia)

        sent = await send(slack, mia, {"title": "Calm nights", "level": "team", "due": "2027-03-31"})

        assert sent.errors == {}
        assert "is active, and everyone sees it. <@UMIA> brings its numbers" in shown(mia.view["blocks"])
        [team] = await shared(slack)
        assert (team.level, team.state, team.owner, team.kpis) == (Level.TEAM, State.ACTIVE, MIA.id, ())
        async with slack.database.reading() as store:
            [event] = await store.goal_history.of([team.id])
        assert (event.what, event.by) == (Happened.SET, MIA.id)
        ana = slack.person(ANA.id)
        await new_form(slack, ana)
        assert await titles(ana) == ["Calm nights (team)"]
        assert not any("proposes" in one["text"] for one in slack.person(OLU.id).dm()), "nobody has to agree"

    async def test_the_people_team_sets_one_of_the_company_for_its_owner(self, slack):
        hana, olu = slack.person(HANA.id), slack.person(OLU.id)
        await new_form(slack, hana)

        sent = await send(slack, hana, DEALS | {"level": "company", "owner": OLU.id})

        assert sent.errors == {}
        page = await olu.command("/goal")
        assert "Sell more" in shown(page.blocks)
        await olu.click(olu.dm()[-1], "goal_update")
        await slack.settle()
        await olu.submit({"kpi-1": "4"})
        [company] = await shared(slack)
        assert (company.owner, company.progress) == (OLU.id, 0.5)

    @pytest.mark.parametrize(
        ("said", "field", "sentence"),
        [
            pytest.param({"level": "team", "owner": SAM.id}, "owner", "somebody who reports to you", id="a stranger"),
            pytest.param(
                {"level": "team", "parent": "1"}, "parent", "can't hang below somebody's own", id="upside down"
            ),
        ],
    )
    async def test_what_a_manager_does_not_set(self, slack, said, field, sentence):
        await save(slack.database, goal(1, owner=MIA.id))
        mia = slack.person(MIA.id)
        await new_form(slack, mia)
        await titles(mia)

        sent = await send(slack, mia, DEALS | said)

        assert list(sent.errors) == [field]
        assert sentence in sent.errors[field]

    async def test_nor_a_goal_of_a_reports_own_in_a_form_from_before_an_update(self, slack):
        mia = slack.person(MIA.id)
        await new_form(slack, mia)
        await mia.click(mia.view, "level", "team")
        await slack.settle()

        sent = await mia.submit(DEALS | {"level": "individual", "owner": ANA.id})

        assert "Everyone proposes their own goals" in sent.errors["owner"]

    async def test_whoever_leads_nobody_any_more_sets_no_team_goal(self, slack):
        mia = slack.person(MIA.id)
        await new_form(slack, mia)
        async with slack.database.transaction() as store:
            await store.people.give_managers({ANA.id: OLU.id, BO.id: OLU.id}, now=slack.clock())

        sent = await mia.submit(DEALS | {"level": "team"})  # as it was drawn when she led people

        assert "Goals of a team are set by those who lead people" in sent.errors["level"]
