"""The Home tab: what each person finds there, and that it never breaks."""

from datetime import date, timedelta

import pytest
from seeds import goal, save, shown

from company import ANA, BO, HANA, MIA, NOW, OLU, SAM
from domain.check_ins import CheckIn, GoalAnswer
from domain.feedback import Visibility, give
from domain.feedback_requests import ask
from domain.goals import Confidence, State
from domain.kudos import thank
from domain.rules import Rules
from handlers.home import opened
from handlers.tasks import Tasks
from handlers.views.charts import NEW


async def at_home(slack, person):
    """Open the tab as somebody; return what they read."""
    home = await slack.person(person.id).open_home()
    await slack.settle()
    assert len(home["blocks"]) <= 100
    return shown(slack.person(person.id).home["blocks"])


async def thanked(slack, reason, *, days=0, receiver=ANA, public=True):
    async with slack.database.transaction() as store:
        now = slack.clock() - timedelta(days=days)
        await store.kudos.add(thank(BO.id, [receiver.id], reason, left_this_week=5, now=now, public=public))


class TestThisWeek:
    async def test_the_check_in_is_open_then_answered(self, slack):
        ana = slack.person(ANA.id)
        assert "Your check-in of Friday 20 November is open" in await at_home(slack, ANA)

        await ana.click(ana.home, "check_in_open")
        await slack.settle()
        await ana.submit({"went_well": "Everything"})
        await slack.settle()
        page = shown(ana.home["blocks"])

        assert "✅ Your check-in of Friday 20 November is in" in page
        assert "Edit" in page
        assert "Everything" not in page

    async def test_the_button_is_called_what_it_says(self, slack):
        await at_home(slack, ANA)
        buttons = [block["accessory"] for block in slack.person(ANA.id).home["blocks"] if "accessory" in block]

        [check_in] = [one for one in buttons if one["action_id"] == "check_in_open"]
        assert check_in["accessibility_label"] == "Check in: the check-in of Friday 20 November"
        assert all(one["text"]["text"] in one.get("accessibility_label", one["text"]["text"]) for one in buttons)

    async def test_who_is_not_enrolled_reads_what_will_happen_and_whom_to_ask(self, slack):
        async with slack.database.transaction() as store:
            await store.people.save(SAM.model_copy(update={"enrolled_at": None}))

        page = await at_home(slack, SAM)

        assert "you get a message on Fridays at 10:00, your time" in page
        assert "ask <@UHANA> from the people team" in page
        assert "Check in" not in page

    async def test_the_greeting_follows_the_persons_clock(self, slack):
        assert "Good morning, Ana" in await at_home(slack, ANA)
        assert "Good evening, Hana" in await at_home(slack, HANA)


class TestGoals:
    async def test_mine_with_progress(self, slack):
        await save(slack.database, goal(1, title="Fast & <!here>"), goal(2, owner=BO.id, title="Of Bo"))

        page = await at_home(slack, ANA)

        assert "*Fast &amp; &lt;!here&gt;*" in page
        assert "due 31 March 2027" in page
        assert "Of Bo" not in page

    async def test_none_yet(self, slack):
        assert "You have no open goals yet" in await at_home(slack, ANA)


class TestWhatWaits:
    async def test_a_request_for_feedback_is_written_from_here(self, slack):
        ana = slack.person(ANA.id)
        async with slack.database.transaction() as store:
            await store.feedback.add_request(ask(BO.id, ANA.id, "the launch & <!here>", now=slack.clock()))

        page = await at_home(slack, ANA)
        await ana.click(ana.home, "feedback_write")
        await slack.settle()

        assert "<@UBO> would like your feedback: the launch &amp; &lt;!here&gt;" in page
        assert ana.view["callback_id"] == "feedback_form"

    async def test_a_goal_of_a_report_is_agreed_from_here(self, slack):
        mia = slack.person(MIA.id)
        await save(
            slack.database, goal(1, state=State.PROPOSED, title="Faster"), goal(2, state=State.DRAFT, title="Hm")
        )

        page = await at_home(slack, MIA)
        assert "<@UANA> proposes *Faster*" in page
        assert "Hm" not in page, "a draft is its owner's alone"
        await mia.click(mia.home, "goal_agree")
        await slack.settle()

        assert "proposes" not in shown(mia.home["blocks"]), "the tab is drawn anew"
        async with slack.database.reading() as store:
            assert [one.state for one in await store.goals.of(ANA.id)] == [State.ACTIVE]

    async def test_a_wish_from_here_redraws_the_tab(self, slack):
        mia = slack.person(MIA.id)
        await save(slack.database, goal(1, state=State.PROPOSED))
        await mia.open_home()

        await mia.click(mia.home, "goal_wish")
        await slack.settle()
        await mia.submit({"wish": "By June"})
        await slack.settle()

        assert "proposes" not in shown(mia.home["blocks"])

    @pytest.mark.parametrize("stranger", [BO, OLU, HANA], ids=["peer", "line above", "people team"])
    async def test_only_the_manager_is_asked(self, slack, stranger):
        await save(slack.database, goal(1, state=State.PROPOSED, title="Faster"))

        assert "Faster" not in await at_home(slack, stranger)

    async def test_more_than_fit_are_counted(self, slack):
        await save(slack.database, *(goal(n, state=State.PROPOSED) for n in range(1, 12)))

        assert "And 3 more" in await at_home(slack, MIA)


