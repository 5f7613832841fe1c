"""Who opened what about whom."""

from datetime import date, datetime

from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row


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
