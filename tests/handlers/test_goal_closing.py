"""Closing a goal in every way: by whom, twice at once, carried over with what hangs below, dropped, and too late."""

import asyncio
from datetime import date

from seeds import goal, save, shown

from company import ANA, BO, HANA, MIA, OLU
from domain.cycles import Cycle
from domain.goal_history import Happened
from domain.goals import Confidence, Kpi, Level, State
from domain.notices import GoalDecided, GoalReached
from telling import press

LEARNED = {"learned": "Ask the night shift first"}
CLOSED = LEARNED | {"score-1": "0.8"}


async def opened(slack, person, number=1):
    """Open the form from a message that has its button; return whoever did."""
    async with slack.database.transaction() as store:
        about = await store.goals.get(number)
        await store.outbox.put(GoalReached(to=person.id, goal=number, title=about.title), now=slack.clock())
    await slack.settle()
    await again(slack, person)
    return slack.person(person.id)


async def by_new_numbers(slack):
    """Have Ana open the form on top of the one for new numbers."""
    ana = slack.person(ANA.id)
    async with slack.database.transaction() as store:
        word = GoalDecided(to=ANA.id, goal=1, by=MIA.id, title="Goal 1", agreed=True)
        await store.outbox.put(word, now=slack.clock())
    await slack.settle()
    await ana.click(ana.dm()[-1], "goal_update")
    await slack.settle()
    await ana.click(ana.view, "goal_close")
    await slack.settle()
    return ana


async def again(slack, person):
    """Press the same button once more."""
    who = slack.person(person.id)
    await who.click(next(one for one in reversed(who.dm()) if "goal_close" in str(one["blocks"])), "goal_close")
    await slack.settle()


async def stored(slack, number=1):
    async with slack.database.reading() as store:
        return await store.goals.get(number), await store.goal_history.of([number])


async def test_the_owners_manager_closes_it_and_the_owner_hears(slack_on_sqlite):
    slack = slack_on_sqlite
    await save(slack.database, goal(1, confidence=Confidence.ON_TRACK))
    mia = await opened(slack, MIA)
    assert "you, <@UANA> and those above" in shown(mia.view["blocks"])
    assert "<@UANA> says *on track*" in shown(mia.view["blocks"]), "and not that Mia did"

    assert (await mia.submit(CLOSED)).errors == {}
    await slack.settle()

    assert "<@UMIA> closed your goal “Goal 1” with 0.8 🟢 green." in slack.person(ANA.id).dm()[-1]["text"]
    over, [event] = await stored(slack)
    assert (over.state, event.by, event.what) == (State.CLOSED, MIA.id, Happened.CLOSED)


async def test_nobody_else_may(slack_on_sqlite):
    slack = slack_on_sqlite
    others = (Level.INDIVIDUAL, BO), (Level.INDIVIDUAL, OLU), (Level.INDIVIDUAL, HANA), (Level.TEAM, BO)
    for number, (level, person) in enumerate(others, start=1):
        await save(slack.database, goal(number, level=level))

        who = await opened(slack, person, number)

        assert who.view is None
        assert "I can't find that any more" in who.dm()[-1]["text"]
        assert (await stored(slack, number))[0].state is State.ACTIVE


async def test_what_a_check_in_says_of_a_goal_that_ended_meanwhile_is_kept_and_its_number_counts_no_more(
    slack_on_sqlite,
):
    slack = slack_on_sqlite
    await save(slack.database, goal(1))
    ana, mia = slack.person(ANA.id), await opened(slack, MIA)
    await ana.command("/check-in")
    await slack.settle()
    assert (await mia.submit(CLOSED)).errors == {}

    sent = await ana.submit({"goal-1-kpi-1": "3", "goal-1-note": "two of them at night"})

    assert sent.errors == {}
    async with slack.database.reading() as store:
        [told] = await store.check_ins.latest(ANA.id, until=date(2026, 11, 20), most=1)
        assert await store.readings.of([await store.goals.get(1)]) == []
    assert [(one.goal, one.note) for one in told.goals] == [(1, "two of them at night")]


