"""Runs migrations over the connection that `storage/schema.py` hands in, inside its transaction."""

from alembic import context

from storage.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
context.run_migrations()
