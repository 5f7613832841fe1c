"""Goals, their measures, and every reading of them."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, of_person


class GoalRow(Row, table=True):
    """A goal."""

    __tablename__ = "goals"
    __table_args__ = (UniqueConstraint("workspace_id", "ref"), of_person("owner"))
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
