"""What stands on the stage when a scene begins: goals, answers of weeks ago, kudos."""

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from company import ANA, BO, MIA, NOW, OLU
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, Milestone, State
from domain.people import Person
from pictures.stage import Stage

FRIDAY = date(2026, 11, 20)
"""The week that is open in the scenes."""
WEEK = timedelta(days=7)
SMART = {
    "title": "Answer every customer within two hours",
    "kpi": "First reply",
    "unit": "hours",
    "direction": "less",
    "baseline": "6",
    "target": "2",
    "due": "2027-03-31",
}
"""What somebody types into the form of a goal."""


GIL = Person(id="UGIL", name="Gil Guest")
"""In the workspace, and no part of the company."""


def goal(number: int = 1, *, owner: Person = ANA, **facts: Any) -> Goal:
    """Return a goal half way in time."""
    about: dict[str, Any] = {
        "ref": f"G-{number}",
        "title": "Halve the time to the first reply",
        "state": State.ACTIVE,
        "starts": date(2026, 10, 1),
        "due": date(2026, 12, 31),
        "kpis": (Kpi(name="First reply", unit="minutes", baseline=180, target=60, value=110),),
    }
    return Goal(owner=owner.id, **about | facts)


def second(owner: Person = ANA) -> Goal:
    """Return another goal, which is behind."""
    kpis = (Kpi(name="Help articles", unit="articles", baseline=0, target=20, value=4),)
    return goal(2, owner=owner, title="Write the help pages customers ask for", kpis=kpis)


def thought(number: int, owner: Person = ANA) -> Goal:
    """Return one of many goals that are drafts yet."""
    return goal(number, owner=owner, title=f"Goal number {number}", state=State.DRAFT)


def of_the_company() -> Goal:
    """Return a goal that everybody sees."""
    return goal(7, owner=OLU, ref="CO-1", title="Calm winters", level=Level.COMPANY)


def of_the_team(**facts: Any) -> Goal:
    """Return a goal of the team."""
    kpis = (Kpi(name="Open tickets", baseline=90, target=0),)
    about = {"ref": "TE-1", "title": "An empty queue", "level": Level.TEAM, "kpis": kpis}
    return goal(8, owner=MIA, **about | facts)


class Grown(NamedTuple):
    """The goals of `grow`."""

    company: Goal
    team: Goal
    ana: Goal
    bo: Goal


async def grow(stage: Stage) -> Grown:
    """Store a small tree: the company's goal, one of the team, Ana's and Bo's below it; Ana's has all a goal can have."""
    [company] = await save(stage, of_the_company())
    tickets = (Kpi(name="Open tickets", baseline=90, target=0, value=48),)
    [team] = await save(stage, of_the_team(parent=company.id, kpis=tickets, contributors=(ANA.id, BO.id)))
    steps = (
        Milestone(title="The morning shift works", due=date(2026, 10, 30), share=0.3, done_on=date(2026, 10, 28)),
        Milestone(title="Pilot with two teams", due=date(2026, 12, 4), share=0.7),
    )
    more = {"parent": team.id, "milestones": steps, "contributors": (BO.id,), "confidence": Confidence.AT_RISK}
    [ana, bo] = await save(stage, goal(**more), second(BO).model_copy(update={"parent": team.id}))
    await measured(stage, ana)
    return Grown(company, team, ana, bo)


async def measured(stage: Stage, goal: Goal) -> None:
    """Store weeks of readings of the first KPI of `goal()`."""
    async with stage.slack.database.transaction() as store:
        for weeks, value in ((4, 165), (3, 150), (2, 120), (1, 110)):
            at, kpi = NOW - weeks * WEEK, goal.kpis[0].id or 0
            await store.readings.add(KpiReading(goal=goal.id or 0, kpi=kpi, value=value, at=at, by=goal.owner))


async def save(stage: Stage, *goals: Goal) -> list[Goal]:
    """Store goals."""
    async with stage.slack.database.transaction() as store:
        return [await store.goals.save(one) for one in goals]


async def answered(stage: Stage, person: Person, period: date, **said: Any) -> CheckIn:
    """Store a check-in, on the morning of its week."""
    at = datetime.combine(period, NOW.timetz())
    async with stage.slack.database.transaction() as store:
        goals = tuple(
            GoalAnswer(goal=one.id or 0, confidence=said.pop("confidence", Confidence.ON_TRACK))
            for one in (await store.goals.of(person.id))[:1]
        )
        facts = {"went_well": "The queue was calm.", "goals": goals} | said
        return await store.check_ins.save(CheckIn(person=person.id, period=period, answered_at=at, **facts))
