"""Goals with contributors, milestones, cycles, a history and warnings; readings that are taken once; Home tabs."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cycles()
    _goal_contributors()
    _goal_events()
    _goal_warnings()
    _goal_rescopes()
    _homes()
    _milestones()
    _columns()
    _sureness()
    _indexes()


def _cycles() -> None:
    op.create_table(
        "cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_cycles_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
        sa.UniqueConstraint("workspace_id", "name", name=op.f("uq_cycles_workspace_id_name")),
    )


def _goal_contributors() -> None:
    op.create_table(
        "goal_contributors",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_goal_contributors_goal")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"],
            ["people.workspace_id", "people.id"],
            name=op.f("fk_goal_contributors_workspace_id_person"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_goal_contributors_workspace_id")),
        sa.PrimaryKeyConstraint("goal", "person", name=op.f("pk_goal_contributors")),
    )


def _goal_events() -> None:
    op.create_table(
        "goal_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("by", sa.String(), nullable=True),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_goal_events_goal")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_goal_events_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_events")),
    )
    op.create_index(op.f("ix_goal_events_goal"), "goal_events", ["goal"], unique=False)


def _goal_warnings() -> None:
    op.create_table(
        "goal_warnings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said_at", Utc(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", Utc(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("manager", sa.String(), nullable=True),
        sa.Column("told_manager_at", Utc(), nullable=True),
        sa.Column("over_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_goal_warnings_goal")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_goal_warnings_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_warnings")),
    )
    op.create_index(op.f("ix_goal_warnings_goal"), "goal_warnings", ["goal"], unique=False)
    op.create_index(
        "ix_goal_warnings_open",
        "goal_warnings",
        ["workspace_id", "goal"],
        unique=True,
        sqlite_where=sa.text("over_at IS NULL"),
        postgresql_where=sa.text("over_at IS NULL"),
    )


def _goal_rescopes() -> None:
    op.create_table(
        "goal_rescopes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("wanted", sa.String(), nullable=False),
        sa.Column("decided_at", Utc(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("wish", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_goal_rescopes_goal")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_goal_rescopes_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_rescopes")),
    )
    op.create_index(op.f("ix_goal_rescopes_goal"), "goal_rescopes", ["goal"], unique=False)
    op.create_index(
        "ix_goal_rescopes_waiting",
        "goal_rescopes",
        ["workspace_id", "goal"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )


def _homes() -> None:
    op.create_table(
        "homes",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("stale_at", Utc(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "person"], ["people.workspace_id", "people.id"], name=op.f("fk_homes_workspace_id_person")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_homes_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "person", name=op.f("pk_homes")),
    )
    op.create_index(
        "ix_homes_stale",
        "homes",
        ["workspace_id", "stale_at"],
        unique=False,
        sqlite_where=sa.text("stale_at IS NOT NULL"),
        postgresql_where=sa.text("stale_at IS NOT NULL"),
    )


def _milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["goal"], ["goals.id"], name=op.f("fk_milestones_goal")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_milestones_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
    )
    op.create_index(op.f("ix_milestones_goal"), "milestones", ["goal"], unique=False)


def _columns() -> None:
    op.add_column("goals", sa.Column("cycle", sa.Integer(), nullable=True))
    op.add_column("goals", sa.Column("asked_of_cycle", sa.Integer(), nullable=True))
    op.add_column("goals", sa.Column("learned", sa.String(), server_default="", nullable=False))
    op.add_column("goals", sa.Column("ended_on", sa.Date(), nullable=True))
    op.add_column("blockers", sa.Column("goal", sa.Integer(), nullable=True))
    op.add_column("kpi_readings", sa.Column("key", sa.String(), nullable=True))
    op.add_column("kpi_readings", sa.Column("corrected_at", Utc(), nullable=True))
    op.create_index(
        "ix_kpi_readings_key",
        "kpi_readings",
        ["workspace_id", "key"],
        unique=True,
        sqlite_where=sa.text("key IS NOT NULL"),
        postgresql_where=sa.text("key IS NOT NULL"),
    )
    op.add_column("kpis", sa.Column("kind", sa.String(), server_default="number", nullable=False))
    op.add_column("kpis", sa.Column("score", sa.Float(), nullable=True))


def _sureness() -> None:
    """Count what the check-ins so far say of their goals."""
    each = "json_each(check_ins.goals) AS one", "json_extract(one.value, '$.confidence')"
    if op.get_bind().dialect.name == "postgresql":
        each = "jsonb_array_elements(check_ins.goals::jsonb) AS one", "one ->> 'confidence'"
    for name in SURENESS:
        op.add_column("check_ins", sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        count = f"SELECT count(*) FROM {each[0]} WHERE {each[1]} = '{name}'"  # noqa: S608, names of our own
        op.execute(f"UPDATE check_ins SET {name} = ({count}) WHERE goals <> '[]'")  # noqa: S608


def _indexes() -> None:
    """Find the open goals of somebody, or below one, and what was said of one, without reading all the years before."""
    for column in ("owner", "parent"):
        op.drop_index(f"ix_goals_{column}", table_name="goals")
        op.create_index(f"ix_goals_{column}", "goals", ["workspace_id", column, "state"], unique=False)
    op.create_index("ix_goals_state", "goals", ["workspace_id", "state", "ended_on"], unique=False)
    op.create_index("ix_kpis_read_at", "kpis", ["workspace_id", "read_at"], unique=False)
    op.create_index(
        "ix_kudos_goal",
        "kudos",
        ["workspace_id", "goal"],
        unique=False,
        sqlite_where=sa.text("goal IS NOT NULL"),
        postgresql_where=sa.text("goal IS NOT NULL"),
    )


SURENESS = ("on_track", "at_risk", "off_track")
NEW_TABLES = ("milestones", "homes", "goal_rescopes", "goal_warnings", "goal_events", "goal_contributors", "cycles")
NEW_COLUMNS = {
    "check_ins": SURENESS,
    "blockers": ("goal",),
    "kpis": ("score", "kind"),
    "kpi_readings": ("corrected_at", "key"),
    "goals": ("ended_on", "learned", "asked_of_cycle", "cycle"),
}


def downgrade() -> None:
    op.drop_index("ix_kpi_readings_key", table_name="kpi_readings")
    op.drop_index("ix_kudos_goal", table_name="kudos")
    op.drop_index("ix_kpis_read_at", table_name="kpis")
    op.drop_index("ix_goals_state", table_name="goals")
    for column in ("owner", "parent"):
        op.drop_index(f"ix_goals_{column}", table_name="goals")
        op.create_index(f"ix_goals_{column}", "goals", [column], unique=False)
    for name in NEW_TABLES:
        op.drop_table(name)
    for name, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(name, column)
