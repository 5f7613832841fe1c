"""What waits for somebody on their Home tab: what they promised, what they were asked, the goals they answer for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from domain.calendar import zone
from domain.goal_rescoping import Rescope
from domain.goal_status import explain, parted, status
from domain.goal_warnings import OWNER_LEFT, Warned, trouble
from domain.goals import Goal, State
from domain.people import Person
from domain.permissions import is_people_team, may_read
from domain.today import GoalLeftOpen, GoalOrphaned, GoalUnanswered, GoalWarning
from handlers.views.home_waiting import MOST_OF_A_KIND, Waiting
from storage.store import Store


async def waiting(store: Store, me: Person, reports: Collection[str], *, today: date) -> Waiting:
    """Return what waits for me; nothing of it is about anybody I do not answer for."""
    proposed = await _proposed(store, me, reports)
    told = await _told(store, me)
    goals = {goal.id: goal for goal in await store.goals.numbered({one.goal for one in told})} if told else {}
    owners = await store.people.named({goal.owner for goal in goals.values()})
    left = [GoalLeftOpen.of(one) for one in await store.cycles.left_open([me.id], before=today, asked=True)]
    orphans, silent = _about_others(told, goals, owners, reports, me, today)
    return Waiting(
        promises=await store.blockers.promised_by(me.id),
        requests=await store.feedback.requests_to(me.id),
        proposals=await _with_rounds(store, proposed[:MOST_OF_A_KIND]),
        proposed=len(proposed),
        warnings=[one for one in await _warnings(store, me, today) if one.goal not in {late.goal for late in left}],
        left_open=left,
        silent=silent,
        orphans=orphans,
        rescopes=await _rescopes(store, reports),
    )


async def _proposed(store: Store, me: Person, reports: Collection[str]) -> list[Goal]:
    """Return what my reports proposed to me: a question they asked, so no reading about them."""
    people = await store.people.named(reports)
    grants = [may_read(me, person, {person.id: me.id}) for person in people.values()]
    return await store.goals.open_to(grants, (State.PROPOSED,)) if grants else []


async def _with_rounds(store: Store, proposed: Sequence[Goal]) -> list[tuple[Goal, int]]:
    rounds = await store.goals.rounds(proposed) if proposed else {}
    return [(goal, rounds[goal.id or 0]) for goal in proposed]


async def _rescopes(store: Store, reports: Collection[str]) -> list[tuple[Rescope, Goal]]:
    wishes = await store.goal_rescopes.waiting(reports) if reports else []
    goals = {goal.id: goal for goal in await store.goals.numbered({one.goal for one in wishes})} if wishes else {}
    return [(wish, goals[wish.goal]) for wish in wishes]


async def _warnings(store: Store, me: Person, today: date) -> list[GoalWarning]:
    """Return the warnings about my goals to which I have said nothing, and that still hold."""
    goals = await store.goals.active_of([me.id])
    standing = await store.goal_warnings.standing([goal.id or 0 for goal in goals]) if goals else {}
    unanswered = [goal for goal in goals if (one := standing.get(goal.id or 0)) and one.answer is None]
    return [GoalWarning(**_sum(goal, today)) for goal in unanswered if trouble(goal, today)]


async def _told(store: Store, me: Person) -> list[Warned]:
    """Return the open warnings I was told of; of goals without an owner, also those somebody of my people team was."""
    team = {one.id for one in await store.people.people_team()} if is_people_team(me) else set()
    told = await store.goal_warnings.told({me.id} | team)
    return [one for one in told if one.manager == me.id or one.state == OWNER_LEFT]


def _about_others(
    told: Collection[Warned],
    goals: Mapping[int | None, Goal],
    owners: Mapping[str, Person],
    reports: Collection[str],
    me: Person,
    today: date,
) -> tuple[list[GoalOrphaned], list[GoalUnanswered]]:
    """Return the goals that need a new owner, and those of my reports about which they say nothing."""
    orphans, silent = [], []
    for one in told:
        goal = goals.get(one.goal)
        if goal is None or goal.state is not State.ACTIVE:
            continue
        if one.state == OWNER_LEFT and goal.owner not in owners:
            orphans.append(GoalOrphaned(goal=one.goal, owner=goal.owner, title=goal.title))
        elif one.state != OWNER_LEFT and goal.owner in reports and trouble(goal, today):
            on = one.said_at.astimezone(zone(me.tz)).date()
            silent.append(GoalUnanswered(**_sum(goal, today), owner=goal.owner, warned_on=on))
    return orphans, silent


def _sum(goal: Goal, today: date) -> dict[str, Any]:
    believed = goal.confidence if parted(goal, today) else None
    state, why = status(goal, today), explain(goal, today)
    return {"goal": goal.id or 0, "title": goal.title, "state": state, "why": why, "believed": believed}
