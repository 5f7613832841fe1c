"""The weekly check-in: answers, drafts, what was put off, questions of a team, blockers."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, of_person, where


class CheckInRow(Row, table=True):
    """One answer a person and period; `goals`, `priorities` and `answers` are JSON.

    Nobody but the author reads `pulse`. `on_track`, `at_risk` and `off_track` count what `goals` says of confidence.
    """

    __tablename__ = "check_ins"
    __table_args__ = (UniqueConstraint("workspace_id", "person", "period"), of_person("person"))
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
    read_by: str | None = None
    pulse: int | None = None
    priorities: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    answers: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    on_track: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    at_risk: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    off_track: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class CheckInRevisionRow(Row, table=True):
    """What stood in a check-in before an edit (JSON)."""

    __tablename__ = "check_in_revisions"
    workspace_id: int = Field(foreign_key="workspaces.id")
    check_in: int = Field(primary_key=True, foreign_key="check_ins.id")
    revision: int = Field(primary_key=True)
    content: str


class CheckInDraftRow(Row, table=True):
    """What somebody typed and has not sent yet (JSON of the form's fields)."""

    __tablename__ = "check_in_drafts"
    __table_args__ = (of_person("person"),)
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    person: str = Field(primary_key=True)
    period: date = Field(primary_key=True)
    content: str
    saved_at: datetime = Field(sa_type=Utc)


class CheckInTurnRow(Row, table=True):
    """What became of asking one person in one period: put off, skipped, how often reminded, why nobody asked."""

    __tablename__ = "check_in_turns"
    __table_args__ = (of_person("person"),)
    workspace_id: int = Field(primary_key=True, foreign_key="workspaces.id")
    person: str = Field(primary_key=True)
    period: date = Field(primary_key=True)
    snoozed_until: datetime | None = Field(default=None, sa_type=Utc)
    snoozes: int = 0
    skipped_at: datetime | None = Field(default=None, sa_type=Utc)
    reminders: int = 0
    reminded_on: date | None = None
    excused: str | None = None
    asked_on: date | None = None
    moves: int = 0


class TeamQuestionRow(Row, table=True):
    """A question a team asks its own people in each check-in; `retired_at` once it is asked no more."""

    __tablename__ = "team_questions"
    __table_args__ = (Index("ix_team_questions_team", "workspace_id", "team"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    team: str
    place: int
    text: str
    asked_from: datetime = Field(sa_type=Utc)
    retired_at: datetime | None = Field(default=None, sa_type=Utc)


class BlockerRow(Row, table=True):
    """Something in somebody's way, first named in the check-in of `period`, last in `named_in`; open until `closed_at`."""

    __tablename__ = "blockers"
    __table_args__ = (
        of_person("person"),
        Index("ix_blockers_person", "workspace_id", "person", "raised_at"),
        Index("ix_blockers_open", "workspace_id", "person", **where("closed_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    person: str
    period: date
    named_in: date
    named_at: datetime = Field(sa_type=Utc)
    text: str
    helper: str | None = None
    raised_at: datetime = Field(sa_type=Utc)
    revision: int = 1
    promised_by: str | None = None
    promised_for: date | None = None
    promised_at: datetime | None = Field(default=None, sa_type=Utc)
    chased_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_by: str | None = None
    goal: int | None = None  # of `goals`; SQLite adds no reference to a table that stands, and none is ever deleted


class BlockerReplyRow(Row, table=True):
    """What was said about a blocker."""

    __tablename__ = "blocker_replies"
    __table_args__ = (of_person("author"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    blocker: int = Field(foreign_key="blockers.id", index=True)
    author: str
    text: str
    at: datetime = Field(sa_type=Utc)


class BlockerCardRow(Row, table=True):
    """Who has a card of a blocker, `since` when, posted at revision `first`; `gone` once the blocker is not theirs."""

    __tablename__ = "blocker_cards"
    __table_args__ = (of_person("person"),)
    workspace_id: int = Field(foreign_key="workspaces.id")
    blocker: int = Field(primary_key=True, foreign_key="blockers.id")
    person: str = Field(primary_key=True)
    first: int
    since: datetime = Field(sa_type=Utc)
    gone: bool = False