class TestReceived:
    async def test_the_latest_kudos_of_the_last_30_days(self, slack):
        for days in range(7):
            await thanked(slack, f"reason {days} & <!channel>", days=days)
        await thanked(slack, "of last year", days=31)
        await thanked(slack, "for bo alone", receiver=MIA, public=False)

        page = await at_home(slack, ANA)

        assert [n for n in range(7) if f"reason {n} &amp; &lt;!channel&gt;" in page] == [0, 1, 2, 3, 4]
        assert page.index("reason 0") < page.index("reason 4")
        assert "The latest 5 of 7" in page
        assert "of last year" not in page
        assert "for bo alone" not in page

    async def test_feedback_is_counted_and_read_elsewhere(self, slack):
        ana = slack.person(ANA.id)
        for visibility in Visibility:
            async with slack.database.transaction() as store:
                told = give(
                    BO.id, ANA.id, "SECRET", visibility=visibility, receiver_has_manager=True, now=slack.clock()
                )
                await store.feedback.add(told)

        page = await at_home(slack, ANA)
        await ana.click(ana.home, "feedback_inbox")
        await slack.settle()

        assert "2 pieces of feedback" in page, "what is for the manager only is not counted"
        assert "SECRET" not in page
        assert "SECRET" in shown(ana.view["blocks"])

    async def test_nothing_yet(self, slack):
        page = await at_home(slack, ANA)

        assert "No kudos in the last 30 days" in page
        assert "`/feedback ask @name about the launch`" in page


class TestStarting:
    @pytest.mark.parametrize(
        ("action", "form"),
        [("kudos_open", "kudos_form"), ("feedback_open", "feedback_form"), ("goal_new", "goal_form")],
    )
    async def test_each_button_opens_its_form(self, slack, action, form):
        ana = slack.person(ANA.id)
        await ana.open_home()

        await ana.click(ana.home, action)
        await slack.settle()

        assert ana.view["callback_id"] == form

    async def test_a_goal_set_from_here_stands_here_at_once(self, slack):
        sam = slack.person(SAM.id)
        await sam.open_home()
        await sam.click(sam.home, "goal_new")
        await slack.settle()

        await sam.submit(
            {"title": "Sell more", "kpi": "Deals", "baseline": "1", "target": "5", "due": date(2027, 1, 1).isoformat()}
        )
        await slack.settle()

        assert "*Sell more*" in shown(sam.home["blocks"])

    async def test_a_manager_opens_their_team(self, slack):
        mia = slack.person(MIA.id)
        page = await at_home(slack, MIA)

        await mia.click(mia.home, "status_more")
        await slack.settle()

        assert "2 people report to you" in page
        assert "<@UANA>" in shown(mia.view["blocks"])
        assert "report to you" not in await at_home(slack, ANA)

    async def test_the_people_team_reads_participation(self, slack):
        ana = slack.person(ANA.id)
        await ana.command("/check-in")
        await slack.settle()
        await ana.submit({"went_well": "Everything"})

        assert "1 of 6 enrolled people (17 %) have answered" in await at_home(slack, HANA)
        assert "enrolled people" not in await at_home(slack, MIA)


class TestItNeverBreaks:
    async def test_a_guest_reads_why_it_is_empty(self, slack):
        guest = slack.person("UGIL")
        await guest.open_home()
        await slack.settle()

        assert "Guests, bots and people of other organisations take no part" in shown(guest.home["blocks"])

    @pytest.mark.parametrize("event", [{"tab": "messages", "user": "UANA"}, {"tab": "home"}, {"user": "UANA"}], ids=str)
    async def test_another_tab_does_nothing(self, company, event):
        published, acked = [], []

        class Client:
            async def views_publish(self, **view):
                published.append(view)

        async def ack():
            acked.append(True)

        tasks = Tasks()
        await opened(ack, event, Client(), company, lambda: NOW, Rules(), tasks, "event:1")
        await tasks.done()

        assert (published, acked) == ([], [True])

    async def test_slack_refusing_it_is_no_trouble(self, slack):
        slack.emulator.faults.add("views.publish", "error", error="internal_error", times=1)
        await slack.person(ANA.id).open_home()
        await slack.settle()

        assert "Good morning" in await at_home(slack, ANA)

    async def test_forty_goals(self, slack):
        await save(slack.database, *(goal(n) for n in range(1, 41)))

        assert "See all 40" in await at_home(slack, ANA)


