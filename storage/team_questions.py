"""The teams' own questions: what is asked now, and what was asked once."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, select, update

from domain.team_questions import Question, QuestionsPlan
from storage.room import Room
from storage.sql import table
from storage.tables import PersonRow, TeamQuestionRow, WorkspaceRow

Q, P, W = table(TeamQuestionRow), table(PersonRow), table(WorkspaceRow)


class TeamQuestions(Room):
    """Questions of teams."""

    async def of(self, team: str | None) -> list[Question]:
        """Return what that team is asked now, in order."""
        return (await self.current([team])).get(team, []) if team else []

    async def current(self, teams: Collection[str]) -> dict[str, list[Question]]:
        """Return what these teams are asked now, in order."""
        query = self._asked().where(Q.c.team.in_(list(teams)), Q.c.retired_at.is_(None))
        found: dict[str, list[Question]] = {}
        for row in await self._rows(query.order_by(Q.c.place, Q.c.id)):
            found.setdefault(row.team, []).append(Question(id=row.id, team=row.team, place=row.place, text=row.text))
        return found

    async def named(self, ids: Collection[int], *, team: str | None) -> dict[int, Question]:
        """Return those of these questions that the team is or was asked: a form may be older than a change."""
        rows = await self._rows(self._asked().where(Q.c.id.in_(list(ids)), Q.c.team == team))
        return {row.id: Question(id=row.id, team=row.team, place=row.place, text=row.text) for row in rows}

    async def lock(self) -> None:
        """Let nobody else change questions until this commits."""
        await self._connection.execute(
            select(W.c.id).where(W.c.id == self._workspace_id).with_for_update(key_share=True)
        )

    async def change(self, plan: QuestionsPlan, *, now: datetime) -> None:
        """Have the team asked what the plan says from now on. Lock first."""
        if plan.retire:
            gone = update(Q).where(self._here(TeamQuestionRow), Q.c.id.in_(plan.retire))
            await self._connection.execute(gone.values(retired_at=now))
        for place, (number, text) in enumerate(plan.keep):
            if number is None:
                await self._add(TeamQuestionRow, team=plan.team, place=place, text=text, asked_from=now)
            else:
                moved = update(Q).where(self._here(TeamQuestionRow), Q.c.id == number)
                await self._connection.execute(moved.values(place=place))

    async def teams(self) -> Mapping[str, int]:
        """Return the teams there are, with how many people each has."""
        rows = await self._rows(select(P.c.team).where(self._here(PersonRow), P.c.active, P.c.team.is_not(None)))
        teams = [row.team for row in rows]
        return {team: teams.count(team) for team in dict.fromkeys(teams)}

    def _asked(self) -> Select[tuple[int, str, int, str]]:
        return select(Q.c.id, Q.c.team, Q.c.place, Q.c.text).where(self._here(TeamQuestionRow))
