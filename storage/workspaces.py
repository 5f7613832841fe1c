"""The workspaces: one for each team in Slack, and which of Slack's newer blocks it takes.

Imports work before the bot has ever met Slack: they go to a workspace without a team, which the first start claims.
"""

from datetime import datetime

from sqlalchemy import select, update

from domain.new_blocks import Known, Tried
from storage.room import Room
from storage.sql import insert, table
from storage.tables import NewBlockRow, WorkspaceRow

W, B = table(WorkspaceRow), table(NewBlockRow)


class Workspaces(Room):
    """Find the workspace to work in."""

    async def meet(self, team_id: str, name: str = "", url: str = "") -> int:
        """Return the workspace of that Slack team: its own, else the unclaimed one, else a new one.

        `name` and `url` are what `auth.test` says of it; `url` is where permalinks start.
        """
        found = (await self._connection.execute(select(W.c.id).where(W.c.team_id == team_id))).scalar()
        if found is None:
            found = (await self._connection.execute(select(W.c.id).where(W.c.team_id.is_(None)))).scalar()
        if found is None:
            return await self._new(team_id, name, url)
        told = {column: value for column, value in (("name", name), ("url", url)) if value}
        await self._connection.execute(update(W).where(W.c.id == found).values(team_id=team_id, **told))
        return int(found)

    async def numbers(self) -> list[int]:
        """Return the workspaces there are, oldest first."""
        return list((await self._connection.execute(select(W.c.id).order_by(W.c.id))).scalars())

    async def only(self) -> int | None:
        """Return the one workspace there is, made now if there is none; None where there are several."""
        ids = await self.numbers()
        if not ids:
            return await self._new(None, "", "")
        return ids[0] if len(ids) == 1 else None

    async def url(self) -> str:
        """Return the address of this workspace in Slack; "" until it is known."""
        return str((await self._connection.execute(select(W.c.url).where(W.c.id == self._workspace_id))).scalar() or "")

    async def restored(self, *, now: datetime) -> None:
        """Remember that the database was replaced by a backup: what was due by now is looked for before it is said."""
        await self._connection.execute(update(W).where(W.c.id == self._workspace_id).values(restored_at=now))

    async def new_blocks(self) -> dict[str, Tried]:
        """Return what is known of each kind of block that was ever tried here."""
        rows = await self._rows(select(B).where(self._here(NewBlockRow)))
        return {row.kind: Tried(taken=row.taken, tried_at=row.tried_at) for row in rows}

    async def learn(self, news: Known) -> None:
        """Remember what became of these kinds of blocks."""
        rows = [
            {"workspace_id": self._workspace_id, "kind": kind, **tried.model_dump()} for kind, tried in news.items()
        ]
        if rows:
            statement = insert(self._connection, NewBlockRow)
            told = {name: statement.excluded[name] for name in Tried.model_fields}
            key = [B.c.workspace_id, B.c.kind]
            await self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=told), rows)

    async def _new(self, team_id: str | None, name: str, url: str) -> int:
        """Insert it; where another instance met the same team at this moment, return what that one made."""
        values = {"team_id": team_id, "name": name, "url": url}
        statement = insert(self._connection, WorkspaceRow).values(values)
        statement = statement.on_conflict_do_update(index_elements=[W.c.team_id], set_={"team_id": team_id})
        return int((await self._connection.execute(statement.returning(W.c.id))).scalar_one())
