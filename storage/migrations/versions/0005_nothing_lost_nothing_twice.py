"""Doubts that are swept after, a pace that instances share, and when a backup was restored."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_outbox_doubles": (["workspace_id"], sa.text("doubles > 0")),
    "ix_outbox_settled_at": (["workspace_id", "settled_at"], sa.text("settled_at IS NOT NULL")),
    "ix_outbox_to_sweep": (["workspace_id", "settled_at"], sa.text("doubted_at IS NOT NULL AND swept_at IS NULL")),
}
"""By name, their columns and the rows they hold."""


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("restored_at", Utc(), nullable=True))
    op.add_column("outbox", sa.Column("doubted_at", Utc(), nullable=True))
    op.add_column("outbox", sa.Column("swept_at", Utc(), nullable=True))
    op.add_column("outbox", sa.Column("doubles", sa.Integer(), server_default="0", nullable=False))
    for name, (columns, rows) in INDEXES.items():
        op.create_index(name, "outbox", columns, unique=False, sqlite_where=rows, postgresql_where=rows)
    op.create_table(
        "paces",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("room", sa.Float(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("waits_from", Utc(), nullable=True),
        sa.Column("waits_until", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_paces_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "name", name=op.f("pk_paces")),
    )


def downgrade() -> None:
    op.drop_table("paces")
    for name in INDEXES:
        op.drop_index(name, table_name="outbox")
    for column in ("doubles", "swept_at", "doubted_at"):
        op.drop_column("outbox", column)
    op.drop_column("workspaces", "restored_at")
