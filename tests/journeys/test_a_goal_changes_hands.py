"""The owner of a goal leaves: somebody above is asked once who takes it over, and the goal goes on."""

from datetime import UTC, date, datetime

import pytest

from company import ANA, BO, HANA, MIA, NOW, SAM
from domain.goal_history import Happened
from domain.goals import Goal, Kpi, State
from running import Running, running

GOAL = Goal(
    ref="G-1",
    title="Answer fast",
    owner=ANA.id,
    state=State.ACTIVE,
    starts=date(2026, 7, 12),
    due=date(2027, 3, 31),
    kpis=(Kpi(name="First reply", unit="hours", baseline=6, target=2, value=5),),
)


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=NOW) as everything:
        await everything.settle()
        async with everything.database.transaction() as store:
            await store.goals.save(GOAL)
            await store.goals.save(GOAL.model_copy(update={"ref": "G-2", "title": "Sell more", "owner": SAM.id}))
        for one in (ANA, SAM):
            await everything.emulator.change(one.id, deleted=True)
        yield everything


async def morning_of(slack: Running, day: int) -> None:
    await slack.pass_time(datetime(2026, 11, day, 8, 5, tzinfo=UTC) - slack.clock())


def asked(slack: Running, person) -> list[dict]:
    said = [one for one in slack.person(person.id).dm() if not one.get("is_ephemeral")]
    return [one for one in said if "has left, and" in str(one["blocks"])]


async def test_the_manager_is_asked_once_and_the_new_owner_goes_on(slack):
    for day in (23, 24):
        await morning_of(slack, day)
    [today] = asked(slack, MIA)
    assert "<@UANA> has left, and *Answer fast* needs somebody to own it." in str(today["blocks"])
    [peoples] = asked(slack, HANA)
    assert "*Sell more*" in str(peoples["blocks"]), "above Sam there is nobody"
    assert "Answer fast" not in str(peoples["blocks"])
    assert asked(slack, BO) == []

    mia, bo = slack.person(MIA.id), slack.person(BO.id)
    await mia.click(today, "goal_hand_over")
    await slack.settle()
    assert "I don't know" in (await mia.submit({"owner": SAM.id})).errors["owner"]
    assert "is <@UBO>'s now" in str((await mia.submit({"owner": BO.id})).view)
    await slack.settle()
    assert "~<@UANA>'s goal “Answer fast”~ · handed over" in str(mia.dm())
    heard = bo.dm()[-1]
    assert heard["text"] == "<@UMIA> handed you the goal “Answer fast”."
    await bo.click(heard, "goal_update")
    await slack.settle()
    assert (await bo.submit({"kpi-1": "4.5"})).errors == {}
    async with slack.database.reading() as store:
        goal, [event] = await store.goals.get(1), await store.goal_history.of([1])
    assert (goal.owner, goal.kpis[0].value) == (BO.id, 4.5)
    assert (event.what, event.by, event.changes["owner"].before) == (Happened.HANDED_OVER, MIA.id, ANA.id)
    await morning_of(slack, 25)
    assert asked(slack, MIA) == []
