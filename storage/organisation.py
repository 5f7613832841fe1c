"""The whole organisation in counts: who answered by team, how goals hang together. Three queries, however many people."""

from datetime import UTC, date, datetime, time

from sqlalchemy import and_, case, func, select

from domain.calendar import WEEK
from domain.goals import Level, State
from domain.organisation import Aligned, Organisation, Share, TeamShare, organisation
from storage.room import Room
from storage.sql import table
from storage.tables import CheckInRow, CheckInTurnRow, GoalRow, PersonRow

C, G, P, T = table(CheckInRow), table(GoalRow), table(PersonRow), table(CheckInTurnRow)


class Organisations(Room):
    """Numbers about everybody. No answer is read."""

    async def counts(self, period: date, *, now: datetime) -> Organisation:
        """Return participation in `period` and the one before, and how goals hang together."""
        this_week = await self._by_team(period, enrolled_by=now)
        opened = datetime.combine(period, time(), UTC)
        last_week = await self._by_team(period - WEEK, enrolled_by=opened)
        teams = [TeamShare(team=team, now=share, last=last_week.get(team)) for team, share in this_week.items()]
        return organisation(period, teams, await self._aligned())

    async def _by_team(self, period: date, *, enrolled_by: datetime) -> dict[str | None, Share]:
        """Return how many of those who are enrolled answered; whom nobody could ask does not count, unless they did."""
        answer = and_(C.c.workspace_id == P.c.workspace_id, C.c.person == P.c.id, C.c.period == period)
        turn = and_(T.c.workspace_id == P.c.workspace_id, T.c.person == P.c.id, T.c.period == period)
        asked = case((and_(T.c.excused.is_not(None), C.c.id.is_(None)), 0), else_=1)
        query = select(P.c.team, func.count(C.c.id).label("answered"), func.sum(asked).label("asked"))
        query = query.select_from(P.outerjoin(C, answer).outerjoin(T, turn)).group_by(P.c.team)
        query = query.where(self._here(PersonRow), P.c.active, P.c.enrolled_at <= enrolled_by)
        found: dict[str | None, Share] = {}
        for row in await self._rows(query):
            share = Share(answered=row.answered, asked=row.asked)
            found[row.team or None] = found.get(row.team or None, Share()) + share
        return {team: share for team, share in found.items() if share.asked}

    async def _aligned(self) -> Aligned:
        """Count active goals: of all levels, those that should hang on another, and those with nobody below."""
        below = G.alias("below")
        under = below.c.workspace_id == G.c.workspace_id, below.c.parent == G.c.id, below.c.state == State.ACTIVE
        child = select(below.c.id).where(*under).exists()
        loose = case((and_(G.c.level != Level.COMPANY, G.c.parent.is_(None)), 1), else_=0)
        childless = case((and_(G.c.level != Level.INDIVIDUAL, ~child), 1), else_=0)
        columns = func.count(G.c.id).label("active"), func.sum(loose).label("loose"), func.sum(childless).label("alone")
        row = await self._first(select(*columns).where(self._here(GoalRow), G.c.state == State.ACTIVE))
        return Aligned(active=row.active, loose=row.loose or 0, childless=row.alone or 0) if row else Aligned()
