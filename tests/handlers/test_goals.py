"""`/goal` and its forms, as people meet them."""

import asyncio
from datetime import date, timedelta

import pytest
from seeds import DUE, SMART, TODAY, goal, goals_of, new_form, proposed, save, shown

from company import ANA, BO, MIA, OLU, SAM
from domain.goal_status import explain
from domain.goals import Confidence, Level, State


class TestTheList:
    async def test_without_goals_it_says_what_to_do(self, slack):
        reply = await slack.person(ANA.id).command("/goal")

        assert reply.response_type == "ephemeral"
        assert "You have no open goals yet" in reply.text
        assert "New goal" in shown(reply.blocks)

    async def test_each_open_goal_with_its_sum_and_what_to_do(self, slack):
        await save(
            slack.database,
            goal(1, title="Fast & <!channel>", confidence=Confidence.ON_TRACK),
            goal(2, title="Asked", state=State.PROPOSED, due=date(2027, 4, 1)),
            goal(3, title="Thought", state=State.DRAFT, due=date(2027, 4, 2)),
            goal(4, title="Done", state=State.CLOSED),
            goal(5, title="Of the team", level=Level.TEAM, owner=MIA.id),
            goal(6, title="Of Bo", owner=BO.id),
        )

        page = shown((await slack.person(ANA.id).command("/goal")).blocks)

        assert "🔴 *Fast &amp; &lt;!channel&gt;* · `G-1`" in page
        assert "▓▓░░░░░░░░ 25 %" in page
        assert explain((await goals_of(slack, ANA))[0], TODAY) in page
        assert "off track · you say *on track* · due 31 March 2027" in page
        assert "⏳ *Asked*" in page
        assert "✏️ *Thought*" in page
        assert all(absent not in page for absent in ("Done", "Of the team", "Of Bo"))
        assert [page.count(act) for act in ("Update", "Edit and propose", "New goal")] == [1, 1, 1]

    async def test_a_long_list_has_pages(self, slack):
        ana = slack.person(ANA.id)
        await save(slack.database, *(goal(n, due=DUE + timedelta(days=n)) for n in range(1, 91)))

        reply = await ana.command("/goal")

        assert len(reply.blocks) <= 50
        assert "80 more are a click away" in shown(reply.blocks)
        seen = []
        await slack.person(ANA.id).open_home()
        await ana.click(ana.home, "goal_more")
        for _ in range(3):
            await slack.settle()
            page = shown(ana.view["blocks"])
            seen += [n for n in range(1, 91) if f"*Goal {n}*" in page]
            if "Next" in page:
                await ana.click(ana.view, "goal_more")
        assert seen == list(range(1, 91))
        assert len(ana.views) == 1
        await ana.click(ana.view, "goal_back")
        await slack.settle()
        assert "*Goal 41*" in shown(ana.view["blocks"])

    async def test_somebody_cairn_does_not_know(self, slack):
        reply = await slack.person("UGIL").command("/goal")

        assert "I don't know you yet" in reply.text


class TestWords:
    async def test_help(self, slack):
        text = shown((await slack.person(ANA.id).command("/goal help")).blocks)

        assert "`/goal new`" in text

    @pytest.mark.parametrize(
        ("typed", "answer"),
        [
            pytest.param(
                "/goal nwe", "Did you mean `/goal new`? For example: `/goal new Answer customers", id="nearly"
            ),
            pytest.param("/goal zzz", "`/goal help` shows what it can do", id="far off"),
            pytest.param("/goal @bo", "There is nothing to show here", id="somebody else"),
            pytest.param("/goal <!channel>", "is not something /goal knows", id="a ping"),
        ],
    )
    async def test_a_wrong_word(self, slack, typed, answer):
        reply = await slack.person(ANA.id).command(typed)

        assert answer in reply.text
        assert "<!channel>" not in reply.text

    async def test_new_takes_the_title_along(self, slack):
        form = await new_form(slack, slack.person(ANA.id), "/goal NEW Answer fast")

        assert "Answer fast" in str(form["blocks"])


