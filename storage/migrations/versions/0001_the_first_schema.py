"""The first schema."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("team_id", name=op.f("uq_workspaces_team_id")),
    )
    op.create_table(
        "access_log",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("last_at", Utc(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_access_log_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "subject", "reader", "what", "day", name=op.f("pk_access_log")),
    )
    op.create_table(
        "handled",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("at", Utc(), server_default=sa.text("(CURRENT_TIMESTAMP)"), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_handled_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_handled")),
    )
    with op.batch_alter_table("handled", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handled_at"), ["at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("replaces", sa.String(), nullable=True),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("wanted_at", Utc(), nullable=False),
        sa.Column("due_at", Utc(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("lease_until", Utc(), nullable=True),
        sa.Column("empty_reads", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("settled_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_outbox_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_outbox_workspace_id_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_replaces", ["workspace_id", "replaces"], unique=False)
        rewrites = sa.text("replaces IS NOT NULL")
        columns = ["workspace_id", "state", "due_at"]
        batch_op.create_index(
            "ix_outbox_rewrites", columns, unique=False, sqlite_where=rewrites, postgresql_where=rewrites
        )
        batch_op.create_index("ix_outbox_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_outbox_wanted_at", ["wanted_at", "workspace_id"], unique=False)

    op.create_table(
        "people",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("named_admin", sa.Boolean(), nullable=False),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("manager_since", Utc(), nullable=True),
        sa.Column("enrolled_at", Utc(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_people_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_people_manager"), ["manager"], unique=False)

    op.create_table(
        "check_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("goals", sa.String(), nullable=False),
        sa.Column("went_well", sa.String(), nullable=False),
        sa.Column("next", sa.String(), nullable=False),
        sa.Column("blockers", sa.String(), nullable=False),
        sa.Column("answered_at", Utc(), nullable=False),
        sa.Column("edited_at", Utc(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("read_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_check_ins_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_check_ins_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("workspace_id", "person", "period", name=op.f("uq_check_ins_workspace_id_person_period")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_ins_period"), ["period"], unique=False)

    op.create_table(
        "feedback_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("asker", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asked"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_feedback_requests_workspace_id_asked"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "asker"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_feedback_requests_workspace_id_asker"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_feedback_requests_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_requests")),
    )
    op.create_table(
        "goals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("confidence", sa.String(), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["goals.id"], name=op.f("fk_goals_parent")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "owner"], ["people.workspace_id", "people.id"], name=op.f("fk_goals_workspace_id_owner")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_goals_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
        sa.UniqueConstraint("workspace_id", "ref", name=op.f("uq_goals_workspace_id_ref")),
    )
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goals_owner"), ["owner"], unique=False)
        batch_op.create_index(batch_op.f("ix_goals_parent"), ["parent"], unique=False)

    op.create_table(
        "check_in_revisions",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("check_in", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["check_in"], ["check_ins.id"], name=op.f("fk_check_in_revisions_check_in")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_check_in_revisions_workspace_id")),
        sa.PrimaryKeyConstraint("check_in", "revision", name=op.f("pk_check_in_revisions")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("situation", sa.String(), nullable=False),
        sa.Column("behaviour", sa.String(), nullable=False),
        sa.Column("impact", sa.String(), nullable=False),
        sa.Column("tone", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("given_at", Utc(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("request", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_feedback_goal")),
        sa.ForeignKeyConstraint(["request"], ["feedback_requests.id"], name=op.f("fk_feedback_request")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_feedback_workspace_id_author"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "receiver"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_feedback_workspace_id_receiver"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_feedback_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.create_index("ix_feedback_receiver_given_at", ["workspace_id", "receiver", "given_at"], unique=False)

    op.create_table(
        "kpis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("baseline", sa.Float(), nullable=False),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("read_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_kpis_goal")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_kpis_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpis")),
    )
    with op.batch_alter_table("kpis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kpis_goal"), ["goal"], unique=False)

    op.create_table(
        "kudos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("goal", sa.Integer(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("given_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_kudos_goal")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "giver"], ["people.workspace_id", "people.id"], name=op.f("fk_kudos_workspace_id_giver")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_kudos_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kudos")),
    )
    with op.batch_alter_table("kudos", schema=None) as batch_op:
        batch_op.create_index("ix_kudos_giver_given_at", ["workspace_id", "giver", "given_at"], unique=False)

    op.create_table(
        "kpi_readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("kpi", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("check_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["check_in"], ["check_ins.id"], name=op.f("fk_kpi_readings_check_in")),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_kpi_readings_goal")),
        sa.ForeignKeyConstraint(["kpi"], ["kpis.id"], name=op.f("fk_kpi_readings_kpi")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_kpi_readings_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_readings")),
    )
    with op.batch_alter_table("kpi_readings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kpi_readings_goal"), ["goal"], unique=False)
        batch_op.create_index(batch_op.f("ix_kpi_readings_kpi"), ["kpi"], unique=False)

    op.create_table(
        "kudos_receivers",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kudos", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("given_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["kudos"], ["kudos.id"], name=op.f("fk_kudos_receivers_kudos")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "receiver"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_kudos_receivers_workspace_id_receiver"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_kudos_receivers_workspace_id")),
        sa.PrimaryKeyConstraint("kudos", "receiver", name=op.f("pk_kudos_receivers")),
    )
    with op.batch_alter_table("kudos_receivers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_kudos_receivers_receiver_given_at", ["workspace_id", "receiver", "given_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("kudos_receivers", schema=None) as batch_op:
        batch_op.drop_index("ix_kudos_receivers_receiver_given_at")

    op.drop_table("kudos_receivers")
    with op.batch_alter_table("kpi_readings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kpi_readings_kpi"))
        batch_op.drop_index(batch_op.f("ix_kpi_readings_goal"))

    op.drop_table("kpi_readings")
    with op.batch_alter_table("kudos", schema=None) as batch_op:
        batch_op.drop_index("ix_kudos_giver_given_at")

    op.drop_table("kudos")
    with op.batch_alter_table("kpis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kpis_goal"))

    op.drop_table("kpis")
    with op.batch_alter_table("feedback", schema=None) as batch_op:
        batch_op.drop_index("ix_feedback_receiver_given_at")

    op.drop_table("feedback")
    op.drop_table("check_in_revisions")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goals_parent"))
        batch_op.drop_index(batch_op.f("ix_goals_owner"))

    op.drop_table("goals")
    op.drop_table("feedback_requests")
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_ins_period"))

    op.drop_table("check_ins")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_manager"))
        batch_op.drop_index(batch_op.f("ix_people_email"))

    op.drop_table("people")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_wanted_at")
        batch_op.drop_index("ix_outbox_state_due_at")
        batch_op.drop_index("ix_outbox_rewrites")
        batch_op.drop_index("ix_outbox_replaces")

    op.drop_table("outbox")
    with op.batch_alter_table("handled", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handled_at"))

    op.drop_table("handled")
    op.drop_table("access_log")
    op.drop_table("workspaces")
