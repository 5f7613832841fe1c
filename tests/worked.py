"""Worked examples of a page: its tables as rows, the numbers and dates in them, and sums that have to add up."""

import ast
import operator
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

EXACT = Fraction(1, 10**9)
NOTHING = "–"
OPERATIONS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}

Row = dict[str, str]


class Table(NamedTuple):
    """A table under the heading that it stands under."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        return f"{self.heading}: {self.columns[0]}"


def tables(page: str) -> list[Table]:
    """Return every table of a page, in order."""
    return [
        Table(section.partition("\n")[0], *_read(block.splitlines()))
        for section in page.split("\n## ")[1:]
        for block in section.split("\n\n")
        if block.startswith("|")
    ]


def _read(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    columns, _, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines)
    return tuple(columns), tuple(dict(zip(columns, row, strict=True)) for row in rows)


def number(cell: str) -> float | None:
    """Return the number in a cell, None where there is none."""
    return None if cell == NOTHING else float(cell.replace("−", "-"))


def numbers(cell: str) -> list[float]:
    """Return all numbers of a cell: `0.4; −0.2`."""
    return [float(one.replace("−", "-")) for one in cell.split(";")]


def worth(formula: str) -> Fraction:
    """Return what a formula comes to, exactly."""
    return _worth(ast.parse(formula.replace("−", "-").replace("×", "*").strip(), mode="eval").body)


def _worth(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float() as value):
            return Fraction(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_worth(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return Fraction(OPERATIONS[type(op)](_worth(left), _worth(right)))
    raise ValueError(ast.unparse(node))


def adds_up(cell: str) -> Fraction:
    """Return what a cell such as `(42 − 0) / 90 ≈ 0.467` comes to, by its first formula; the others have to agree."""
    first, *rest = re.split(r"([=≈])", cell.strip("`"))
    found = worth(first)
    for sign, formula in zip(rest[::2], rest[1::2], strict=True):
        room = half_a_digit(formula) if sign == "≈" else EXACT
        assert abs(worth(formula) - found) <= room, cell
    return found


def half_a_digit(written: str) -> Fraction:
    """Return how far a rounded number may be from the one that was meant: 0.0005 for `0.467`."""
    return Fraction(1, 2 * 10 ** len(written.strip().partition(".")[2]))


def agree(written: str, value: float | None, *, rounded: bool = False) -> bool:
    """Tell whether a cell says this number, exactly or as far as its digits go."""
    said = number(written)
    if said is None or value is None:
        return said is None and value is None
    return abs(said - value) <= (half_a_digit(written) if rounded else EXACT)


def changed(table: Table) -> Iterator[tuple[str, str, Table]]:
    """Return the table with one number changed, for each of its numbers, with the column of it and what was changed."""
    for place, row in enumerate(table.rows):
        for column, cell in row.items():
            for found in re.finditer(r"\d+(?:\.\d+)?", cell):
                digit = str((int(found[0][-1]) + 1) % 10)
                other = cell[: found.end() - 1] + digit + cell[found.end() :]
                rows = (*table.rows[:place], row | {column: other}, *table.rows[place + 1 :])
                yield column, f"row {place + 1}, {column}: {cell} → {other}", table._replace(rows=rows)
