"""What was handled, and what is to be said."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, func
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, where


class HandledRow(Row, table=True):
    """An input that had its effect, and the reply it got (JSON)."""

    __tablename__ = "handled"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    key: str = Field(primary_key=True)
    reply: str | None = None
    at: datetime = Field(sa_type=Utc, sa_column_kwargs={"server_default": func.now()}, index=True)


class OutboxRow(Row, table=True):
    """Something to say; see `storage/outbox.py` for its states.

    `wanted_at` is when it was first to be said, `due_at` when the next thing is to be done about it. `doubted_at` is when
    nobody knew its fate, last; `swept_at` when it was looked for after that, and `doubles` how many others were removed.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_replaces", "workspace_id", "replaces"),
        Index("ix_outbox_rewrites", "workspace_id", "state", "due_at", **where("replaces IS NOT NULL")),
        Index("ix_outbox_wanted_at", "wanted_at", "workspace_id"),
        Index("ix_outbox_doubles", "workspace_id", **where("doubles > 0")),
        Index("ix_outbox_settled_at", "workspace_id", "settled_at", **where("settled_at IS NOT NULL")),
        Index(
            "ix_outbox_to_sweep", "workspace_id", "settled_at", **where("doubted_at IS NOT NULL AND swept_at IS NULL")
        ),
        Index("ix_outbox_ts", "workspace_id", "ts", **where("ts IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    key: str
    recipient: str
    replaces: str | None = None
    notice: str
    wanted_at: datetime = Field(sa_type=Utc)
    due_at: datetime = Field(sa_type=Utc)
    state: str = "planned"
    marker: str
    attempt: int = 0
    owner: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Utc)
    empty_reads: int = 0
    channel: str | None = None
    ts: str | None = None
    trouble: str | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Utc)
    doubted_at: datetime | None = Field(default=None, sa_type=Utc)
    swept_at: datetime | None = Field(default=None, sa_type=Utc)
    doubles: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class PaceRow(Row, table=True):
    """How fast a workspace is spoken to, for all instances together; `name` is the kind of calls.

    `room` calls were left at `at`; none starts from `waits_from` until `waits_until`, where Slack asked for that.
    """

    __tablename__ = "paces"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    name: str = Field(primary_key=True)
    room: float
    at: datetime = Field(sa_type=Utc)
    waits_from: datetime | None = Field(default=None, sa_type=Utc)
    waits_until: datetime | None = Field(default=None, sa_type=Utc)
