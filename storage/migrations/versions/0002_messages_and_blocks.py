"""Kudos know the message they are about, people how new Slack's word of them is, workspaces which blocks Slack took."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Utc

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("kudos", sa.Column("link", sa.String(), nullable=True))
    op.add_column("people", sa.Column("slack_updated", sa.BigInteger(), nullable=True))
    op.create_table(
        "new_blocks",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("taken", sa.Boolean(), nullable=False),
        sa.Column("tried_at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_new_blocks_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "kind", name=op.f("pk_new_blocks")),
    )


def downgrade() -> None:
    op.drop_table("new_blocks")
    op.drop_column("people", "slack_updated")
    op.drop_column("kudos", "link")
