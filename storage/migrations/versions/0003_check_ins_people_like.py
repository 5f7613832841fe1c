"""Check-ins with drafts, snoozes, own questions and blockers; absences; kudos taken back; feedback kept as evidence."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _check_ins()
    _blockers()
    _standing_blockers()
    _kudos()
    _feedback()


def _people() -> None:
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("said_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_absences_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_absences_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_person", "absences", ["workspace_id", "person", "ends"], unique=False)
    op.add_column("people", sa.Column("country", sa.String(), nullable=True))
    op.add_column("people", sa.Column("away", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("people", sa.Column("away_until", Utc(), nullable=True))
    op.add_column("people", sa.Column("quiet_from", Utc(), nullable=True))
    op.add_column("people", sa.Column("quiet_until", Utc(), nullable=True))


def _check_ins() -> None:
    op.create_table(
        "team_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_from", Utc(), nullable=False),
        sa.Column("retired_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_team_questions_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_questions")),
    )
    op.create_index("ix_team_questions_team", "team_questions", ["workspace_id", "team"], unique=False)
    op.create_table(
        "check_in_drafts",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("saved_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_check_in_drafts_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_check_in_drafts_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "person", "period", name=op.f("pk_check_in_drafts")),
    )
    op.create_table(
        "check_in_turns",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("snoozed_until", Utc(), nullable=True),
        sa.Column("snoozes", sa.Integer(), nullable=False),
        sa.Column("skipped_at", Utc(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("excused", sa.String(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_check_in_turns_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_check_in_turns_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "person", "period", name=op.f("pk_check_in_turns")),
    )
    op.add_column("check_ins", sa.Column("read_by", sa.String(), nullable=True))
    op.add_column("check_ins", sa.Column("pulse", sa.Integer(), nullable=True))
    op.add_column("check_ins", sa.Column("priorities", sa.String(), server_default="[]", nullable=False))
    op.add_column("check_ins", sa.Column("answers", sa.String(), server_default="[]", nullable=False))


def _blockers() -> None:
    op.create_table(
        "blockers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("named_in", sa.Date(), nullable=False),
        sa.Column("named_at", Utc(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("helper", sa.String(), nullable=True),
        sa.Column("raised_at", Utc(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("promised_by", sa.String(), nullable=True),
        sa.Column("promised_for", sa.Date(), nullable=True),
        sa.Column("promised_at", Utc(), nullable=True),
        sa.Column("chased_at", Utc(), nullable=True),
        sa.Column("closed_at", Utc(), nullable=True),
        sa.Column("closed_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_blockers_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_blockers_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blockers")),
    )
    op.create_index(
        "ix_blockers_open",
        "blockers",
        ["workspace_id", "person"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_blockers_person", "blockers", ["workspace_id", "person", "raised_at"], unique=False)
    op.create_table(
        "blocker_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("blocker", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["blocker"], ["blockers.id"], name=op.f("fk_blocker_replies_blocker")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_blocker_replies_workspace_id_author"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_blocker_replies_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocker_replies")),
    )
    op.create_index(op.f("ix_blocker_replies_blocker"), "blocker_replies", ["blocker"], unique=False)
    op.create_table(
        "blocker_cards",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("blocker", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["blocker"], ["blockers.id"], name=op.f("fk_blocker_cards_blocker")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_blocker_cards_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_blocker_cards_workspace_id")),
        sa.PrimaryKeyConstraint("blocker", "person", name=op.f("pk_blocker_cards")),
    )


STANDING_BLOCKERS = """
    INSERT INTO blockers (workspace_id, person, period, named_in, named_at, text, raised_at, revision)
    SELECT l.workspace_id, l.person, f.period, l.period, l.answered_at, l.blockers, f.answered_at, 1
    FROM check_ins l JOIN check_ins f ON f.workspace_id = l.workspace_id AND f.person = l.person
    WHERE l.blockers <> ''
    AND l.period = (SELECT MAX(o.period) FROM check_ins o WHERE o.workspace_id = l.workspace_id AND o.person = l.person)
    AND f.period = (
        SELECT MIN(s.period) FROM check_ins s
        WHERE s.workspace_id = l.workspace_id AND s.person = l.person AND s.blockers = l.blockers AND NOT EXISTS (
            SELECT 1 FROM check_ins o WHERE o.workspace_id = l.workspace_id AND o.person = l.person
            AND o.blockers <> l.blockers AND o.period > s.period
        )
    )
