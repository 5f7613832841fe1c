"""The report of goals, gathered from the database: the tree, how its numbers went, and how much names each goal."""

from datetime import date, timedelta

import pytest

from company import ANA, BO, HANA, MIA, NOW, OLU
from domain.check_ins import CheckIn, GoalAnswer
from domain.feedback import Feedback, Visibility
from domain.goal_report import MOST_POINTS, Counts
from domain.goals import Goal, Kpi, KpiReading, Level, State
from domain.kudos import Kudos

SHARED = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31), "state": State.ACTIVE}
REPLY = Kpi(name="First reply", unit="min", baseline=90, target=45)


@pytest.fixture
async def tree(company):
    """A company goal, a team goal below, and two of Ana's below that; the last is named by nothing."""
    async with company.transaction() as store:
        top = await store.goals.save(Goal(ref="C-1", title="Stay", level=Level.COMPANY, owner=OLU.id, **SHARED))
        team = Goal(ref="T-1", title="Quick", level=Level.TEAM, owner=MIA.id, parent=top.id, kpis=(REPLY,), **SHARED)
        team = await store.goals.save(team)
        own = Goal(ref="G-1", title="Night", owner=ANA.id, parent=team.id, kpis=(REPLY,), **SHARED)
        quiet = own.model_copy(update={"ref": "G-2"})
        return top, team, await store.goals.save(own), await store.goals.save(quiet)


async def report(company, *, everyone=False):
    async with company.reading() as store:
        made = await store.goal_reports.report(everyone=everyone, now=NOW)
    return {one.goal.ref: one for one in made.goals}, made


def reading(goal, value, days_ago, **fields):
    return KpiReading(
        goal=goal.id, kpi=goal.kpis[0].id, value=value, at=NOW - timedelta(days=days_ago), by=ANA.id, **fields
    )


def thanks(goal, **fields):
    given = {"giver": BO.id, "receivers": (ANA.id,), "reason": "r", "goal": goal.id, "given_at": NOW}
    return Kudos(**(given | fields))


def feedback(goal, visibility, **fields):
    said = {"author": BO.id, "receiver": ANA.id, "behaviour": "b", "tone": "praise", "given_at": NOW}
    return Feedback(**said, visibility=visibility, goal=goal.id, **fields)


async def test_the_page_holds_the_tree_with_everybodys_names(company, tree):
    goals, made = await report(company)

    assert [*goals] == ["C-1", "T-1"]
    assert (made.day, made.made_at, made.everyone) == (NOW.date(), NOW, False)
    assert made.names[HANA.id] == "Hana Sato"
    assert [*(await report(company, everyone=True))[0]] == ["C-1", "T-1", "G-1", "G-2"]


async def test_how_a_number_went_is_told_oldest_first_without_what_was_corrected(company, tree):
    _, team, own, quiet = tree
    wrong = reading(team, 6, 9)
    async with company.transaction() as store:
        await store.readings.add(reading(team, 60, 2), reading(team, 70, 9), wrong.model_copy(update={"value": 7}))
        await store.readings.add(reading(own, 50, 1))

    goals, _ = await report(company)
    assert [point.value for point in goals["T-1"].trends[team.kpis[0].id]] == [70, 7, 60]

    everyone, _ = await report(company, everyone=True)
    assert [point.value for point in everyone["G-1"].trends[own.kpis[0].id]] == [50]
    assert everyone["G-2"].trends == {}
    assert quiet.kpis[0].id not in everyone["G-1"].trends

    async with company.transaction() as store:
        await store.readings.correct([(team.kpis[0].id, wrong.at)], now=NOW)
    goals, _ = await report(company)
    assert [point.value for point in goals["T-1"].trends[team.kpis[0].id]] == [60]


async def test_years_of_readings_are_thinned(company, tree):
    team = tree[1]
    async with company.transaction() as store:
        await store.readings.add(*(reading(team, day, 600 - day) for day in range(600)))

    goals, _ = await report(company)
    way = goals["T-1"].trends[team.kpis[0].id]
    assert (len(way), way[0].value, way[-1].value) == (MOST_POINTS, 0, 599)


async def test_evidence_is_counted_as_far_as_more_than_two_may_know_of_it(company, tree):
    _, team, own, _ = tree
    async with company.transaction() as store:
        for one in (thanks(team), thanks(team, public=False), thanks(own)):
            await store.kudos.add(one)
        await store.kudos.undo(await store.kudos.add(thanks(team)), now=NOW)
        for visibility in Visibility:
            await store.feedback.add(feedback(team, visibility))
        await store.feedback.add(feedback(team, Visibility.RECEIVER_AND_MANAGER, taken_back_at=NOW))
        for person, lines in ((MIA, (team,)), (ANA, (team, own)), (BO, ())):
            answers = tuple(GoalAnswer(goal=goal.id, note="n") for goal in lines)
            await store.check_ins.save(
                CheckIn(person=person.id, period=date(2026, 11, 20), answered_at=NOW, went_well="x", goals=answers)
            )

    goals, _ = await report(company)
    assert goals["T-1"].evidence == Counts(kudos=1, feedback=1, check_ins=2)
    assert goals["C-1"].evidence == Counts()

    everyone, _ = await report(company, everyone=True)
    assert everyone["T-1"].evidence == goals["T-1"].evidence
    assert everyone["G-1"].evidence == Counts(kudos=1, check_ins=1)
    assert everyone["G-2"].evidence == Counts()


async def test_another_workspace_is_not_on_the_page(company, tree):
    async with company.transaction() as store:
        number = await store.workspaces.meet("T0OTHER", "Other")
    elsewhere = company.of(number)
    async with elsewhere.transaction() as store:
        await store.people.save(OLU)
        await store.goals.save(Goal(ref="X-1", title="Else", level=Level.COMPANY, owner=OLU.id, **SHARED))

    assert [*(await report(elsewhere))[0]] == ["X-1"]
    assert "X-1" not in (await report(company))[0]
