"""A goal that falls behind: its owner is warned first, answers, and the manager hears where they say so or say nothing."""

import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from company import ANA, BO, MIA, NOW, OLU
from domain.goals import Confidence, Goal, Kpi, State
from running import Running, running

WARNING = "🔴 *Answer fast* is *off track*"
GOAL = Goal(
    ref="G-1",
    title="Answer fast",
    owner=ANA.id,
    state=State.ACTIVE,
    starts=date(2026, 7, 12),
    due=date(2027, 3, 31),
    kpis=(Kpi(name="First reply", unit="hours", baseline=6, target=2, value=5),),
    confidence=Confidence.ON_TRACK,
)


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=NOW) as everything:
        await everything.settle()
        async with everything.database.transaction() as store:
            await store.goals.save(GOAL)
        yield everything


@pytest.fixture
async def small(slack_on_sqlite):
    """The same, where neither database nor mode matters."""
    await slack_on_sqlite.settle()
    async with slack_on_sqlite.database.transaction() as store:
        await store.goals.save(GOAL)
    return slack_on_sqlite


def shown(blocks: Any) -> str:
    """Everything a person reads in some blocks, buttons included."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return "\n".join([*own, *(shown(part) for part in blocks.values() if isinstance(part, dict | list))])
    return "\n".join(shown(part) for part in blocks) if isinstance(blocks, list) else ""


async def morning_of(slack: Running, day: int, month: int = 11) -> None:
    await slack.pass_time(datetime(2026, month, day, 8, 5, tzinfo=UTC) - slack.clock())


def about_it(slack: Running, person) -> list[dict]:
    """What stays in somebody's messages about the goal."""
    said = [one for one in slack.person(person.id).dm() if not one.get("is_ephemeral")]
    return [one for one in said if "Answer fast" in f"{one['text']} {one['blocks']}"]


async def press(slack: Running, person, message: dict, button: str, **said) -> str:
    """Press a button and send the form that opens; return what is read then."""
    someone = slack.person(person.id)
    await someone.click(message, button)
    await slack.settle()
    sent = await someone.submit(said)
    await slack.settle()
    while someone.view:
        await someone.close()
    return str(sent.errors or sent.view)


async def test_the_owner_is_warned_once_and_the_manager_after_two_working_days_of_silence(slack):
    await morning_of(slack, 23)

    [today] = about_it(slack, ANA)
    said = shown(today["blocks"])
    assert "your goal “Answer fast”" in today["text"]
    assert WARNING in said
    assert "5 on the way down to 2 hours; the plan for today is 3.95" in said
    assert "You say *on track*, the numbers say *off track*." in said
    for day in (24, 25):
        await morning_of(slack, day)
    assert len(about_it(slack, ANA)) == 1, "the same state is not said twice"
    assert about_it(slack, MIA) == []

    await morning_of(slack, 26)
    [told] = about_it(slack, MIA)
    assert "<@UANA>'s goal *Answer fast* is *off track*" in shown(told["blocks"])
    assert "was warned on Monday 23 November and has not answered" in shown(told["blocks"])
    assert [about_it(slack, one) for one in (BO, OLU)] == [[], []]
    await morning_of(slack, 27)
    assert len(about_it(slack, MIA)) == 1

    answer = await press(slack, ANA, today, "goal_update", **{"kpi-1": "2.5"})
    assert "Saved." in answer
    assert "~your goal “Answer fast”~ · back on track" in shown(about_it(slack, ANA)[0]["blocks"])
    assert "~<@UANA>'s goal “Answer fast”~ · back on track" in shown(about_it(slack, MIA)[0]["blocks"])


async def test_an_explanation_is_kept_with_the_goal_and_the_manager_hears_it_at_once_if_its_owner_says_so(slack):
    async with slack.database.transaction() as store:
        await store.goals.save(GOAL.model_copy(update={"ref": "G-2", "title": "Answer fast, twice"}))
    await morning_of(slack, 23)
    [today] = about_it(slack, ANA)

    kept = await press(slack, ANA, today, "goal_explain", why="Half of us were away")
    assert "Kept with “Answer fast”" in kept
    assert "~your goal “Answer fast”~ · explained" in shown(about_it(slack, ANA)[0]["blocks"])
    assert about_it(slack, MIA) == []
    told = await press(slack, ANA, about_it(slack, ANA)[0], "goal_explain", why="It needs a second pair", tell="now")
    assert "<@UMIA> hears it now" in told

    [heard] = about_it(slack, MIA)
    assert "<@UANA> tells you how their goal “Answer fast, twice” stands." in heard["text"]
    assert "It needs a second pair" in shown(heard["blocks"])
    assert "Half of us" not in str(slack.person(MIA.id).dm())
    async with slack.database.reading() as store:
        events = await store.goal_history.of([1, 2])
    assert [one.why for one in events] == ["Half of us were away", "It needs a second pair"]
    for day in (24, 25, 26, 27):
        await morning_of(slack, day)
    assert len(about_it(slack, MIA)) == 1, "who answered is not reported for silence"


