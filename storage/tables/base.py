"""What all tables share: named constraints, indexes of some rows, people of the same workspace."""

from typing import Any, ClassVar

from sqlalchemy import ForeignKeyConstraint, MetaData, text
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What all tables share: one metadata with named constraints, so that migrations can name them too."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


def where(rows: str) -> dict[str, Any]:
    """Return the options of an index that holds only these rows."""
    return {"sqlite_where": text(rows), "postgresql_where": text(rows)}


def of_person(column: str) -> ForeignKeyConstraint:
    """Return the constraint that this column names somebody of the same workspace."""
    return ForeignKeyConstraint(["workspace_id", column], ["people.workspace_id", "people.id"])
