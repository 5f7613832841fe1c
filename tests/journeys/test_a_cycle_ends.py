"""A cycle ends: its open goals are offered to their owners once, and go on in the next one, are closed, or dropped."""

from datetime import UTC, date, datetime

import pytest

from company import ANA, BO, MIA, NOW
from domain.cycles import Cycle, CycleGoals
from domain.goals import Goal, Kpi, State
from running import running
from telling import press, read

AUTUMN = Cycle(name="Autumn", starts=date(2026, 8, 1), ends=date(2026, 11, 20))
WINTER = Cycle(name="Winter", starts=date(2026, 11, 21), ends=date(2027, 3, 31))
SMART = {"title": "Answer fast", "kpi": "First reply", "baseline": "6", "target": "2", "direction": "less"}
ASKED = "is still open, and its cycle Autumn ended on 20 November 2026"


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=NOW) as everything:
        await everything.settle()
        async with everything.database.transaction() as store:
            for cycle in (AUTUMN, WINTER):
                await store.cycles.open(cycle)
            await store.goals.save(await store.cycles.placed(hers()))
        yield everything


def hers(**facts):
    """A goal of Bo's, as far behind as can be, in the cycle that ends."""
    about = {"ref": "BO-1", "title": "Fewer returns", "owner": BO.id, "state": State.ACTIVE, "due": AUTUMN.ends}
    return Goal(starts=AUTUMN.starts, kpis=(Kpi(name="Returns", baseline=90, target=30),), **about | facts)


async def morning(slack, day):
    await slack.pass_time(datetime(2026, 11, day, 8, 5, tzinfo=UTC) - slack.clock())


def asked(slack, person):
    """The messages that ask what becomes of a goal."""
    return [one for one in slack.person(person.id).dm() if ASKED in read(one["blocks"])]


async def goals_of_cycles(slack):
    async with slack.database.reading() as store:
        return {one.cycle.name: one for one in await store.cycles.with_goals()}


async def test_what_is_open_when_its_cycle_ends_is_offered_once_and_goes_on_in_the_next(slack):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await ana.command("/goal new")
    await slack.settle()
    assert (await ana.submit(SMART | {"due": "2026-11-20"})).errors == {}
    await slack.settle()
    await mia.click(mia.dm()[-1], "goal_agree")
    await ana.close(all=True)
    assert (await goals_of_cycles(slack))["Autumn"].open == 2, "a new goal falls into the cycle of its due date"
    await slack.settle()
    assert asked(slack, ANA) == [], "the cycle lasts until its last day is over"

    await morning(slack, 23)

    [today] = asked(slack, ANA)
    assert "your goal “Answer fast”" in today["text"]
    assert "off track" not in read(today["blocks"]), "nobody is warned of what they are asked to end"
    await press(slack, ANA, "goal_carry_over", today)
    fields = {one["block_id"]: one.get("element", {}) for one in ana.view["blocks"]}
    assert fields["outcome"]["initial_option"]["value"] == "carried_over"
    assert fields["until"]["initial_date"] == "2027-03-31", "the end of the next cycle"
    assert (await ana.submit({"learned": "Ask the night shift first"})).errors == {}
    await slack.settle()
    assert "goes on from here until 31 March 2027" in read(ana.view)
    assert asked(slack, ANA) == []
    assert "~your goal “Answer fast”~ · carried over" in read(ana.dm()[-1]["blocks"])
    assert {name: (one.open, one.closed) for name, one in (await goals_of_cycles(slack)).items()} == {
        "Autumn": (1, 1),
        "Winter": (1, 0),
    }


async def test_whoever_says_nothing_is_not_asked_again_and_finds_it_on_the_home_tab(slack):
    bo = slack.person(BO.id)
    await morning(slack, 23)
    [today] = asked(slack, BO)
    await morning(slack, 24)
    assert asked(slack, BO) == [today]
    assert "*off track*" in read(bo.dm()[-1]["blocks"]), "the numbers are a matter of their own"

    await bo.open_home()
    await slack.settle()
    assert ASKED in read(bo.home)
    await press(slack, BO, "goal_drop", bo.home)
    chosen = next(one["element"] for one in bo.view["blocks"] if one["block_id"] == "outcome")
    assert chosen["initial_option"]["value"] == "dropped"
    said = {"learned": "Returns are the supplier's", "dropped_why": "The supplier takes them over"}
    assert (await bo.submit(said)).errors == {}
    await slack.settle()

    assert ASKED not in read(bo.home)
    assert asked(slack, BO) == []
    struck = [one for one in bo.dm() if "~your goal “Fewer returns”~ · dropped" in read(one["blocks"])]
    assert len(struck) == 2, "both the question and the warning are done with"
    assert (await goals_of_cycles(slack))["Autumn"] == CycleGoals(cycle=AUTUMN.model_copy(update={"id": 1}), dropped=1)
