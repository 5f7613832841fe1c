"""Goals, their measures and milestones, every reading, and everything that happened to them."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, of_person, where


class GoalRow(Row, table=True):
    """A goal."""

    __tablename__ = "goals"
    __table_args__ = (
        UniqueConstraint("workspace_id", "ref"),
        of_person("owner"),
        Index("ix_goals_owner", "workspace_id", "owner", "state"),
        Index("ix_goals_parent", "workspace_id", "parent", "state"),
        Index("ix_goals_state", "workspace_id", "state", "ended_on"),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    ref: str
    title: str
    level: str
    owner: str
    parent: int | None = Field(default=None, foreign_key="goals.id")
    state: str
    starts: date
    due: date
    score: float | None = None
    confidence: str | None = None
    round: int = 1
    cycle: int | None = None  # of `cycles`; SQLite adds no reference to a table that stands, and none is ever deleted
    asked_of_cycle: int | None = None  # the cycle after whose end its owner was asked what becomes of it
    learned: str = ""
    ended_on: date | None = None


class CycleRow(Row, table=True):
    """A span for which goals are planned: a quarter, half a year, or dates of one's own."""

    __tablename__ = "cycles"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    name: str
    starts: date
    ends: date


class GoalContributorRow(Row, table=True):
    """Somebody who works on a goal beside its owner."""

    __tablename__ = "goal_contributors"
    __table_args__ = (of_person("person"),)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(primary_key=True, foreign_key="goals.id")
    person: str = Field(primary_key=True)


class MilestoneRow(Row, table=True):
    """A step of a goal, with the share of the way that should lie behind on its day."""

    __tablename__ = "milestones"
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    title: str
    due: date
    share: float
    done_on: date | None = None


class GoalEventRow(Row, table=True):
    """Something that happened to a goal: when, who, what and why; `facts` is JSON. Never changed."""

    __tablename__ = "goal_events"
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    at: datetime = Field(sa_type=Utc)
    by: str | None = None
    what: str
    why: str = ""
    facts: str = "{}"


class GoalWarningRow(Row, table=True):
    """The owner was told that a goal is in this state; answered, passed on to the manager, or over."""

    __tablename__ = "goal_warnings"
    __table_args__ = (Index("ix_goal_warnings_open", "workspace_id", "goal", unique=True, **where("over_at IS NULL")),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    state: str
    said_at: datetime = Field(sa_type=Utc)
    answer: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=Utc)
    why: str = ""
    manager: str | None = None
    told_manager_at: datetime | None = Field(default=None, sa_type=Utc)
    over_at: datetime | None = Field(default=None, sa_type=Utc)


class GoalRescopeRow(Row, table=True):
    """What an owner wishes a goal to be instead (`wanted` is JSON), and what its manager said; one waits at a time."""

    __tablename__ = "goal_rescopes"
    __table_args__ = (
        Index("ix_goal_rescopes_waiting", "workspace_id", "goal", unique=True, **where("decided_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    by: str
    at: datetime = Field(sa_type=Utc)
    why: str
    wanted: str
    decided_at: datetime | None = Field(default=None, sa_type=Utc)
    decided_by: str | None = None
    agreed: bool | None = None
    wish: str = ""


class KpiRow(Row, table=True):
    """A measure of a goal, with its latest reading."""

    __tablename__ = "kpis"
    __table_args__ = (Index("ix_kpis_read_at", "workspace_id", "read_at"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    name: str
    kind: str = "number"
    unit: str = ""
    baseline: float
    target: float
    value: float | None = None
    read_at: datetime | None = Field(default=None, sa_type=Utc)
    score: float | None = None


class KpiReadingRow(Row, table=True):
    """Every reading of a KPI. One that was wrong stays, and says since when another stands for it.

    `key` is the sender's own id of a reading that came by HTTP or from a file: it is taken once.
    """

    __tablename__ = "kpi_readings"
    __table_args__ = (Index("ix_kpi_readings_key", "workspace_id", "key", unique=True, **where("key IS NOT NULL")),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    goal: int = Field(foreign_key="goals.id", index=True)
    kpi: int = Field(foreign_key="kpis.id", index=True)
    value: float
    at: datetime = Field(sa_type=Utc)
    by: str
    note: str = ""
    check_in: int | None = Field(default=None, foreign_key="check_ins.id")
    key: str | None = None
    corrected_at: datetime | None = Field(default=None, sa_type=Utc)
