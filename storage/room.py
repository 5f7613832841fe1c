"""What the rooms of a store have in common: one connection, one workspace."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, Row, bindparam, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from storage.sql import insert, insert_returning_id, table

PART = 500
"""Rows of a long answer that are worked through in one go: a few milliseconds."""
MOST_NAMED = 5_000
"""Values that a statement names; both databases take six times as many parameters, and no more."""

T = TypeVar("T")


class Room:
    """The questions of one feature, asked within one transaction and one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id

    def _here(self, row: type[SQLModel]) -> ColumnElement[bool]:
        """Only rows of this workspace."""
        return table(row).c.workspace_id == self._workspace_id

    async def _rows(self, query: Executable, parameters: Any = None) -> Sequence[Row[Any]]:
        return (await self._connection.execute(query, parameters)).all()

    async def _stream(self, query: Executable) -> AsyncIterator[Row[Any]]:
        """Yield many rows, letting others work in between."""
        async with self._connection.stream(query) as result:
            async for part in result.partitions(PART):
                for row in part:
                    yield row
                await asyncio.sleep(0)

    async def _first(self, query: Executable, parameters: Any = None) -> Row[Any] | None:
        return (await self._connection.execute(query, parameters)).first()

    async def _add(self, row: type[SQLModel], **values: Any) -> int:
        """Insert one row and return its id."""
        statement = insert_returning_id(self._connection, row)
        here = {"workspace_id": self._workspace_id, **values}
        return int((await self._connection.execute(statement, here)).scalar_one())

    async def _add_all(self, row: type[SQLModel], many: Sequence[dict[str, Any]]) -> None:
        """Insert many rows at once; none is fine."""
        if many:
            here = [{"workspace_id": self._workspace_id, **values} for values in many]
            await self._connection.execute(insert(self._connection, row), one_or_many(here))

    async def _change_all(self, row: type[SQLModel], many: Sequence[dict[str, Any]]) -> None:
        """Update many rows at once by their `id`; all of them name the same columns."""
        if many:
            columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in many[0] if name != "id"}
            query = update(table(row)).where(self._here(row), table(row).c.id == bindparam("row"))
            values = [{"row": one["id"]} | {f"new_{name}": one[name] for name in columns} for one in many]
            await self._connection.execute(query.values(columns), values)


def one_or_many(rows: list[dict[str, Any]]) -> list[dict[str, Any]] | dict[str, Any]:
    """Return what to hand to execute: a single row goes without the driver's work for many."""
    return rows if len(rows) > 1 else rows[0]


def parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Return the values in parts that a statement can name."""
    return (values[start : start + MOST_NAMED] for start in range(0, len(values), MOST_NAMED))
