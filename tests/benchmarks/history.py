"""People who have been here for three years: 20 active goals with KPIs, a check-in each week, hundreds of thanks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.blockers import Blocker
from domain.calendar import WEEK
from domain.check_ins import CheckIn, GoalAnswer, Reading
from domain.feedback import Feedback, Visibility
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, State
from domain.kudos import Kudos
from storage.database import Database
from storage.store import Store
from tests.benchmarks.company import this_week
from tests.benchmarks.payloads import TEAM

WEEKS = 156
GOALS = 20
CLOSED_GOALS = 40
KUDOS, FEEDBACK = 2, 1
"""So many received, and so many given, a week."""
BUDGET = 300


async def fill(url: str, persons: list[str], others: list[str], *, weeks: int = WEEKS) -> None:
    """Give these people so many weeks, with `others` to thank and to be thanked by."""
    database = Database.open(url)
    async with database.transaction() as store:
        number = await store.workspaces.meet(TEAM, "Bench")
    for person in persons:
        async with database.of(number).transaction(budget=BUDGET) as store:
            await store.goals.add_all([*_goals(person)])
            mine = [goal for goal in await store.goals.of(person) if goal.kpis]
            await store.readings.add(*_readings(person, mine))
            for ago in range(weeks, 1, -1):  # last week is answered already
                await _week(store, person, mine, ago)
            await _said(store, person, others, weeks)
    await database.close()


def _goals(person: str) -> Iterator[Goal]:
    """Yield what brings the active ones up to 20, and what was closed in the years before."""
    today, years = date.today(), timedelta(days=400)
    kpis = (Kpi(name="Tickets answered", unit="%", baseline=10, target=90), Kpi(name="Articles", baseline=0, target=12))
    for n in range(GOALS - 3):
        facts: dict[str, Any] = {"starts": today - timedelta(days=60), "due": today + timedelta(days=60)}
        yield _goal(person, f"{person}-A{n}", kpis, state=State.ACTIVE, **facts)
    for n in range(CLOSED_GOALS):
        yield _goal(person, f"{person}-C{n}", kpis, state=State.CLOSED, starts=today - 2 * years, due=today - years)


def _goal(owner: str, ref: str, kpis: tuple[Kpi, ...], **facts: Any) -> Goal:
    return Goal(ref=ref, title=f"Goal {ref} of many", level=Level.INDIVIDUAL, owner=owner, kpis=kpis, **facts)


def _readings(person: str, goals: list[Goal]) -> list[KpiReading]:
    now = datetime.now(UTC)
    return [
        KpiReading(goal=goal.id or 0, kpi=kpi.id or 0, value=float(10 + weeks), at=now - weeks * WEEK, by=person)
        for weeks in range(8, 0, -1)
        for goal in goals
        for kpi in goal.kpis
    ]


async def _week(store: Store, person: str, goals: list[Goal], weeks: int) -> None:
    """Answer one week, change every fourth answer, name a blocker every fifth time."""
    period, at = this_week() - weeks * WEEK, datetime.now(UTC) - weeks * WEEK
    lines = tuple(
        GoalAnswer(
            goal=goal.id or 0,
            readings=tuple(Reading(kpi=kpi.id or 0, value=float(weeks)) for kpi in goal.kpis),
            confidence=Confidence.ON_TRACK,
            note="Two more to go, and the third one waits for an answer",
        )
        for goal in goals
    )
    blocked = "The refund tool has been down since Tuesday" if weeks % 5 == 0 else ""
    said = {"went_well": "The hand-over was calm", "next": "The three articles about refunds", "blockers": blocked}
    one = CheckIn(person=person, period=period, goals=lines, answered_at=at, **said)
    saved = await store.check_ins.save(one)
    if weeks % 4 == 0:
        again = {"next": "The four articles about refunds", "revision": 2, "edited_at": at + timedelta(hours=1)}
        await store.check_ins.save(saved.model_copy(update=again))
    if blocked:
        facts = {"period": period, "named_in": period, "named_at": at, "raised_at": at}
        cleared = {"closed_at": at + WEEK, "closed_by": person} if weeks > 5 else {}
        await store.blockers.save(Blocker(person=person, text=blocked, **facts, **cleared))


async def _said(store: Store, person: str, others: list[str], weeks: int) -> None:
    now = datetime.now(UTC)
    for n in range(KUDOS * weeks):
        other, at = others[n % len(others)], now - (n + 1) * WEEK / KUDOS
        for giver, receiver in ((person, other), (other, person)):
            await store.kudos.add(Kudos(giver=giver, receivers=(receiver,), reason=f"the review {n}", given_at=at))
    for n in range(FEEDBACK * weeks):
        other, at = others[n % len(others)], now - (n + 1) * WEEK / FEEDBACK
        for author, receiver in ((person, other), (other, person)):
            said: dict[str, Any] = {"behaviour": f"You summed up what we had agreed, time {n}", "given_at": at}
            await store.feedback.add(Feedback(author=author, receiver=receiver, visibility=Visibility.RECEIVER, **said))
