"""What one person may see on their Home tab, gathered in one reading of the database."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from domain.calendar import WEEK, Schedule, midnight, period_at, zone
from domain.goal_weeks import GoalWeeks, days_until, goal_weeks
from domain.goals import OPEN, Goal, State
from domain.people import Person
from domain.permissions import Grant, is_people_team, may_read
from domain.rules import Rules
from domain.weeks import MOST_WEEKS, OwnWeek, own_weeks
from handlers.home_waiting import waiting
from handlers.views.goal_weeks import MOST_DRAWN
from handlers.views.home import Facts
from handlers.views.this_week import Week
from storage.store import Store

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
RECENT = timedelta(days=30)
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)
"""Ranges end before their last moment; what was given just now belongs to them."""
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


async def gather(store: Store, me: Person, rules: Rules, *, now: datetime) -> tuple[Facts, Collection[Grant]]:
    """Return what the tab shows, and the grants by which some of it is about others."""
    tz, mine = zone(me.tz), may_read(me, me, {})
    local, period = now.astimezone(tz), period_at(now, rules.schedule, tz)
    until = now + A_MINUTE
    reports = await store.people.reports_of(me.id)
    kudos = await store.kudos.received(mine, since=now - RECENT, until=until)
    goals = [*await store.goals.shared(owner=me.id), *await store.goals.of(me.id, OPEN)]
    team, grants = await store.status.team(me, schedule=rules.schedule, now=now) if reports else (None, ())
    facts = Facts(
        me=me,
        tz=tz,
        today=local.date(),
        hour=local.hour,
        now=now,
        week=await _week(store, me, period, rules, today=local.date()),
        has_manager=await store.people.manager_of(me) is not None,
        people_team=() if me.enrolled_at else await store.people.people_team(),
        goals=goals,
        goal_weeks=await _goal_weeks(store, goals, me, local.date()),
        blockers=await store.blockers.open_of(me.id),
        waiting=await waiting(store, me, reports, today=local.date()),
        kudos=kudos[::-1],
        feedback=await store.feedback.count_received([mine], since=LONG_AGO),
        evidence=await store.evidence.count(mine),
        weeks=await _weeks(store, mine, period),
        team=team,
        organisation=await store.organisation.counts(period, now=now) if is_people_team(me) else None,
        rules=rules,
    )
    return facts, grants


async def _goal_weeks(store: Store, goals: Collection[Goal], me: Person, today: date) -> list[GoalWeeks]:
    """Return how far my active goals are; of more than are drawn, those due first."""
    active = [goal for goal in goals if goal.state is State.ACTIVE and goal.kpis]
    ends = [midnight(day + A_DAY, zone(me.tz)) for day in days_until(today)]
    stood = await store.readings.stood([goal.id or 0 for goal in active], ends)
    told = [GoalWeeks(goal, goal_weeks(goal, stood, today)) for goal in active]
    return [one for one in told if one.weeks][:MOST_DRAWN]


async def _weeks(store: Store, mine: Grant, period: date) -> tuple[OwnWeek, ...]:
    answers = await store.check_ins.read([mine], since=period - (MOST_WEEKS - 1) * WEEK, until=period)
    return own_weeks(answers, until=period)


async def _week(store: Store, me: Person, period: date, rules: Rules, *, today: date) -> Week:
    away = await store.absences.of(me.id, since=today)
    draft = await store.drafts.mine(me.id, period)
    return Week(
        period,
        await store.check_ins.mine(me.id, period),
        _asks(rules.schedule),
        turn=await store.turns.of(me.id, period),
        drafted_at=draft.saved_at if draft else None,
        away_until=max((one.ends for one in away if one.covers(today)), default=None),
    )


def _asks(schedule: Schedule) -> str:
    return f"on {DAYS[schedule.weekday]} at {schedule.at:%H:%M}, your time"
