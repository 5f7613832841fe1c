"""The manager's page: everything `/team-status` shows, in as many queries for 200 reports as for two."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import WEEK, Schedule, zone
from domain.check_ins import CheckIn
from domain.people import Person
from domain.permissions import Grant, Topic, may_read_all
from domain.status import NO_RECOGNITION, TeamStatus, periods_now, team_status
from domain.weeks import MOST_WEEKS
from storage.blockers import Blockers
from storage.check_ins import CheckIns
from storage.feedback import Feedbacks
from storage.goals import Goals
from storage.kudos import KudosGiven
from storage.people import People
from storage.room import Room
from storage.turns import Turns

WHAT = "team status"
"""How the access log calls it."""


class Statuses(Room):
    """How a team is doing."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, people: People) -> None:
        super().__init__(connection, workspace_id)
        here = connection, workspace_id
        self._people, self._goals, self._check_ins = people, Goals(*here), CheckIns(*here)
        self._blockers, self._turns = Blockers(*here, people), Turns(*here)
        self._kudos, self._feedback = KudosGiven(*here), Feedbacks(*here)

    async def team(self, manager: Person, *, schedule: Schedule, now: datetime) -> tuple[TeamStatus, tuple[Grant, ...]]:
        """Return how the direct reports of `manager` are doing, and the grants that open it.

        Whoever shows it records those grants: `store.access.record(grants, what=WHAT, now=now)`.
        Raises NothingToShow where nobody reports to them.
        """
        reports = await self._people.direct_reports(manager.id)
        grants = may_read_all(manager, reports)
        period, beside = periods_now(manager, reports.values(), schedule=schedule, now=now)
        month = now - NO_RECOGNITION
        status = team_status(
            manager.id,
            list(reports.values()),
            period=period,
            check_ins=await self._answers(grants, period, beside),
            notes_of=frozenset(grant.subject for grant in grants if grant.covers(Topic.CHECK_IN_NOTES)),
            goals=await self._goals.open_to(grants),
            kudos=await self._kudos.count_received(list(reports), since=month),
            feedback=await self._feedback.count_received(grants, since=month),
            last_thanked=await self._kudos.last_received(list(reports), since=month),
            blockers=await self._blockers.open_to(grants),
            turns=await self._turns.since(period - (MOST_WEEKS - 1) * WEEK, list(reports)),
            now=now,
            beside=beside,
            ever_answered=await self._check_ins.answered_by(grants, since=period - (MOST_WEEKS - 1) * WEEK),
            schedule=schedule,
            today=now.astimezone(zone(manager.tz)).date(),
        )
        return status, grants

    async def _answers(
        self, grants: Collection[Grant], period: date, beside: date | None
    ) -> Mapping[tuple[str, date], CheckIn]:
        until = max(period, beside or period)
        found = await self._check_ins.read(grants, since=period - WEEK, until=until)
        return {(one.person, one.period): one for one in found}
