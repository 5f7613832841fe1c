"""The manager's page: everything `/team-status` shows, in as many queries for 200 reports as for two."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from domain.calendar import WEEK, Schedule, zone
from domain.check_ins import CheckIn
from domain.people import Person
from domain.permissions import Grant, Relation, Topic, may_read, may_read_all
from domain.refusals import NothingToShow
from domain.status import MOST_AT_ONCE, NO_RECOGNITION, LineTooLong, TeamStatus, periods_now, team_status
from domain.weeks import MOST_WEEKS, PersonWeek, person_weeks
from storage.blockers import Blockers
from storage.check_ins import CheckIns
from storage.feedback import Feedbacks
from storage.kudos import KudosGiven
from storage.people import People
from storage.room import Room
from storage.team_goals import TeamGoals
from storage.turns import Turns

WHAT = "team status"
"""How the access log calls it."""


class Statuses(Room):
    """How a team is doing."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, people: People) -> None:
        super().__init__(connection, workspace_id)
        here = connection, workspace_id
        self._people, self._goals, self._check_ins = people, TeamGoals(*here, people), CheckIns(*here)
        self._blockers, self._turns = Blockers(*here, people), Turns(*here)
        self._kudos, self._feedback = KudosGiven(*here), Feedbacks(*here)

    async def team(
        self,
        manager: Person,
        *,
        schedule: Schedule,
        now: datetime,
        whole_line: bool = False,
        weeks_ago: int = 0,
        only: Person | None = None,
    ) -> tuple[TeamStatus, tuple[Grant, ...]]:
        """Return how the direct reports of `manager` are doing, their whole line or `only` one of it, and the grants.

        With `weeks_ago` the check-ins are those of an earlier period; all else is as it is now. Whoever shows it records
        those grants: `store.access.record(grants, what=WHAT, now=now)`. Raises NothingToShow where nobody reports to them, LineTooLong where too many do.
        """
        reports, grants = await self._whom(manager, whole_line=whole_line, only=only)
        if len(reports) > MOST_AT_ONCE:
            raise LineTooLong(count=len(reports))
        period, beside = periods_now(manager, reports.values(), schedule=schedule, now=now)
        if weeks_ago:
            period, beside = period - weeks_ago * WEEK, None
        month, first = now - NO_RECOGNITION, period - (MOST_WEEKS - 1) * WEEK
        leader, today = None if only else manager.id, now.astimezone(zone(manager.tz)).date()
        found = await self._goals.found(manager, grants, leader=leader, today=today, now=now)
        status = team_status(
            manager.id,
            list(reports.values()),
            period=period,
            check_ins=await self._answers(grants, period, beside),
            notes_of=frozenset(grant.subject for grant in grants if grant.covers(Topic.CHECK_IN_NOTES)),
            goals=found.goals,
            decisions=found.decisions,
            kudos=await self._kudos.count_received(list(reports), since=month),
            feedback=await self._feedback.count_received(grants, since=month),
            last_thanked=await self._kudos.last_received(list(reports), since=month),
            blockers=await self._blockers.open_to(grants),
            turns=await self._turns.given_up(first, list(reports)),
            now=now,
            beside=beside,
            ever_answered=await self._check_ins.answered_by(grants, since=first),
            aligned=found.aligned,
            schedule=schedule,
        )
        return status, grants

    async def weeks(
        self, manager: Person, *, schedule: Schedule, now: datetime, whole_line: bool = False
    ) -> tuple[tuple[PersonWeek, ...], tuple[Grant, ...]]:
        """Return a row for each report of `manager`, or of their whole line, and week; and the grants that open them.

        Whoever shows it records those grants. Raises NothingToShow.
        """
        reports, grants = await self._whom(manager, whole_line=whole_line, only=None)
        period, beside = periods_now(manager, reports.values(), schedule=schedule, now=now)
        until = max(period, beside or period)
        first = until - (MOST_WEEKS - 1) * WEEK
        rows = person_weeks(
            list(reports.values()),
            await self._check_ins.answered_by(grants, since=first),
            await self._turns.given_up(first, list(reports)),
            await self._blockers.count_named(grants, since=first),
            until=until,
            schedule=schedule,
            now=now,
        )
        return rows, grants

    async def _whom(
        self, manager: Person, *, whole_line: bool, only: Person | None
    ) -> tuple[Mapping[str, Person], tuple[Grant, ...]]:
        if only:
            grant = may_read(manager, only, await self._people.managers())
            if grant.relation is Relation.SELF or not only.active:
                raise NothingToShow
            return {only.id: only}, (grant,)
        people = self._people
        reports = await (people.line_below(manager.id) if whole_line else people.direct_reports(manager.id))
        return reports, may_read_all(manager, reports, whole_line=whole_line)

    async def _answers(
        self, grants: Collection[Grant], period: date, beside: date | None
    ) -> Mapping[tuple[str, date], CheckIn]:
        until = max(period, beside or period)
        found = await self._check_ins.read(grants, since=period - WEEK, until=until)
        return {(one.person, one.period): one for one in found}
