"""Six weeks of Northwind, so that nobody meets an empty page: people, goals, check-ins, kudos and feedback.

Everything is dated back from the moment the demo starts at, through the same rules that decide in earnest.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.calendar import WEEK, Schedule, opens_at, zone
from domain.check_ins import GoalAnswer, Reading, answer
from domain.feedback import Tone, Visibility, give
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level, State
from domain.kudos import thank
from domain.people import Person, Role
from storage.store import Store

WEEKS = 6
LINE = {
    "UANA": ("UMIA", "Support", Role.EMPLOYEE),
    "UBO": ("UMIA", "Support", Role.EMPLOYEE),
    "UPRIYA": ("UMIA", "Support", Role.EMPLOYEE),
    "UTOM": ("UMIA", "Support", Role.EMPLOYEE),
    "UMIA": ("UOLU", "Support", Role.MANAGER),
    "USAM": ("UOLU", "Sales", Role.EMPLOYEE),
    "UOLU": (None, "Customer care", Role.MANAGER),
    "UHANA": (None, "People", Role.ADMIN),
}


class Planned(NamedTuple):
    """A goal of the story; `path` are its readings, the oldest week first."""

    ref: str
    title: str
    level: Level
    owner: str
    parent: str | None
    kpi: str
    unit: str
    baseline: float
    target: float
    path: tuple[float, ...]


GOALS = (
    Planned("CO-1", "Customers stay because we answer well", Level.COMPANY, "UOLU", None, "Renewal rate", "%", 86, 92, (86, 87, 88, 88, 89, 89)),
    Planned("SU-1", "Support answers within a working hour", Level.TEAM, "UMIA", "CO-1", "First reply", "minutes", 180, 60, (170, 160, 150, 130, 120, 110)),
    Planned("G-1", "Halve the time to the first reply in the morning shift", Level.INDIVIDUAL, "UANA", "SU-1", "First reply", "minutes", 180, 60, (175, 160, 140, 125, 110)),
    Planned("G-2", "Write the ten articles customers ask for most", Level.INDIVIDUAL, "UANA", "SU-1", "Articles", "articles", 0, 10, (0, 1, 2, 2, 3)),
    Planned("G-3", "Bring re-opened tickets under five in a hundred", Level.INDIVIDUAL, "UBO", "SU-1", "Re-opened", "%", 12, 5, (12, 11, 11, 11, 10)),
    Planned("G-4", "Answer all tickets of the night queue by nine", Level.INDIVIDUAL, "UPRIYA", "SU-1", "Answered by nine", "%", 40, 95, (45, 55, 66, 74, 82, 88)),
    Planned("G-5", "Set up the on-call rota nobody dreads", Level.INDIVIDUAL, "UTOM", None, "Nights covered", "nights", 0, 30, (0, 2, 5, 6, 7)),
)  # fmt: skip
WORDS = {
    "UANA": (
        ("Sorted the morning queue by customer, not by age.", "Try it for a whole week.", ""),
        ("First reply went down again.", "Article on invoices.", ""),
        ("Two articles are out; both were read the same day.", "Ask Bo for the refund cases.", ""),
        ("A calm week, so I paired with Tom.", "Third article.", ""),
        ("110 minutes, from 180 in October.", "Write about refunds.", "I still can't see the refund tool; access is with finance."),
    ),
    "UBO": (
        ("Found why tickets re-open: we close before the refund is booked.", "Talk to finance.", ""),
        ("Wrote the checklist for closing.", "Have everyone use it.", ""),
        ("Half the team uses the checklist.", "Measure it.", "Finance answers after three days."),
        ("Re-opened went from 11 to 10.", "Show it in the team meeting.", ""),
        ("Handover of the launch went without a single page at night.", "Rest, then the numbers.", ""),
    ),
    "UPRIYA": (
        ("The queue was empty by half past ten.", "Start an hour earlier on Mondays.", ""),
        ("Templates for the five commonest questions.", "Ten more.", ""),
        ("74 of 100 by nine.", "Look at Mondays.", ""),
        ("82 by nine.", "Keep going.", ""),
        ("88 by nine; customers in Asia noticed.", "Write down how.", ""),
        ("Wrote it down; Tom took over one night.", "Hand over the second one.", ""),
    ),
    "UTOM": (
        ("First rota is up.", "Ask who hates nights.", ""),
        ("Four people on it.", "Two more.", "Two people can't get into the paging tool."),
        ("Six nights covered.", "Fix the tool.", ""),
    ),
    "UMIA": (("The team is steadier than in spring.", "Hiring for the night.", ""),) * 5,
}  # fmt: skip
KUDOS = (
    ("UBO", ("UANA",), "pairing on the refund cases until they made sense", "care", 33),
    ("UMIA", ("UPRIYA",), "writing the templates that gave everyone an hour back", "craft", 26),
    ("UANA", ("UBO",), "the calm handover before the launch", "care", 9),
    ("UTOM", ("UANA", "UPRIYA"), "taking two of my nights when my daughter was ill", "care", 12),
    ("USAM", ("UANA",), "explaining the invoice change to our biggest customer", "customer-first", 5),
)
FEEDBACK = (
    ("UMIA", "UANA", "In Tuesday's stand-up", "You named the refund problem without blaming finance", "They offered access the same day", Tone.PRAISE, Visibility.RECEIVER_AND_MANAGER, 16),
    ("UBO", "UANA", "In the launch channel", "You answered three people at once", "Two of them missed what was for them", Tone.SUGGESTION, Visibility.RECEIVER, 10),
    ("UOLU", "UMIA", "In the quarterly review", "You showed the numbers that got worse first", "We talked about the real problem", Tone.PRAISE, Visibility.RECEIVER, 20),
)  # fmt: skip


async def tell(store: Store, *, schedule: Schedule, period: date, now: datetime) -> None:
    """Write the story into an empty workspace, up to the prompt of `period`. The people must be known already."""
    start = now - timedelta(weeks=WEEKS + 2)
    people = await store.people.all()
    for person, (manager, team, role) in LINE.items():
        line = {"manager": manager, "team": team, "role": role, "manager_since": start, "enrolled_at": start}
        people[person] = people[person].model_copy(update=line)
        await store.people.save(people[person])
    goals = await _goals(store, start.date())
    for person, weeks in WORDS.items():
        await _answers(store, people[person], weeks, goals, schedule=schedule, period=period)
    await _shared_readings(store, goals, now)
    await _kudos(store, now)
    await _feedback(store, people, now)


async def _goals(store: Store, start: date) -> dict[str, Goal]:
    saved: dict[str, Goal] = {}
    for planned in GOALS:
        kpi = Kpi(name=planned.kpi, unit=planned.unit, baseline=planned.baseline, target=planned.target)
        saved[planned.ref] = await store.goals.save(
            Goal(
                ref=planned.ref,
                title=planned.title,
                level=planned.level,
                owner=planned.owner,
                parent=saved[planned.parent].id if planned.parent else None,
                state=State.ACTIVE,
                starts=start,
                due=start + timedelta(weeks=14),
                kpis=(kpi,),
            )
        )
    return saved


async def _answers(
    store: Store,
    person: Person,
    weeks: Sequence[tuple[str, str, str]],
    goals: dict[str, Goal],
    *,
    schedule: Schedule,
    period: date,
) -> None:
    mine = [planned for planned in GOALS if planned.owner == person.id and planned.level is Level.INDIVIDUAL]
    for number, (went_well, next_week, blockers) in enumerate(weeks):
        asked = period - (WEEKS - 1 - number) * WEEK
        at = opens_at(asked, schedule, zone(person.tz)) + timedelta(minutes=25 + 7 * number)
        lines = tuple(_line(planned, goals[planned.ref], number) for planned in mine if number < len(planned.path))
        check_in = await store.check_ins.save(
            answer(
                person.id,
                asked,
                goals=lines,
                went_well=went_well,
                next_week=next_week,
                blockers=blockers,
                previous=None,
                schedule=schedule,
                tz=zone(person.tz),
                now=at,
            )
        )
        for line in lines:
            reading = line.readings[0]
            read = KpiReading(
                goal=line.goal, kpi=reading.kpi, value=reading.value, at=at, by=person.id, check_in=check_in.id
            )
            await store.goals.read(read)


def _line(planned: Planned, goal: Goal, number: int) -> GoalAnswer:
    reading = Reading(kpi=goal.kpis[0].id or 0, value=planned.path[number])
    way = (reading.value - planned.baseline) / (planned.target - planned.baseline)
    confidence = Confidence.ON_TRACK if way >= number / 10 else Confidence.AT_RISK
    return GoalAnswer(goal=goal.id or 0, readings=(reading,), confidence=confidence)


async def _shared_readings(store: Store, goals: dict[str, Goal], now: datetime) -> None:
    for planned in GOALS:
        if planned.level is Level.INDIVIDUAL:
            continue
        goal = goals[planned.ref]
        for number, value in enumerate(planned.path):
            at = now - (WEEKS - number) * WEEK
            kpi = goal.kpis[0].id or 0
            await store.goals.read(KpiReading(goal=goal.id or 0, kpi=kpi, value=value, at=at, by=planned.owner))


async def _kudos(store: Store, now: datetime) -> None:
    for giver, receivers, reason, value, days in KUDOS:
        at = now - timedelta(days=days, hours=3)
        await store.kudos.add(thank(giver, receivers, reason, left_this_week=5, now=at, value=value, values=[value]))


async def _feedback(store: Store, people: dict[str, Person], now: datetime) -> None:
    for author, receiver, situation, behaviour, impact, tone, visibility, days in FEEDBACK:
        given = give(
            author,
            receiver,
            behaviour,
            visibility=visibility,
            receiver_has_manager=people[receiver].manager is not None,
            now=now - timedelta(days=days, hours=2),
            situation=situation,
            impact=impact,
            tone=tone,
        )
        await store.feedback.add(given)
