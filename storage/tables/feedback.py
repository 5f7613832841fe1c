"""Feedback, requests and questions about it, and what people keep as evidence."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field

from storage.columns import Utc
from storage.tables.base import Row, of_person, where


class FeedbackRequestRow(Row, table=True):
    """Somebody asked for feedback."""

    __tablename__ = "feedback_requests"
    __table_args__ = (
        of_person("asker"),
        of_person("asked"),
        Index("ix_feedback_requests_open", "workspace_id", "asked", **where("state = 'open'")),
    )
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    asker: str
    asked: str
    about: str
    asked_at: datetime = Field(sa_type=Utc)
    state: str = "open"
    later_on: date | None = None
    reminded_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    reason: str = Field(default="", sa_column_kwargs={"server_default": ""})


class FeedbackRow(Row, table=True):
    """A piece of feedback."""

    __tablename__ = "feedback"
    __table_args__ = (
        of_person("author"),
        of_person("receiver"),
        Index("ix_feedback_receiver_given_at", "workspace_id", "receiver", "given_at"),
        Index("ix_feedback_author_given_at", "workspace_id", "author", "given_at"),
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
    intent: str = Field(default="", sa_column_kwargs={"server_default": ""})
    competency: str | None = None
    edited_at: datetime | None = Field(default=None, sa_type=Utc)
    taken_back_at: datetime | None = Field(default=None, sa_type=Utc)
    thanked_at: datetime | None = Field(default=None, sa_type=Utc)


class FeedbackQuestionRow(Row, table=True):
    """The receiver asked the author for more; `answer` is what they wrote."""

    __tablename__ = "feedback_questions"
    __table_args__ = (of_person("asker"),)
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    feedback: int = Field(foreign_key="feedback.id", index=True)
    asker: str
    question: str
    asked_at: datetime = Field(sa_type=Utc)
    answer: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=Utc)


class EvidenceRow(Row, table=True):
    """What somebody keeps for their own review: a note with the link of a message, or with a piece of feedback."""

    __tablename__ = "evidence"
    __table_args__ = (of_person("person"), Index("ix_evidence_person_saved_at", "workspace_id", "person", "saved_at"))
    id: int | None = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspaces.id")
    person: str
    note: str = ""
    link: str | None = None
    goal: int | None = Field(default=None, foreign_key="goals.id")
    feedback: int | None = Field(default=None, foreign_key="feedback.id")
    saved_at: datetime = Field(sa_type=Utc)
