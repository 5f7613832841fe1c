"""Tell Northwind's story to an empty database, so that nobody meets an empty page.

Everything is dated back from the moment the demo starts at, through the same rules that decide in earnest.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.company.northwind import FEEDBACK, GOALS, KUDOS, LINE, READ, WEEKS, WORDS, Planned
from domain.calendar import WEEK, Schedule, opens_at, zone
from domain.check_ins import CheckIn, GoalAnswer, Reading, answer
from domain.feedback import give
from domain.goals import Confidence, Goal, Kpi, KpiReading, Level
from domain.kudos import Kudos, thank
from domain.notices import CheckInPrompt
from domain.people import Person
from domain.permissions import may_read
from storage.outbox import State as Outcome
from storage.store import Store

SINCE = timedelta(weeks=WEEKS + 2)
"""So long ago everyone came together and the goals began."""
FOR = timedelta(weeks=16)
"""From the start of a goal to its due date: half of it has passed, and the plan for today is a round number."""
HOPEFUL = 0.8
"""Whoever has come so far of the plan says *on track*."""


async def tell(store: Store, *, schedule: Schedule, period: date, now: datetime) -> None:
    """Write the story into an empty workspace, up to the prompt of `period`. The people must be known already."""
    people = await _people(store, now - SINCE)
    goals = await _goals(store, (now - SINCE).date())
    for person, weeks in WORDS.items():
        await _answers(store, people[person], weeks, goals, schedule=schedule, period=period)
    await _shared_readings(store, goals, now)
    await _read_by_managers(store, people, period, now)
    await _asked_before(store, people, period - WEEK, schedule, now)
    for kudos in thanked(now, goals):
        await store.kudos.add(kudos)
    await _feedback(store, people, goals, now)


def thanked(now: datetime, goals: Mapping[str, Goal] | None = None) -> list[Kudos]:
    """Return the kudos that were given, in the order of KUDOS; without `goals` they name none."""
    return [
        thank(
            one.giver,
            one.receivers,
            one.reason,
            left_this_week=5,
            now=now - timedelta(days=one.days) + timedelta(hours=one.days % 5, minutes=one.days),
            value=one.value,
            values=[one.value],
            goal=goals[one.goal].id if goals and one.goal else None,
        )
        for one in KUDOS
    ]


async def _people(store: Store, since: datetime) -> dict[str, Person]:
    people = await store.people.all()
    for person, (manager, team, role) in LINE.items():
        line = {"manager": manager, "team": team, "role": role, "manager_since": since, "enrolled_at": since}
        people[person] = people[person].model_copy(update=line)
        await store.people.save(people[person])
    return people


async def _goals(store: Store, starts: date) -> dict[str, Goal]:
    saved: dict[str, Goal] = {}
    for planned in GOALS:
        kpi = Kpi(name=planned.kpi, unit=planned.unit, baseline=planned.baseline, target=planned.target)
        goal = Goal(
            ref=planned.ref,
            title=planned.title,
            level=planned.level,
            owner=planned.owner,
            parent=saved[planned.parent].id if planned.parent else None,
            state=planned.state,
            starts=starts,
            due=starts + FOR,
            kpis=(kpi,),
        )
        saved[planned.ref] = await store.goals.save(goal)
    return saved


async def _answers(
    store: Store,
    person: Person,
    weeks: Sequence[tuple[str, str, str]],
    goals: Mapping[str, Goal],
    *,
    schedule: Schedule,
    period: date,
) -> None:
    mine = [planned for planned in GOALS if planned.owner == person.id and planned.level is Level.INDIVIDUAL]
    for number, (went_well, next_week, blockers) in enumerate(weeks):
        asked = period - (WEEKS - 1 - number) * WEEK
        answered = answer(
            person.id,
            asked,
            goals=tuple(_line(planned, goals[planned.ref], number) for planned in mine if number < len(planned.path)),
            went_well=went_well,
            next_week=next_week,
            blockers=blockers,
            previous=None,
            schedule=schedule,
            tz=zone(person.tz),
            now=opens_at(asked, schedule, zone(person.tz)) + timedelta(minutes=25 + 7 * number),
        )
        await _take_numbers(store, await store.check_ins.save(answered))


def _line(planned: Planned, goal: Goal, number: int) -> GoalAnswer:
    reading = Reading(kpi=goal.kpis[0].id or 0, value=planned.path[number])
    way = (reading.value - planned.baseline) / (planned.target - planned.baseline)
    plan = (SINCE - (WEEKS - 1 - number) * WEEK) / FOR
    confidence = Confidence.ON_TRACK if way >= HOPEFUL * plan else Confidence.AT_RISK
    return GoalAnswer(goal=goal.id or 0, readings=(reading,), confidence=confidence)


async def _take_numbers(store: Store, saved: CheckIn) -> None:
    for line in saved.goals:
        for reading in line.readings:
            read = KpiReading(
                goal=line.goal, kpi=reading.kpi, value=reading.value, at=saved.answered_at, by=saved.person
            )
            await store.goals.read(read.model_copy(update={"check_in": saved.id}))


async def _shared_readings(store: Store, goals: Mapping[str, Goal], now: datetime) -> None:
    for planned in GOALS:
        if planned.level is Level.INDIVIDUAL:
            continue
        goal = goals[planned.ref]
        for number, value in enumerate(planned.path):
            at = now - (WEEKS - number) * WEEK
            kpi = goal.kpis[0].id or 0
            await store.goals.read(KpiReading(goal=goal.id or 0, kpi=kpi, value=value, at=at, by=planned.owner))


async def _read_by_managers(store: Store, people: Mapping[str, Person], period: date, now: datetime) -> None:
    managers = await store.people.managers()
    for manager, person, weeks in READ:
        grant = may_read(people[manager], people[person], managers)
        await store.check_ins.mark_read([grant], [period - weeks * WEEK], now=now - weeks * WEEK + timedelta(days=3))


async def _asked_before(
    store: Store, people: Mapping[str, Person], period: date, schedule: Schedule, now: datetime
) -> None:
    """Note that everyone was asked for `period`, so that nobody is asked for it as the demo starts."""
    prompts = {
        CheckInPrompt(to=person, period=period): opens_at(period, schedule, zone(people[person].tz)) for person in LINE
    }
    await store.outbox.plan(list(prompts.items()))
    await store.outbox.withdraw(*(one.key for one in prompts), why="before the demo", now=now, state=Outcome.EXPIRED)


async def _feedback(store: Store, people: Mapping[str, Person], goals: Mapping[str, Goal], now: datetime) -> None:
    for told in FEEDBACK:
        given = give(
            told.author,
            told.receiver,
            told.behaviour,
            visibility=told.visibility,
            receiver_has_manager=people[told.receiver].manager is not None,
            now=now - timedelta(days=told.days, hours=-6),
            situation=told.situation,
            impact=told.impact,
            tone=told.tone,
            goal=goals[told.goal].id if told.goal else None,
        )
        await store.feedback.add(given)