async def test_what_is_in_the_way_reaches_the_manager_and_the_helper_at_once_and_no_check_in_closes_it(slack):
    await morning_of(slack, 23)
    [today] = about_it(slack, ANA)

    assert "Name somebody else" in await press(slack, ANA, today, "goal_blocked", blocker="No data", helper=ANA.id)
    assert "<@UMIA> and <@UBO> hear it now" in await press(
        slack, ANA, today, "goal_blocked", blocker="The data is locked away", helper=BO.id
    )
    assert "~your goal “Answer fast”~ · blocked" in shown(today_of(slack, ANA))
    [managers] = about_it(slack, MIA)
    assert "In the way of the goal “Answer fast”" in shown(managers["blocks"])
    assert "The data is locked away" in shown(managers["blocks"])
    assert "Read the check-in" not in shown(managers["blocks"])
    helpers = slack.person(BO.id).dm()[-1]
    assert "The data is locked away" in shown(helpers["blocks"])
    assert "nothing of the goal it is about" in shown(helpers["blocks"])
    assert about_it(slack, BO) == []

    ana = slack.person(ANA.id)
    await ana.command("/check-in")
    await slack.settle()
    assert "The data is locked away" not in str(ana.view["blocks"])
    assert (await ana.submit({"went_well": "fine"})).errors == {}
    await slack.settle()
    await press(slack, MIA, about_it(slack, MIA)[0], "blocker_promise", by="2026-11-25")
    assert "<@UMIA> promised to clear it" in str(slack.person(ANA.id).dm())
    await ana.click(next(one for one in reversed(ana.dm()) if "blocker_done" in str(one["blocks"])), "blocker_done")
    await slack.settle()
    assert "<@UANA> said so" in shown(about_it(slack, MIA)[0]["blocks"])


def today_of(slack: Running, person) -> list[dict]:
    return next(one["blocks"] for one in reversed(slack.person(person.id).dm()) if one["text"].startswith("Today"))


async def test_what_is_back_on_track_and_falls_behind_again_is_a_new_warning(small):
    slack = small
    await morning_of(slack, 23)
    [today] = about_it(slack, ANA)
    await press(slack, ANA, today, "goal_update", **{"kpi-1": "3.5"})

    await slack.pass_time(timedelta(days=1))
    assert len(about_it(slack, ANA)) == 1
    for day in (1, 2):
        await slack.pass_time(datetime(2027, 2, day, 8, 5, tzinfo=UTC) - slack.clock())

    again = [one for one in about_it(slack, ANA) if "is *at risk*" in shown(one["blocks"])]
    assert len(again) == 1, "five eighths of the way, three quarters of the time"


async def test_a_check_in_that_speaks_of_the_goal_is_an_answer(small):
    slack = small
    await morning_of(slack, 23)
    ana = slack.person(ANA.id)
    await ana.command("/check-in")
    await slack.settle()
    assert (await ana.submit({"goal-1-note": "The new colleague starts in a week"})).errors == {}
    await slack.settle()

    assert "~your goal “Answer fast”~ · updated" in shown(about_it(slack, ANA)[0]["blocks"])
    for day in (24, 25, 26):
        await morning_of(slack, day)
    assert about_it(slack, MIA) == []


async def test_only_its_owner_answers(small):
    slack = small
    await morning_of(slack, 23)
    [today] = about_it(slack, ANA)
    for button in ("goal_explain", "goal_blocked", "goal_rescope"):
        await slack.person(ANA.id).click(today, button)
        await slack.settle()
        for who in (MIA, BO):
            forged = copy.deepcopy(slack.emulator.delivery.last)
            forged.payload["user"]["id"] = who.id
            forged.payload["trigger_id"] = f"of {who.id}"
            since = len(slack.emulator.calls)
            await slack.emulator.delivery.send(forged)
            await slack.settle()
            assert not any("view" in call.args for call in slack.emulator.calls[since:]), "no form opens for them"
        await slack.person(ANA.id).close()
