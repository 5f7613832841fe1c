"""Goals and reports of them for tests: a company goal, a team goal below it, and whatever a test is about."""

from datetime import UTC, date, datetime

from company import ANA, EVERYONE, MIA, NOW, OLU
from domain.goal_report import Counts, GoalReport, Point, report
from domain.goals import Goal, Kpi, Level, State

STARTS, DUE, TODAY = date(2026, 7, 1), date(2026, 12, 31), NOW.date()
REPLY = Kpi(id=1, name="First reply", unit="min", baseline=90, target=45, value=60)


def a_goal(number: int, **fields) -> Goal:
    given = {
        "id": number,
        "ref": f"G-{number}",
        "title": f"Goal {number}",
        "owner": ANA.id,
        "state": State.ACTIVE,
        "starts": STARTS,
        "due": DUE,
        "kpis": (kpi(number),),
    }
    return Goal(**(given | fields))


def kpi(number: int, **fields) -> Kpi:
    return REPLY.model_copy(update={"id": number} | fields)


def company_goal(number: int = 1, **fields) -> Goal:
    shared = {"ref": f"C-{number}", "level": Level.COMPANY, "owner": OLU.id, "kpis": ()}
    return a_goal(number, **(shared | fields))


def team_goal(number: int = 2, parent: int | None = 1, **fields) -> Goal:
    shared = {"ref": f"T-{number}", "level": Level.TEAM, "owner": MIA.id, "parent": parent}
    return a_goal(number, **(shared | fields))


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


TREND = (Point(at(8, 3), 80), Point(at(9, 1), 72), Point(at(11, 3), 60))


def a_report(*goals: Goal, **fields) -> GoalReport:
    facts = {
        "trends": {2: TREND},
        "evidence": {2: Counts(kudos=3, feedback=1, check_ins=8)},
        "names": {person.id: person.name for person in EVERYONE},
        "everyone": False,
        "day": TODAY,
        "made_at": NOW,
    }
    return report(goals or (company_goal(), team_goal()), **(facts | fields))
