"""The goals of a team as they come from the database: the page says of them what the goal tree says."""

from datetime import timedelta

import pytest

from company import ANA, BO, EVERYONE, MIA, NOW, OLU, SAM
from domain.calendar import Schedule
from domain.goal_history import GoalEvent, Happened
from domain.goal_sight import Sight
from domain.goals import Confidence, Goal, Kpi, Level, State
from domain.permissions import Topic, readable
from statements import asked

TODAY = NOW.date()
ABOUT = {"starts": TODAY - timedelta(days=50), "due": TODAY + timedelta(days=50), "state": State.ACTIVE}
FOREST = (
    ("company", OLU, Level.COMPANY, None, None),
    ("team", MIA, Level.TEAM, "company", None),
    ("ana", ANA, Level.INDIVIDUAL, "team", 10),
    ("bo", BO, Level.INDIVIDUAL, "team", 30),
    ("below bo", SAM, Level.INDIVIDUAL, "bo", 100),
    ("steps", ANA, Level.INDIVIDUAL, "team", None),
    ("first step", ANA, Level.INDIVIDUAL, "steps", 50),
    ("strangers", MIA, Level.TEAM, "company", None),
    ("sam", SAM, Level.INDIVIDUAL, "strangers", 90),
    ("bare", BO, Level.INDIVIDUAL, "team", None),
)
"""Title, owner, level, parent, and where its KPI stands on the way from 0 to 100."""


@pytest.fixture
async def forest(company):
    stored: dict[str, Goal] = {}
    async with company.transaction() as store:
        for title, owner, level, above, value in FOREST:
            kpis = (Kpi(name="n", baseline=0, target=100, value=value),) if value else ()
            parent = stored[above].id if above else None
            goal = Goal(ref=title, title=title, level=level, owner=owner.id, parent=parent, kpis=kpis, **ABOUT)
            stored[title] = await store.goals.save(goal)
    return company, stored


async def look(company, reader=MIA, **more):
    async with company.reading() as store:
        status, _ = await store.status.team(reader, schedule=Schedule(), now=NOW, **more)
    return {one.goal.title: one for one in status.goals}, status


async def test_a_goal_without_kpis_stands_where_those_below_it_stand_and_as_in_the_tree(forest):
    company, stored = forest
    found, _ = await look(company)

    assert (found["team"].stand.progress, found["team"].stand.status) == (0.3, Confidence.OFF_TRACK)
    assert found["team"].stand.said.startswith("the mean of the 3 goals below is 30 % (10 %, 30 % and 50 %)")
    assert found["steps"].stand.said.startswith("the one goal below stands at 50 %")
    async with company.reading() as store:
        seen = readable(Topic.GOALS, MIA, {one.id: one.manager for one in EVERYONE})
        tree = Sight(await store.goal_trees.whole(), MIA.id, seen)
    for title in ("team", "steps", "strangers", "bare"):
        assert found[title].stand == tree.stand(stored[title], TODAY)


async def test_where_nothing_says_how_a_goal_stands_it_is_said_to_have_no_number(forest):
    company, _ = forest
    found, status = await look(company)

    assert found["bare"].stand.status is None
    assert found["strangers"].stand.status is None, "below it is a stranger's goal alone, whose number that would be"
    assert "bare" not in {one.goal.title for one in status.at_risk}
    assert [one.title for one in status.alignment.numberless] == ["strangers", "bare"]


async def test_the_goals_of_a_page_are_those_of_its_people_and_of_the_one_who_leads_them(forest):
    company, _ = forest
    assert set((await look(company))[0]) == {title for title, owner, *_ in FOREST if owner in {ANA, BO} or owner is MIA}
    assert set((await look(company, only=BO))[0]) == {"bo", "bare"}
    line, _ = await look(company, OLU, whole_line=True)
    assert set(line) == {title for title, owner, *_ in FOREST if owner is not SAM}
    async with company.transaction() as store:
        await store.goals.save(Goal(ref="own", title="her own", owner=MIA.id, **ABOUT))
    assert "her own" not in (await look(company))[0], "one's own goals stand on the Home tab"


async def test_a_loop_that_was_stored_ends(forest):
    company, stored = forest
    async with company.transaction() as store:
        await store.goals.save(stored["steps"].model_copy(update={"parent": stored["bare"].id}))
        await store.goals.save(stored["bare"].model_copy(update={"parent": stored["steps"].id}))

    found, _ = await look(company)

    assert found["steps"].stand.progress == 0.5


async def test_an_explanation_stands_beside_the_sum_for_whoever_may_know_it(forest):
    company, stored = forest
    early, late = NOW - timedelta(days=9), NOW - timedelta(days=2)
    number = stored["ana"].id
    told = [(early, "The bank was slow."), (late, "The bank says March.")]
    async with company.transaction() as store:
        await store.goal_history.record(
            *(GoalEvent(goal=number, at=at, by=ANA.id, what=Happened.EXPLAINED, why=why) for at, why in told),
            GoalEvent(goal=number, at=NOW, by=ANA.id, what=Happened.CHANGED, why="Not an explanation."),
        )

    assert (await look(company))[0]["ana"].explained.why == "The bank says March."
    assert (await look(company, OLU, whole_line=True))[0]["ana"].explained.why == "The bank says March."
    assert (await look(company))[0]["bo"].explained is None
    async with company.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=NOW - timedelta(days=1))
    assert (await look(company, SAM))[0]["ana"].explained is None, "what was told to the manager before"


async def test_what_was_proposed_waits_for_the_manager_alone_and_since_then(forest):
    company, _ = forest
    since = NOW - timedelta(days=3)
    async with company.transaction() as store:
        proposal = Goal(ref="new", title="Something new", owner=BO.id, **ABOUT | {"state": State.PROPOSED})
        proposal = await store.goals.save(proposal)
        for at in (since - timedelta(days=5), since):
            event = GoalEvent(goal=proposal.id, at=at, by=BO.id, what=Happened.PROPOSED)
            await store.goal_history.record(event, event.model_copy(update={"at": NOW, "what": Happened.CHANGED}))
        await store.goals.save(Goal(ref="old", title="Imported", owner=ANA.id, **ABOUT | {"state": State.PROPOSED}))

    mine = [(one.person, one.title, one.since, one.change) for one in (await look(company))[1].owed]
    assert mine == [(BO.id, "Something new", since, False), (ANA.id, "Imported", NOW, False)]
    assert (await look(company, OLU, whole_line=True))[1].owed == ()
    assert "Something new" not in (await look(company))[0], "it is no goal yet"


async def test_as_many_questions_for_forty_goals_without_kpis_as_for_two(forest):
    company, stored = forest
    with asked(company.engine.sync_engine) as two:
        await look(company)
    async with company.transaction() as store:
        for number in range(40):
            above = stored["bare"].id if number % 2 else None
            goal = Goal(ref=f"x{number}", title=f"x{number}", owner=ANA.id, parent=above, **ABOUT)
            await store.goals.save(goal)
    with asked(company.engine.sync_engine) as forty:
        await look(company)
    assert len(forty) == len(two)