async def test_whoever_is_second_reads_who_was_first_and_keeps_their_text(slack):
    await save(slack.database, goal(1))
    mia, ana = await opened(slack, MIA), await by_new_numbers(slack)

    first, second = await asyncio.gather(ana.submit(CLOSED), mia.submit(CLOSED | {"score-1": "0.2"}))
    await slack.settle()

    late = second if first.errors == {} else first
    who, score = ("Ana Ruiz", "0.8") if late is second else ("Mia Okafor", "0.2")
    [said] = late.errors.values()
    assert said == (
        f"“Goal 1” has ended already: closed by {who} on 20 November 2026, with a score of {score}. Nothing was changed "
        "by you; “/goal” shows your open goals."
    )
    over, events = await stored(slack)
    assert (over.score, len(events)) == (float(score), 1)
    person = mia if late is second else ana
    assert person.view["callback_id"] == "goal_closing_form", "the form with its text stays open"


async def test_a_button_that_came_too_late_names_who_was_first(slack_on_sqlite):
    slack = slack_on_sqlite
    await save(slack.database, goal(1))
    mia, ana = await opened(slack, MIA), await by_new_numbers(slack)
    await mia.close()
    await ana.submit(CLOSED)

    await again(slack, MIA)

    answer = "has ended already: closed by <@UANA> on 20 November 2026, with a score of 0.8"
    assert any(answer in one["text"] for one in mia.dm())


async def test_a_goal_closed_in_another_window_of_ones_own(slack_on_sqlite):
    slack = slack_on_sqlite
    await save(slack.database, goal(1))
    ana = await opened(slack, ANA)
    await ana.submit(CLOSED)
    await ana.close(all=True)

    await again(slack, ANA)

    assert "has ended already: closed by you on 20 November 2026, with a score of 0.8" in ana.dm()[-1]["text"]


async def test_one_that_an_import_closed(slack_on_sqlite):
    slack = slack_on_sqlite
    [saved] = await save(slack.database, goal(1))
    ana = await opened(slack, ANA)
    await save(slack.database, saved.model_copy(update={"state": State.CLOSED}))

    sent = await ana.submit(CLOSED)

    assert "has ended already: it was closed." in sent.errors["outcome"]


async def test_a_key_result_that_came_while_the_form_was_open(slack_on_sqlite):
    slack = slack_on_sqlite
    [saved] = await save(slack.database, goal(1))
    ana = await opened(slack, ANA)
    more = (*saved.kpis, Kpi(name="Praise", baseline=0, target=5))
    await save(slack.database, saved.model_copy(update={"kpis": more}))

    sent = await ana.submit(CLOSED)

    assert "have changed since the form was opened" in sent.errors["learned"]
    await ana.close(all=True)
    await again(slack, ANA)
    assert "By the arithmetic: 0.15 🔴 red, the mean of 0.3 and 0.0." in shown(ana.view["blocks"])
    assert (await ana.submit(CLOSED | {"score-2": "0.5"})).errors == {}
    assert "closed with 0.65 🟡 amber, the mean of 0.8 and 0.5." in shown(ana.view["blocks"])
    await slack.settle()
    heard = shown(slack.person(MIA.id).dm()[-1]["blocks"])
    assert "• First reply: 0.8 🟢 green\n• Praise: 0.5 🟡 amber" in heard


async def test_dropped_it_says_why_and_has_no_score(slack_on_sqlite):
    slack = slack_on_sqlite
    await save(slack.database, goal(1))
    ana = await opened(slack, ANA)

    missing = await ana.submit(LEARNED | {"outcome": "dropped", "score-1": "no number"})
    assert missing.errors == {"dropped_why": "Say why it is dropped, or choose to close it or carry it over."}

    assert (await ana.submit({"dropped_why": "The shop closes"})).errors == {}
    await slack.settle()

    assert "🗑️ “Goal 1” (`G-1`) is dropped. <@UMIA> gets a message." in shown(ana.view["blocks"])
    heard = shown(slack.person(MIA.id).dm()[-1]["blocks"])
    assert "<@UANA> dropped their goal “Goal 1”." in heard
    assert ">The shop closes" in heard
    assert ">Ask the night shift first" in heard
    over, [event] = await stored(slack)
    assert (over.state, over.score, event.what, event.why) == (State.DROPPED, None, Happened.DROPPED, "The shop closes")


