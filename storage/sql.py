"""The few statements that SQLite and PostgreSQL spell differently, spelled once.

Building a statement costs more than running it, so what hot paths ask for is built once and kept.
"""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Integer, Table, cast, column, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel


def table(row: type[SQLModel]) -> Table:
    """Return the Core table of a row class: hot paths use Core, which costs half of the ORM here."""
    return row.__table__  # type: ignore[attr-defined, no-any-return]


def insert(connection: AsyncConnection, row: type[SQLModel]) -> Any:
    """Return an INSERT that knows ON CONFLICT."""
    return _insert(connection.dialect.name, row)


def insert_returning_id(connection: AsyncConnection, row: type[SQLModel]) -> Any:
    """Return an INSERT that tells the new row's id."""
    return _insert_returning_id(connection.dialect.name, row)


def insert_or_ignore(connection: AsyncConnection, row: type[SQLModel]) -> Any:
    """Return an INSERT that leaves an existing row as it is (rowcount 0)."""
    return _insert_or_ignore(connection.dialect.name, row)


@cache
def _insert(dialect: str, row: type[SQLModel]) -> Any:
    return {"sqlite": sqlite, "postgresql": postgresql}[dialect].insert(table(row))


@cache
def _insert_returning_id(dialect: str, row: type[SQLModel]) -> Any:
    return _insert(dialect, row).returning(table(row).c.id)


@cache
def _insert_or_ignore(dialect: str, row: type[SQLModel]) -> Any:
    return _insert(dialect, row).on_conflict_do_nothing()


def each_number(
    connection: AsyncConnection, many: ColumnElement[str], key: str
) -> tuple[FromClause, ColumnElement[int]]:
    """Return the things in a column of JSON lists as a table to join, and the whole number each has under `key`."""
    if connection.dialect.name == "sqlite":
        each = func.json_each(many).table_valued("value")
        return each, func.json_extract(each.c.value, f"$.{key}", type_=Integer)
    each = func.jsonb_array_elements(cast(many, postgresql.JSONB)).table_valued(column("value", postgresql.JSONB))
    return each, cast(each.c.value.op("->>")(key), Integer)
