"""The tables, the same on SQLite and PostgreSQL. `workspace_id` stands in every one of them.

Promises that must hold under concurrency are constraints here: one answer a person and week, one notice a reason,
one effect an input. These classes stay inside `storage/`; what goes in and out are domain values.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, MetaData, UniqueConstraint, func, text
from sqlmodel import Field, SQLModel

from storage.columns import Utc

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What all tables share: one metadata with named constraints, so that migrations can name them too."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


def _where(rows: str) -> dict[str, Any]:
    """Return the options of an index that holds only these rows."""
    return {"sqlite_where": text(rows), "postgresql_where": text(rows)}


def _person(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", column], ["people.workspace_id", "people.id"])


class WorkspaceRow(Row, table=True):
    """A workspace. `team_id` and `url` are Slack's; empty until the bot has met Slack for the first time."""

    __tablename__ = "workspaces"
    id: int | None = Field(default=None, primary_key=True)
    team_id: str | None = Field(default=None, unique=True)
    name: str = ""
    url: str = ""


class PersonRow(Row, table=True):
    """A person; `named_admin` is set from the settings at each start.

    `slack_updated` is Slack's `updated` (epoch seconds) of what it told last: what is older changes nothing.
    """

    __tablename__ = "people"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    id: str = Field(primary_key=True)
    name: str
    email: str | None = Field(default=None, index=True)
    tz: str = "UTC"
    team: str | None = None
    role: str = "employee"
    named_admin: bool = False
    manager: str | None = Field(default=None, index=True)
    manager_since: datetime | None = Field(default=None, sa_type=Utc)
    enrolled_at: datetime | None = Field(default=None, sa_type=Utc)
    active: bool = True
    slack_updated: int | None = Field(default=None, sa_type=BigInteger)


class NewBlockRow(Row, table=True):
    """A kind of block that Slack brings to one workspace after another, and whether it took one here when last tried."""

    __tablename__ = "new_blocks"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    kind: str = Field(primary_key=True)
    taken: bool
    tried_at: datetime = Field(sa_type=Utc)


class HandledRow(Row, table=True):
    """An input that had its effect, and the reply it got (JSON)."""

    __tablename__ = "handled"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    key: str = Field(primary_key=True)
    reply: str | None = None
    at: datetime = Field(sa_type=Utc, sa_column_kwargs={"server_default": func.now()}, index=True)


class OutboxRow(Row, table=True):
    """Something to say; see `storage/outbox.py` for its states.

    `wanted_at` is when it was first to be said, `due_at` when the next thing is to be done about it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_outbox_state_due_at", "state", "due_at"),
        Index("ix_outbox_replaces", "workspace_id", "replaces"),
        Index("ix_outbox_rewrites", "workspace_id", "state", "due_at", **_where("replaces IS NOT NULL")),
        Index("ix_outbox_wanted_at", "wanted_at", "workspace_id"),
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


class GoalRow(Row, table=True):
    """A goal."""

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint("workspace_id", "ref"), _person("owner"))
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    ref: str
    title: str
    level: str
    owner: str = Field(index=True)
    parent: int | None = Field(default=None, foreign_key="goals.id", index=True)
    state: str
    starts: date
    due: date
    score: float | None = None
    confidence: str | None = None
    round: int = 1


class KpiRow(Row, table=True):
    """A measure of a goal, with its latest reading."""

    __tablename__ = "kpis"
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    name: str
    unit: str = ""
    baseline: float
    target: float
    value: float | None = None
    read_at: datetime | None = Field(default=None, sa_type=Utc)


class KpiReadingRow(Row, table=True):
    """Every reading of a KPI, never changed."""

    __tablename__ = "kpi_readings"
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    kpi: int = Field(foreign_key="kpis.id", index=True)
    value: float
    at: datetime = Field(sa_type=Utc)
    by: str
    note: str = ""
    check_in: int | None = Field(default=None, foreign_key="check_ins.id")


class CheckInRow(Row, table=True):
    """One answer a person and period; `goals` is the JSON of its goal lines."""

    __tablename__ = "check_ins"
    __table_args__ = (UniqueConstraint("workspace_id", "person", "period"), _person("person"))
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    person: str
    period: date = Field(index=True)
    goals: str = "[]"
    went_well: str = ""
    next: str = ""
    blockers: str = ""
    answered_at: datetime = Field(sa_type=Utc)
    edited_at: datetime | None = Field(default=None, sa_type=Utc)
    late: bool = False
    revision: int = 1
    read_at: datetime | None = Field(default=None, sa_type=Utc)


class CheckInRevisionRow(Row, table=True):
    """What stood in a check-in before an edit (JSON)."""

    __tablename__ = "check_in_revisions"
    workspace_id: int = Field(foreign_key="workspaces.id")
    check_in: int = Field(primary_key=True, foreign_key="check_ins.id")
    revision: int = Field(primary_key=True)
    content: str


class KudosRow(Row, table=True):
    """A thank-you; `link` leads to the message it is about, if everyone can open that."""

    __tablename__ = "kudos"
    __table_args__ = (_person("giver"), Index("ix_kudos_giver_given_at", "workspace_id", "giver", "given_at"))
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    giver: str
    reason: str
    value: str | None = None
    goal: int | None = Field(default=None, foreign_key="goals.id")
    public: bool = True
    given_at: datetime = Field(sa_type=Utc)
    link: str | None = None


class KudosReceiverRow(Row, table=True):
    """Who was thanked. `given_at` stands here too, so that the latest thanks are found without a join."""

    __tablename__ = "kudos_receivers"
    __table_args__ = (
        _person("receiver"),
        Index("ix_kudos_receivers_receiver_given_at", "workspace_id", "receiver", "given_at"),
    )
    workspace_id: int = Field(foreign_key="workspaces.id")
    kudos: int = Field(primary_key=True, foreign_key="kudos.id")
    receiver: str = Field(primary_key=True)
    given_at: datetime = Field(sa_type=Utc)


class FeedbackRequestRow(Row, table=True):
    """Somebody asked for feedback."""

    __tablename__ = "feedback_requests"
    __table_args__ = (_person("asker"), _person("asked"))
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    asker: str
    asked: str
    about: str
    asked_at: datetime = Field(sa_type=Utc)
    state: str = "open"


class FeedbackRow(Row, table=True):
    """A piece of feedback."""

    __tablename__ = "feedback"
    __table_args__ = (
        _person("author"),
        _person("receiver"),
        Index("ix_feedback_receiver_given_at", "workspace_id", "receiver", "given_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    author: str
    receiver: str
    situation: str = ""
    behaviour: str
    impact: str = ""
    tone: str
    visibility: str
    given_at: datetime = Field(sa_type=Utc)
    goal: int | None = Field(default=None, foreign_key="goals.id")
    request: int | None = Field(default=None, foreign_key="feedback_requests.id")


class AccessRow(Row, table=True):
    """Who opened what about whom, one line a day."""

    __tablename__ = "access_log"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    subject: str = Field(primary_key=True)
    reader: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    reason: str
    last_at: datetime = Field(sa_type=Utc)
    times: int = 1