async def test_what_hangs_below_a_team_goal_moves_along(slack_on_sqlite):
    slack = slack_on_sqlite
    [top] = await save(slack.database, goal(7, owner=OLU.id, level=Level.COMPANY))
    [team] = await save(slack.database, goal(1, owner=MIA.id, level=Level.TEAM, parent=top.id, contributors=(BO.id,)))
    below = {"parent": team.id}
    [mine, over] = await save(slack.database, goal(2, **below), goal(3, **below, state=State.CLOSED))
    hana = await opened(slack, HANA, team.id)

    field = f"score-{team.kpis[0].id}"
    sent = await hana.submit(LEARNED | {"outcome": "carried_over", field: "0.3", "until": "2027-06-30"})
    assert sent.errors == {}
    await slack.settle()

    new, [came] = await stored(slack, 5)
    assert (new.state, new.parent, new.due, new.contributors, new.kpis[0].baseline) == (
        State.ACTIVE,
        top.id,
        date(2027, 6, 30),
        (BO.id,),
        5,
    )
    assert (came.what, came.changes["carried over from"].after) == (Happened.CARRIED_OVER, "G-1")
    moved, [event] = await stored(slack, mine.id)
    assert (moved.parent, event.what, event.why) == (new.id, Happened.CHANGED, "G-1 was carried over")
    assert (await stored(slack, over.id))[0].parent == team.id, "what is over stays where it was"
    assert "<@UHANA> carried over your goal “Goal 1”" in slack.person(MIA.id).dm()[-1]["text"]
    assert "<@UHANA> carried over <@UMIA>'s goal “Goal 1”" in slack.person(OLU.id).dm()[-1]["text"]


async def test_it_goes_on_into_the_next_cycle(slack_on_sqlite):
    slack = slack_on_sqlite
    async with slack.database.transaction() as store:
        for name, starts, ends in (
            ("2027Q1", date(2027, 1, 1), date(2027, 3, 31)),
            ("2027Q2", date(2027, 4, 1), date(2027, 6, 30)),
        ):
            await store.cycles.open(Cycle(name=name, starts=starts, ends=ends))
    await save(slack.database, goal(1))
    ana = await opened(slack, ANA)

    assert (await ana.submit(CLOSED | {"outcome": "carried_over"})).errors == {}

    new, _ = await stored(slack, 2)
    assert (new.due, new.cycle, new.state) == (date(2027, 6, 30), 2, State.PROPOSED)


async def test_a_goal_without_kpis_is_scored_as_a_whole_from_home(slack_on_sqlite):
    slack = slack_on_sqlite
    await save(slack.database, goal(1, kpis=()), goal(2))
    ana = slack.person(ANA.id)
    await ana.open_home()
    await press(slack, ANA, "goal_update", ana.home, value="1")
    await press(slack, ANA, "goal_close")

    page = shown(ana.view["blocks"])
    assert "so nothing is suggested" in page
    assert "off track" not in page, "nothing says so"
    assert (await ana.submit(LEARNED)).errors["score-0"].startswith("Give it a score from 0.0")
    assert (await ana.submit({"score-0": "1"})).errors == {}
    await slack.settle()
    await ana.close()

    assert ana.view is None, "the form for new numbers below is gone too"
    page = shown(ana.home["blocks"])
    assert "Goal 2" in page
    assert "Goal 1" not in page


async def test_a_goal_without_kpis_begins_with_where_those_below_stand(slack_on_sqlite):
    slack = slack_on_sqlite
    [team] = await save(slack.database, goal(1, owner=MIA.id, level=Level.TEAM, kpis=()))
    kpi = Kpi(name="First reply", baseline=6, target=2, value=3)
    await save(slack.database, goal(2, parent=team.id, kpis=(kpi,)))
    mia = await opened(slack, MIA)

    page = shown(mia.view["blocks"])
    assert "the one goal below stands at 75 %" in page
    assert "which suggests 0.8. You decide" in page
    assert (await mia.submit(LEARNED)).errors == {}

    assert (await stored(slack))[0].score == 0.8


async def test_a_score_that_is_needed_is_not_called_optional(slack_on_sqlite):
    await save(slack_on_sqlite.database, goal(1))
    ana = await opened(slack_on_sqlite, ANA)

    assert [one["block_id"] for one in ana.view["blocks"] if one.get("optional")] == ["dropped_why"]
    assert (await ana.submit(LEARNED | {"score-1": ""})).errors == {"score-1": "Please complete this required field."}
