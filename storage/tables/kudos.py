"""Thank-yous, who was thanked, who joined in."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, of_person, where


class KudosRow(Row, table=True):
    """A thank-you; `link` leads to the message it is about, if everyone can open that.

    `undone_at` is when its giver took it back, `removed_at` when the people team took it down, with a reason.
    """

    __tablename__ = "kudos"
    __table_args__ = (
        of_person("giver"),
        Index("ix_kudos_giver_given_at", "workspace_id", "giver", "given_at"),
        Index("ix_kudos_goal", "workspace_id", "goal", **where("goal IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    giver: str
    reason: str
    value: str | None = None
    goal: int | None = Field(default=None, foreign_key="goals.id")
    public: bool = True
    given_at: datetime = Field(sa_type=Utc)
    link: str | None = None
    undone_at: datetime | None = Field(default=None, sa_type=Utc)
    removed_at: datetime | None = Field(default=None, sa_type=Utc)
    removed_by: str | None = None
    removal_reason: str | None = None


class KudosReceiverRow(Row, table=True):
    """Who was thanked. `given_at` stands here too, so that the latest thanks are found without a join."""

    __tablename__ = "kudos_receivers"
    __table_args__ = (
        of_person("receiver"),
        Index("ix_kudos_receivers_receiver_given_at", "workspace_id", "receiver", "given_at"),
    )
    workspace_id: int = Field(foreign_key="workspaces.id")
    kudos: int = Field(primary_key=True, foreign_key="kudos.id")
    receiver: str = Field(primary_key=True)
    given_at: datetime = Field(sa_type=Utc)


class KudosJoinRow(Row, table=True):
    """Somebody who joined in by a reaction on the post, one row an emoji of theirs.

    `here` is False once the emoji is gone; the row stays, since Slack's events overtake each other: `at` is when the
    last thing happened to this emoji.
    """

    __tablename__ = "kudos_joins"
    __table_args__ = (of_person("person"),)
    workspace_id: int = Field(foreign_key="workspaces.id")
    kudos: int = Field(primary_key=True, foreign_key="kudos.id")
    person: str = Field(primary_key=True)
    reaction: str = Field(primary_key=True)
    here: bool
    at: datetime = Field(sa_type=Utc)
