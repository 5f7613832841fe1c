"""An open Home tab shows what others do without being opened again, and what its owner did elsewhere."""

from datetime import date
from typing import Any

import pytest
from kudos_scene import seen

from company import ANA, BO, HANA, MIA, OLU
from domain.goals import Goal, Kpi, State
from running import Running, running

GOAL = {
    "title": "Answer fast",
    "kpi": "First reply",
    "baseline": "6",
    "target": "2",
    "direction": "less",
    "due": "2027-03-31",
}


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param) as everything:
        everything.bot.timetable._ticker.pause()
        about = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31), "state": State.ACTIVE}
        kpi = Kpi(name="Returns", baseline=0, target=10, value=9)
        async with everything.database.transaction() as store:
            await store.goals.save(Goal(ref="G-1", title="Fewer returns", owner=ANA.id, kpis=(kpi,), **about))
        await everything.settle()
        for one in (ANA, MIA, OLU, HANA):
            await everything.person(one.id).open_home()
        await drawn_anew(everything)
        yield everything


async def drawn_anew(slack: Running) -> set[str]:
    """Let everything be said, and every tab be drawn that shows what is so no more; return whose."""
    await slack.settle()
    drawn: set[str] = set()
    while True:
        async with slack.database.reading() as store:
            waiting = {one.person for one in await store.homes.stale(most=99)}
        if not waiting:
            return drawn
        assert len(drawn) < 20
        drawn |= waiting
        await slack.bot.redraw_homes()


def tab(slack: Running, person: Any) -> str:
    return seen(slack.person(person.id).home)


async def form(slack: Running, person: Any, typed: str, said: dict[str, Any]) -> None:
    """Type a command and send the form it opens."""
    somebody = slack.person(person.id)
    assert (await somebody.command(typed)).error is None
    await slack.settle()
    assert (await somebody.submit(said)).errors == {}
    await somebody.close(all=True) if somebody.view else None


async def press(slack: Running, person: Any, action: str, said: dict[str, Any]) -> None:
    """Press a button in the newest message that has it, and send the form it opens."""
    somebody = slack.person(person.id)
    await somebody.click(next(one for one in reversed(somebody.dm()) if action in str(one["blocks"])), action)
    await slack.settle()
    assert (await somebody.submit(said)).errors == {}
    await somebody.close(all=True) if somebody.view else None


async def test_what_others_do_stands_there_without_opening_it_again(slack):
    assert "No kudos in the last 30 days" in tab(slack, ANA)
    await slack.person(BO.id).command("/kudos @ana for the calm handover")
    assert await drawn_anew(slack) == {ANA.id}
    assert "the calm handover" in tab(slack, ANA)

    await form(
        slack, BO, "/feedback @ana", {"situation": "At noon", "behaviour": "You listened", "impact": "I went on"}
    )
    assert await drawn_anew(slack) == {ANA.id}
    assert "One piece of feedback for you to read." in tab(slack, ANA)

    await form(slack, ANA, "/goal new", GOAL)
    assert ANA.id in await drawn_anew(slack)
    assert "Answer fast" in tab(slack, MIA), "it waits for her answer"
    await press(slack, MIA, "goal_wish", {"wish": "Three hours will do"})
    assert await drawn_anew(slack) == {ANA.id, MIA.id}
    assert "Answer fast" not in tab(slack, MIA)

    await form(
        slack, ANA, "/check-in", {"went_well": "Calm", "blockers": "The refund tool is down", "goal-1-kpi-1": "10"}
    )
    assert await drawn_anew(slack) == {ANA.id, MIA.id}
    assert "The refund tool is down" in tab(slack, ANA)
    assert "since 20 Nov" in tab(slack, MIA), "one of hers is blocked"
    await press(slack, MIA, "blocker_reply", {"reply": "It is back"})
    assert await drawn_anew(slack) == {ANA.id, MIA.id}


async def test_a_goal_that_somebody_else_ends_or_changes_is_news_for_its_owner_and_manager_alone(slack):
    assert "Fewer returns" in tab(slack, ANA)
    await slack.person(MIA.id).command("/goal @ana")
    await slack.settle()
    mia = slack.person(MIA.id)
    await mia.click(mia.view, "goal_open")
    await slack.settle()
    await mia.click(mia.view, "goal_close")
    await slack.settle()
    assert (await mia.submit({"score-1": "0.9", "learned": "Labels help"})).errors == {}

    assert await drawn_anew(slack) == {ANA.id, MIA.id}
    assert "Fewer returns" not in tab(slack, ANA)
    assert await drawn_anew(slack) == set()