class TestChartsAndTables:
    """The tab tries Slack's newer blocks; `/team-status` shows what the tab has proved."""

    async def test_a_manager_finds_their_team_week_by_week_and_person_by_person(self, slack):
        await answers(slack, ANA)
        await at_home(slack, MIA)

        chart, table = newer(slack.person(MIA.id).home)
        assert chart["chart"]["axis_config"]["categories"][-2:] == ["13 Nov", "20 Nov"]
        assert [series["data"][-1]["value"] for series in chart["chart"]["series"]] == [1, 2]
        assert [row[0]["text"] for row in table["rows"]] == ["Person", "Ana Ruiz", "Bo Lind"]
        assert await known(slack) == {"data_visualization": True, "data_table": True}

    async def test_that_a_manager_looked_is_written_down(self, slack):
        await at_home(slack, MIA)
        await at_home(slack, ANA)

        async with slack.database.reading() as store:
            assert [line[:3] for line in await store.access.about(ANA.id)] == [("UMIA", "team status", "manager")]
            assert [line[0] for line in await store.access.about(MIA.id)] == []

    async def test_an_employee_finds_how_sure_they_were(self, slack):
        for weeks, sure in ((2, Confidence.ON_TRACK), (0, Confidence.AT_RISK)):
            await answers(slack, ANA, weeks, sure)
        await at_home(slack, ANA)

        [chart] = newer(slack.person(ANA.id).home)
        drawn = {one["name"]: [point["value"] for point in one["data"]] for one in chart["chart"]["series"]}
        assert drawn == {"On track": [1, 0, 0], "At risk": [0, 0, 1], "Off track": [0, 0, 0]}
        assert await known(slack) == {"data_visualization": True}, "no table was shown, so none is proved"

    @pytest.mark.parametrize("error", ["invalid_blocks", "invalid_arguments"])
    async def test_where_slack_refuses_them_the_same_facts_stand_in_plain_blocks(self, slack, error):
        await answers(slack, ANA)
        slack.emulator.faults.add("views.publish", "error", error=error, times=1)

        page = await at_home(slack, MIA)

        assert newer(slack.person(MIA.id).home) == []
        assert "13 Nov: 0 of 2 · ░░░░░░░░░░ 0 %\n20 Nov: 1 of 2" in page
        assert "<@UANA>: check-in Fri 20 Nov, 10:30, not read yet" in page
        assert "<@UBO>: check-in not yet" in page
        assert await known(slack) == {"data_visualization": False, "data_table": False}

    async def test_a_refusal_holds_for_a_week_and_is_then_tried_again(self, slack):
        slack.emulator.faults.add("views.publish", "error", error="invalid_blocks", times=1)
        await at_home(slack, MIA)

        for days, shown_natively in ((6, False), (1, True)):
            slack.clock.forward(timedelta(days=days))
            await at_home(slack, MIA)
            assert bool(newer(slack.person(MIA.id).home)) is shown_natively

        assert await known(slack) == {"data_visualization": True, "data_table": True}

    async def test_what_slack_takes_back_is_forgotten(self, slack):
        await at_home(slack, MIA)
        slack.emulator.faults.add("views.publish", "error", error="invalid_blocks", times=1)
        await at_home(slack, MIA)

        assert await known(slack) == {"data_visualization": False, "data_table": False}

    @pytest.mark.parametrize("error", ["internal_error", "ratelimited"])
    async def test_any_other_trouble_says_nothing_about_them(self, slack, error):
        slack.emulator.faults.add("views.publish", "error", error=error, times=1)
        await slack.person(MIA.id).open_home()
        await slack.settle()

        assert await known(slack) == {}

    async def test_where_the_plain_tab_is_refused_too_they_are_not_blamed(self, slack):
        slack.emulator.faults.add("views.publish", "error", error="invalid_blocks", times=2)
        await slack.person(MIA.id).open_home()
        await slack.settle()

        assert await known(slack) == {}

    async def test_team_status_shows_them_once_the_tab_has_proved_them(self, slack):
        mia = slack.person(MIA.id)
        before = await mia.command("/team-status")
        await at_home(slack, MIA)
        after = await mia.command("/team-status")

        assert newer({"blocks": before.blocks}) == []
        assert [block["type"] for block in newer({"blocks": after.blocks})] == ["data_table", "data_visualization"]
        assert before.text == after.text, "the words beside the blocks are the same"
        assert "13 Nov 0 of 2, 20 Nov 0 of 2" in after.text
        assert "Ana Ruiz: check-in not yet" in after.text


async def answers(slack, person, weeks_ago=0, sure=None):
    """Store a check-in of so many weeks ago."""
    period = date(2026, 11, 20) - timedelta(weeks=weeks_ago)
    lines = (GoalAnswer(goal=1, confidence=sure),) if sure else ()
    one = CheckIn(person=person.id, period=period, went_well="Fine.", goals=lines, answered_at=NOW)
    async with slack.database.transaction() as store:
        await store.check_ins.save(one)


def newer(view):
    return [block for block in view["blocks"] if block["type"] in NEW]


async def known(slack):
    async with slack.database.reading() as store:
        return {kind: tried.taken for kind, tried in (await store.workspaces.new_blocks()).items()}
