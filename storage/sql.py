"""The few statements that SQLite and PostgreSQL spell differently, spelled once."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel


def table(row: type[SQLModel]) -> Table:
    """Return the Core table of a row class: hot paths use Core, which costs half of the ORM here."""
    return row.__table__  # type: ignore[attr-defined, no-any-return]


def insert(connection: AsyncConnection, row: type[SQLModel]) -> Any:
    """Return an INSERT that knows ON CONFLICT."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table(row))


def insert_or_ignore(connection: AsyncConnection, row: type[SQLModel]) -> Any:
    """Return an INSERT that leaves an existing row as it is (rowcount 0)."""
    return insert(connection, row).on_conflict_do_nothing()