"""
"""What stands in the way by everybody's latest check-in, as old as the first one in a row that says just the same."""


def _standing_blockers() -> None:
    op.execute(STANDING_BLOCKERS)


def _kudos() -> None:
    op.create_table(
        "kudos_joins",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kudos", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("reaction", sa.String(), nullable=False),
        sa.Column("here", sa.Boolean(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["kudos"], ["kudos.id"], name=op.f("fk_kudos_joins_kudos")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_kudos_joins_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_kudos_joins_workspace_id")),
        sa.PrimaryKeyConstraint("kudos", "person", "reaction", name=op.f("pk_kudos_joins")),
    )
    op.create_index(
        "ix_outbox_ts",
        "outbox",
        ["workspace_id", "ts"],
        unique=False,
        sqlite_where=sa.text("ts IS NOT NULL"),
        postgresql_where=sa.text("ts IS NOT NULL"),
    )
    op.add_column("kudos", sa.Column("undone_at", Utc(), nullable=True))
    op.add_column("kudos", sa.Column("removed_at", Utc(), nullable=True))
    op.add_column("kudos", sa.Column("removed_by", sa.String(), nullable=True))
    op.add_column("kudos", sa.Column("removal_reason", sa.String(), nullable=True))


def _feedback() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("feedback", sa.Integer(), nullable=True),
        sa.Column("saved_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["feedback"], ["feedback.id"], name=op.f("fk_evidence_feedback")),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_evidence_goal")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_evidence_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_evidence_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_person_saved_at", "evidence", ["workspace_id", "person", "saved_at"], unique=False)
    op.create_table(
        "feedback_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("feedback", sa.Integer(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["feedback"], ["feedback.id"], name=op.f("fk_feedback_questions_feedback")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asker"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_feedback_questions_workspace_id_asker"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_feedback_questions_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_questions")),
    )
    op.create_index(op.f("ix_feedback_questions_feedback"), "feedback_questions", ["feedback"], unique=False)
    op.add_column("feedback", sa.Column("intent", sa.String(), server_default="", nullable=False))
    op.add_column("feedback", sa.Column("competency", sa.String(), nullable=True))
    op.add_column("feedback", sa.Column("edited_at", Utc(), nullable=True))
    op.add_column("feedback", sa.Column("taken_back_at", Utc(), nullable=True))
    op.add_column("feedback", sa.Column("thanked_at", Utc(), nullable=True))
    op.add_column("feedback_requests", sa.Column("later_on", sa.Date(), nullable=True))
    op.add_column("feedback_requests", sa.Column("reminded_at", Utc(), nullable=True))
    op.add_column("feedback_requests", sa.Column("closed_at", Utc(), nullable=True))
    op.add_column("feedback_requests", sa.Column("reason", sa.String(), server_default="", nullable=False))
    op.create_index("ix_feedback_author_given_at", "feedback", ["workspace_id", "author", "given_at"], unique=False)
    op.create_index(
        "ix_feedback_requests_open",
        "feedback_requests",
        ["workspace_id", "asked"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


NEW_TABLES = (
    "blocker_cards",
    "blocker_replies",
    "evidence",
    "feedback_questions",
    "absences",
    "blockers",
    "check_in_drafts",
    "check_in_turns",
    "kudos_joins",
    "team_questions",
)
NEW_COLUMNS = {
    "check_ins": ("answers", "priorities", "pulse", "read_by"),
    "feedback": ("thanked_at", "taken_back_at", "edited_at", "competency", "intent"),
    "feedback_requests": ("reason", "closed_at", "reminded_at", "later_on"),
    "kudos": ("removal_reason", "removed_by", "removed_at", "undone_at"),
    "people": ("quiet_until", "quiet_from", "away_until", "away", "country"),
}


def downgrade() -> None:
    op.drop_index("ix_feedback_requests_open", "feedback_requests")
    op.drop_index("ix_feedback_author_given_at", "feedback")
    op.drop_index("ix_outbox_ts", table_name="outbox")
    for name in NEW_TABLES:
        op.drop_table(name)
    for name, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(name, column)
