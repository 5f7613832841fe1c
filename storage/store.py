"""What one transaction can do: a room per feature, all of one workspace."""

import json
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.access import AccessLog
from storage.check_ins import CheckIns
from storage.feedback import Feedbacks
from storage.goals import Goals
from storage.kudos import KudosGiven
from storage.outbox import Outbox
from storage.people import People
from storage.reviews import Reviews
from storage.sql import table
from storage.status import Statuses
from storage.tables import HandledRow
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
    def check_ins(self) -> CheckIns:
        """Answers of the weekly check-in."""
        return CheckIns(self._connection, self._workspace_id)

    @cached_property
    def kudos(self) -> KudosGiven:
        """Thank-yous."""
        return KudosGiven(self._connection, self._workspace_id)

    @cached_property
    def feedback(self) -> Feedbacks:
        """Feedback and requests for it."""
        return Feedbacks(self._connection, self._workspace_id)

    @cached_property
    def reviews(self) -> Reviews:
        """Evidence for reviews."""
        return Reviews(self._connection, self._workspace_id)

    @cached_property
    def status(self) -> Statuses:
        """How teams are doing."""
        return Statuses(self._connection, self._workspace_id)

    @cached_property
    def access(self) -> AccessLog:
        """Who opened what about whom."""
        return AccessLog(self._connection, self._workspace_id)

    async def remember_reply(self, reply: Any) -> Any:
        """Keep what this input is answered (anything JSON can hold), for its second arrival; return it."""
        if self._once:
            kept = {"here": self._workspace_id, "once": self._once, "said": json.dumps(reply, ensure_ascii=False)}
            await self._connection.execute(KEEP_REPLY, kept)
        return reply
