"""Goals that need somebody: warnings for the *Today* message, and when they are over.

- The owner is warned first. Their manager is told where two working days have passed without an answer.
- A warning is written down with the message that says it, so that nobody says it twice.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from domain.absences import Absence
from domain.calendar import Schedule, zone
from domain.goal_handovers import asked
from domain.goal_status import explain, parted, status
from domain.goal_warnings import OWNER_LEFT, Warned, is_over, is_silent, to_warn_of, trouble
from domain.goals import Confidence, Goal, State
from domain.people import Person
from domain.today import GoalOrphaned, GoalUnanswered, GoalWarning, Item
from domain.working_days import WorkingDays, working_days
from storage.database import Database
from storage.store import Store

Found = list[tuple[str, Item]]
AT_ONCE = 50
"""Owners whose goals are looked at in one go: a few milliseconds in which others wait."""


async def warnings(store: Store, days: Mapping[str, WorkingDays], now: datetime) -> Found:
    """Return whom of these people to warn of which of their goals."""
    found: Found = []
    owners = list(days)
    for start in range(0, len(owners), AT_ONCE):
        await asyncio.sleep(0)  # on SQLite nothing else would let others in
        goals = await store.goals.active_of(owners[start : start + AT_ONCE])
        standing = await store.goal_warnings.standing([goal.id or 0 for goal in goals]) if goals else {}
        for goal in goals:
            today = now.astimezone(days[goal.owner].tz).date()
            state = to_warn_of(goal, standing.get(goal.id or 0), today)
            found += [(goal.owner, _warning(goal, state, today))] if state else []
    return found


async def unanswered(
    store: Store,
    days: Mapping[str, WorkingDays],
    absences: Mapping[str, Sequence[Absence]],
    schedule: Schedule,
    now: datetime,
) -> Found:
    """Return which of these people lead somebody who said nothing to a warning for two working days."""
    waiting = {goal: one for goal, one in (await store.goal_warnings.standing()).items() if _may_be_silent(one)}
    goals = await store.goals.numbered(waiting) if waiting else []
    owners = await store.people.named({goal.owner for goal in goals})
    found: Found = []
    for goal in goals:
        owner, warned = owners.get(goal.owner), waiting[goal.id or 0]
        if owner and owner.manager and owner.manager in days:
            own = working_days(owner, absences.get(owner.id, ()), schedule)
            today = now.astimezone(own.tz).date()
            if trouble(goal, today) and is_silent(warned, own.tz, own.works, now=now):
                found.append((owner.manager, _unanswered(goal, warned, own, today)))
    return found


async def without_owner(store: Store, days: Mapping[str, WorkingDays]) -> Found:
    """Return which of these people to ask who takes over a goal whose owner left."""
    numbers = await store.goal_warnings.without_owner()
    goals = await store.goals.numbered(numbers) if numbers else []
    who = await _asked(store, {goal.owner for goal in goals}) if goals else {}
    return [
        (one, GoalOrphaned(goal=goal.id or 0, owner=goal.owner, title=goal.title))
        for goal in goals
        for one in who[goal.owner]
        if one in days
    ]


async def _asked(store: Store, owners: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return who is asked about the goals of each of these people who left."""
    managers, here = await store.people.managers(), await store.people.all()
    team = [one.id for one in await store.people.people_team()]
    return {owner: asked(owner, managers, here, team) for owner in owners}


async def still_true(store: Store, to: str, item: GoalWarning | GoalUnanswered | GoalOrphaned, now: datetime) -> bool:
    """Tell whether a warning that is about to be said still holds, and is its reader's to hear."""
    goal = await store.goals.get(item.goal)
    owner = (await store.people.named([goal.owner])).get(goal.owner) if goal else None
    if isinstance(item, GoalOrphaned):
        gone = goal is not None and goal.owner == item.owner and owner is None and goal.state is State.ACTIVE
        return gone and to in (await _asked(store, [item.owner]))[item.owner]
    if goal is None or owner is None or trouble(goal, now.astimezone(zone(owner.tz)).date()) is None:
        return False
    standing = (await store.goal_warnings.standing([item.goal])).get(item.goal)
    theirs = goal.owner if isinstance(item, GoalWarning) else owner.manager
    return theirs == to and standing is not None and standing.answer is None


async def mark(store: Store, said: Iterable[tuple[str, Item]], now: datetime) -> None:
    """Note who was told what."""
    new: dict[int, Warned] = {}  # several of the people team may be asked about one goal
    for to, item in said:
        if isinstance(item, GoalWarning):
            new[item.goal] = Warned(goal=item.goal, state=item.state, said_at=now)
        elif isinstance(item, GoalUnanswered):
            await store.goal_warnings.note_manager([item.goal], to, now=now)
        elif isinstance(item, GoalOrphaned):
            told = {"manager": to, "told_manager_at": now}
            new[item.goal] = Warned(goal=item.goal, state=OWNER_LEFT, said_at=now, **told)
    await store.goal_warnings.warn(list(new.values()), now=now)


async def end_warnings(database: Database, *, now: datetime) -> int:
    """End the warnings of goals that are back on track, or active no more; return how many. Raises Unavailable."""
    async with database.reading() as store:
        standing = await store.goal_warnings.standing()
        goals = {goal.id: goal for goal in (await store.goals.numbered(standing) if standing else ())}
        owners = await store.people.named({goal.owner for goal in goals.values()})
    over = [
        number for number, one in standing.items() if is_over(one, goals.get(number), _today(goals, owners, one, now))
    ]
    if over:
        async with database.transaction() as store:
            await store.goal_warnings.end(over, now=now)
    return len(over)


def _today(goals: Mapping[int | None, Goal], owners: Mapping[str, Person], one: Warned, now: datetime) -> date | None:
    owner = owners.get(goals[one.goal].owner) if one.goal in goals else None
    return now.astimezone(zone(owner.tz)).date() if owner else None


def _may_be_silent(one: Warned) -> bool:
    return one.answer is None and one.told_manager_at is None


def _warning(goal: Goal, state: Confidence, today: date) -> GoalWarning:
    believed = goal.confidence if parted(goal, today) else None
    return GoalWarning(goal=goal.id or 0, title=goal.title, state=state, why=explain(goal, today), believed=believed)


def _unanswered(goal: Goal, warned: Warned, days: WorkingDays, today: date) -> GoalUnanswered:
    about = _warning(goal, status(goal, today), today)
    on = warned.said_at.astimezone(days.tz).date()
    return GoalUnanswered(**about.model_dump(exclude={"kind"}), owner=goal.owner, warned_on=on)