class TestTheSmartForm:
    async def test_it_explains_itself(self, slack):
        form = str((await new_form(slack, slack.person(ANA.id)))["blocks"])

        for part in ("Specific", "Measurable", "Relevant", "Time-bound", "<@UMIA> to say", "Who will see this"):
            assert part in form

    async def test_a_proposal_reaches_the_manager(self, slack):
        _, card = await proposed(slack)

        assert "<@UANA> proposes a goal: Answer fast" in card["text"]
        page = shown(card["blocks"])
        assert "First reply from 6 to 2 hours, by 31 March 2027" in page
        assert "Agree" in page
        assert "Ask for a change" in page
        [mine] = await goals_of(slack, ANA)
        assert (mine.state, mine.title, mine.ref, mine.starts) == (
            State.PROPOSED,
            "Answer fast",
            "G-1",
            date(2026, 11, 20),
        )
        assert "is proposed. <@UMIA> gets a message" in shown(slack.person(ANA.id).view["blocks"])

    async def test_every_wrong_field_at_once(self, slack):
        ana = slack.person(ANA.id)
        await new_form(slack, ana)

        sent = await ana.submit(
            {"title": "\u200b", "kpi": "\u200b", "baseline": "many", "target": "1e400", "due": "2026-11-19"}
        )

        assert not sent.closed
        assert sent.errors["title"].startswith("Specific:")
        assert sent.errors["kpi"].startswith("Measurable:")
        assert "“many” is not a number" in sent.errors["baseline"]
        assert "is not a number" in sent.errors["target"]
        assert sent.errors["due"] == (
            "Time-bound: the due date 19 November 2026 has passed. Choose a day from 20 November 2026 on."
        )
        assert await goals_of(slack, ANA) == []

    async def test_the_target_must_differ(self, slack):
        ana = slack.person(ANA.id)
        await new_form(slack, ana)

        sent = await ana.submit({**SMART, "baseline": "2,0"})

        assert sent.errors == {"target": sent.errors["target"]}
        assert "The target equals the baseline" in sent.errors["target"]

    async def test_the_same_form_again_makes_no_second_goal(self, slack):
        await proposed(slack)

        await slack.emulator.redeliver(3)
        await slack.settle()

        assert len(await goals_of(slack, ANA)) == 1
        assert sum("proposes a goal" in one["text"] for one in slack.person(MIA.id).dm()) == 1

    async def test_two_people_at_the_same_moment_get_different_ids(self, slack):
        people = [slack.person(person.id) for person in (ANA, BO, SAM)]
        for person in people:
            await new_form(slack, person)

        sent = await asyncio.gather(*(person.submit(SMART) for person in people))

        assert [one.errors for one in sent] == [{}, {}, {}]
        refs = {one.ref for person in (ANA, BO, SAM) for one in await goals_of(slack, person)}
        assert refs == {"G-1", "G-2", "G-3"}

    async def test_without_a_manager_it_is_active_and_says_so(self, slack):
        sam = slack.person(SAM.id)
        form = await new_form(slack, sam)
        assert "no manager in Cairn" in str(form["blocks"])

        await sam.submit(SMART)

        assert [one.state for one in await goals_of(slack, SAM)] == [State.ACTIVE]
        assert "nobody has to agree" in shown(sam.view["blocks"])

    async def test_a_manager_who_left_is_not_asked(self, slack):
        async with slack.database.transaction() as store:
            await store.people.save(MIA.model_copy(update={"active": False}))
        ana = slack.person(ANA.id)
        await new_form(slack, ana)

        await ana.submit(SMART)

        assert [one.state for one in await goals_of(slack, ANA)] == [State.ACTIVE]

    async def test_a_goal_above_that_closed_meanwhile(self, slack):
        ana = slack.person(ANA.id)
        [company] = await save(slack.database, goal(1, owner=OLU.id, level=Level.COMPANY))
        form = await new_form(slack, ana)
        await ana.options(form, "parent", "")
        await save(slack.database, company.model_copy(update={"state": State.CLOSED}))

        sent = await ana.submit({**SMART, "parent": str(company.id)})

        assert sent.errors["parent"].startswith("Relevant:")


class TestUpdates:
    async def test_new_numbers_are_kept_with_who_and_when(self, slack):
        ana = slack.person(ANA.id)
        [saved] = await save(slack.database, goal(1))
        await ana.open_home()
        await ana.click(ana.home, "goal_update")
        await slack.settle()

        sent = await ana.submit({"kpi-1": "4,5", "confidence": "at_risk", "note": "Two new colleagues"})

        assert sent.errors == {}
        [mine] = await goals_of(slack, ANA)
        assert (mine.kpis[0].value, mine.confidence) == (4.5, Confidence.AT_RISK)
        async with slack.database.reading() as store:
            [reading] = await store.readings.of([saved])
        assert (reading.value, reading.by, reading.note, reading.at) == (
            4.5,
            ANA.id,
            "Two new colleagues",
            slack.clock(),
        )
        assert "Saved." in shown(ana.view["blocks"])
        assert explain(mine, TODAY) in shown(ana.view["blocks"])
        await slack.settle()
        assert explain(mine, TODAY) in shown(ana.home["blocks"]), "the Home tab shows it at once"

    @pytest.mark.parametrize(
        ("said", "field", "sentence"),
        [
            pytest.param({}, "kpi-1", "Nothing is new yet", id="nothing"),
            pytest.param({"kpi-1": "x"}, "kpi-1", "“x” is not a number", id="no number"),
            pytest.param({"note": "Sick leave"}, "note", "A note goes with a number", id="a note on nothing"),
        ],
    )
    async def test_what_says_nothing_keeps_the_form_open(self, slack, said, field, sentence):
        ana = slack.person(ANA.id)
        await save(slack.database, goal(1))
        await ana.open_home()
        await ana.click(ana.home, "goal_update")
        await slack.settle()

        sent = await ana.submit(said)

        assert not sent.closed
        assert sentence in sent.errors[field]

    async def test_a_goal_closed_while_the_form_is_open(self, slack):
        ana = slack.person(ANA.id)
        [saved] = await save(slack.database, goal(1))
        await ana.open_home()
        await ana.click(ana.home, "goal_update")
        await slack.settle()
        await save(slack.database, saved.model_copy(update={"state": State.CLOSED}))

        sent = await ana.submit({"kpi-1": "4"})

        assert "is not active any more" in sent.errors["kpi-1"]
