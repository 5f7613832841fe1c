"""The goals of a team for the one who leads it: how they stand, what waits for a decision, what hangs in the air."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.alignment import NOTHING, Alignment, alignment
from domain.goal_sight import Sight, Stand
from domain.goal_tree import Branch
from domain.goals import Confidence, Goal, Level, State
from domain.owed import Owed, decisions
from domain.people import Person
from domain.permissions import Grant, Topic, readable
from domain.team_goals import TeamGoal, heard, team_goals
from storage.goal_history import GoalEvents
from storage.goal_rescopes import GoalRescopes
from storage.goal_trees import KPI, G, GoalTrees
from storage.people import People
from storage.tables import GoalRow

SHOWN = (State.PROPOSED, State.ACTIVE)


class Found(NamedTuple):
    """What there is to know: how the active goals stand, what is to be decided, what hangs in the air."""

    goals: tuple[TeamGoal, ...] = ()
    decisions: tuple[Owed, ...] = ()
    aligned: Alignment = NOTHING


class TeamGoals(GoalTrees):
    """The goals of a team."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, people: People) -> None:
        super().__init__(connection, workspace_id)
        self._people = people
        self._history, self._rescopes = GoalEvents(connection, workspace_id), GoalRescopes(connection, workspace_id)

    async def found(
        self, reader: Person, grants: Collection[Grant], *, leader: str | None, today: date, now: datetime
    ) -> Found:
        """Return all of it as `reader` may know it; with a `leader` also about the goals these lead for the team."""
        goals = await self._of_team(grants, leader)
        stands = await self._stands(reader, [goal for goal in goals if not goal.kpis], today)
        standing = team_goals(goals, stands, today, all_told=len(grants) == 1)
        worse = [one.goal.id or 0 for one in standing if one.worst is not Confidence.ON_TRACK]
        explained = await self._history.explained(worse) if worse else []
        own = [goal for goal in goals if goal.level is Level.INDIVIDUAL]
        shared = [goal for goal in goals if goal.level is not Level.INDIVIDUAL]
        return Found(
            heard(standing, explained, {grant.subject: grant for grant in grants}),
            await self._decisions(goals, grants, now=now),
            alignment(
                own,
                shared,
                await self.parents_among([goal.id or 0 for goal in shared]),
                {one.goal.id or 0 for one in standing if one.stand.progress is None},
            ),
        )

    async def _of_team(self, grants: Collection[Grant], leader: str | None) -> list[Goal]:
        """Return the goals of people the reader may see, and the shared ones of `leader`, by due date."""
        people = {grant.subject for grant in grants if grant.covers(Topic.GOALS)}
        query = select(G).where(G.c.owner.in_(sorted(people | {leader} if leader else people)), G.c.state.in_(SHOWN))
        if leader and leader not in people:
            query = query.where(or_(G.c.level != Level.INDIVIDUAL, G.c.owner != leader))
        return await self._goals(query.order_by(G.c.due, G.c.id))

    async def _decisions(self, goals: Sequence[Goal], grants: Collection[Grant], *, now: datetime) -> tuple[Owed, ...]:
        """Return what is to be decided about goals of the reader's own reports; the line above decides nothing."""
        reports = {grant.subject for grant in grants if grant.covers(Topic.CHECK_IN_NOTES)}
        theirs = [goal for goal in goals if goal.owner in reports]
        proposed = [goal.id or 0 for goal in theirs if goal.state is State.PROPOSED]
        events = await self._history.of(proposed) if proposed else []
        return decisions(theirs, events, await self._rescopes.waiting(reports) if reports else (), now=now)

    async def _stands(self, reader: Person, goals: Sequence[Goal], today: date) -> Mapping[int, Stand]:
        """Return how goals without KPIs stand, by what hangs below them, as in the goal tree."""
        active = {goal.id or 0: goal for goal in goals if goal.state is State.ACTIVE}
        if not active:
            return {}
        seen = readable(Topic.GOALS, reader, await self._people.managers_below(reader.id))
        sight = Sight(await self._under(active), reader.id, seen)
        return {number: sight.stand(goal, today) for number, goal in active.items()}

    async def _under(self, numbers: Collection[int]) -> list[Branch]:
        """Return these goals and what hangs below them; what speaks for itself hides what hangs below it."""
        under = select(G.c.id).where(self._here(GoalRow), G.c.id.in_(sorted(numbers))).cte("under", recursive=True)
        speaks = select(KPI.c.goal).where(KPI.c.goal == under.c.id).exists()
        further = select(G.c.id).where(self._here(GoalRow), G.c.parent == under.c.id, ~speaks)
        return await self._branches(G.c.id.in_(select(under.union(further).c.id)))  # ends in a loop, too
