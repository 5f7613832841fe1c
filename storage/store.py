"""What one transaction can do: a room per feature, all of one workspace."""

import json
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.absences import Absences
from storage.access import AccessLog
from storage.blockers import Blockers
from storage.check_in_drafts import CheckInDrafts
from storage.check_ins import CheckIns
from storage.cycles import Cycles
from storage.doubts import Doubts
from storage.evidence import OwnEvidence
from storage.feedback import Feedbacks
from storage.goal_history import GoalHistory
from storage.goal_readings import GoalReadings
from storage.goal_reports import GoalReports
from storage.goal_rescopes import GoalRescopes
from storage.goal_trees import GoalTrees
from storage.goal_warnings import GoalWarnings
from storage.goals import Goals
from storage.goals_reached import GoalsReached
from storage.homes import Homes
from storage.kudos import KudosGiven
from storage.kudos_lists import KudosLists
from storage.kudos_posts import KudosPosts
from storage.organisation import Organisations
from storage.outbox import Outbox
from storage.outbox_care import OutboxCare
from storage.paces import Paces
from storage.people import People
from storage.reviews import Reviews
from storage.sql import table
from storage.status import Statuses
from storage.tables import HandledRow
from storage.team_questions import TeamQuestions
from storage.todays import Todays
from storage.turns import Turns
from storage.workspaces import Workspaces

H = table(HandledRow)
KEEP_REPLY = (
    update(H).where(H.c.workspace_id == bindparam("here"), H.c.key == bindparam("once")).values(reply=bindparam("said"))
)


class Store:
    """One open transaction of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: int, *, once: str | None = None) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._once = once
        self.outbox = Outbox(connection, workspace_id)
        self.homes = Homes(connection, workspace_id)

    @cached_property
    def doubts(self) -> Doubts:
        """Of what nobody knows the fate of."""
        return Doubts(self._connection, self._workspace_id)

    @cached_property
    def outbox_care(self) -> OutboxCare:
        """What an operator does with the outbox."""
        return OutboxCare(self._connection, self._workspace_id)

    @cached_property
    def paces(self) -> Paces:
        """How fast Slack may be called."""
        return Paces(self._connection, self._workspace_id)

    @cached_property
    def workspaces(self) -> Workspaces:
        """The workspaces themselves."""
        return Workspaces(self._connection, self._workspace_id)

    @cached_property
    def people(self) -> People:
        """Who takes part."""
        return People(self._connection, self._workspace_id)

    @cached_property
    def goals(self) -> Goals:
        """Goals, KPIs and their readings."""
        return Goals(self._connection, self._workspace_id)

    @cached_property
    def cycles(self) -> Cycles:
        """The spans for which goals are planned."""
        return Cycles(self._connection, self._workspace_id)

    @cached_property
    def goals_reached(self) -> GoalsReached:
        """Goals that are there."""
        return GoalsReached(self._connection, self._workspace_id)

    @cached_property
    def goal_trees(self) -> GoalTrees:
        """Goals with all that hangs around them."""
        return GoalTrees(self._connection, self._workspace_id)

    @cached_property
    def readings(self) -> GoalReadings:
        """The numbers of goals, as they were read."""
        return GoalReadings(self._connection, self._workspace_id)

    @cached_property
    def goal_history(self) -> GoalHistory:
        """What happened to goals."""
        return GoalHistory(self._connection, self._workspace_id, self.homes)

    @cached_property
    def goal_reports(self) -> GoalReports:
        """The tree of goals on one page."""
        return GoalReports(self._connection, self._workspace_id)

    @cached_property
    def goal_rescopes(self) -> GoalRescopes:
        """What owners wish their goals to be instead."""
        return GoalRescopes(self._connection, self._workspace_id)

    @cached_property
    def goal_warnings(self) -> GoalWarnings:
        """What owners of goals were warned of."""
        return GoalWarnings(self._connection, self._workspace_id)

    @cached_property
    def organisation(self) -> Organisations:
        """Numbers about everybody."""
        return Organisations(self._connection, self._workspace_id)

    @cached_property
    def check_ins(self) -> CheckIns:
        """Answers of the weekly check-in."""
        return CheckIns(self._connection, self._workspace_id)

    @cached_property
    def drafts(self) -> CheckInDrafts:
        """Check-ins that were typed and not sent."""
        return CheckInDrafts(self._connection, self._workspace_id)

    @cached_property
    def questions(self) -> TeamQuestions:
        """The teams' own questions."""
        return TeamQuestions(self._connection, self._workspace_id)

    @cached_property
    def turns(self) -> Turns:
        """What became of asking for check-ins."""
        return Turns(self._connection, self._workspace_id)

    @cached_property
    def todays(self) -> Todays:
        """What waits for people, said once a day."""
        return Todays(self._connection, self._workspace_id, self.outbox)

    @cached_property
    def absences(self) -> Absences:
        """Days people said they are away."""
        return Absences(self._connection, self._workspace_id)

    @cached_property
    def blockers(self) -> Blockers:
        """What is in people's way."""
        return Blockers(self._connection, self._workspace_id, self.people)

    @cached_property
    def kudos(self) -> KudosGiven:
        """Thank-yous."""
        return KudosGiven(self._connection, self._workspace_id)

    @cached_property
    def kudos_lists(self) -> KudosLists:
        """Thank-yous in pages and by the week."""
        return KudosLists(self._connection, self._workspace_id)

    @cached_property
    def kudos_posts(self) -> KudosPosts:
        """The posts of thank-yous, and who joined in."""
        return KudosPosts(self._connection, self._workspace_id)

    @cached_property
    def feedback(self) -> Feedbacks:
        """Feedback and requests for it."""
        return Feedbacks(self._connection, self._workspace_id)

    @cached_property
    def evidence(self) -> OwnEvidence:
        """What people keep for their own review."""
        return OwnEvidence(self._connection, self._workspace_id)

    @cached_property
    def reviews(self) -> Reviews:
        """Evidence for reviews."""
        return Reviews(self._connection, self._workspace_id)

    @cached_property
    def status(self) -> Statuses:
        """How teams are doing."""
        return Statuses(self._connection, self._workspace_id, self.people)

    @cached_property
    def access(self) -> AccessLog:
        """Who opened what about whom."""
        return AccessLog(self._connection, self._workspace_id)

    async def finish(self) -> None:
        """Write down what is left to the end of a transaction: whose Home tabs it has news for."""
        await self.homes.write_news()

    async def remember_reply(self, reply: Any) -> Any:
        """Keep what this input is answered (anything JSON can hold), for its second arrival; return it."""
        if self._once:
            kept = {"here": self._workspace_id, "once": self._once, "said": json.dumps(reply, ensure_ascii=False)}
            await self._connection.execute(KEEP_REPLY, kept)
        return reply
