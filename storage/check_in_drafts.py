"""Drafts of check-ins: what somebody typed and has not sent, for that person alone.

A draft is written late, so it may come after its form was sent: a form whose view was handled leaves no draft.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from domain.check_in_drafts import Draft
from storage.room import Room
from storage.sql import insert, table
from storage.tables import CheckInDraftRow, HandledRow

D, H = table(CheckInDraftRow), table(HandledRow)
KEPT = timedelta(days=28)
"""A draft of a week so long closed can no longer be sent."""


class CheckInDrafts(Room):
    """What people typed. Whoever writes here has locked the person first: `store.people.acting(…, lock=True)`."""

    async def mine(self, person: str, period: date) -> Draft | None:
        """Return the person's own draft."""
        query = select(D.c.content, D.c.saved_at).where(
            self._here(CheckInDraftRow), D.c.person == person, D.c.period == period
        )
        row = await self._first(query)
        return Draft(fields=_fields(row.content), saved_at=row.saved_at) if row else None

    async def keep(self, person: str, period: date, fields: Mapping[str, Any], *, now: datetime) -> Draft:
        """Store what stands in these fields beside what other pages of the form hold; return all of it."""
        before = await self.mine(person, period)
        draft = Draft(fields={**(before.fields if before else {}), **fields}, saved_at=now)
        key = {"workspace_id": self._workspace_id, "person": person, "period": period}
        said = {"content": json.dumps(draft.fields), "saved_at": now}
        statement = insert(self._connection, CheckInDraftRow).on_conflict_do_update(
            index_elements=[D.c.workspace_id, D.c.person, D.c.period], set_=said
        )
        await self._connection.execute(statement, key | said)
        return draft

    async def drop(self, person: str, period: date) -> None:
        """Delete the draft of that week, and those of weeks long closed."""
        old = (D.c.period == period) | (D.c.period < period - KEPT)
        await self._connection.execute(delete(D).where(self._here(CheckInDraftRow), D.c.person == person, old))

    async def was_sent(self, view: str) -> bool:
        """Tell whether the form with that key (`handlers.payloads.once_key`) was sent already."""
        query = select(H.c.key).where(self._here(HandledRow), H.c.key == view)
        return await self._first(query) is not None


def _fields(content: str) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
