"""Workspaces, the people in them, when they are away, and what Slack took there."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, false
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, of_person, where


class WorkspaceRow(Row, table=True):
    """A workspace. `team_id` and `url` are Slack's; empty until the bot has met Slack for the first time.

    `restored_at` is when the database was last replaced by a backup.
    """

    __tablename__ = "workspaces"
    id: int | None = Field(default=None, primary_key=True)
    team_id: str | None = Field(default=None, unique=True)
    name: str = ""
    url: str = ""
    restored_at: datetime | None = Field(default=None, sa_type=Utc)


class PersonRow(Row, table=True):
    """A person; `named_admin` is set from the settings at each start.

    `country` is where public holidays are looked up (ISO 3166: DE, or DE-BY for a part of one). `away` is what the
    Slack status says, until `away_until` where it has an end; `quiet_from` and `quiet_until` are the do-not-disturb
    that Slack told of last. `slack_updated` is Slack's `updated` (epoch seconds) of what it told last: what is older
    changes nothing.
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
    country: str | None = None
    away: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    away_until: datetime | None = Field(default=None, sa_type=Utc)
    quiet_from: datetime | None = Field(default=None, sa_type=Utc)
    quiet_until: datetime | None = Field(default=None, sa_type=Utc)
    slack_updated: int | None = Field(default=None, sa_type=BigInteger)


class NewBlockRow(Row, table=True):
    """A kind of block that Slack brings to one workspace after another, and whether it took one here when last tried."""

    __tablename__ = "new_blocks"
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    kind: str = Field(primary_key=True)
    taken: bool
    tried_at: datetime = Field(sa_type=Utc)


class AbsenceRow(Row, table=True):
    """Days somebody said they are away, both ends included."""

    __tablename__ = "absences"
    __table_args__ = (of_person("person"), Index("ix_absences_person", "workspace_id", "person", "ends"))
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    person: str
    starts: date
    ends: date
    said_at: datetime = Field(sa_type=Utc)


class HomeRow(Row, table=True):
    """The Home tab of somebody who opened it: how it stands in Slack, and since when it shows what is not so any more."""

    __tablename__ = "homes"
    __table_args__ = (
        of_person("person"),
        Index("ix_homes_stale", "workspace_id", "stale_at", **where("stale_at IS NOT NULL")),
    )
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    person: str = Field(primary_key=True)
    hash: str = ""
    stale_at: datetime | None = Field(default=None, sa_type=Utc)
    urgent: bool = False
